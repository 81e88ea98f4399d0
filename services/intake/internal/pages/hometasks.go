package pages

import (
	"context"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/tasks"
)

// line is one row of the front page: a task, or several alike whose names lead to each.
type line struct {
	tasks.Task
	Each []ui.Link
}

// lines puts tasks that are alike, and wait for the same, into one row, where the first of them stood: their days are
// the earliest.
func lines(list []tasks.Task) []line {
	var out []line
	for _, t := range list {
		i := slices.IndexFunc(out, func(l line) bool { return t.All != "" && l.All == t.All && l.WaitsFor == t.WaitsFor })
		if i < 0 {
			l := line{Task: t}
			if t.All != "" {
				l.Each = []ui.Link{{Text: t.Each, Href: t.URL}}
			}
			out = append(out, l)
			continue
		}
		l := &out[i]
		l.Count += t.Count
		l.Since, l.Due = earlier(l.Since, t.Since), earlier(l.Due, t.Due)
		l.Each = append(l.Each, ui.Link{Text: t.Each, Href: t.URL})
	}
	return out
}

func earlier(a, b *civil.Date) *civil.Date {
	if a == nil || (b != nil && b.Before(*a)) {
		return b
	}
	return a
}

// cell is what a row says first: one link, or what its tasks have in common and a link to each.
func (l line) cell() ui.Cell {
	if len(l.Each) < 2 {
		return ui.Cell{Text: l.Text, Href: l.URL}
	}
	return ui.Cell{Text: l.All, Body: eachOf(l)}
}

// theme is a part of what nothing hurries, folded under one line.
type theme struct {
	name  string // the end of its message id
	tasks []tasks.Task
}

// unfolded is how many tasks without a day stand in the open; of more, each theme is folded.
const unfolded = 12

// themes divide tasks by what they are about, as the pages that they lead to say.
func themes(list []tasks.Task) []theme {
	out := []theme{{name: "people"}, {name: "desk"}, {name: "matches"}, {name: "traineeships"}, {name: "companies"}, {name: "cohorts"}}
	for _, t := range list {
		i := slices.IndexFunc(out, func(x theme) bool { return x.name == themeOf(t.URL) })
		out[i].tasks = append(out[i].tasks, t)
	}
	return slices.DeleteFunc(out, func(x theme) bool { return len(x.tasks) == 0 })
}

func themeOf(url string) string {
	for _, x := range []struct{ begins, theme string }{
		{"/intake/cohorts", "cohorts"},
		{"/intake/appointments", "desk"},
		{"/intake/messages", "desk"},
		{"/intake/referrals", "desk"},
		{"/outreach/", "companies"},
		{"/matching/traineeships", "traineeships"},
		{"/matching/papers", "traineeships"},
		{"/matching/grants", "traineeships"},
		{"/matching/attendance", "traineeships"},
		{"/matching/right-to-work", "traineeships"},
		{"/matching/outcomes", "traineeships"},
		{"/matching/hires", "traineeships"},
		{"/matching/", "matches"},
	} {
		if strings.HasPrefix(url, x.begins) {
			return x.theme
		}
	}
	return "people"
}

func (x theme) title(ctx context.Context) string {
	return ui.T(ctx, "intake.home.theme."+x.name) + " (" + ui.Number(ctx, len(x.tasks)) + ")"
}
