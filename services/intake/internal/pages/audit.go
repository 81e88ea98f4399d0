package pages

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
)

// auditView is a page of the record of who saw and did what here.
type auditView struct {
	Events []audit.Event
	Next   string
	First  bool
}

func (p *Pages) audit(c echo.Context) error {
	after := c.Request().URL.Query().Get("after")
	page, err := p.Audit.List(c.Request().Context(), audit.Filter{}, after, 2*pageSize)
	if err != nil {
		return err
	}
	v := auditView{Events: page.Events, First: after == ""}
	if page.Next != "" {
		v.Next = "/intake/audit?" + url.Values{"after": {page.Next}}.Encode()
	}
	return web.Render(c, http.StatusOK, auditPage(v))
}

func (v auditView) pager() ui.Pager {
	p := ui.Pager{Next: v.Next, Shown: len(v.Events)}
	if !v.First {
		p.First = "/intake/audit"
	}
	return p
}

// table shows ids and codes as they are recorded: the auditor sees who did what, not whose name it was.
func (v auditView) table(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.audit.title"), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "intake.audit.at")},
			{Text: ui.T(ctx, "intake.audit.who")},
			{Text: ui.T(ctx, "intake.audit.what")},
			{Text: ui.T(ctx, "intake.audit.whose")},
			{Text: ui.T(ctx, "intake.audit.through")},
		},
	}
	for _, e := range v.Events {
		whose := ""
		if e.Person != "" {
			whose = person.Code(e.Person)
		}
		what := e.Action
		if id := "intake.action." + e.Action; ui.Has(ctx, id) {
			what = ui.T(ctx, id)
		}
		who := e.Subject
		if who == "" {
			who = ui.T(ctx, "intake.audit.nobody")
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: ui.Instant(ctx, e.At)}, {Text: who}, {Text: what}, {Text: whose}, {Text: e.Service}})
	}
	return t
}
