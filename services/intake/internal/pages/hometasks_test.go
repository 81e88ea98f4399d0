package pages

import (
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/intake/internal/tasks"
)

// What is alike is one row with a link to each, and keeps the earliest day; what waits for somebody else stays apart.
func TestTasksAlikeAreOneRow(t *testing.T) {
	day := func(n int) *civil.Date { return &civil.Date{Year: 2026, Month: 11, Day: n} }
	late := func(name string, on int, waits tasks.Waits) tasks.Task {
		return tasks.Task{Text: "late: " + name, Count: 1, URL: "/intake/people/" + name + "/project", Since: day(on), Due: day(on), Each: name, All: "late", WaitsFor: waits}
	}
	got := lines([]tasks.Task{{Text: "first", URL: "/a"}, late("amel", 9, ""), {Text: "between", URL: "/b"}, late("binta", 3, ""), late("chen", 2, tasks.ForPerson)})
	if len(got) != 4 {
		t.Fatalf("%d rows: %+v", len(got), got)
	}
	both := got[1]
	if both.Count != 2 || len(both.Each) != 2 || *both.Due != *day(3) || both.Each[1].Href != "/intake/people/binta/project" {
		t.Errorf("the row of two: %+v", both)
	}
	if alone := got[3].cell(); alone.Href != "/intake/people/chen/project" || alone.Text != "late: chen" {
		t.Errorf("one alone is a link of its own: %+v", alone)
	}
}

func TestThemesHoldEveryTask(t *testing.T) {
	urls := map[string]string{
		"/intake/people?missing=reach": "people", "/intake/caseload": "people", "/assessment/people?stale=1": "people", "/intake/referrals?view=overdue": "desk",
		"/matching/alerts": "matches", "/matching/contests": "matches", "/matching/grants?show=missing": "traineeships", "/outreach/openings?state=draft": "companies",
		"/intake/cohorts/1": "cohorts", "/somewhere/new": "people",
	}
	var list []tasks.Task
	for url, want := range urls {
		list = append(list, tasks.Task{URL: url})
		if got := themeOf(url); got != want {
			t.Errorf("%s is under %s, not %s", url, got, want)
		}
	}
	n := 0
	for _, x := range themes(list) {
		n += len(x.tasks)
	}
	if n != len(list) {
		t.Errorf("%d of %d tasks are shown", n, len(list))
	}
}
