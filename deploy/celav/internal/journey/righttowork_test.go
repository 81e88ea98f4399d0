package journey_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A permit ends in the fifth month of three months and three: the counsellor has a task, the person a message; the receipt
// of the renewal takes both back and the renewal is allowed. Without a right to work nobody renews. The host sees nothing of
// it, and no answer names a paper. On embedded backends in one process, and on real servers in four.
func TestRightToWork(t *testing.T) {
	eachShape(t, rightToWorkJourney)
}

type rightAnswer struct {
	RenewalFrom string
	Line        []struct {
		From, Until, Mark, Decision, Reason, Ended string
		Hard                                       bool
		Rule                                       struct{ ID string }
	}
	Renewal *struct {
		Mark, Decision, From string
		Hard                 bool
	}
	Watch *struct{ Mark, Day string }
}

// rightMark waits until a traineeship's clock asks for something: "" for nothing.
func rightMark(t *testing.T, a *api, id, mark string) (got rightAnswer) {
	t.Helper()
	eventually(t, 30*time.Second, "the clock says "+mark, func() bool {
		got = rightAnswer{}
		a.must("GET", "/matching/v1/traineeships/"+id+"/right-to-work", nil, &got)
		return mark == "" && got.Watch == nil || got.Watch != nil && got.Watch.Mark == mark
	})
	return got
}

func rightToWorkJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	counsellor, coordinator, employer, person := c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator"), c.as(t, "demo-employer"), c.as(t, "demo-person")
	today, id := c.today(), traineeshipOf(demoPerson)
	at := "/matching/v1/traineeships/" + id + "/right-to-work"
	papers := func(documents ...any) {
		t.Helper()
		counsellor.must("PUT", "/intake/v1/people/"+demoPerson+"/work-access", fields{"version": c.version(t, demoPerson), "documents": documents}, nil)
	}
	waits := func(a *api, text string) bool {
		got := a.send("GET", "/matching/v1/tasks", nil)
		return got.status == http.StatusOK && strings.Contains(string(got.body), text)
	}
	told := func(kind string) int {
		return strings.Count(string(counsellor.send("GET", "/intake/v1/messages?person="+demoPerson, nil).body), "traineeship-"+kind+`"`)
	}
	rightMark(t, counsellor, id, "")

	// Two of three months are over; the permit ends in 75 days: in the fifth month.
	permit := fields{"kind": "work", "issuedOn": today.AddDays(-400), "expiresOn": today.AddDays(75)}
	papers(permit)
	got := rightMark(t, counsellor, id, "to-renew")
	if len(got.Line) != 2 || got.Line[1].Rule.ID != "WA-08" || got.Line[1].Ended != today.AddDays(75).String() || got.Renewal == nil || got.Renewal.Decision != "warn" {
		t.Errorf("a permit that ends in the fifth month: %+v", got)
	}
	eventually(t, 30*time.Second, "the person is written to once", func() bool { return told("access-renew") == 1 })
	if !waits(counsellor, "/matching/right-to-work") || !waits(person, "/matching/traineeships/"+id) {
		t.Error("the warning is nobody's task")
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	for page, wants := range map[string][]string{
		"/matching/right-to-work":                    {id, "documento da rinnovare"},
		"/matching/traineeships/" + id:               {"<svg", "WA-08", "ricevuta"},
		"/matching/traineeships/" + id + "/decision": {"<svg", "WA-08", "renew/goals-open"},
	} {
		body := string(b.send("GET", page, nil).body)
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s has no %q", page, want)
			}
		}
	}

	// The receipt is entered: the warning is withdrawn, the person told, and all three agree on three months more.
	permit["requestedOn"] = today
	papers(permit)
	rightMark(t, counsellor, id, "")
	eventually(t, 30*time.Second, "the person is told that it is settled", func() bool { return told("access-settled") == 1 })
	if waits(counsellor, "/matching/right-to-work") {
		t.Error("the settled warning is still a task")
	}

	// A right that stops: nobody renews, with whatever reason, and nothing ends by itself.
	papers(fields{"kind": "none"})
	got = rightMark(t, counsellor, id, "stopped")
	if got.Renewal == nil || !got.Renewal.Hard || got.Renewal.Decision != "block" || !got.Line[0].Hard {
		t.Errorf("without a right to work: %+v", got)
	}
	for _, a := range []*api{person, employer, counsellor} {
		a.did(id, fields{"act": "answer", "wish": "renew"})
	}
	renew := fields{"act": "decide", "wish": "renew", "reason": "goals-open", "override": "Whatever."}
	coordinator.refused(id, renew, http.StatusPreconditionFailed)
	if now := counsellor.traineeship(id); now.State != "running" {
		t.Errorf("it has ended by itself: %s", now.State)
	}

	// Judged by a person: a counsellor may not decide alone, a coordinator may, with a reason.
	papers(fields{"kind": "asylum-seeker", "lodgedOn": today.AddDays(-200), "decision": "refused-appeal"})
	rightMark(t, counsellor, id, "to-judge")
	counsellor.refused(id, renew, http.StatusPreconditionFailed)
	papers(permit)
	rightMark(t, counsellor, id, "")
	counsellor.did(id, fields{"act": "decide", "wish": "renew", "reason": "goals-open"})

	if got := employer.send("GET", at, nil); got.status != http.StatusForbidden {
		t.Errorf("the host reads the clock: %d", got.status)
	}
	for _, a := range []*api{counsellor, person} {
		if body := string(a.send("GET", at, nil).body); strings.Contains(body, "asylum") || strings.Contains(body, "permit") {
			t.Errorf("the clock names a paper: %s", body)
		}
	}
}
