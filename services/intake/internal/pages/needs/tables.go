package needs

import (
	"context"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/needs"
)

// table lists the needs that everybody who works on the file may see.
func (v listView) table(ctx context.Context) ui.Table {
	href := ""
	if v.MayWrite {
		href = "/intake/people/" + v.Person.ID + "/needs/"
	}
	return v.facts(ctx, v.ordered(), href, ui.T(ctx, "intake.needs.list"))
}

// table lists what the team keeps to itself.
func (v reservedView) table(ctx context.Context) ui.Table {
	shown := listView{Today: v.Today, Facts: v.Facts, Names: v.Names}
	return shown.facts(ctx, shown.ordered(), "/intake/people/"+v.Person.ID+"/reserved/", ui.T(ctx, "intake.needs.reserved.list"))
}

func (v listView) facts(ctx context.Context, list []needs.Fact, href, caption string) ui.Table {
	t := ui.Table{
		Caption: caption, CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "intake.needs.code")},
			{Text: ui.T(ctx, "intake.needs.state")},
			{Text: ui.T(ctx, "intake.needs.note")},
			{Text: ui.T(ctx, "intake.needs.noted")},
			{Text: ui.T(ctx, "intake.needs.expiresOn")},
		},
	}
	for _, f := range list {
		name := ui.Cell{Text: ui.T(ctx, "intake.needs.code."+string(f.Code))}
		if href != "" {
			name.Href = href + f.ID
		}
		t.Rows = append(t.Rows, []ui.Cell{
			name,
			{Body: stateCell(f, v.Today)},
			{Text: f.Note},
			{Text: ui.T(ctx, "intake.needs.noted.by", "Day", ui.Date(ctx, f.NotedOn), "Who", v.Names.of(f.Author))},
			{Text: ui.Date(ctx, f.ExpiresOn)},
		})
	}
	return t
}

// log lists who opened the reserved facts last, and why.
func (v reservedView) log(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.needs.reserved.log"), CaptionHidden: true,
		Columns: []ui.Column{{Text: ui.T(ctx, "intake.needs.log.when")}, {Text: ui.T(ctx, "intake.needs.log.who")}, {Text: ui.T(ctx, "intake.needs.reserved.reason")}},
	}
	for _, o := range v.Openings {
		t.Rows = append(t.Rows, []ui.Cell{{Text: ui.Instant(ctx, o.OpenedAt)}, {Text: v.Names.of(o.Subject)}, {Text: ui.T(ctx, "intake.needs.purpose."+o.Reason)}})
	}
	return t
}

// definitions are a need as it stands, beside what was typed.
func definitions(ctx context.Context, f needs.Fact, called staffNames) []ui.Definition {
	return []ui.Definition{
		{Term: ui.T(ctx, "intake.needs.state"), Value: ui.T(ctx, "intake.needs.state."+string(f.State))},
		{Term: ui.T(ctx, "intake.needs.note"), Value: f.Note, Own: true},
		{Term: ui.T(ctx, "intake.needs.expiresOn"), Value: ui.Date(ctx, f.ExpiresOn)},
		{Term: ui.T(ctx, "intake.needs.noted"), Value: ui.T(ctx, "intake.needs.noted.by", "Day", ui.Date(ctx, f.NotedOn), "Who", called.of(f.Author))},
	}
}

// constraintsText names the constraints in one sentence.
func constraintsText(ctx context.Context, codes []string) string {
	if len(codes) == 0 {
		return ui.T(ctx, "intake.needs.constraints.none")
	}
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = ui.T(ctx, "intake.needs.constraint."+code)
	}
	return strings.Join(names, ui.Semicolon(ctx))
}
