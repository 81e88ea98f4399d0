package matching_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/suite/suitetest"
)

func TestMatchesOfAPerson(t *testing.T) {
	c := start(t)
	r, err := c.as("demo-counsellor-1").MatchPersonWithResponse(t.Context(), awa, &contract.MatchPersonParams{})
	if err != nil || r.JSON200 == nil {
		t.Fatalf("%v, %s", err, r.Body)
	}
	m := r.JSON200
	if m.Eligible.Count != 1 || m.Blocked.Count != 1 || m.NotEnoughData.Count != 0 || m.Run.Scored != 2 || m.Run.Via != contract.Snapshot {
		t.Fatalf("%s", r.Body)
	}
	best := m.Eligible.Items[0]
	if best.Opening != waiter || best.Total == nil || *best.Total < 60 || best.Completeness < 80 {
		t.Errorf("best %+v", best)
	}
	if m.Openings[waiter].Title != "Cameriere" || m.People[awa].Label != "Awa <Diop>" || m.Labels["celav:s/serve"] != "servire ai tavoli" {
		t.Errorf("names %+v %+v %+v", m.Openings, m.People, m.Labels)
	}
	blocked := m.Blocked.Items[0]
	i := slices.IndexFunc(blocked.Gate, func(k contract.Check) bool { return k.Decision == contract.Block })
	if i < 0 || blocked.Gate[i].Reason != "licence-missing" {
		t.Errorf("gate %+v", blocked.Gate)
	}
	for _, check := range best.Gate {
		if check.Constraint == contract.CheckConstraintWorkAccess && (check.Rule == nil || check.Rule.Id != "WA-01" || len(check.Rule.Sources) == 0) {
			t.Errorf("work access without its rule: %+v", check)
		}
	}
}

func TestRecallRanksAsTheSnapshot(t *testing.T) {
	c := start(t)
	api := c.as("demo-coordinator")
	recall := contract.Recall
	all, err := api.MatchPersonWithResponse(t.Context(), awa, &contract.MatchPersonParams{})
	if err != nil || all.JSON200 == nil {
		t.Fatalf("%v, %s", err, all.Body)
	}
	found, err := api.MatchPersonWithResponse(t.Context(), awa, &contract.MatchPersonParams{Via: &recall})
	if err != nil || found.JSON200 == nil {
		t.Fatalf("%v, %s", err, found.Body)
	}
	if found.JSON200.Run.Via != contract.Recall || len(found.JSON200.Eligible.Items) != 1 {
		t.Fatalf("%s", found.Body)
	}
	if a, b := all.JSON200.Eligible.Items[0], found.JSON200.Eligible.Items[0]; a.Opening != b.Opening || *a.Total != *b.Total {
		t.Errorf("%+v and %+v", a, b)
	}
	people, err := api.MatchOpeningWithResponse(t.Context(), waiter, &contract.MatchOpeningParams{Via: &recall})
	if err != nil || people.JSON200 == nil || people.JSON200.Eligible.Count != 2 {
		t.Fatalf("%v, %s", err, people.Body)
	}
}

func TestPeopleOfOtherTeamsAreCountedOnly(t *testing.T) {
	c := start(t)
	own, err := c.as("demo-counsellor-1").MatchOpeningWithResponse(t.Context(), waiter, &contract.MatchOpeningParams{})
	if err != nil || own.JSON200 == nil {
		t.Fatalf("%v, %s", err, own.Body)
	}
	if e := own.JSON200.Eligible; e.Count != 1 || e.Items[0].Person != awa || e.OtherTeams != 1 {
		t.Errorf("%s", own.Body)
	}
	if strings.Contains(string(own.Body), bruno) {
		t.Error("somebody of another team is named")
	}
	if n := own.JSON200.NotEnoughData; n.Count != 1 || n.Items[0].Person != nobody || n.Items[0].Total != nil || len(n.Items[0].Ask) == 0 {
		t.Errorf("%s", own.Body)
	}
	all, err := c.as("demo-coordinator").MatchOpeningWithResponse(t.Context(), waiter, &contract.MatchOpeningParams{})
	if err != nil || all.JSON200 == nil {
		t.Fatalf("%v, %s", err, all.Body)
	}
	// Equal totals: who waits longer comes first.
	if e := all.JSON200.Eligible; e.Count != 2 || e.Items[0].Person != bruno || e.OtherTeams != 0 {
		t.Errorf("%s", all.Body)
	}
}

func TestWhoMayAsk(t *testing.T) {
	c := start(t)
	for _, x := range []struct {
		user, person string
		status       int
	}{
		{"demo-counsellor-1", awa, http.StatusOK},
		{"demo-counsellor-2", awa, http.StatusForbidden},
		{"demo-coordinator", awa, http.StatusOK},
		{"demo-employer", awa, http.StatusForbidden},
		{"demo-operator", awa, http.StatusForbidden},
		{"demo-coordinator", "0192f0c8-7b1e-7000-8000-00000000ffff", http.StatusNotFound},
	} {
		r, err := c.as(x.user).MatchPersonWithResponse(t.Context(), x.person, &contract.MatchPersonParams{})
		if err != nil || r.StatusCode() != x.status {
			t.Errorf("%s: %v, %d, want %d", x.user, err, r.StatusCode(), x.status)
		}
		pair, err := c.as(x.user).ExplainMatchWithResponse(t.Context(), x.person, waiter, &contract.ExplainMatchParams{})
		if err != nil || pair.StatusCode() != x.status {
			t.Errorf("%s, a pair: %v, %d, want %d", x.user, err, pair.StatusCode(), x.status)
		}
	}
}

