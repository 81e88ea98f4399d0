package traineeships

import (
	"context"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

func stateTone(s traineeship.State) ui.Tone {
	switch s {
	case traineeship.Running:
		return ui.Good
	case traineeship.Suspended, traineeship.InPapers:
		return ui.Warn
	case traineeship.Ready:
		return ui.Info
	default:
		return ui.Neutral
	}
}

func decisionTone(d policy.Decision) ui.Tone {
	switch d {
	case policy.OK:
		return ui.Good
	case policy.Block:
		return ui.Bad
	default:
		return ui.Warn
	}
}

// personName is how to call the trainee: by today's name where the viewer may know it, else as the papers do.
func personName(ctx context.Context, n naming.Names, x *traineeship.Traineeship) string {
	if p, ok := n.People[x.PersonID]; ok && p.Known {
		return p.Label
	}
	if x.TraineeName != "" {
		return x.TraineeName
	}
	return t(ctx, "trainee")
}

// place is the opening's title and company.
func place(ctx context.Context, n naming.Names, opening string) string {
	o, ok := n.Openings[opening]
	switch {
	case !ok || opening == "":
		return ""
	case o.Company == "":
		return o.Title
	default:
		return o.Title + " – " + o.Company
	}
}

// left says how many days are left to a day, or that it is over.
func left(ctx context.Context, today, day civil.Date) string {
	switch n := day.DaysSince(today); {
	case n == 0:
		return t(ctx, "today")
	case n < 0:
		return t(ctx, "ago", -n)
	default:
		return t(ctx, "in", n)
	}
}

// monday is the first day of a day's week.
func monday(d civil.Date) civil.Date {
	return d.AddDays(-((weekday(d) + 6) % 7))
}

func weekday(d civil.Date) int {
	// 1 January 2024 was a Monday.
	n := d.DaysSince(civil.Date{Year: 2024, Month: 1, Day: 1}) % 7
	return (n + 8) % 7
}

func options(ctx context.Context, id string, values ...string) []ui.Option {
	out := make([]ui.Option, 0, len(values))
	for _, v := range values {
		out = append(out, ui.Option{Value: v, Label: t(ctx, id+"."+v)})
	}
	return out
}

func ruleText(ctx context.Context, r policy.Result) string {
	text := t(ctx, "rule", "Rule", r.Rule, "Version", r.Version)
	for n, s := range r.Sources {
		if n == 0 {
			text += " "
		} else {
			text += "; "
		}
		text += s.Title
	}
	return text
}

// owing is who owes a line of the checklist: those whose signature is missing, where it is to be signed.
func owing(ctx context.Context, i traineeship.Item) string {
	if len(i.Waits) == 0 {
		return t(ctx, "party."+string(i.Owes))
	}
	var all []string
	for _, p := range i.Waits {
		all = append(all, t(ctx, "party."+string(p)))
	}
	return strings.Join(all, ui.Comma(ctx))
}
