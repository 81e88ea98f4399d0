package traineeships

import (
	"context"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// terms is the line of time of the terms.
func (v oneView) terms(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "terms"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "terms.number")}, {Text: t(ctx, "from")}, {Text: t(ctx, "to")}, {Text: t(ctx, "state")}, {Text: t(ctx, "terms.passed")},
	}}
	for _, x := range v.Terms {
		state := t(ctx, "termstate."+string(x.State))
		if x.Outcome != "" {
			state += ui.Colon(ctx) + t(ctx, "outcome."+string(x.Outcome))
		}
		all := x.PlannedEnd.DaysSince(x.Start) + 1
		gone := min(max(v.Today.DaysSince(x.Start)+1, 0), all)
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: t(ctx, "term", "N", x.Number)},
			{Text: ui.Date(ctx, x.Start)},
			{Text: ui.Date(ctx, x.PlannedEnd)},
			{Text: state},
			{Body: ui.Meter(ui.Gauge{Label: t(ctx, "term", "N", x.Number), Titled: true, Value: float64(gone), Max: float64(all), Text: t(ctx, "terms.days", "Gone", gone, "All", all)})},
		})
	}
	return out
}

func (v oneView) checklist(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "papers"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "papers.what")}, {Text: t(ctx, "papers.stands")}, {Text: t(ctx, "papers.owes")}, {Text: t(ctx, "papers.rule")}, {Text: t(ctx, "papers.do"), Hidden: true},
	}}
	for _, i := range v.Checklist {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: t(ctx, "paper."+string(i.Kind))},
			{Body: standing(i)},
			{Text: owing(ctx, i)},
			{Text: ruleText(ctx, i.Rule)},
			{Body: paperForm(v, i)},
		})
	}
	return out
}

// opinions is what the three parties say of the open term.
func (v oneView) opinions(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "opinions"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "opinions.who")}, {Text: t(ctx, "opinions.what")}, {Text: t(ctx, "opinions.when")}}}
	open := v.OpenTerm()
	for _, p := range traineeship.Parties() {
		row := []ui.Cell{{Text: t(ctx, "party."+string(p))}, {Body: ui.Badge(ui.Warn, t(ctx, "opinions.none"))}, {}}
		if o := v.OpinionOf(open.ID, p); o != nil {
			row[1] = ui.Cell{Text: t(ctx, "wish."+string(o.Wish))}
			row[2] = ui.Cell{Text: ui.Date(ctx, o.On)}
			if o.Recorded {
				row[2].Text += " " + t(ctx, "opinions.recorded")
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// ownWish is what the reader answered already, empty while the answer is owed: it stands ticked, so that it can be changed
// and is not taken for missing.
func (v oneView) ownWish() traineeship.Wish {
	if o := v.OpinionOf(v.OpenTerm().ID, v.Role); o != nil {
		return o.Wish
	}
	return ""
}

func (v oneView) steps(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "steps"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "steps.what")}, {Text: t(ctx, "steps.when")}, {Text: t(ctx, "steps.state")}}}
	for _, s := range v.Steps {
		out.Rows = append(out.Rows, []ui.Cell{{Text: t(ctx, "step."+string(s.Kind))}, {Text: ui.Instant(ctx, s.DueAt)}, {Text: t(ctx, "stepstate."+string(s.State))}})
	}
	return out
}

func (v oneView) decisionsTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "decisions"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "decisions.what")}, {Text: t(ctx, "decisions.why")}, {Text: t(ctx, "decisions.when")}, {Text: t(ctx, "decisions.ceiling")}}}
	for _, d := range v.Decisions {
		what := t(ctx, "wish."+string(d.Outcome))
		if !d.RevokedAt.IsZero() {
			what += " – " + t(ctx, "decisions.revoked", "Reason", d.RevokeReason)
		}
		why := t(ctx, "reason."+d.Reason)
		if d.Override != "" {
			why += ". " + t(ctx, "decisions.override", "Reason", d.Override)
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: what}, {Text: why}, {Text: ui.Instant(ctx, d.At)}, {Text: t(ctx, "ceiling.limit", d.Limit)}})
	}
	return out
}

func (v oneView) letters(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "letters"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "letters.what")}, {Text: t(ctx, "letters.to")}, {Text: t(ctx, "letters.when")}, {Text: t(ctx, "letters.state")}}}
	for _, l := range v.Letters {
		state := t(ctx, "letters.waiting")
		if l.SentAt != nil {
			state = t(ctx, "letters.handed")
		}
		if d, ok := v.Delivered[l.ID]; ok {
			state = t(ctx, "delivery."+d.State, "Way", t(ctx, "way."+d.Channel))
		}
		to := traineeship.Trainee
		switch l.Target {
		case records.ToCompany:
			to = traineeship.Host
		case records.ToStaff:
			to = traineeship.Counsellor
		case records.ToCoordination:
			to = traineeship.Coordinator
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: t(ctx, "letter."+l.Kind)}, {Text: t(ctx, "party."+string(to))}, {Text: ui.Instant(ctx, l.MadeAt)}, {Text: state}})
	}
	return out
}
