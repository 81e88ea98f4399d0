package mine

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/ownfile"
)

// looksView is who looked at a file and who changed it.
type looksView struct {
	ID    string
	Own   bool
	Show  ownfile.Show
	Page  ownfile.LookPage
	First bool
	// Companies names the company of a shortlist's entry, where the person may know it.
	Companies map[string]string
}

// perPage is how many entries a page shows.
const perPage = 30

func (p *Pages) looks(c echo.Context) error {
	ctx, q := c.Request().Context(), c.Request().URL.Query()
	who, _ := identity.From(ctx)
	v := looksView{ID: c.Param("id"), Own: who.Person == c.Param("id"), Show: ownfile.Show(q.Get("show")), First: q.Get("after") == ""}
	if !slices.Contains(ownfile.Shows(), v.Show) {
		v.Show = ownfile.Everything
	}
	if err := identity.Check(who, identity.AuditRead, identity.Owner{Person: v.ID}); err != nil {
		return err
	}
	var err error
	if v.Page, err = p.Looks.Page(ctx, v.ID, v.Show, q.Get("after"), perPage); err != nil {
		return err
	}
	if v.Own && slices.ContainsFunc(v.Page.Items, func(l ownfile.Look) bool { return l.Kind == "shortlist" }) {
		v.Companies = map[string]string{}
		if o := p.overview(ctx, v.ID); o != nil {
			for _, e := range o.Proposals {
				v.Companies[e.Entry] = e.Company
			}
		}
	}
	return web.Render(c, http.StatusOK, looksPage(v))
}

func (v looksView) href(show ownfile.Show, after string) string {
	q := url.Values{}
	if show != ownfile.Everything {
		q.Set("show", string(show))
	}
	if after != "" {
		q.Set("after", after)
	}
	at := "/intake/people/" + v.ID + "/looks"
	if len(q) == 0 {
		return at
	}
	return at + "?" + q.Encode()
}

func (v looksView) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, s := range ownfile.Shows() {
		id := "intake.mine.looks.show.all"
		if s != ownfile.Everything {
			id = "intake.mine.looks.show." + string(s)
		}
		tabs = append(tabs, ui.Tab{Text: ui.T(ctx, id), Href: v.href(s, ""), Current: s == v.Show})
	}
	return tabs
}

func (v looksView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Items)}
	if v.Page.Next != "" {
		p.Next = v.href(v.Show, v.Page.Next)
	}
	if !v.First {
		p.First = v.href(v.Show, "")
	}
	return p
}

// group is the same thing that somebody saw or did several times within a minute: a list of proposals is a look at each.
type group struct {
	first ownfile.Look
	who   string
	count int
}

func (v looksView) groups(ctx context.Context) []group {
	var groups []group
	for _, l := range v.Page.Items {
		who := v.who(ctx, l)
		if n := len(groups); n > 0 && groups[n-1].who == who && groups[n-1].first.Action == l.Action && groups[n-1].first.At.Sub(l.At) < time.Minute {
			groups[n-1].count++
			continue
		}
		groups = append(groups, group{l, who, 1})
	}
	return groups
}

// title speaks to the person of the own file, and to anybody else of somebody’s.
func (v looksView) title(ctx context.Context) string {
	if v.Own {
		return ui.T(ctx, "intake.mine.looks.title")
	}
	return ui.T(ctx, "intake.mine.looks.of")
}

func (v looksView) table(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: v.title(ctx), CaptionHidden: true,
		Columns: []ui.Column{{Text: ui.T(ctx, "intake.audit.at")}, {Text: ui.T(ctx, "intake.audit.who")}, {Text: ui.T(ctx, "intake.audit.what")}, {Text: ui.T(ctx, "intake.mine.looks.kind")}},
	}
	for _, g := range v.groups(ctx) {
		kind := ui.Badge(ui.Info, ui.T(ctx, "intake.mine.looks.look"))
		if !ownfile.JustLooks(g.first.Action) {
			kind = ui.Badge(ui.Warn, ui.T(ctx, "intake.mine.looks.change"))
		}
		what := ui.T(ctx, "intake.action."+g.first.Action)
		if g.count > 1 {
			what = ui.T(ctx, "intake.mine.looks.times", "What", what, "Times", g.count)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: ui.Instant(ctx, g.first.At)}, {Text: g.who}, {Text: what}, {Body: kind}})
	}
	return t
}

// who says who it was; an employer by the company, where the person may know it.
func (v looksView) who(ctx context.Context, l ownfile.Look) string {
	text := whoText(ctx, l.Who, v.Own)
	company := v.Companies[l.Record]
	if l.Kind != "shortlist" || company == "" || (l.Who.Kind != "employer" && l.Who.Kind != "unknown") {
		return text
	}
	return ui.T(ctx, "intake.mine.who.employer") + " – " + company
}

// whoText puts in words who did something; own is whether the person reads it.
func whoText(ctx context.Context, w ownfile.Who, own bool) string {
	if w.Kind == "you" && !own {
		return ui.T(ctx, "intake.mine.who.person")
	}
	text := ui.T(ctx, "intake.mine.who."+w.Kind)
	if w.Name != "" {
		text = w.Name + ui.Comma(ctx) + text
	}
	for _, more := range []string{w.Team, w.Partner} {
		if more != "" {
			text += " – " + more
		}
	}
	return text
}
