package journey_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
)

// One traineeship from its opening to its renewal: the checklist stops the start, the law's papers cannot be passed over,
// each party answers for itself, one decision is taken, and the seat is taken at the employer's opening. On embedded
// backends in one process, and on real servers in four.
func TestTraineeship(t *testing.T) {
	eachShape(t, traineeshipJourney)
}

type stepAnswer struct{ Kind, State string }

type traineeshipAnswer struct {
	ID, State, Outcome string
	Version            int64
	Terms              []struct {
		Number         int
		State, Outcome string
		End            civil.Date
	}
	Steps     []stepAnswer
	Checklist []struct {
		Paper, Owes  string
		Hard, Blocks bool
	}
	Decisions []struct{ Revoked bool }
	Ceiling   struct{ Limit, Months int }
}

func traineeshipJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	counsellor, coordinator, employer, person := c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator"), c.as(t, "demo-employer"), c.as(t, "demo-person")
	today := c.today()
	var x traineeshipAnswer
	counsellor.must("POST", "/matching/v1/traineeships", fields{
		"personId": demoPerson, "openingId": ownOpening, "type": "ordinary", "start": today, "months": 3, "hoursWeek": 30, "hostTutor": "Zqxtutor Prova",
		"allowanceCents": 50000,
	}, &x)
	at := "/matching/v1/traineeships/" + x.ID
	act := func(a *api, of fields) answer { t.Helper(); return a.onTraineeship(x.ID, of) }
	ok := func(a *api, of fields) { t.Helper(); a.did(x.ID, of) }
	refused := func(a *api, of fields, status int) { t.Helper(); a.refused(x.ID, of, status) }
	refused(counsellor, fields{"act": "start"}, http.StatusPreconditionFailed)
	refused(counsellor, fields{"act": "waive", "paper": "declarations", "reason": "no"}, http.StatusForbidden)
	refused(coordinator, fields{"act": "waive", "paper": "agreement", "reason": "hurry"}, http.StatusPreconditionFailed)
	ok(coordinator, fields{"act": "waive", "paper": "declarations", "reason": "they come on Monday"})
	for _, paper := range []string{"agreement", "project", "accident", "liability"} {
		ok(counsellor, fields{"act": "paper", "paper": paper, "on": today, "reference": "N-1"})
	}
	ok(counsellor, fields{"act": "paper", "paper": "communication", "on": today, "reference": "C-1"})
	refused(counsellor, fields{"act": "start"}, http.StatusPreconditionFailed) // communicated on the day itself
	ok(counsellor, fields{"act": "paper", "paper": "communication", "on": today.AddDays(-1), "reference": "C-1"})
	ok(counsellor, fields{"act": "start"})
	if got := act(employer, fields{"act": "suspend", "cause": "closure", "from": today, "until": today.AddDays(20)}); got.status != http.StatusForbidden {
		t.Errorf("an employer suspends: %d", got.status)
	}
	eventually(t, 20*time.Second, "the seat is taken", func() bool {
		var o struct{ Terms struct{ SeatsTaken int } }
		return json.Unmarshal(employer.send("GET", "/outreach/v1/openings/"+ownOpening, nil).body, &o) == nil && o.Terms.SeatsTaken == 1
	})
	eventually(t, 20*time.Second, "the trainee is written to", func() bool {
		got := counsellor.send("GET", "/intake/v1/messages", nil)
		return got.status == http.StatusOK && strings.Contains(string(got.body), demoPerson) && strings.Contains(string(got.body), "traineeship")
	})
	ok(person, fields{"act": "answer", "wish": "renew"})
	refused(person, fields{"act": "answer", "wish": "renew", "party": "host"}, http.StatusForbidden)
	refused(counsellor, fields{"act": "decide", "wish": "renew", "reason": "goals-open"}, http.StatusPreconditionFailed) // consents lack
	ok(employer, fields{"act": "answer", "wish": "renew"})
	ok(counsellor, fields{"act": "answer", "wish": "renew"})
	for _, a := range []*api{employer, person} {
		if got := a.send("GET", at, nil); strings.Contains(string(got.body), "checklist") || strings.Contains(string(got.body), "decisions") {
			t.Errorf("a host or a trainee sees papers or decisions: %s", got.body)
		}
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	form := url.Values{
		"act": {"decide"}, "page": {"decision"}, "choice": {"renew/goals-open"}, "key": {"one-click-0001"}, "version": {strconv.FormatInt(counsellor.traineeship(x.ID).Version, 10)},
	}
	if got := b.send("POST", "/matching/traineeships/"+x.ID+"/acts", form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a decision without its confirmation: %d", got.status)
	}
	form.Set("sure", "true")
	for range 2 { // a double click
		if got := b.send("POST", "/matching/traineeships/"+x.ID+"/acts", form); got.status != http.StatusSeeOther {
			t.Errorf("the decision: %d %.300s", got.status, got.body)
		}
	}
	if got := counsellor.traineeship(x.ID); len(got.Decisions) != 1 || len(got.Terms) != 2 || got.Ceiling.Limit != 6 {
		t.Errorf("after the decision: %+v", got)
	}
	refused(counsellor, fields{"act": "decide", "wish": "end", "reason": "goals-reached"}, http.StatusConflict)
	refused(counsellor, fields{"act": "revoke", "reason": "a mistake"}, http.StatusForbidden)
	ok(coordinator, fields{"act": "revoke", "reason": "a mistake"})
	if got := counsellor.traineeship(x.ID); len(got.Terms) != 1 || !got.Decisions[0].Revoked {
		t.Errorf("after the revocation: %+v", got)
	}
	hire := fields{"personId": demoPerson, "traineeshipId": x.ID, "kind": "fixed-term", "start": today, "hoursWeek": 30}
	if got := counsellor.send("POST", "/matching/v1/hires", hire); got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "/end") {
		t.Errorf("a fixed-term contract without an end: %d %s", got.status, got.body)
	}
	counsellor.must("POST", "/matching/v1/hires", with(hire, fields{"end": today.AddDays(200)}), nil)
	if got := c.as(t, "demo-counsellor-2").send("GET", at, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads it: %d", got.status)
	}
}

func (a *api) traineeship(id string) (x traineeshipAnswer) {
	a.t.Helper()
	a.must("GET", "/matching/v1/traineeships/"+id, nil, &x)
	return x
}

// onTraineeship acts on a traineeship as it stands now.
func (a *api) onTraineeship(id string, of fields) answer {
	a.t.Helper()
	now := a.city.as(a.t, "demo-coordinator").traineeship(id)
	return a.send("POST", "/matching/v1/traineeships/"+id+"/acts", with(of, fields{"version": now.Version}))
}

// again acts, anew where the clock was faster: its steps change the same record.
func (a *api) again(id string, of fields, want int) (got answer) {
	a.t.Helper()
	for range 5 {
		if got = a.onTraineeship(id, of); got.status == want || got.status != http.StatusConflict {
			break
		}
	}
	return got
}

func (a *api) did(id string, of fields) {
	a.t.Helper()
	if got := a.again(id, of, http.StatusOK); got.status != http.StatusOK {
		a.t.Fatalf("%v: answered %d %s", of, got.status, got.body)
	}
}

func (a *api) refused(id string, of fields, status int) {
	a.t.Helper()
	if got := a.again(id, of, status); got.status != status {
		a.t.Errorf("%v: answered %d, want %d: %s", of, got.status, status, got.body)
	}
}
