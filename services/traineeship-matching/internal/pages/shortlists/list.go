package shortlists

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

const perPage = 30

// waitingView is what waits for whom.
type waitingView struct {
	Page  shortlisting.Page
	Names naming.Names
	Waits string
	First bool
}

func (p *Pages) waiting(c echo.Context) error {
	ctx := c.Request().Context()
	v := waitingView{Waits: c.QueryParam("waits"), First: c.QueryParam("cursor") == ""}
	var err error
	switch who := shortlist.Party(v.Waits); who {
	case shortlist.Desk, shortlist.Host, shortlist.Person:
		v.Page, err = p.Desk.Waiting(ctx, []shortlist.Party{who}, c.QueryParam("cursor"), perPage)
	default:
		v.Waits = ""
		v.Page, err = p.Desk.Waiting(ctx, nil, c.QueryParam("cursor"), perPage)
	}
	if err != nil {
		return err
	}
	v.Names = p.Desk.Names(ctx, wantedOf(ctx, v.Page.Entries...))
	return web.Render(c, http.StatusOK, waitingPage(v))
}

func waitingPath(waits, cursor string) string {
	q := url.Values{}
	if waits != "" {
		q.Set("waits", waits)
	}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	if len(q) == 0 {
		return "/matching/shortlist"
	}
	return "/matching/shortlist?" + q.Encode()
}

func (v waitingView) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, who := range []string{"", "desk", "host", "person"} {
		id := "matching.shortlist.tab.all"
		if who != "" {
			id = "matching.shortlist.tab." + who
		}
		tabs = append(tabs, ui.Tab{Text: ui.T(ctx, id), Href: waitingPath(who, ""), Current: who == v.Waits})
	}
	return append(tabs, ui.Tab{Text: ui.T(ctx, "matching.shortlist.tab.contest"), Href: "/matching/contests"})
}

func (v waitingView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Entries)}
	if v.Page.Next != "" {
		p.Next = waitingPath(v.Waits, v.Page.Next)
	}
	if !v.First {
		p.First = waitingPath(v.Waits, "")
	}
	return p
}

func entryTable(ctx context.Context, n naming.Names, entries []shortlist.Entry, withOpening bool) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.shortlist.title"), CaptionHidden: true, Columns: []ui.Column{{Text: ui.T(ctx, "matching.shortlist.person")}}}
	if withOpening {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "matching.shortlist.opening")})
	}
	t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "matching.shortlist.state")}, ui.Column{Text: ui.T(ctx, "matching.shortlist.waits")},
		ui.Column{Text: ui.T(ctx, "matching.shortlist.since")}, ui.Column{Text: ui.T(ctx, "matching.shortlist.total"), Number: true})
	for _, e := range entries {
		row := []ui.Cell{{Text: personLabel(n, e.Person), Href: "/matching/shortlist/" + e.ID}}
		if withOpening {
			row = append(row, ui.Cell{Text: openingLabel(n, e.Opening), Href: "/matching/openings/" + e.Opening + "/shortlist"})
		}
		row = append(row, ui.Cell{Body: ui.Badge(tone(e.State), stateText(ctx, e.State))}, ui.Cell{Text: waitsText(ctx, e.State)},
			ui.Cell{Text: ui.Instant(ctx, e.Since)}, ui.Cell{Text: totalText(ctx, e)})
		t.Rows = append(t.Rows, row)
	}
	return t
}

func totalText(ctx context.Context, e shortlist.Entry) string {
	if e.Facts.Decision.Total == nil {
		return ""
	}
	return ui.Number(ctx, match.Points(*e.Facts.Decision.Total))
}

// openingView is the shortlist of one opening.
type openingView struct {
	ID    string
	Page  shortlisting.Page
	Names naming.Names
}

func (p *Pages) opening(c echo.Context) error {
	ctx := c.Request().Context()
	v := openingView{ID: c.Param("id")}
	var err error
	if v.Page, err = p.Desk.Opening(ctx, v.ID); err != nil {
		return err
	}
	w := wantedOf(ctx, v.Page.Entries...)
	w.Openings = append(w.Openings, v.ID)
	v.Names = p.Desk.Names(ctx, w)
	return web.Render(c, http.StatusOK, openingPage(v))
}

func (v openingView) title(ctx context.Context) string {
	return ui.T(ctx, "matching.shortlist.of", "Opening", openingLabel(v.Names, v.ID))
}
