package journey_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
)

type projectState struct {
	Version int64
	Agreed  bool
	Actions []struct{ ID, State string }
}

// projects: a counsellor begins somebody's project, both do their part, and what is late shows on the front page.
func (c *city) projects(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	today := civil.DateOf(time.Now())
	at := "/intake/v1/people/" + ownPerson + "/project"
	var p projectState
	counsellor.must("PUT", at, fields{"version": 0, "goal": "Lavorare in una cucina", "learn": "Italiano B1"}, &p)
	counsellor.must("POST", at+"/actions", fields{"version": p.Version, "by": "celav", "what": "Telefonare al CPIA", "due": today.AddDays(1).String()}, &p)
	if got := counsellor.send("POST", at+"/actions", fields{"version": p.Version - 1, "by": "celav", "what": "Telefonare al CPIA", "due": today.AddDays(1).String()}); got.status != http.StatusConflict {
		t.Errorf("a double click adds a second action: %d", got.status)
	}
	counsellor.must("POST", at+"/actions", fields{"version": p.Version, "by": "person", "what": "Portare il diploma", "due": today.AddDays(7).String()}, &p)
	counsellor.must("PUT", at+"/agreement", fields{"version": p.Version, "agreedOn": today.String()}, &p)
	if !p.Agreed || len(p.Actions) != 2 {
		t.Fatalf("agreed: %+v", p)
	}
	counsellor.must("PUT", at+"/actions/"+p.Actions[0].ID+"/state", fields{"version": p.Version, "state": "done"}, &p)
	if p.Actions[0].State != "done" || !p.Agreed {
		t.Errorf("done: %+v", p)
	}
	if got := c.as(t, "demo-counsellor-2").send("GET", at, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads the project: %d", got.status)
	}

	// The demonstration's person sees the own one and marks what is theirs, and nothing of CeLav's.
	b := c.browser(t)
	b.signIn("demo-person")
	own := "/intake/people/" + demoPerson + "/project"
	var mine projectState
	coordinator := c.as(t, "demo-coordinator")
	coordinator.must("PUT", "/intake/v1/people/"+demoPerson+"/project", fields{"version": 0, "goal": "Un lavoro stabile"}, &mine)
	for _, by := range []string{"celav", "person"} {
		coordinator.must("POST", "/intake/v1/people/"+demoPerson+"/project/actions", fields{"version": mine.Version, "by": by, "what": "Un passo", "due": today.AddDays(3).String()}, &mine)
	}
	page := b.send("GET", own, nil)
	if page.status != http.StatusOK || !strings.Contains(string(page.body), "Un lavoro stabile") {
		t.Fatalf("the own project: %d", page.status)
	}
	for i, want := range []int{http.StatusForbidden, http.StatusSeeOther} {
		if got := b.send("POST", own+"/actions/"+mine.Actions[i].ID+"/state", url.Values{"version": {"3"}, "state": {"done"}}); got.status != want {
			t.Errorf("marking action %d: %d, want %d", i, got.status, want)
		}
	}
}
