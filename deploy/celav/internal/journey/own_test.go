package journey_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	linkPath       = regexp.MustCompile(`/intake/link/[A-Za-z0-9_-]{43}`)
	correctionPath = regexp.MustCompile(`/intake/corrections/([0-9a-f-]{36})`)
	hiddenVersion  = regexp.MustCompile(`name="version" value="(\d+)"`)
)

// ownView: a counsellor gives a personal link; by it the person sees the own page as one who signs in does, asks for a
// correction, says that they cannot come, and reads who looked at the file in any of the four services.
func (c *city) ownView(t *testing.T) {
	counsellor, desk := c.browser(t), c.as(t, "demo-counsellor-1")
	counsellor.signIn("demo-counsellor-1")
	var given struct{ ID string }
	desk.must("POST", "/intake/v1/people/"+demoPerson+"/appointments", fields{
		"startsAt": time.Now().AddDate(0, 0, 9).UTC().Format(time.RFC3339), "minutes": 45, "place": "Stanza Propria", "kind": "assessment", "with": "demo-counsellor-1",
	}, &given)

	page := counsellor.send("POST", "/intake/people/"+demoPerson+"/own", url.Values{"act": {"print"}})
	first := string(linkPath.Find(page.body))
	if page.status != http.StatusOK || first == "" {
		t.Fatalf("a link to print: %d %.300s", page.status, page.body)
	}
	person := c.byLink(t, first)
	me := person.send("GET", "/intake/me", nil)
	if me.status != http.StatusOK || !strings.Contains(string(me.body), "Stanza Propria") {
		t.Fatalf("the own page by the link: %d %.300s", me.status, me.body)
	}
	c.sameRights(t, person)

	// Every service takes the session; the others' data stay closed.
	for path, want := range map[string]int{
		"/assessment/people/" + demoPerson: http.StatusOK, "/matching/people/" + demoPerson + "/proposals": http.StatusOK,
		"/outreach/jobs": http.StatusOK, "/intake/people/" + ownPerson: http.StatusForbidden, "/assessment/people/" + ownPerson: http.StatusForbidden,
	} {
		if got := person.send("GET", path, nil); got.status != want {
			t.Errorf("by the link %s answers %d, want %d", path, got.status, want)
		}
	}
	c.cannotCome(t, counsellor, person, given.ID)
	c.correct(t, counsellor, person)
	c.whoLooked(t, person)
	c.contestByLink(t, person)

	// A second link ends the first and its sessions; so does withdrawing the second.
	second := string(linkPath.Find(counsellor.send("POST", "/intake/people/"+demoPerson+"/own", url.Values{"act": {"print"}}).body))
	eventually(t, 40*time.Second, "the first link's session ends", func() bool {
		return person.send("GET", "/intake/me", nil).status == http.StatusSeeOther
	})
	old := c.browser(t)
	old.send("GET", first, nil)
	if got := old.send("POST", "/intake/link", url.Values{}); got.status != http.StatusNotFound {
		t.Errorf("the first link opens %d", got.status)
	}
	c.byLink(t, second)
	counsellor.send("POST", "/intake/people/"+demoPerson+"/own", url.Values{"act": {"withdraw"}})
	old.send("GET", second, nil)
	if got := old.send("POST", "/intake/link", url.Values{}); got.status != http.StatusNotFound {
		t.Errorf("a link that was withdrawn opens %d", got.status)
	}
	for _, token := range []string{first, second} {
		if token = strings.TrimPrefix(token, "/intake/link/"); strings.Contains(c.logs.String(), token) || strings.Contains(c.spans.String(), token) {
			t.Error("what stands in a link is in the logs or in the traces")
		}
	}
}

