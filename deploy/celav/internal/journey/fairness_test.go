package journey_test

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

type contestAnswer struct {
	ID, PersonID, Run, Text, Verdict, Answer, Due string
	Version                                       int64
}

// contestARun: a person reads what was found for them, objects in the own words, gets an answer with its reason, and the
// run shows it.
func (c *city) contestARun(t *testing.T) {
	counsellor, person := c.as(t, "demo-counsellor-1"), c.as(t, "demo-person")
	var ranking struct{ Run struct{ ID string } }
	counsellor.must("GET", "/matching/v1/people/"+demoPerson+"/matches", nil, &ranking)
	run, text := ranking.Run.ID, fields{"text": "Ho lavorato due anni in cucina e qui non si vede.", "key": "journey-contest-run"}
	at := "/matching/v1/runs/" + run + "/contests"
	var one, again contestAnswer
	first := person.send("POST", at, text)
	if first.status != http.StatusCreated {
		t.Fatalf("an objection answers %d %s", first.status, first.body)
	}
	person.must("POST", at, text, &one)
	person.must("POST", at, text, &again)
	if one.ID != again.ID || one.PersonID != demoPerson || one.Run != run || one.Version != 1 || one.Due == "" {
		t.Errorf("sent twice: %+v, %+v", one, again)
	}
	if got := c.as(t, "demo-counsellor-2").send("GET", "/matching/v1/contests/"+one.ID, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads it: %d", got.status)
	}
	var tasks struct {
		Items []struct{ URL, Due, Text string }
	}
	counsellor.must("GET", "/matching/v1/tasks", nil, &tasks)
	waits := false
	for _, x := range tasks.Items {
		waits = waits || strings.HasPrefix(x.URL, "/matching/contests") && x.Due != ""
	}
	if !waits {
		t.Errorf("nothing waits for the counsellor: %+v", tasks)
	}
	answer := "/matching/v1/contests/" + one.ID + "/answer"
	reason := fields{"version": 1, "text": "Abbiamo aggiunto la tua esperienza in cucina."}
	if got := counsellor.send("PUT", answer, reason); got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest {
		t.Errorf("an answer without a verdict: %d", got.status)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	page := "/matching/contests/" + one.ID
	if got := b.send("POST", page+"/answer", url.Values{"version": {"1"}, "text": {"Prima guardiamo insieme."}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "Prima guardiamo insieme.") {
		t.Errorf("the form without a verdict answers %d", got.status)
	}
	counsellor.must("PUT", answer, with(reason, fields{"verdict": "upheld"}), &again)
	if again.Verdict != "upheld" || again.Version != 2 {
		t.Errorf("answered: %+v", again)
	}
	if got := counsellor.send("PUT", answer, with(reason, fields{"verdict": "changed", "version": 2})); got.status != http.StatusConflict {
		t.Errorf("answered a second time: %d", got.status)
	}
	own := c.browser(t)
	own.signIn("demo-person")
	for _, path := range []string{page, "/matching/runs/" + run, "/matching/people/" + demoPerson + "/proposals"} {
		if got := own.send("GET", path, nil); got.status != http.StatusOK || !strings.Contains(string(got.body), "Abbiamo aggiunto la tua esperienza") {
			t.Errorf("the person does not read the answer on %s: %d", path, got.status)
		}
	}
	auditor := c.browser(t)
	auditor.signIn("demo-auditor")
	seen := string(auditor.send("GET", "/matching/runs/"+run, nil).body)
	if !strings.Contains(seen, "Accolta") || strings.Contains(seen, "due anni in cucina") || strings.Contains(seen, "Abbiamo aggiunto") {
		t.Error("the auditor sees that there was an objection and what came of it, not the words")
	}
	eventually(t, 30*time.Second, "the person is told", func() bool {
		var told struct{ Items []struct{ Kind, URL string } }
		counsellor.must("GET", "/intake/v1/people/"+demoPerson+"/messages", nil, &told)
		return slices.ContainsFunc(told.Items, func(m struct{ Kind, URL string }) bool { return m.Kind == "contest-answered" && m.URL == page })
	})
}

// keepTogether: who asks to stay together is placed at one site or not at all, at the cost that is told.
func (c *city) keepTogether(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	type plan struct {
		Version  int64
		Total    float64
		Together []struct {
			People, Places []string
			Cost           *float64
		}
		Gap   *struct{ Cost, Most float64 }
		Items []planLine
	}
	const at = "/matching/v1/assignment"
	var before, after plan
	counsellor.must("GET", at, nil, &before)
	if len(before.Items) < 2 {
		t.Fatalf("the team has %d people with a place: nobody to keep together", len(before.Items))
	}
	pair := list{before.Items[0].Person, before.Items[1].Person}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	tried := b.send("GET", "/matching/assignment/together?try=true&person="+before.Items[0].Person+"&person="+before.Items[1].Person, nil)
	if tried.status != http.StatusOK || !strings.Contains(string(tried.body), `value="keep"`) {
		t.Errorf("trying it out answers %d", tried.status)
	}
	ask := fields{"version": before.Version, "people": pair, "act": "keep"}
	var done struct {
		Version     int64
		Cost, Total float64
	}
	counsellor.must("PUT", at+"/together", ask, &done)
	counsellor.must("GET", at, nil, &after)
	if len(after.Together) != 1 || after.Gap == nil || after.Gap.Most != 0 || after.Together[0].Cost == nil || math.Abs(after.Gap.Cost-done.Cost) > 0.005 ||
		math.Abs(before.Total-done.Cost-after.Total) > 0.005 {
		t.Errorf("kept together: %+v, before %v, done %+v", after, before.Total, done)
	}
	if got := counsellor.send("PUT", at+"/together", with(ask, fields{"act": "part", "version": before.Version})); got.status != http.StatusConflict {
		t.Errorf("taken apart over an old version: %d", got.status)
	}
	counsellor.must("PUT", at+"/together", with(ask, fields{"act": "part", "version": done.Version}), nil)
	counsellor.must("GET", at, nil, &after)
	if len(after.Together) != 0 || after.Total != before.Total {
		t.Errorf("apart again: %+v", after)
	}
}

// fairChances: coordinators and auditors see counts without names; few people are nowhere counted.
func (c *city) fairChances(t *testing.T) {
	var report struct {
		Quarter     string
		LeastPeople int
		Rows        []struct {
			By, Group, Label string
			People           *int
		}
	}
	c.as(t, "demo-auditor").must("GET", "/matching/v1/fairness", nil, &report)
	if report.LeastPeople != 5 || len(report.Rows) < 10 || report.Quarter == "" {
		t.Fatalf("the report: %+v", report)
	}
	for _, r := range report.Rows {
		if r.People != nil && *r.People > 0 && *r.People < 5 {
			t.Errorf("%d people are told of: %+v", *r.People, r)
		}
	}
	if got := c.as(t, "demo-auditor").send("GET", "/matching/v1/fairness?quarter=2199-Q1", nil); got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest {
		t.Errorf("a quarter that has not begun: %d", got.status)
	}
	b := c.browser(t)
	b.signIn("demo-coordinator")
	for _, path := range []string{"/matching/fairness", "/matching/fairness/table.csv", "/matching/fairness/table.json"} {
		if got := b.send("GET", path, nil); got.status != http.StatusOK || len(got.body) == 0 {
			t.Errorf("%s answers %d", path, got.status)
		}
	}
}
