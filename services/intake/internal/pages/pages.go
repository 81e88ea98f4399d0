// Package pages is what people see of intake: the front pages, sign-in, and people's files.
package pages

import (
	"context"
	"embed"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/pages/cohorts"
	"github.com/celav/celav/services/intake/internal/pages/mine"
	"github.com/celav/celav/services/intake/internal/pages/needs"
	"github.com/celav/celav/services/intake/internal/pages/projects"
	"github.com/celav/celav/services/intake/internal/pages/reception"
	"github.com/celav/celav/services/intake/internal/pages/referrals"
	"github.com/celav/celav/services/intake/internal/pages/welcome"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/tasks"
	"github.com/celav/celav/services/intake/internal/trails"
)

//go:generate go tool -modfile=../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Catalog holds the texts of these pages.
func Catalog() (*ui.Catalog, error) {
	c, err := ui.NewCatalog(ui.MessageFolder(messages), welcome.Messages(), reception.Messages(), cohorts.Messages(), needs.Messages(), projects.Messages(), mine.Messages(), referrals.Messages())
	if err != nil {
		return nil, fmt.Errorf("texts of intake: %w", err)
	}
	return c, nil
}

// SignIn leads to the issuer and back.
type SignIn interface {
	SignIn(w http.ResponseWriter, r *http.Request) error
	Callback(w http.ResponseWriter, r *http.Request) error
	SignOut(w http.ResponseWriter, r *http.Request) error
	IssuerSignOut(ctx context.Context) (string, error)
}

// Pages answers the requests for pages.
type Pages struct {
	Desk    *registration.Desk
	Members *registration.Members
	Agenda  *registration.Agenda
	Post    *registration.Post
	Trails  *trails.Trails
	SignIn  SignIn
	Board   *tasks.Board
	Cohorts *cohorts.Pages
}

// Register adds the pages to the router. Every page names what one must be allowed to do to see it.
func (p *Pages) Register(r *web.Router) {
	p.Cohorts.Register(r)
	r.Root(http.MethodGet, "/", identity.Public, p.first)
	r.Root(http.MethodGet, "/home", identity.Home, p.home)
	r.Root(http.MethodGet, "/accessibility", identity.Public, p.accessibility)
	r.Root(http.MethodGet, "/sign-in", identity.Public, plain(p.SignIn.SignIn))
	r.Root(http.MethodGet, "/sign-in/callback", identity.Public, plain(p.SignIn.Callback))
	r.Root(http.MethodPost, "/sign-out", identity.Public, plain(p.SignIn.SignOut))
	r.Root(http.MethodGet, "/sign-out", identity.Public, p.signedOut)

	r.Page(http.MethodGet, "/people", identity.PersonList, p.people)
	r.Page(http.MethodPost, "/people/search", identity.PersonList, p.search)
	r.Page(http.MethodGet, "/people/new", identity.PersonCreate, p.newPerson)
	r.Page(http.MethodPost, "/people/new", identity.PersonCreate, p.create)
	r.Page(http.MethodGet, "/people/:id", identity.PersonRead, p.file)
	r.Page(http.MethodGet, "/people/:id/edit", identity.PersonUpdate, p.edit)
	r.Page(http.MethodPost, "/people/:id/edit", identity.PersonUpdate, p.correct)
	r.Page(http.MethodGet, "/people/:id/availability", identity.AvailabilityRead, p.availability)
	r.Page(http.MethodPost, "/people/:id/availability", identity.AvailabilityWrite, p.saveAvailability)
	r.Page(http.MethodGet, "/people/:id/reach", identity.ReachRead, p.reach)
	r.Page(http.MethodPost, "/people/:id/reach", identity.ReachWrite, p.saveReach)
	r.Page(http.MethodGet, "/people/:id/work-access", identity.WorkAccessRead, p.workAccess)
	r.Page(http.MethodPost, "/people/:id/work-access", identity.WorkAccessWrite, p.saveWorkAccess)
	(&reception.Pages{Desk: p.Desk, Agenda: p.Agenda, Post: p.Post, Members: p.Members}).Register(r)
	r.Page(http.MethodGet, "/people/:id/work-access/:document", identity.WorkAccessWrite, p.document)
	r.Page(http.MethodPost, "/people/:id/work-access/:document", identity.WorkAccessWrite, p.saveDocument)
	r.Page(http.MethodGet, "/audit", identity.AuditRead, p.audit)
}

// plain takes a handler of the identity package into the router.
func plain(h func(http.ResponseWriter, *http.Request) error) echo.HandlerFunc {
	return func(c echo.Context) error { return h(c.Response(), c.Request()) }
}

func (p *Pages) first(c echo.Context) error {
	if who, ok := identity.From(c.Request().Context()); ok && !who.Nobody() {
		if who.Person != "" && len(who.Roles) == 1 && who.Has(identity.Person) {
			return web.See(c, mine.Home)
		}
		return p.home(c)
	}
	return web.Render(c, http.StatusOK, welcome.First())
}

// signedOut is where signing out leads. That the issuer does not answer must not hide that it worked.
func (p *Pages) signedOut(c echo.Context) error {
	ctx := c.Request().Context()
	if who, ok := identity.From(ctx); ok && !who.Nobody() {
		return web.See(c, "/")
	}
	issuer, err := p.SignIn.IssuerSignOut(ctx)
	if err != nil {
		issuer = ""
	}
	return web.Render(c, http.StatusOK, welcome.SignedOut(issuer))
}

func (p *Pages) accessibility(c echo.Context) error {
	return web.Render(c, http.StatusOK, welcome.Accessibility())
}