// byLink opens the own page as somebody does who was given a link. Following the link alone opens nothing.
func (c *city) byLink(t *testing.T, link string) *browser {
	t.Helper()
	b := c.browser(t)
	door := b.send("GET", link, nil)
	if door.status != http.StatusSeeOther || door.header.Get("Location") != "/intake/link" {
		t.Fatalf("the link answers %d to %s", door.status, door.header.Get("Location"))
	}
	if got := b.send("GET", "/intake/me", nil); got.status != http.StatusSeeOther {
		t.Fatalf("the link alone opens the page: %d", got.status)
	}
	if got := b.send("GET", "/intake/link", nil); got.status != http.StatusOK || strings.Contains(string(got.body), strings.TrimPrefix(link, "/intake/link/")) {
		t.Errorf("the page with the button: %d", got.status)
	}
	if got := b.send("POST", "/intake/link", url.Values{}); got.status != http.StatusSeeOther || got.header.Get("Location") != "/intake/me" {
		t.Fatalf("the button answers %d: %.300s", got.status, got.body)
	}
	return b
}

// sameRights compares a session by link with that of somebody who signed in: the same answers everywhere.
func (c *city) sameRights(t *testing.T, byLink *browser) {
	t.Helper()
	signedIn := c.browser(t)
	signedIn.signIn("demo-person")
	for _, path := range []string{
		"/", "/home", "/intake/me", "/intake/me/data", "/intake/me/contact", "/intake/me/corrections", "/intake/people", "/intake/people/" + demoPerson,
		"/intake/people/" + demoPerson + "/looks", "/intake/people/" + demoPerson + "/own", "/intake/people/" + demoPerson + "/messages", "/intake/audit", "/intake/corrections",
		"/assessment/people/" + demoPerson + "/skills", "/matching/people/" + demoPerson + "/traineeships", "/matching/", "/outreach/consultation", "/outreach/companies",
	} {
		a, b := signedIn.send("GET", path, nil), byLink.send("GET", path, nil)
		if a.status != b.status || a.header.Get("Location") != b.header.Get("Location") {
			t.Errorf("%s answers %d to who signed in, %d to who came by a link", path, a.status, b.status)
		}
	}
}

func (c *city) cannotCome(t *testing.T, counsellor, person *browser, appointment string) {
	t.Helper()
	if got := person.send("POST", "/intake/me/appointments/"+appointment+"/skip", url.Values{}); got.status != http.StatusSeeOther {
		t.Errorf("I cannot come: %d %.200s", got.status, got.body)
	}
	home := counsellor.send("GET", "/home", nil)
	if !strings.Contains(string(home.body), "/intake/people/"+demoPerson+"/appointments/"+appointment) {
		t.Error("that the person cannot come is no task of the counsellor")
	}
}

