package referrals

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/store"
)

// personView is one person's referrals.
type personView struct {
	ID       string
	Self     bool
	List     []referrals.Shown
	MayWrite bool
	Today    civil.Date
}

func (p *Pages) ofPerson(c echo.Context) error {
	ctx := c.Request().Context()
	id := c.Param("id")
	list, err := p.Desk.Of(ctx, id)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	return web.Render(c, http.StatusOK, personPage(personView{
		ID: id, Self: who.Person == id, List: list, MayWrite: p.Desk.May(ctx, id, identity.ReferralWrite), Today: p.Desk.Today(),
	}))
}

func (v personView) of(d referral.Direction) []referrals.Shown {
	var list []referrals.Shown
	for _, s := range v.List {
		if s.Direction == d {
			list = append(list, s)
		}
	}
	return list
}

func (v personView) table(ctx context.Context, list []referrals.Shown, caption string) ui.Table {
	t := ui.Table{Caption: caption, CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.referrals.service")},
		{Text: ui.T(ctx, "intake.referrals.state")},
		{Text: ui.T(ctx, "intake.referrals.since")},
		{Text: ui.T(ctx, "intake.referrals.answer")},
	}}
	for _, s := range list {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: serviceName(ctx, s), Href: "/intake/people/" + v.ID + "/referrals/" + s.ID},
			{Body: stateBadge(s, v.Today)},
			{Text: ui.Date(ctx, s.Since())},
			{Text: answerText(ctx, s)},
		})
	}
	return t
}

// answerText says when an answer came or is due.
func answerText(ctx context.Context, s referrals.Shown) string {
	switch {
	case !s.AnsweredOn.IsZero():
		return ui.Date(ctx, s.AnsweredOn)
	case s.Waiting():
		return ui.T(ctx, "intake.referrals.due", "Day", ui.Date(ctx, s.AnswerBy))
	default:
		return ""
	}
}

// workView is the referrals of the people whom somebody works with.
type workView struct {
	Which store.ReferralView
	List  []referrals.Shown
	Next  string
	First bool
	Today civil.Date
}

func (p *Pages) work(c echo.Context) error {
	q := c.Request().URL.Query()
	v := workView{Which: store.ReferralView(q.Get("view")), First: q.Get("after") == "", Today: p.Desk.Today()}
	if !slices.Contains(store.ReferralViews(), v.Which) {
		v.Which = store.OpenReferrals
	}
	list, next, err := p.Desk.Work(c.Request().Context(), v.Which, q.Get("after"), pageSize)
	if err != nil {
		return err
	}
	v.List = list
	if next != "" {
		v.Next = "/intake/referrals?" + url.Values{"after": {next}, "view": {string(v.Which)}}.Encode()
	}
	return web.Render(c, http.StatusOK, workPage(v))
}

func (v workView) at() string { return "/intake/referrals?view=" + string(v.Which) }

func (v workView) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, which := range []store.ReferralView{store.OpenReferrals, store.OverdueReferrals, store.AnsweredReferrals, store.IncomingReferrals} {
		tabs = append(tabs, ui.Tab{Text: ui.T(ctx, "intake.referrals.view."+string(which)), Href: "/intake/referrals?view=" + string(which), Current: which == v.Which})
	}
	return tabs
}

func (v workView) pager() ui.Pager {
	p := ui.Pager{Next: v.Next, Shown: len(v.List)}
	if !v.First {
		p.First = v.at()
	}
	return p
}

func (v workView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.referrals.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.referrals.person")},
		{Text: ui.T(ctx, "intake.referrals.service")},
		{Text: ui.T(ctx, "intake.referrals.state")},
		{Text: ui.T(ctx, "intake.referrals.since")},
		{Text: ui.T(ctx, "intake.referrals.answer")},
	}}
	for _, s := range v.List {
		service := serviceName(ctx, s)
		if s.Direction == referral.In && !s.Hidden {
			service = ui.T(ctx, "intake.referrals.from", "Service", service)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: s.Name, Href: "/intake/people/" + s.Person + "/referrals/" + s.ID},
			{Text: service},
			{Body: stateBadge(s, v.Today)},
			{Text: ui.Date(ctx, s.Since())},
			{Text: answerText(ctx, s)},
		})
	}
	return t
}
