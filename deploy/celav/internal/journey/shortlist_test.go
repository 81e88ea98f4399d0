package journey_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// One person from the match to a hire: a counsellor decides, the employer looks without knowing whom, the person agrees,
// an interview takes place. On embedded backends in one process, and on real servers in four.
func TestShortlist(t *testing.T) {
	eachShape(t, shortlistJourney)
}

type entryAnswer struct {
	ID, State, Code, Name, Contact, Waits string
	Version                               int64
	Acts                                  []string
	Decision                              struct{ Run, Rules, Weights string }
}

func shortlistJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	counsellor, coordinator, employer, person := c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator"), c.as(t, "demo-employer"), c.as(t, "demo-person")
	propose := fields{"personId": demoPerson, "openingId": ownOpening, "decision": "propose", "note": "zqxnote"}
	e := counsellor.propose(propose)
	id := e.ID
	if e.State != "proposed" || e.Decision.Run == "" || e.Decision.Rules == "" {
		t.Fatalf("proposed: %+v", e)
	}
	counsellor.must("POST", "/matching/v1/shortlist", propose, &e) // a double click
	if e.ID != id || e.Version != 1 {
		t.Errorf("the same decision twice: %+v", e)
	}
	if got := c.as(t, "demo-counsellor-2").send("GET", "/matching/v1/shortlist/"+id, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads the entry: %d", got.status)
	}

	b := c.browser(t)
	b.signIn("demo-employer")
	blind := func(what string) {
		t.Helper()
		for _, path := range []string{"/outreach/candidates", "/outreach/candidates/" + id} {
			page := b.send("GET", path, nil)
			if page.status != http.StatusOK || !strings.Contains(string(page.body), "C-") {
				t.Errorf("%s: %s answers %d", what, path, page.status)
			}
			for _, secret := range []string{"Amina", "prova@example.org", demoPerson, "1995", "zqxnote"} {
				if strings.Contains(string(page.body), secret) {
					t.Errorf("%s: %s shows %q", what, path, secret)
				}
			}
		}
		if got := employer.send("GET", "/matching/v1/host/shortlist/"+id, nil); strings.Contains(string(got.body), "Amina") {
			t.Errorf("%s: the API shows the name", what)
		}
	}
	blind("proposed")
	act := func(who *api, want int, body fields) {
		t.Helper()
		who.onEntry(id, want, body)
	}
	act(employer, http.StatusPreconditionFailed, fields{"act": "consent", "how": "phone"})
	if got := b.send("POST", "/outreach/candidates/"+id+"/acts", url.Values{"act": {"ask-release"}, "version": {"1"}}); got.status != http.StatusSeeOther && got.status != http.StatusOK {
		t.Fatalf("the employer asks: %d %.300s", got.status, got.body)
	}
	blind("asked")
	eventually(t, 20*time.Second, "the person is asked by a message", func() bool {
		got := counsellor.send("GET", "/intake/v1/messages", nil)
		return got.status == http.StatusOK && strings.Contains(string(got.body), "release-consent")
	})
	act(counsellor, http.StatusUnprocessableEntity, fields{"act": "consent"}) // how?
	act(person, http.StatusOK, fields{"act": "consent", "contact": "amina@example.org"})
	var seen entryAnswer
	employer.must("GET", "/matching/v1/host/shortlist/"+id, nil, &seen)
	if !strings.Contains(seen.Name, "Amina") || seen.Contact != "amina@example.org" {
		t.Errorf("released: %+v", seen)
	}
	own := c.browser(t)
	own.signIn("demo-person")
	if page := own.send("GET", "/matching/people/"+demoPerson+"/proposals", nil); page.status != http.StatusOK || strings.Contains(string(page.body), "zqxnote") || !strings.Contains(string(page.body), "Trattoria Prova") {
		t.Errorf("the person's page answers %d, or shows the note, or not the company", page.status)
	}
	var mine struct{ Items []struct{ Views []time.Time } }
	person.must("GET", "/matching/v1/people/"+demoPerson+"/proposals", nil, &mine)
	if len(mine.Items) != 1 || len(mine.Items[0].Views) == 0 {
		t.Errorf("the looks of the employer: %+v", mine)
	}
	when := time.Now().Add(72 * time.Hour).UTC().Truncate(time.Minute)
	act(employer, http.StatusUnprocessableEntity, fields{"act": "propose-times", "times": list{}})
	act(employer, http.StatusOK, fields{"act": "propose-times", "times": list{when, when.Add(time.Hour)}})
	act(person, http.StatusOK, fields{"act": "ask-other-times"})
	act(employer, http.StatusOK, fields{"act": "propose-times", "times": list{when.Add(24 * time.Hour)}})
	act(person, http.StatusOK, fields{"act": "accept-time", "time": when.Add(24 * time.Hour)})
	var stages struct {
		Items []struct{ PersonID, Stage string }
	}
	coordinator.must("POST", "/matching/v1/people/stages", fields{"ids": list{demoPerson, otherPerson}}, &stages)
	if len(stages.Items) != 2 || stages.Items[0].Stage != "interview" && stages.Items[1].Stage != "interview" {
		t.Errorf("stages: %+v", stages)
	}
	act(employer, http.StatusUnprocessableEntity, fields{"act": "decline", "reason": "too-far"}) // and the next step?
	act(employer, http.StatusOK, fields{"act": "agree-hire"})
	act(counsellor, http.StatusOK, fields{"act": "agree-hire"})
	counsellor.must("GET", "/matching/v1/shortlist/"+id, nil, &seen)
	if seen.State != "chosen" {
		t.Errorf("at the end: %+v", seen)
	}
	person.must("POST", "/matching/v1/shortlist/"+id+"/contests", fields{"text": "Vorrei altri orari.", "key": "journey-contest"}, nil)
	person.must("POST", "/matching/v1/shortlist/"+id+"/contests", fields{"text": "Vorrei altri orari.", "key": "journey-contest"}, nil)
	staff := c.browser(t)
	staff.signIn("demo-counsellor-1")
	page := string(staff.send("GET", "/matching/shortlist/"+id, nil).body)
	if strings.Count(page, "Vorrei altri orari.") != 1 {
		t.Error("a contest sent twice is one, and the counsellor reads it")
	}
	// Passing over needs its reason; a stranger to the table is refused.
	pass := counsellor.send("POST", "/matching/v1/shortlist", fields{"personId": ownPerson, "openingId": ownOpening, "decision": "pass"})
	if pass.status != http.StatusUnprocessableEntity || !strings.Contains(string(pass.body), "/reason") {
		t.Errorf("passing over without a reason: %d %s", pass.status, pass.body)
	}
}

// propose decides for somebody; where others stand higher, with the reason that is then asked for, kept in body.
func (a *api) propose(body fields) (e entryAnswer) {
	a.t.Helper()
	first := a.send("POST", "/matching/v1/shortlist", body)
	if first.status == http.StatusUnprocessableEntity {
		if !strings.Contains(string(first.body), "/skipReason") {
			a.t.Fatalf("a decision is refused: %s", first.body)
		}
		body["skipReason"] = "waits-longer"
		a.must("POST", "/matching/v1/shortlist", body, &e)
	} else if err := json.Unmarshal(first.body, &e); err != nil || first.status/100 != 2 {
		a.t.Fatalf("a decision answers %d %s: %v", first.status, first.body, err)
	}
	return e
}

// onEntry acts on an entry as it stands now.
func (a *api) onEntry(id string, want int, body fields) {
	a.t.Helper()
	var now entryAnswer
	a.city.as(a.t, "demo-coordinator").must("GET", "/matching/v1/shortlist/"+id, nil, &now)
	if got := a.send("POST", "/matching/v1/shortlist/"+id+"/acts", with(body, fields{"version": now.Version})); got.status != want {
		a.t.Fatalf("%v answers %d, want %d: %s", body["act"], got.status, want, got.body)
	}
}
