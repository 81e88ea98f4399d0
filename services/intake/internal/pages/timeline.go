package pages

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
)

// line is the line of time: from when until when the person may work, why, and by which rule.
func (v workAccessView) line(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.work.line"), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "intake.work.period")},
			{Text: ui.T(ctx, "intake.work.outcome")},
			{Text: ui.T(ctx, "intake.work.why")},
			{Text: ui.T(ctx, "intake.work.source")},
		},
	}
	for _, f := range v.Access.Findings {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: period(ctx, f.Interval)}, {Body: outcomeCell(f.Interval)}, {Text: reason(ctx, f)}, {Body: sourceCell(f.Result, v.Today)},
		})
	}
	return t
}

func period(ctx context.Context, i policy.Interval) string {
	if i.Until == nil {
		return ui.T(ctx, "intake.work.from", "From", ui.Date(ctx, i.From))
	}
	return ui.T(ctx, "intake.work.from-until", "From", ui.Date(ctx, i.From), "Until", ui.Date(ctx, *i.Until))
}

// reason says in plain words what the rule found.
func reason(ctx context.Context, f policy.Finding) string {
	if kind, ok := strings.CutPrefix(f.Result.Reason, "permit-"); ok {
		return ui.T(ctx, "intake.reason.permit", "Document", ui.T(ctx, "intake.document."+kind))
	}
	if id := "intake.reason." + f.Result.Reason; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return f.Result.Reason
}

func tone(o policy.Outcome) ui.Tone {
	switch o {
	case policy.MayWork:
		return ui.Good
	case policy.MayWorkLimited:
		return ui.Warn
	case policy.MayNotWork:
		return ui.Bad
	default:
		return ui.Info
	}
}

// documents lists the papers with their dates; each can be removed.
func (v workAccessView) documents(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.work.documents"), CaptionHidden: true,
		Columns: []ui.Column{{Text: ui.T(ctx, "intake.work.kind")}, {Text: ui.T(ctx, "intake.work.dates")}},
	}
	for _, d := range v.Access.File.Documents {
		row := []ui.Cell{{Text: ui.T(ctx, "intake.document."+string(d.Kind))}, {Text: dates(ctx, d)}}
		if v.MayWrite && d.ID != "" {
			row[0].Href = "/intake/people/" + v.Access.Person.ID + "/work-access/" + d.ID
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// removed lists the papers as they stood before they were corrected or taken out, the newest first.
func (v workAccessView) removed(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.papers.removed"), CaptionHidden: true,
		Columns: []ui.Column{{Text: ui.T(ctx, "intake.work.kind")}, {Text: ui.T(ctx, "intake.work.dates")}, {Text: ui.T(ctx, "intake.papers.removed.when")}},
	}
	for _, d := range slices.Backward(v.Access.File.Removed) {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: ui.T(ctx, "intake.document."+string(d.Kind))},
			{Text: dates(ctx, d.Document)},
			{Text: ui.T(ctx, "intake.papers.removed.how", "Day", ui.Date(ctx, d.On), "Why", ui.T(ctx, "intake.papers.removal."+d.Reason), "Who", cmp.Or(v.Names[d.By], d.By))},
		})
	}
	return t
}

func dates(ctx context.Context, d policy.Document) string {
	var parts []string
	for n, day := range []civil.Date{d.IssuedOn, d.ExpiresOn, d.LodgedOn, d.RequestedOn, d.EnteredOn} {
		if day != (civil.Date{}) {
			parts = append(parts, ui.T(ctx, "intake.work."+documentFields()[n])+ui.Colon(ctx)+ui.Date(ctx, day))
		}
	}
	if d.Number != "" {
		parts = append(parts, ui.T(ctx, "intake.papers.number")+ui.Colon(ctx)+d.Number)
	}
	if d.Procedure != "" {
		parts = append(parts, ui.T(ctx, "intake.procedure."+string(d.Procedure)))
	}
	if d.Decision != "" {
		parts = append(parts, ui.T(ctx, "intake.decision."+string(d.Decision)))
	}
	return strings.Join(parts, ui.Semicolon(ctx))
}

func unsigned(r policy.Result) bool { return r.SignedBy == "" }
