// Package projects is the personal project on pages: read, written, agreed, printed.
package projects

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/project"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct{ Desk *planning.Desk }

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/people/:id/project", identity.ProjectRead, p.see)
	r.Page(http.MethodGet, "/people/:id/project/print", identity.ProjectRead, p.print)
	r.Page(http.MethodGet, "/people/:id/project/edit", identity.ProjectWrite, p.edit)
	r.Page(http.MethodPost, "/people/:id/project/edit", identity.ProjectWrite, p.save)
	r.Page(http.MethodPost, "/people/:id/project/agreement", identity.ProjectWrite, p.agree)
	r.Page(http.MethodGet, "/people/:id/project/actions/new", identity.ProjectWrite, p.newAction)
	r.Page(http.MethodPost, "/people/:id/project/actions/new", identity.ProjectWrite, p.addAction)
	r.Page(http.MethodGet, "/people/:id/project/actions/:action", identity.ProjectWrite, p.editAction)
	r.Page(http.MethodPost, "/people/:id/project/actions/:action", identity.ProjectWrite, p.saveAction)
	r.Page(http.MethodPost, "/people/:id/project/actions/:action/state", identity.ProjectMove, p.move)
}

// view is a project as its pages show it.
type view struct {
	ID, Name string
	Own      bool // the reader's own
	Project  project.Project
	Today    civil.Date
	MayWrite bool
	Errors   ui.Errors
	Conflict bool
	// What was typed into the form, kept when it comes back.
	Goal, Learn, AgreedOn string
}

func (v view) at() string { return "/intake/people/" + v.ID + "/project" }

// words are a text of the page; where it speaks of the person, the person reads it said to them.
func (v view) words(ctx context.Context, id string) string {
	if own := "intake.project.own." + id; v.Own && ui.Has(ctx, own) {
		return ui.T(ctx, own)
	}
	return ui.T(ctx, "intake.project."+id)
}

func (v view) page(ctx context.Context, title, path string) ui.Page {
	p := ui.Page{Title: title, Lead: v.Name, Path: v.at() + path, Errors: v.Errors, File: ui.PersonFile{ID: v.ID, Part: "project"}}
	if !v.Own {
		p.Breadcrumbs = []ui.Link{{Text: ui.T(ctx, "intake.people.title"), Href: "/intake/people"}, {Text: v.Name, Href: "/intake/people/" + v.ID}}
	}
	return p
}

func (p *Pages) load(c echo.Context) (view, error) {
	ctx := c.Request().Context()
	who, _ := identity.From(ctx)
	v := view{ID: c.Param("id"), Own: who.Person == c.Param("id"), Today: p.Desk.Today()}
	var err error
	if v.Project, err = p.Desk.Read(ctx, v.ID); err != nil {
		return v, err
	}
	v.MayWrite = p.Desk.May(ctx, v.ID, identity.ProjectWrite)
	v.Goal, v.Learn, v.AgreedOn = v.Project.Goal, v.Project.Learn, v.Today.String()
	if !v.Own {
		v.Name, err = p.Desk.NameOf(ctx, v.ID)
	}
	return v, err
}

func (p *Pages) see(c echo.Context) error {
	v, err := p.load(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, projectPage(v))
}

func (p *Pages) print(c echo.Context) error {
	v, err := p.load(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, printPage(v))
}

func (p *Pages) edit(c echo.Context) error {
	v, err := p.load(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, aimPage(v))
}

func typed(r *http.Request, name string) string {
	return strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n")
}

// version is the version that a form was made from; one that cannot be read fits no project.
func version(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (p *Pages) save(c echo.Context) error {
	r := c.Request()
	_, err := p.Desk.SetAim(r.Context(), c.Param("id"), version(r), typed(r, "goal"), typed(r, "learn"))
	return p.answer(c, err, func(v view) error {
		v.Goal, v.Learn = typed(r, "goal"), typed(r, "learn")
		return web.Render(c, status(v.Conflict), aimPage(v))
	})
}

func (p *Pages) agree(c echo.Context) error {
	r := c.Request()
	on, _ := civil.ParseDate(r.PostFormValue("agreedOn")) // what is no day is refused by the project
	_, err := p.Desk.Agree(r.Context(), c.Param("id"), version(r), on)
	return p.answer(c, err, func(v view) error {
		v.AgreedOn = r.PostFormValue("agreedOn")
		return web.Render(c, status(v.Conflict), projectPage(v))
	})
}

// move sets the state of an action from the list. Of two people who do so at once, the second is shown the list as it is.
func (p *Pages) move(c echo.Context) error {
	r := c.Request()
	_, err := p.Desk.Move(r.Context(), c.Param("id"), version(r), c.Param("action"), project.State(r.PostFormValue("state")))
	return p.answer(c, err, func(v view) error { return web.Render(c, status(v.Conflict), projectPage(v)) })
}

// answer goes on to the project when all went well, and shows the form again when it has faults or somebody else was
// faster; again is then given the project as it stands.
func (p *Pages) answer(c echo.Context, err error, again func(view) error) error {
	if err == nil {
		return web.See(c, "/intake/people/"+c.Param("id")+"/project")
	}
	errs := formErrors(c.Request().Context(), err)
	if !errs.Any() && !fault.Is(err, fault.Conflict) {
		return err
	}
	v, err := p.load(c)
	if err != nil {
		return err
	}
	v.Errors, v.Conflict = errs, !errs.Any()
	return again(v)
}

// formErrors has texts of its own for what only projects know.
func formErrors(ctx context.Context, err error) ui.Errors {
	errs := ui.FormErrors(ctx, err)
	for i, e := range errs {
		if id := "intake.project.error." + e.Field; ui.Has(ctx, id) {
			errs[i].Text = ui.T(ctx, id)
		}
	}
	return errs
}

func status(conflict bool) int {
	if conflict {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}
