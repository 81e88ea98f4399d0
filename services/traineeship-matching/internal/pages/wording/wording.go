// Package wording puts what a match says into words, for every page that shows matches.
package wording

import (
	"context"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/ui"
)

// Change says what would change: its kind, the value that it is about and what that would have to be. Label names a
// concept of the taxonomy.
func Change(ctx context.Context, kind, value, to string, label func(id string) string) string {
	reason := value
	switch {
	case OfConcept(kind):
		value = label(value)
	case kind == "language":
		value = Language(ctx, value)
	case kind == "availability":
		value = Slots(ctx, value)
	case kind == "start":
		to = Date(ctx, to)
	}
	if id := "matching.improve.do." + kind; ui.Has(ctx, id) {
		return ui.T(ctx, id, "Value", value, "To", to)
	}
	return known(ctx, "matching.constraint.", kind) + ui.Colon(ctx) + known(ctx, "matching.improve.", reason)
}

// OfConcept reports whether a change of this kind is about a concept of the taxonomy.
func OfConcept(kind string) bool {
	switch kind {
	case "skill", "confirm", "teach", "teach-goal":
		return true
	default:
		return false
	}
}

func known(ctx context.Context, prefix, code string) string {
	if ui.Has(ctx, prefix+code) {
		return ui.T(ctx, prefix+code)
	}
	return code
}

// Date writes a day.
func Date(ctx context.Context, text string) string {
	d, err := civil.ParseDate(text)
	if err != nil {
		return text
	}
	return ui.Date(ctx, d)
}

// Slots reads "1 08:00-14:00, 2 08:00-14:00" and joins days in a row that have the same hours: "Monday–Tuesday
// 08:00–14:00".
func Slots(ctx context.Context, text string) string {
	type run struct {
		first, last int
		hours       string
	}
	var runs []run
	for slot := range strings.SplitSeq(text, ", ") {
		day, hours, _ := strings.Cut(slot, " ")
		number, err := strconv.Atoi(day)
		if err != nil {
			return text
		}
		if n := len(runs); n > 0 && runs[n-1].hours == hours && runs[n-1].last+1 == number {
			runs[n-1].last = number
			continue
		}
		runs = append(runs, run{number, number, hours})
	}
	var out []string
	for _, r := range runs {
		days := ui.Weekday(ctx, r.first)
		if r.last > r.first {
			days += "–" + ui.Weekday(ctx, r.last)
		}
		out = append(out, days+" "+strings.Replace(r.hours, "-", "–", 1))
	}
	return strings.Join(out, ui.Comma(ctx))
}

// Language names a language; without a name, its tag says at least which it is.
func Language(ctx context.Context, tag string) string {
	if id := "matching.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}
