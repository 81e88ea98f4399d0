package tasks_test

import (
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/intake/internal/tasks"
)

func TestWhatIsDueComesFirst(t *testing.T) {
	today := civil.Date{Year: 2026, Month: 11, Day: 23}
	day := func(n int) *civil.Date {
		d := today.AddDays(n)
		return &d
	}
	w := tasks.Waiting{Tasks: []tasks.Task{
		{Text: "someday"},
		{Text: "long", Since: day(-40)},
		{Text: "soon", Due: day(3)},
		{Text: "late", Due: day(-2)},
		{Text: "later", Due: day(9)},
		{Text: "lately", Since: day(-4)},
		{Text: "today", Due: day(0)},
		{Text: "employer", WaitsFor: tasks.ForEmployer, Since: day(-2)},
		{Text: "person", WaitsFor: tasks.ForPerson, Since: day(-9)},
		{Text: "own", WaitsFor: tasks.ForMe, Due: day(1)},
	}}
	said := func(list []tasks.Task) string {
		var texts []string
		for _, x := range list {
			texts = append(texts, x.Text)
		}
		return strings.Join(texts, " ")
	}
	if got := said(w.Mine(today)); got != "today late own soon later long lately someday" {
		t.Errorf("mine: %s", got)
	}
	if got := said(w.Others()); got != "person employer" {
		t.Errorf("others: %s", got)
	}
}
