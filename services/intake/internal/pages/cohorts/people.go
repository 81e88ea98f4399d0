package cohorts

import (
	"context"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/person"
)

// wrong is the table of what stands in the way: rows with faults and people whom the City sent back.
func (v oneView) wrong(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.to-mend"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.cohorts.name")}, {Text: ui.T(ctx, "intake.cohorts.ref")}, {Text: ui.T(ctx, "intake.cohorts.what-to-do")},
	}}
	for _, r := range v.Full.Rows {
		texts := findingTexts(ctx, cohort.Wrong(r.Findings))
		if r.Decision == cohort.SentBack {
			texts = append(texts, ui.T(ctx, "intake.cohorts.sent-back-because", "Reason", r.Reason))
		}
		if len(texts) > 0 {
			t.Rows = append(t.Rows, []ui.Cell{{Text: v.nameOf(ctx, r), Href: atRow(v.Full.Cohort, r.ID)}, {Text: r.Cells[cohort.Ref]}, {Body: textList(texts)}})
		}
	}
	return t
}

func (v oneView) nameOf(ctx context.Context, r cohort.Row) string {
	if name := r.Name(); name != "" {
		return name
	}
	return ui.T(ctx, "intake.cohorts.line", "N", ui.Number(ctx, r.Number))
}

// people is the table of everybody.
func (v oneView) people(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.people"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.cohorts.name")}, {Text: ui.T(ctx, "intake.cohorts.ref")}, {Text: ui.T(ctx, "intake.cohorts.standing")},
	}}
	followed := v.Full.Counts.Accepted > 0
	if !followed {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.warnings")})
	}
	if followed && v.Standings != nil {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.stage")})
	}
	if followed {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.paper")})
	}
	for _, r := range v.Full.Rows {
		row := []ui.Cell{{Text: v.nameOf(ctx, r), Href: atRow(v.Full.Cohort, r.ID)}, {Text: r.Cells[cohort.Ref]}, {Body: v.badge(ctx, r)}}
		if !followed {
			row = append(row, ui.Cell{Body: textList(findingTexts(ctx, cohort.Warnings(r.Findings)))})
		}
		if followed && v.Standings != nil {
			row = append(row, ui.Cell{Text: v.stage(ctx, r)})
		}
		if followed {
			row = append(row, ui.Cell{Text: v.due(ctx, r)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v oneView) stage(ctx context.Context, r cohort.Row) string {
	s, ok := v.Standings[r.Person]
	if !ok || r.Person == "" {
		return ""
	}
	text := s.Stage
	if id := "intake.cohorts.stage." + s.Stage; ui.Has(ctx, id) {
		text = ui.T(ctx, id)
	}
	if s.Reason != "" {
		text += ui.Colon(ctx) + codeText(ctx, "reason", s.Reason)
	}
	if s.NextStep != "" {
		text += ui.T(ctx, "intake.cohorts.next-step", "Step", codeText(ctx, "next-step", s.NextStep))
	}
	if s.Since.IsValid() && !s.Since.IsZero() {
		text += ui.T(ctx, "intake.cohorts.since", "Day", ui.Date(ctx, s.Since))
	}
	return text
}

// codeText puts a code of matching into words; a test makes sure that every code has some.
func codeText(ctx context.Context, kind, code string) string {
	if id := "intake.cohorts." + kind + "." + code; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return code
}

func (v oneView) due(ctx context.Context, r cohort.Row) string {
	due, ok := v.Dues[r.ID]
	if !ok {
		return ""
	}
	text := ui.T(ctx, "intake.cohorts.due."+due.Paper)
	if !due.By.IsZero() {
		text += " – " + ui.T(ctx, "intake.cohorts.due-by", "Day", ui.Date(ctx, due.By))
	}
	if v.Notices[r.ID].Open() && !v.Notices[r.ID].Until.IsZero() {
		text += ui.Semicolon(ctx) + ui.T(ctx, "intake.cohorts.notice") + ui.Colon(ctx) + v.notice(ctx, r)
	}
	return text
}

func (v oneView) code(r cohort.Row) string { return person.Code(r.Person) }

func (v oneView) pending() bool {
	for _, r := range v.Full.Rows {
		if r.ProfilePending {
			return true
		}
	}
	return false
}
