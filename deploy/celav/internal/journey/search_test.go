package journey_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

type searched struct {
	IDs      []string
	Total    int
	Meant    []string
	Unknown  []string
	InMemory bool
	Facets   []struct {
		Facet  string
		Values []struct {
			Value string
			Count int
		}
	}
}

// searchAndAlert: a counsellor searches openings and people, keeps a search, and is told of a pair that nobody searched for.
func (c *city) searchAndAlert(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	find := func(what string, ask fields) searched {
		var s searched
		counsellor.must("POST", "/matching/v1/search/"+what, ask, &s)
		return s
	}
	// In four languages, by the words of the opening and by the occupation that they stand for.
	for _, text := range []string{"cucina", "aiuto cuoco", "aide de cuisine", "kitchen assistant", "cucinna"} {
		eventually(t, 10*time.Second, text+" finds the opening", func() bool { return slices.Contains(find("openings", fields{"text": text}).IDs, ownOpening) })
	}
	by := find("openings", fields{"picks": list{fields{"facet": "kind", "value": "traineeship"}, fields{"facet": "seats", "value": "few"}}})
	if !slices.Contains(by.IDs, ownOpening) || len(by.Facets) < 6 || by.InMemory {
		t.Errorf("by facets: %+v", by)
	}
	people := find("people", fields{"text": "aiuto cuoco, Bakary Qwxz"})
	if !slices.Contains(people.IDs, ownPerson) || slices.Contains(people.IDs, otherPerson) || len(people.Unknown) != 1 {
		t.Errorf("people by occupation: %+v", people)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	c.searchPages(t, b)
	c.alertOnce(t, b)
}

func (c *city) searchPages(t *testing.T, b *browser) {
	page := b.send("GET", "/matching/search/openings?q=cucina&kind=traineeship", nil)
	if page.status != http.StatusOK || !strings.Contains(string(page.body), "/matching/openings/"+ownOpening) {
		t.Errorf("the page of openings answers %d", page.status)
	}
	// What is typed about people never stands in an address.
	typed := b.send("POST", "/matching/search/people", url.Values{"text": {"aiuto cuoco"}, "free": {"now"}})
	at := typed.header.Get("Location")
	if typed.status != http.StatusSeeOther || strings.Contains(at, "cuoco") || !strings.Contains(at, "free=now") || !strings.Contains(at, "means=") {
		t.Fatalf("a text about people leads to %d %q", typed.status, at)
	}
	if got := b.send("GET", at, nil); got.status != http.StatusOK || !strings.Contains(string(got.body), ownPerson) {
		t.Errorf("what it means answers %d", got.status)
	}
	name := "Qwxz Jkvb"
	unknown := b.send("POST", "/matching/search/people", url.Values{"text": {name}})
	if unknown.status != http.StatusOK || !strings.Contains(string(unknown.body), name) || strings.Contains(string(unknown.body), url.QueryEscape(name)) {
		t.Errorf("a name answers %d, or stands in an address", unknown.status)
	}
	key := uuid.Must(uuid.NewV7()).String()
	saving := url.Values{"key": {key}, "kind": {"openings"}, "query": {"kind=traineeship&q=cucina"}, "name": {"Cucine"}}
	for range 2 { // a double click
		if got := b.send("POST", "/matching/search/saved", saving); got.status != http.StatusSeeOther || got.header.Get("Location") != "/matching/search/saved/"+key {
			t.Fatalf("saving answers %d %s", got.status, got.header.Get("Location"))
		}
	}
	if got := c.as(t, "demo-counsellor-2").send("POST", "/matching/v1/searches/"+key+"/runs", nil); got.status != http.StatusNotFound {
		t.Errorf("somebody else runs the search: %d", got.status)
	}
	operator := c.as(t, firstOperator)
	fresh := "0190a0de-0000-7000-8000-00000000040f"
	operator.must("POST", "/outreach/v1/openings/batch", fields{"items": list{
		fields{"id": fresh, "companyId": otherCompany, "state": "published", "publishedOn": "2026-04-03", "terms": with(terms(otherSite), fields{"title": "Cucina di mensa"})},
	}}, nil)
	counsellor := c.as(t, "demo-counsellor-1")
	eventually(t, 20*time.Second, "the saved search tells what is new", func() bool {
		var own struct{ Items []struct{ New int } }
		counsellor.must("GET", "/matching/v1/searches", nil, &own)
		return len(own.Items) == 1 && own.Items[0].New == 1
	})
	if got := b.send("POST", "/matching/search/saved/"+key+"/run", nil); got.status != http.StatusSeeOther {
		t.Errorf("running it answers %d", got.status)
	}
	if got := b.send("GET", "/matching/search/saved/"+key, nil); !strings.Contains(string(got.body), fresh) || !strings.Contains(string(got.body), "1 risultato nuovo") {
		t.Errorf("the page does not show what is new: %d", got.status)
	}
	operator.must("POST", "/outreach/v1/openings/batch", fields{"items": list{
		fields{"id": fresh, "companyId": otherCompany, "state": "closed", "publishedOn": "2026-04-03", "terms": with(terms(otherSite), fields{"title": "Cucina di mensa"})},
	}}, nil)
}

func (c *city) alertOnce(t *testing.T, b *browser) {
	counsellor := c.as(t, "demo-counsellor-1")
	id := b.firstMeeting("Ousmane " + uuid.NewString()[:8])
	c.assess(t, id, "2026-11-01", fields{"kind": "citizen"})
	counsellor.must("PUT", "/assessment/v1/profiles/"+id, with(profileContent(), fields{"version": 0}), nil)
	type alert struct{ ID, OpeningID, About string }
	news := func(a *api) (mine []alert) {
		var page struct {
			Items []struct {
				PersonID string
				Alerts   []alert
			}
		}
		a.must("GET", "/matching/v1/alerts?limit=50", nil, &page)
		for _, g := range page.Items {
			if g.PersonID == id {
				mine = g.Alerts
			}
		}
		return mine
	}
	eventually(t, 60*time.Second, "a new person is told of", func() bool { return len(news(counsellor)) == 2 })
	first := news(counsellor)[0]
	if first.About != "person" || len(news(c.as(t, "demo-counsellor-2"))) != 0 {
		t.Errorf("told of %+v, or to another team", first)
	}
	if page := b.send("GET", "/matching/alerts", nil); page.status != http.StatusOK || !strings.Contains(string(page.body), "/matching/people/"+id+"/openings/") {
		t.Errorf("the page of new matches answers %d", page.status)
	}
	if home := b.send("GET", "/", nil); !strings.Contains(string(home.body), "/matching/alerts") {
		t.Error("the front page does not tell of new matches")
	}
	if got := b.send("POST", "/matching/alerts/"+first.ID+"/dismiss", url.Values{}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", got.status)
	}
	if got := c.as(t, "demo-counsellor-2").send("POST", "/matching/v1/alerts/"+first.ID+"/dismissal", fields{"reason": "known"}); got.status != http.StatusForbidden {
		t.Errorf("another team puts it aside: %d", got.status)
	}
	if got := b.send("POST", "/matching/alerts/"+first.ID+"/dismiss", url.Values{"reason": {"not-now"}}); got.status != http.StatusSeeOther {
		t.Errorf("putting aside answers %d", got.status)
	}
	if got := b.send("POST", "/matching/alerts/"+first.ID+"/dismiss", url.Values{"reason": {"not-now"}}); got.status != http.StatusConflict {
		t.Errorf("putting aside again answers %d", got.status)
	}
	if left := news(counsellor); len(left) != 1 || left[0].ID == first.ID {
		t.Errorf("left: %+v", left)
	}
}
