// Package hiringinfo is the public information portal: may this person work for me, how to hire, how to look for work;
// the guide that answers for one paper; and the work list of those who verify the pages.
package hiringinfo

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog. The statements are not among them: they are
// content of package portal.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct {
	News  *portal.Newsroom
	Rules policy.Library
	// DeskTabs leads through the orientation desk, which the guide on looking for work belongs to.
	DeskTabs func(ctx context.Context, current string) []ui.Tab
}

// The addresses of the portal.
const (
	hiringPath  = "/outreach/hiring"
	guidePath   = "/outreach/hiring/guide"
	lookingPath = "/outreach/looking"
	jobsPath    = "/outreach/jobs"
	reviewsPath = "/outreach/reviews"
)

const lookingPage = "looking"

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/looking", identity.Public, p.looking)
	r.Page(http.MethodGet, "/hiring", identity.Public, p.front)
	r.Page(http.MethodGet, "/hiring/guide", identity.Public, p.guide)
	r.Page(http.MethodPost, "/hiring/guide", identity.Public, p.ask)
	r.Page(http.MethodGet, "/hiring/:page", identity.Public, p.page)
	r.Page(http.MethodGet, "/reviews", identity.ContentReviewRead, p.reviews)
	r.Page(http.MethodGet, "/reviews/:page", identity.ContentReviewRead, p.review)
	r.Page(http.MethodPost, "/reviews/:page", identity.ContentReview, p.judge)
}

type frontView struct{ Employers, People []portal.Shown }

func (p *Pages) front(c echo.Context) error {
	all, err := p.News.Pages(c.Request().Context())
	if err != nil {
		return err
	}
	var v frontView
	for _, shown := range all {
		if shown.Area != portal.Hiring {
			continue
		}
		if slices.Contains(shown.For, "employer") {
			v.Employers = append(v.Employers, shown)
		}
		if slices.Contains(shown.For, "person") {
			v.People = append(v.People, shown)
		}
	}
	return web.Render(c, http.StatusOK, frontPage(v))
}

type pageView struct {
	portal.Shown
	Text  portal.Text
	Notes map[string]int // statement -> its number among the notes
	Tabs  []ui.Tab
	Other []portal.Shown
}

func (p *Pages) page(c echo.Context) error { return p.show(c, c.Param("page"), portal.Hiring) }

func (p *Pages) looking(c echo.Context) error { return p.show(c, lookingPage, portal.Desk) }

func (p *Pages) show(c echo.Context, id string, area portal.Area) error {
	ctx := c.Request().Context()
	all, err := p.News.Pages(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(s portal.Shown) bool { return s.ID == id && s.Area == area })
	if at < 0 {
		return fault.New(fault.NotFound, "There is no such page.")
	}
	v := newPageView(ctx, all[at])
	if area == portal.Desk {
		v.Tabs = p.DeskTabs(ctx, lookingPath)
	} else {
		for _, other := range all {
			if other.Area == area && other.ID != id {
				v.Other = append(v.Other, other)
			}
		}
	}
	return web.Render(c, http.StatusOK, contentPage(v))
}

func newPageView(ctx context.Context, s portal.Shown) pageView {
	v := pageView{Shown: s, Text: s.Text(ui.Lang(ctx)), Notes: map[string]int{}}
	for _, part := range portal.Parts() {
		for _, statement := range v.part(part) {
			v.Notes[statement.ID] = len(v.Notes) + 1
		}
	}
	return v
}

// part lists the statements of a part.
func (v pageView) part(part portal.Part) []portal.Statement {
	var list []portal.Statement
	for _, s := range v.Statements {
		if s.Part == part {
			list = append(list, s)
		}
	}
	return list
}

// titled reports whether all statements of a part are under a title.
func (v pageView) titled(part portal.Part) bool {
	return !slices.ContainsFunc(v.part(part), func(s portal.Statement) bool { return v.Text.Words[s.ID].Title == "" })
}

// noted are the statements in the order of their notes.
func (v pageView) noted() []portal.Statement {
	var list []portal.Statement
	for _, part := range portal.Parts() {
		list = append(list, v.part(part)...)
	}
	return list
}

// reviewBy is a statement's day: a verification renews all of them.
func (v pageView) reviewBy(s portal.Statement) string {
	if v.Standing.State == portal.IsVerified {
		return v.Standing.ReviewBy.String()
	}
	return s.ReviewBy.String()
}

func address(s portal.Shown) string {
	if s.Area == portal.Desk {
		return lookingPath
	}
	return hiringPath + "/" + s.ID
}

// badge is a page's state in two words.
func badge(ctx context.Context, s portal.Standing) (ui.Tone, string) {
	switch {
	case s.Overdue:
		return ui.Warn, ui.T(ctx, "outreach.hiring.badge.overdue")
	case s.State == portal.IsVerified:
		return ui.Good, ui.T(ctx, "outreach.hiring.badge.verified")
	case s.State == portal.ToChange:
		return ui.Warn, ui.T(ctx, "outreach.hiring.badge.to-change")
	default:
		return ui.Neutral, ui.T(ctx, "outreach.hiring.badge.unverified")
	}
}

func day(ctx context.Context, at time.Time) string { return ui.Date(ctx, inRome(at)) }

// crumbs lead back to the portal; the guide on looking for work has the desk's tabs instead.
func (v pageView) crumbs(ctx context.Context) []ui.Link {
	if v.Area == portal.Desk {
		return nil
	}
	return []ui.Link{{Text: ui.T(ctx, "outreach.hiring.title"), Href: hiringPath}}
}
