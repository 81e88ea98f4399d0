package traineeships

import (
	"context"

	"github.com/celav/celav/pkg/ui"
)

// duties is what decisions and ends make somebody do, with the form that says that it was done.
func (v oneView) duties(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "duties"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "duties.what")}, {Text: t(ctx, "duties.event")}, {Text: t(ctx, "duties.due")}, {Text: t(ctx, "duties.state")}, {Text: t(ctx, "papers.do"), Hidden: true},
	}}
	for _, d := range v.Duties {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: t(ctx, "duty."+string(d.Kind))},
			{Text: t(ctx, "outcome."+string(d.Event)) + ui.Comma(ctx) + ui.Date(ctx, d.EventOn)},
			{Text: ui.Date(ctx, d.DueOn)},
			{Body: dutyState(v, d)},
			{Body: dutyForm(v, d)},
		})
	}
	return out
}

// reported is what a duty's own form held when it came back.
func (v oneView) reported(duty, name string) string {
	if v.Typed["duty"] != duty {
		return ""
	}
	return v.Typed[name]
}