func TestPairAndPaging(t *testing.T) {
	c := start(t)
	api := c.as("demo-coordinator")
	pair, err := api.ExplainMatchWithResponse(t.Context(), awa, driver, &contract.ExplainMatchParams{})
	if err != nil || pair.JSON200 == nil {
		t.Fatalf("%v, %s", err, pair.Body)
	}
	if i := pair.JSON200.Match.Improvements; i == nil || (*i)[0].Kind != "licence" || !(*i)[0].Lifts || (*i)[1].Value != "celav:s/greet" {
		t.Errorf("%s", pair.Body)
	}
	one, list := 1, contract.Eligible
	var people []string
	cursor := ""
	for {
		params := &contract.MatchOpeningParams{Limit: &one, List: &list}
		if cursor != "" {
			params.Cursor = &cursor
		}
		r, err := api.MatchOpeningWithResponse(t.Context(), waiter, params)
		if err != nil || r.JSON200 == nil {
			t.Fatalf("%v, %s", err, r.Body)
		}
		for _, m := range r.JSON200.Eligible.Items {
			people = append(people, m.Person)
		}
		if r.JSON200.Eligible.Cursor == nil {
			break
		}
		cursor = *r.JSON200.Eligible.Cursor
	}
	if !slices.Equal(people, []string{bruno, awa}) {
		t.Errorf("pages give %v", people)
	}
	bad := "no-cursor"
	r, err := api.MatchOpeningWithResponse(t.Context(), waiter, &contract.MatchOpeningParams{List: &list, Cursor: &bad})
	if err != nil || r.StatusCode() != http.StatusUnprocessableEntity && r.StatusCode() != http.StatusBadRequest {
		t.Errorf("%v, %d", err, r.StatusCode())
	}
}

func TestTasksAndReindex(t *testing.T) {
	c := start(t)
	tasks, err := c.as("demo-counsellor-1").ListTasksWithResponse(t.Context())
	if err != nil || tasks.JSON200 == nil || len(tasks.JSON200.Items) != 1 || tasks.JSON200.Items[0].Count != 1 {
		t.Errorf("%v, %s", err, tasks.Body)
	}
	none, err := c.as("demo-counsellor-2").ListTasksWithResponse(t.Context())
	if err != nil || none.JSON200 == nil || len(none.JSON200.Items) != 0 {
		t.Errorf("%v, %s", err, none.Body)
	}
	refused, err := c.as("demo-coordinator").ReindexWithResponse(t.Context(), contract.ReindexRequest{})
	if err != nil || refused.StatusCode() != http.StatusForbidden {
		t.Errorf("%v, %d", err, refused.StatusCode())
	}
	begun, err := c.as("demo-operator").ReindexWithResponse(t.Context(), contract.ReindexRequest{})
	if err != nil || begun.JSON202 == nil || begun.JSON202.Rebuild.Step == "" {
		t.Errorf("%v, %s", err, begun.Body)
	}
}

func TestPages(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-counsellor-1")

	choose := b.Get("/matching/")
	if links := hrefs(choose); choose.Status != http.StatusOK || !slices.Contains(links, "/matching/people/"+awa) || !slices.Contains(links, "/matching/openings/"+waiter) || slices.Contains(links, "/matching/people/"+bruno) {
		t.Errorf("%d, %v", choose.Status, hrefs(choose))
	}

	list := b.Get("/matching/people/" + awa)
	if h := list.All("h1"); len(h) != 1 || suitetest.Text(h[0]) != "Posti per Awa <Diop>" {
		t.Errorf("heading %v", h)
	}
	if cards, signs, bars := list.All("article.c-match"), list.All("li.c-sign"), list.All("meter"); len(cards) != 1 || len(signs) != 10 || len(bars) < 5 {
		t.Errorf("%d cards, %d signs, %d bars", len(cards), len(signs), len(bars))
	}
	for _, sign := range list.All("li.c-sign") {
		if suitetest.Text(sign) == "" {
			t.Error("a sign without words")
		}
	}
	if len(list.All("li.c-found")) != 1 || len(list.All("li.c-missing")) != 1 {
		t.Errorf("evidence: %s", list.Words())
	}

	blocked := b.Get("/matching/people/" + awa + "?list=blocked&lang=en")
	if s := blocked.Words(); !strings.Contains(s, "one that is asked for is missing") {
		t.Errorf("blocked: %s", s)
	}

	pair := b.Get("/matching/people/" + awa + "/openings/" + driver + "?lang=ar")
	if len(pair.All("table")) != 2 || len(pair.All("html")) != 1 || suitetest.Attr(pair.All("html")[0], "dir") != "rtl" {
		t.Errorf("pair: %s", pair.Words())
	}
	for _, p := range []suitetest.Page{choose, list, blocked, pair} {
		if s := p.Words(); strings.Contains(s, "matching.") {
			t.Errorf("a text is missing: %s", s[max(0, strings.Index(s, "matching.")-20):])
		}
	}

	if other := c.signedIn("demo-counsellor-2").Get("/matching/people/" + awa); other.Status != http.StatusForbidden {
		t.Errorf("another team sees %d", other.Status)
	}
}

func hrefs(p suitetest.Page) []string {
	var out []string
	for _, a := range p.All("a") {
		out = append(out, suitetest.Attr(a, "href"))
	}
	return out
}
