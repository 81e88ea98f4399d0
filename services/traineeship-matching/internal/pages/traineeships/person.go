package traineeships

import (
	"context"
	"net/http"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// personView is one person's traineeships and hires.
type personView struct {
	ID    string
	Name  string
	Page  placement.Page
	Hires []traineeship.Employment
	Today civil.Date
	Staff bool
}

func (p *Pages) ofPerson(c echo.Context) error {
	ctx := c.Request().Context()
	who, _ := identity.From(ctx)
	v := personView{ID: c.Param("id"), Today: p.Desk.Today(), Staff: identity.May(who, identity.TraineeshipWrite) == nil}
	var err error
	if v.Page, v.Hires, err = p.Desk.OfPerson(ctx, v.ID, ui.Lang(ctx)); err != nil {
		return err
	}
	if len(v.Page.Items) == 0 && v.Staff { // nothing here has said whose page it is
		v.Name = p.Desk.Label(ctx, v.ID)
	} else {
		v.Name = v.Page.Names.People[v.ID].Label
	}
	return web.Render(c, http.StatusOK, personPage(v))
}

func (v personView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "place")}, {Text: t(ctx, "state")}, {Text: t(ctx, "day")}, {Text: t(ctx, "decision")},
	}}
	for _, x := range v.Page.Items {
		title := place(ctx, v.Page.Names, x.OpeningID)
		if title == "" {
			title = t(ctx, "one")
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: title, Href: "/matching/traineeships/" + x.ID},
			{Body: stateBadge(x)},
			{Text: ui.Date(ctx, dueOn(x)) + " (" + left(ctx, v.Today, dueOn(x)) + ")"},
			{Body: decisionCell(x, false)},
		})
	}
	return out
}

func (v personView) hireTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "hires"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "hire.kind")}, {Text: t(ctx, "hire.start")}, {Text: t(ctx, "hire.end")}, {Text: t(ctx, "hours"), Number: true},
	}}
	for _, h := range v.Hires {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: t(ctx, "hire.kind."+string(h.Kind))}, {Text: ui.Date(ctx, h.Start)}, {Text: ui.Date(ctx, h.End)}, {Text: ui.Number(ctx, h.HoursWeek)},
		})
	}
	return out
}
