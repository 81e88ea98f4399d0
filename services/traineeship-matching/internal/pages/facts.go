package pages

import (
	"context"
	"strconv"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/wording"
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
	return ui.T(ctx, "matching.fact."+f.Name) + ui.Colon(ctx) + value
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

func dateText(ctx context.Context, text string) string    { return wording.Date(ctx, text) }
func slotsText(ctx context.Context, text string) string   { return wording.Slots(ctx, text) }
func languageText(ctx context.Context, tag string) string { return wording.Language(ctx, tag) }
