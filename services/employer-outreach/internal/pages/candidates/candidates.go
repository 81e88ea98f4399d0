// Package candidates holds the employer's pages of the people proposed to them: without identity, until the person agrees.
package candidates

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/candidates"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages. Zone is the desk's, in which times are typed.
type Pages struct {
	Shortlists *candidates.Client
	Desk       *hiring.Desk
	Labels     *hiring.Labels
	Zone       *time.Location
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/candidates", identity.ShortlistHost, p.list)
	r.Page(http.MethodGet, "/candidates/:entry", identity.ShortlistHost, p.one)
	r.Page(http.MethodPost, "/candidates/:entry/acts", identity.ShortlistHost, p.act)
}

const (
	listPath = "/outreach/candidates"
	perPage  = 30
)

// listView is the employer's inbox.
type listView struct {
	Entries contract.HostEntries
	Titles  map[string]string
	Waiting bool
	First   bool
}

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	v := listView{Waiting: c.QueryParam("waiting") == "true", First: c.QueryParam("cursor") == ""}
	var err error
	if v.Entries, err = p.Shortlists.List(ctx, c.QueryParam("opening"), v.Waiting, c.QueryParam("cursor"), perPage); err != nil {
		return err
	}
	if v.Titles, err = p.titles(ctx); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(v))
}

// titles are those of the employer's own openings.
func (p *Pages) titles(ctx context.Context) (map[string]string, error) {
	lines, _, err := p.Desk.Openings(ctx, store.Wanted{}, store.Query{Limit: store.MaxPage})
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, l := range lines {
		titles[l.ID] = l.Terms.Title
	}
	return titles, nil
}

func (v listView) path(waiting bool, cursor string) string {
	q := url.Values{}
	if waiting {
		q.Set("waiting", "true")
	}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	if len(q) == 0 {
		return listPath
	}
	return listPath + "?" + q.Encode()
}

func (v listView) tabs(ctx context.Context) []ui.Tab {
	return []ui.Tab{
		{Text: ui.T(ctx, "outreach.candidates.all"), Href: v.path(false, ""), Current: !v.Waiting},
		{Text: ui.T(ctx, "outreach.candidates.waiting"), Href: v.path(true, ""), Current: v.Waiting},
	}
}

func (v listView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Entries.Items)}
	if v.Entries.Next != nil {
		p.Next = v.path(v.Waiting, *v.Entries.Next)
	}
	if !v.First {
		p.First = v.path(v.Waiting, "")
	}
	return p
}

func (v listView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "outreach.candidates.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "outreach.candidates.who")},
		{Text: ui.T(ctx, "outreach.candidates.opening")},
		{Text: ui.T(ctx, "outreach.candidates.skills")},
		{Text: ui.T(ctx, "outreach.candidates.state")},
		{Text: ui.T(ctx, "outreach.candidates.next")},
		{Text: ui.T(ctx, "outreach.candidates.since")},
	}}
	for _, e := range v.Entries.Items {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: e.Code, Href: listPath + "/" + e.Id},
			{Text: v.Titles[e.OpeningId]},
			{Text: foundText(ctx, e.Blind)},
			{Body: ui.Badge(tone(e), ui.T(ctx, "outreach.candidates.state."+string(e.State)))},
			{Text: next(ctx, e)},
			{Text: ui.Instant(ctx, e.Since)},
		})
	}
	return t
}

func tone(e contract.HostEntry) ui.Tone {
	if e.Waits != nil && *e.Waits == contract.PartyHost {
		return ui.Warn
	}
	switch e.State {
	case contract.EntryStateChosen, contract.EntryStatePlaced:
		return ui.Good
	case contract.EntryStateConsentAsked, contract.EntryStateTimesProposed:
		return ui.Info
	default:
		return ui.Neutral
	}
}

// next says who acts.
func next(ctx context.Context, e contract.HostEntry) string {
	if e.Waits == nil {
		return ui.T(ctx, "outreach.candidates.waits.nobody")
	}
	return ui.T(ctx, "outreach.candidates.waits."+string(*e.Waits))
}

// read makes the change that a form asks for. Fields are named after their act.
func (p *Pages) read(form url.Values) (contract.ActRequest, fault.Violations) {
	var wrong fault.Violations
	act := form.Get("act")
	get := func(field string) string { return strings.ReplaceAll(form.Get(act+"."+field), "\r\n", "\n") }
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil || version < 0 {
		version = 0
	}
	in := contract.ActRequest{Version: version, Act: contract.ActRequestAct(act), Reason: get("reason"), NextStep: get("nextStep"), Note: get("note")}
	for n := range 3 {
		typed := get("times." + strconv.Itoa(n))
		if typed == "" {
			continue
		}
		at, err := time.ParseInLocation("2006-01-02T15:04", typed, p.Zone)
		if err != nil {
			wrong.Add("/times/"+strconv.Itoa(n), "format", "Write a day and an hour.")
			continue
		}
		in.Times = append(in.Times, at)
	}
	return in, wrong
}

// foundText says how many of the skills needed at the start somebody has; an opening may ask for none.
func foundText(ctx context.Context, b contract.Blind) string {
	if noneAsked(b) {
		return ui.T(ctx, "outreach.candidates.skills.none")
	}
	return ui.T(ctx, "outreach.candidates.skills.found", "Found", b.Found, "Total", b.Found+b.Near+b.Missing)
}

func noneAsked(b contract.Blind) bool { return b.Found+b.Near+b.Missing == 0 }