func (c *city) correct(t *testing.T, counsellor, person *browser) {
	t.Helper()
	ask := url.Values{"key": {"journey-correction"}, "item": {"identity"}, "text": {"Il mio nome si scrive con due emme"}}
	for range 2 { // a double click asks once
		if got := person.send("POST", "/intake/me/corrections", ask); got.status != http.StatusSeeOther {
			t.Fatalf("asking for a correction: %d %.200s", got.status, got.body)
		}
	}
	waiting := counsellor.send("GET", "/intake/corrections", nil)
	ids := correctionPath.FindAllSubmatch(waiting.body, -1)
	if len(ids) != 1 {
		t.Fatalf("%d requests wait: %.400s", len(ids), waiting.body)
	}
	at := "/intake/corrections/" + string(ids[0][1])
	if home := counsellor.send("GET", "/home", nil); !strings.Contains(string(home.body), at) {
		t.Error("the request is no task of the counsellor")
	}
	other := c.browser(t)
	other.signIn("demo-counsellor-2")
	if got := other.send("GET", at, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads the request: %d", got.status)
	}
	form := counsellor.send("GET", at, nil)
	version := hiddenVersion.FindSubmatch(form.body)
	if version == nil || !strings.Contains(string(form.body), "due emme") {
		t.Fatalf("the request to answer: %d %.300s", form.status, form.body)
	}
	if got := counsellor.send("POST", at, url.Values{"version": {string(version[1])}, "state": {"declined"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("declined without a reason: %d", got.status)
	}
	answer := url.Values{"version": {string(version[1])}, "state": {"declined"}, "answer": {"Sul documento è scritto con una"}}
	if got := counsellor.send("POST", at, answer); got.status != http.StatusSeeOther {
		t.Errorf("answering: %d %.300s", got.status, got.body)
	}
	if got := counsellor.send("POST", at, answer); got.status != http.StatusConflict {
		t.Errorf("answering twice: %d", got.status)
	}
	if page := person.send("GET", "/intake/me/corrections", nil); !strings.Contains(string(page.body), "scritto con una") {
		t.Error("the person does not see the answer")
	}
	var sent struct{ Items []struct{ Kind, Body string } }
	c.as(t, "demo-counsellor-1").must("GET", "/intake/v1/people/"+demoPerson+"/messages", nil, &sent)
	told := 0
	for _, m := range sent.Items {
		if m.Kind == "correction-answered" {
			told++
			if strings.Contains(m.Body, "scritto con una") {
				t.Error("the message tells what was answered")
			}
		}
	}
	if told != 1 {
		t.Errorf("%d messages tell of the answer", told)
	}
}

func (c *city) whoLooked(t *testing.T, person *browser) {
	t.Helper()
	desk := c.as(t, "demo-counsellor-1")
	desk.must("GET", "/assessment/v1/profiles/"+demoPerson, nil, nil)
	desk.must("GET", "/matching/v1/people/"+demoPerson+"/proposals", nil, nil)
	desk.must("GET", "/intake/v1/people/"+demoPerson, nil, nil)
	at := "/intake/people/" + demoPerson + "/looks"
	page := string(person.send("GET", at, nil).body)
	for _, want := range []string{"scheda letta", "competenze lette", "operatore o operatrice"} {
		if !strings.Contains(page, want) {
			t.Errorf("who looked at the file does not tell %q", want)
		}
	}
	if strings.Contains(page, "intake.action.") || strings.Contains(page, "intake.mine.") {
		t.Error("an action without words")
	}
	if changes := string(person.send("GET", at+"?show=changes", nil).body); strings.Contains(changes, "scheda letta") || !strings.Contains(changes, "risposto a una richiesta di correzione") {
		t.Error("the changes are not the changes")
	}
	data := person.send("GET", "/intake/me/data", nil)
	if data.status != http.StatusOK || !strings.Contains(string(data.body), "/intake/me/corrections?item=documents") {
		t.Errorf("the own data: %d", data.status)
	}
}

// contestByLink: who came by a personal link reads a match that was made of them, objects to it, and reads the answer.
func (c *city) contestByLink(t *testing.T, person *browser) {
	t.Helper()
	counsellor := c.as(t, "demo-counsellor-1")
	var ranking struct{ Run struct{ ID string } }
	counsellor.must("GET", "/matching/v1/people/"+demoPerson+"/matches", nil, &ranking)
	run := "/matching/runs/" + ranking.Run.ID
	if got := person.send("GET", run, nil); got.status != http.StatusOK || !strings.Contains(string(got.body), run+"/contest") {
		t.Fatalf("the match and the way to object to it, by the link: %d", got.status)
	}
	if got := person.send("POST", run+"/contest", url.Values{"key": {"by-link"}, "text": {""}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an objection without words: %d", got.status)
	}
	sent := person.send("POST", run+"/contest", url.Values{"key": {"by-link"}, "text": {"Ho la patente e qui non si vede."}})
	one := sent.header.Get("Location")
	if sent.status != http.StatusSeeOther || !strings.HasPrefix(one, "/matching/contests/") {
		t.Fatalf("an objection by the link: %d %.300s", sent.status, sent.body)
	}
	counsellor.must("PUT", strings.Replace(one, "/matching/", "/matching/v1/", 1)+"/answer",
		fields{"version": 1, "verdict": "upheld", "text": "La patente ora si vede."}, nil)
	for _, path := range []string{one, run, "/matching/people/" + demoPerson + "/proposals"} {
		if got := person.send("GET", path, nil); got.status != http.StatusOK || !strings.Contains(string(got.body), "La patente ora si vede.") {
			t.Errorf("the answer on %s, by the link: %d", path, got.status)
		}
	}
}
