package journey_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// What comes by itself: an operator sees a step that failed and lets it be tried; months after a traineeship the person is
// asked what became of them, answers once, a counsellor puts it right, and coordinators see no number that tells of one
// person. On embedded backends in one process, and on real servers in four.
func TestQueueAndOutcomes(t *testing.T) {
	eachShape(t, queueJourney)
}

type queueAnswer struct {
	RedisAnswers bool
	Records      struct{ Open, Failed int }
	Failures     []struct{ Step, Kind, Reason string }
}

func queueJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	operator, counsellor, coordinator, employer, person := c.as(t, "demo-operator"), c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator"), c.as(t, "demo-employer"), c.as(t, "demo-person")
	over := pastTraineeship(demoPerson, "equipe-1", ownCompany, c.today().AddDays(-140)) // it ended more than three months ago
	failing := pastTraineeship(ownPerson, "equipe-1", ownCompany, c.today())
	failing["failure"] = "the records did not answer"
	operator.must("POST", "/matching/v1/traineeships/batch", fields{"demo": false, "items": list{over, failing}}, nil)

	b := c.browser(t)
	b.signIn("demo-operator")
	var q queueAnswer
	operator.must("GET", "/matching/v1/queue", nil, &q)
	if !q.RedisAnswers || q.Records.Failed != 1 || len(q.Failures) != 1 || q.Failures[0].Reason != "the records did not answer" {
		t.Fatalf("the queue: %+v", q)
	}
	page := b.send("GET", "/matching/queue", nil)
	if page.status != http.StatusOK || !strings.Contains(string(page.body), "the records did not answer") || strings.Contains(string(page.body), ownPerson) {
		t.Errorf("the operators' page: %d %.600s", page.status, page.body)
	}
	if got := b.send("POST", "/matching/queue/retries", url.Values{"step": {q.Failures[0].Step}}); got.status != http.StatusSeeOther {
		t.Errorf("a retry: %d %.300s", got.status, got.body)
	}
	eventually(t, 60*time.Second, "the step is done", func() bool {
		var q queueAnswer
		operator.must("GET", "/matching/v1/queue", nil, &q)
		return q.Records.Failed == 0
	})

	id := traineeshipOf(demoPerson)
	tasks := person.send("GET", "/matching/v1/tasks", nil)
	if !strings.Contains(string(tasks.body), id+"/follow-up") {
		t.Errorf("the person is not asked: %s", tasks.body)
	}
	follow := func(now string) fields { return fields{"act": "follow", "months": 3, "now": now} }
	person.did(id, follow("looking"))
	person.refused(id, follow("training"), http.StatusPreconditionFailed)
	employer.refused(id, follow("training"), http.StatusForbidden)
	counsellor.did(id, follow("other-employer"))
	if tasks = person.send("GET", "/matching/v1/tasks", nil); strings.Contains(string(tasks.body), id+"/follow-up") {
		t.Errorf("the person is asked again: %s", tasks.body)
	}
	got := coordinator.send("GET", "/matching/v1/outcomes", nil)
	if got.status != http.StatusOK || strings.Contains(string(got.body), `"count":1`) || strings.Contains(string(got.body), `"total":1`) {
		t.Errorf("the counts tell of one person: %d %s", got.status, got.body)
	}
	other := c.browser(t)
	other.signIn("demo-counsellor-1")
	if got := other.send("GET", "/matching/traineeships/"+id+"/follow-up", nil); got.status != http.StatusOK || !strings.Contains(string(got.body), "altra azienda") {
		t.Errorf("the counsellor's page: %d %.300s", got.status, got.body)
	}
}
