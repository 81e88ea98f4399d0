package pages

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/contract/trail"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
)

// auditView is a page of the record of who saw and did what at one of the services.
type auditView struct {
	Service  string
	Services []string
	Entries  []trail.Entry
	Next     string
	First    bool
	Silent   bool              // the service did not answer
	Names    map[string]string // what colleagues are called, by subject
}

func (p *Pages) audit(c echo.Context) error {
	ctx, query := c.Request().Context(), c.Request().URL.Query()
	v := auditView{Service: query.Get("service"), Services: p.Trails.Services(), First: query.Get("after") == ""}
	if v.Service == "" {
		v.Service = suite.Intake
	}
	page, err := p.Trails.Read(ctx, v.Service, "", query.Get("after"), 2*pageSize)
	if err != nil {
		if v.Service == suite.Intake || !fault.Is(err, fault.Unavailable) {
			return err
		}
		v.Silent = true
	}
	v.Entries = page.Items
	if v.Names, err = p.Members.Names(ctx); err != nil {
		return err
	}
	if page.Next != "" {
		v.Next = v.href(v.Service, page.Next)
	}
	return web.Render(c, http.StatusOK, auditPage(v))
}

func (v auditView) href(service, after string) string {
	q := url.Values{}
	if service != suite.Intake {
		q.Set("service", service)
	}
	if after != "" {
		q.Set("after", after)
	}
	if len(q) == 0 {
		return "/intake/audit"
	}
	return "/intake/audit?" + q.Encode()
}

func (v auditView) tabs(ctx context.Context) []ui.Tab {
	tabs := make([]ui.Tab, 0, len(v.Services))
	for _, name := range v.Services {
		tabs = append(tabs, ui.Tab{Text: ui.T(ctx, "intake.service."+name), Href: v.href(name, ""), Current: name == v.Service})
	}
	return tabs
}

func (v auditView) pager() ui.Pager {
	p := ui.Pager{Next: v.Next, Shown: len(v.Entries)}
	if !v.First {
		p.First = v.href(v.Service, "")
	}
	return p
}

// table shows colleagues by their working name beside the subject on record, and people by their code alone: the
// auditor sees who did what, not whose file it was.
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
	for _, e := range v.Entries {
		var whose ui.Cell
		if e.Person != "" {
			whose = ui.Cell{Text: person.Code(e.Person), Href: "/intake/people/" + e.Person + "/looks"}
		}
		what := e.Action
		if id := "intake.action." + e.Action; ui.Has(ctx, id) {
			what = ui.T(ctx, id)
		}
		who := e.Subject
		if name := v.Names[who]; name != "" && name != who {
			who = name + " (" + who + ")"
		}
		if who == "" {
			who = ui.T(ctx, "intake.audit.nobody")
		}
		through := ""
		if e.Service != "" {
			through = ui.T(ctx, "intake.service."+e.Service)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: ui.Instant(ctx, e.At)}, {Text: who}, {Text: what}, whose, {Text: through}})
	}
	return t
}
