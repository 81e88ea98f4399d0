package renewals

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
)

type remindedView struct {
	Items []placement.Reminder
	Names naming.Names
}

// remind writes to who is silent and says of each what came of it. Sending the form again writes nothing more that day.
func (p *Pages) remind(c echo.Context) error {
	ctx := c.Request().Context()
	ids := chosen(c.Request())
	if len(ids) == 0 {
		return p.nothingChosen(c)
	}
	var v remindedView
	var err error
	if v.Items, v.Names, err = p.Desk.Remind(ctx, ids, ui.Lang(ctx)); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, remindedPage(v))
}

func (v remindedView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "reminded"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "trainee")}, {Text: t(ctx, "reminded.to")}, {Text: t(ctx, "reminded.result")}}}
	for _, r := range v.Items {
		first := ui.Cell{Text: t(ctx, "unknown")}
		if r.Renewal != nil {
			first = ui.Cell{Text: name(ctx, v.Names, r.Renewal), Href: "/matching/traineeships/" + r.ID}
		}
		to := ui.Cell{}
		if r.Party != "" {
			to.Text = shared(ctx, "party."+string(r.Party))
		}
		tone := ui.Neutral
		if r.Result == "written" {
			tone = ui.Good
		}
		out.Rows = append(out.Rows, []ui.Cell{first, to, {Body: ui.Badge(tone, t(ctx, "reminded."+r.Result))}})
	}
	return out
}
