package traineeships

import (
	"context"
	"net/http"
	"net/url"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

const perPage = 40

type listView struct {
	Show  string
	Page  placement.Page
	Today civil.Date
	Host  bool
	Leads bool // may read how many answered what after the end
}

// shows are the views of the list, with what each narrows to.
func shows() []string {
	return []string{"running", "due", "escalated", "papers", "undecided", "duty", "ended", "follow-up"}
}

func (p *Pages) query(c echo.Context, show string) placement.Query {
	today := p.Desk.Today()
	q := placement.Query{Cursor: c.QueryParam("cursor"), Limit: perPage, Language: ui.Lang(c.Request().Context())}
	live := []traineeship.State{traineeship.Running, traineeship.Suspended}
	switch show {
	case "due":
		q.States, q.To = live, today.AddDays(30)
	case "escalated":
		q.States, q.To = live, today.AddDays(15)
	case "papers":
		q.States = []traineeship.State{traineeship.Draft, traineeship.InPapers, traineeship.Ready}
	case "undecided":
		q.Undecided = true
	case "duty":
		q.Duty = true
	case "follow-up":
		q.FollowUp = true
	case "ended":
		q.States = []traineeship.State{traineeship.Ended, traineeship.Attested}
	default:
		q.States = live
	}
	return q
}

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	caller, _ := identity.From(ctx)
	v := listView{Show: "running", Today: p.Desk.Today(), Leads: identity.May(caller, identity.OutcomeRead) == nil}
	for _, s := range shows() {
		if c.QueryParam("show") == s {
			v.Show = s
		}
	}
	var err error
	if v.Page, err = p.Desk.List(ctx, p.query(c, v.Show)); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(v))
}

// trainees is the host's list of its own.
func (p *Pages) trainees(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := p.Desk.List(ctx, placement.Query{Cursor: c.QueryParam("cursor"), Limit: perPage, Language: ui.Lang(ctx)})
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, traineesPage(listView{Page: page, Today: p.Desk.Today(), Host: true}))
}

func (v listView) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, s := range shows() {
		tabs = append(tabs, ui.Tab{Text: t(ctx, "show."+s), Href: "/matching/traineeships?show=" + s, Current: s == v.Show})
	}
	return tabs
}

func (v listView) pager(path string) ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Items)}
	if v.Page.Next != "" {
		q := url.Values{"cursor": {v.Page.Next}}
		if v.Show != "" {
			q.Set("show", v.Show)
		}
		p.Next = path + "?" + q.Encode()
	}
	return p
}

// week is the traineeships whose day lies in one week.
type week struct {
	Monday civil.Date
	Items  []*traineeship.Traineeship
}

func (v listView) weeks() []week {
	var out []week
	for _, x := range v.Page.Items {
		m := monday(dueOn(x))
		if len(out) == 0 || out[len(out)-1].Monday != m {
			out = append(out, week{Monday: m})
		}
		out[len(out)-1].Items = append(out[len(out)-1].Items, x)
	}
	return out
}

// dueOn is the day that matters next.
func dueOn(x *traineeship.Traineeship) civil.Date {
	if open := x.OpenTerm(); open != nil {
		return open.PlannedEnd
	}
	if x.EndedOn.IsValid() {
		return x.EndedOn
	}
	return x.Start
}

func (v listView) table(ctx context.Context, w week) ui.Table {
	out := ui.Table{Caption: t(ctx, "week", "Day", ui.Date(ctx, w.Monday)), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "trainee")}, {Text: t(ctx, "place")}, {Text: t(ctx, "state")}, {Text: t(ctx, "day")}, {Text: t(ctx, "decision")},
	}}
	for _, x := range w.Items {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: personName(ctx, v.Page.Names, x), Href: "/matching/traineeships/" + x.ID},
			{Text: place(ctx, v.Page.Names, x.OpeningID)},
			{Body: stateBadge(x)},
			{Text: ui.Date(ctx, dueOn(x)) + " (" + left(ctx, v.Today, dueOn(x)) + ")"},
			{Body: decisionCell(x, v.Host)},
		})
	}
	return out
}
