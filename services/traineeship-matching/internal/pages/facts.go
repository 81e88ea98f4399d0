package pages

import (
	"context"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// factText writes a fact in the page's language.
func factText(ctx context.Context, n naming.Names, f match.Fact) string {
	value := f.Value
	switch f.Name {
	case "start", "end", "from", "closesOn", "updatedOn":
		value = dateText(ctx, value)
	case "access":
		return accessText(ctx, value)
	case "shifts", "slots":
		value = slotsText(ctx, value)
	case "language":
		tag, level, _ := strings.Cut(value, " ")
		value = languageText(ctx, tag) + " " + level
	case "kind":
		value = ui.T(ctx, "matching.kind."+value)
	case "constraint", "offers":
		value = ui.T(ctx, "matching.practical."+value)
	case "nightShifts", "weekend":
		value = ui.T(ctx, "ui."+value)
	case "minutes":
		return ui.T(ctx, "matching.fact.minutes", "Minutes", value)
	case "maxMinutes", "hoursWeek", "maxHoursWeek", "months", "eqf", "hostLimit", "seatsFree":
		if number, err := strconv.Atoi(value); err == nil {
			value = ui.Number(ctx, number)
		}
	}
	if desk.IsConcept(f) {
		value = concept(n, f.Value)
	}
	return ui.T(ctx, "matching.fact."+f.Name) + ": " + value
}

func dateText(ctx context.Context, text string) string {
	d, err := civil.ParseDate(text)
	if err != nil {
		return text
	}
	return ui.Date(ctx, d)
}

// accessText reads "2026-01-10/2027-01-09 ok", with nothing after the stroke while no end is known.
func accessText(ctx context.Context, text string) string {
	period, outcome, _ := strings.Cut(text, " ")
	from, until, _ := strings.Cut(period, "/")
	words := ui.T(ctx, "matching.access."+outcome)
	if until == "" {
		return ui.T(ctx, "matching.access.open", "From", dateText(ctx, from), "Outcome", words)
	}
	return ui.T(ctx, "matching.access.period", "From", dateText(ctx, from), "Until", dateText(ctx, until), "Outcome", words)
}

// slotsText reads "1 08:00-14:00, 2 08:00-14:00" and joins days in a row that have the same hours: "Monday–Tuesday
// 08:00–14:00".
func slotsText(ctx context.Context, text string) string {
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
	return strings.Join(out, ", ")
}

func languageText(ctx context.Context, tag string) string {
	if id := "matching.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}
