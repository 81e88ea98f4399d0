package journey_test

import (
	"net/http"
	"strings"
	"testing"
)

type runLine struct {
	ID, By, Direction, PersonID, InputHash string
	Eligible                               int
}

type runSheet struct {
	Language, Run, Title string
	Results              []struct {
		Title string
		Parts []struct{ Name string }
	}
}

// readRuns: what a match found is on record; who follows the person, the person and the auditor read it, nobody else.
func (c *city) readRuns(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	var ranking struct {
		Run      struct{ ID string }
		Eligible struct{ Items []struct{ Opening string } }
	}
	counsellor.must("GET", "/matching/v1/people/"+ownPerson+"/matches", nil, &ranking)
	at := "/matching/v1/runs?person=" + ownPerson
	var page struct{ Items []runLine }
	counsellor.must("GET", at, nil, &page)
	if len(page.Items) == 0 || page.Items[0].ID != ranking.Run.ID || page.Items[0].By == "" || page.Items[0].InputHash == "" {
		t.Fatalf("the newest run is not %s: %+v", ranking.Run.ID, page.Items)
	}
	sheetAt := "/matching/v1/runs/" + ranking.Run.ID + "/sheet"
	var italian, arabic runSheet
	counsellor.must("GET", sheetAt+"?language=it", nil, &italian)
	counsellor.must("GET", sheetAt+"?language=ar", nil, &arabic)
	if len(italian.Results) == 0 || len(italian.Results[0].Parts) != 9 || italian.Results[0].Title == "" {
		t.Errorf("the sheet: %+v", italian)
	}
	if arabic.Language != "ar" || arabic.Title == italian.Title || len(arabic.Results) != len(italian.Results) {
		t.Errorf("in Arabic: %+v", arabic)
	}
	for user, status := range map[string]int{
		"demo-counsellor-2": http.StatusForbidden, "demo-employer": http.StatusForbidden, "demo-person": http.StatusForbidden,
		"demo-auditor": http.StatusOK, "demo-coordinator": http.StatusOK,
	} {
		for _, path := range []string{at, sheetAt} {
			if got := c.as(t, user).send("GET", path, nil); got.status != status {
				t.Errorf("%s reads %s: %d, want %d", user, path, got.status, status)
			}
		}
	}
	auditor := c.browser(t)
	auditor.signIn("demo-auditor")
	all := auditor.send("GET", "/matching/runs", nil)
	if all.status != http.StatusOK || !strings.Contains(string(all.body), ranking.Run.ID) {
		t.Errorf("the auditor's list answers %d", all.status)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	one := b.send("GET", "/matching/runs/"+ranking.Run.ID, nil)
	if one.status != http.StatusOK || !strings.Contains(string(one.body), "/sheet.json?language=") {
		t.Errorf("the run's page answers %d", one.status)
	}
	if got := b.send("GET", "/matching/runs/"+ranking.Run.ID+"/sheet.json", nil); got.status != http.StatusOK || !strings.Contains(string(got.body), ranking.Run.ID) {
		t.Errorf("the sheet as data answers %d", got.status)
	}
}
