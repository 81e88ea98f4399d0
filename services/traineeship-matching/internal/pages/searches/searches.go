// Package searches holds the pages on which openings and people are searched for by text and by facets, and the saved
// searches. Every choice is a link, so that all of it works by keyboard and without scripts. What is typed to find people
// is sent in the body of a request and never stands in an address: somebody may type a name.
package searches

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct {
	Desk  *finding.Desk
	Saved *savedsearch.Desk
}

const (
	openingsPath = "/matching/search/openings"
	peoplePath   = "/matching/search/people"
	savedPath    = "/matching/search/saved"
	alertsPath   = "/matching/alerts"
	perPage      = 20
)

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/search/openings", identity.OpeningSearch, p.openings)
	r.Page(http.MethodGet, "/search/people", identity.PersonSearch, p.people)
	r.Page(http.MethodPost, "/search/people", identity.PersonSearch, p.understand)
	r.Page(http.MethodGet, "/search/saved", identity.SavedSearch, p.saved)
	r.Page(http.MethodPost, "/search/saved", identity.SavedSearch, p.save)
	r.Page(http.MethodGet, "/search/saved/:id", identity.SavedSearch, p.one)
	r.Page(http.MethodPost, "/search/saved/:id/run", identity.SavedSearch, p.run)
	r.Page(http.MethodPost, "/search/saved/:id/rename", identity.SavedSearch, p.rename)
	r.Page(http.MethodPost, "/search/saved/:id/remove", identity.SavedSearch, p.remove)
}

func pathOf(k finding.Kind) string {
	if k == finding.People {
		return peoplePath
	}
	return openingsPath
}

// link is the page that finds with a filter, from a cursor on.
func link(f finding.Filter, cursor string) string {
	return linkTo(pathOf(f.Kind), f.Values(), cursor)
}

func linkTo(path string, q url.Values, cursor string) string {
	if cursor != "" {
		q.Set("after", cursor)
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (p *Pages) openings(c echo.Context) error { return p.find(c, finding.Openings) }

func (p *Pages) people(c echo.Context) error { return p.find(c, finding.People) }

func (p *Pages) find(c echo.Context, k finding.Kind) error {
	q := c.QueryParams()
	return p.show(c, view{Filter: finding.Read(k, q)}, q.Get("after"))
}

// show searches and draws the page; a cursor that does not belong to the search begins it anew.
func (p *Pages) show(c echo.Context, v view, cursor string) error {
	ctx := c.Request().Context()
	a := finding.Ask{Filter: v.Filter, Cursor: cursor, Limit: perPage, Language: ui.Lang(ctx)}
	var err error
	v.Found, err = p.Desk.Search(ctx, a)
	if fault.Is(err, fault.Invalid) && cursor != "" {
		a.Cursor = ""
		v.Found, err = p.Desk.Search(ctx, a)
	}
	if err != nil {
		return err
	}
	v.Key = newKey()
	return web.Render(c, http.StatusOK, searchPage(v))
}

// understand takes a text typed to find people, and goes to the address that finds what it means. What was not
// understood is answered at once, and kept nowhere.
func (p *Pages) understand(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, form := c.Request().Context(), c.Request().PostForm
	text := finding.Clean(form.Get("text"))
	u, err := p.Desk.Understand(ctx, finding.Read(finding.People, form), text, ui.Lang(ctx))
	if fault.Is(err, fault.Unavailable) {
		return p.show(c, view{Filter: u.Filter, Typed: text, NoTaxonomy: true}, "")
	}
	if err != nil {
		return err
	}
	if len(u.Unknown) > 0 {
		return p.show(c, view{Filter: u.Filter, Typed: text, Unknown: u.Unknown}, "")
	}
	return web.See(c, link(u.Filter, ""))
}

func readForm(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return nil
}

// Tabs leads through what is searched for and what came by itself.
func Tabs(ctx context.Context, current string) []ui.Tab {
	var tabs []ui.Tab
	for _, t := range []struct{ path, id string }{
		{openingsPath, "matching.search.tab.openings"},
		{peoplePath, "matching.search.tab.people"},
		{savedPath, "matching.search.tab.saved"},
		{alertsPath, "matching.search.tab.alerts"},
	} {
		tabs = append(tabs, ui.Tab{Text: ui.T(ctx, t.id), Href: t.path, Current: t.path == current})
	}
	return tabs
}
