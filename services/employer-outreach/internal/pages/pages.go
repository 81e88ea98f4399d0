// Package pages is what people see of companies and openings.
package pages

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
)

//go:generate go tool -modfile=../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Catalog holds the texts of these pages and of the areas beside them.
func Catalog(areas ...fs.FS) (*ui.Catalog, error) {
	c, err := ui.NewCatalog(append([]fs.FS{Messages()}, areas...)...)
	if err != nil {
		return nil, fmt.Errorf("texts of outreach: %w", err)
	}
	return c, nil
}

// Languages lists the tags of the languages in which pages are shown.
func Languages() []string {
	var tags []string
	for _, l := range ui.Languages() {
		tags = append(tags, l.Tag)
	}
	return tags
}

// Pages answers the requests for pages.
type Pages struct {
	Desk     *hiring.Desk
	Labels   *hiring.Labels
	Taxonomy hiring.Taxonomy
}

// Register adds the pages to the router. Every page names what one must be allowed to do to see it.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/openings", identity.OpeningList, p.openings)
	r.Page(http.MethodGet, "/openings/new", identity.OpeningCreate, p.newOpening)
	r.Page(http.MethodPost, "/openings/new", identity.OpeningCreate, p.createOpening)
	r.Page(http.MethodGet, "/openings/:id", identity.OpeningRead, p.opening)
	r.Page(http.MethodGet, "/openings/:id/edit", identity.OpeningWrite, p.editOpening)
	r.Page(http.MethodPost, "/openings/:id/edit", identity.OpeningWrite, p.saveOpening)
	r.Page(http.MethodPost, "/openings/:id/state", identity.OpeningWrite, p.moveOpening)

	r.Page(http.MethodGet, "/company", identity.CompanyRead, p.ownCompany)
	r.Page(http.MethodGet, "/companies", identity.CompanyList, p.companies)
	r.Page(http.MethodGet, "/companies/new", identity.CompanyCreate, p.newCompany)
	r.Page(http.MethodPost, "/companies/new", identity.CompanyCreate, p.createCompany)
	r.Page(http.MethodGet, "/companies/:id", identity.CompanyRead, p.company)
	r.Page(http.MethodPost, "/companies/:id/confirm", identity.CompanyConfirm, p.confirmCompany)
	r.Page(http.MethodGet, "/companies/:id/edit", identity.CompanyWrite, p.editCompany)
	r.Page(http.MethodPost, "/companies/:id/edit", identity.CompanyWrite, p.saveCompany)
	r.Page(http.MethodGet, "/companies/:id/sites/new", identity.CompanyWrite, p.newSite)
	r.Page(http.MethodPost, "/companies/:id/sites/new", identity.CompanyWrite, p.addSite)
	r.Page(http.MethodGet, "/companies/:id/sites/:site", identity.CompanyWrite, p.editSite)
	r.Page(http.MethodPost, "/companies/:id/sites/:site", identity.CompanyWrite, p.saveSite)
}

func may(ctx context.Context, a identity.Action, companyID string) bool {
	p, _ := identity.From(ctx)
	return identity.Check(p, a, identity.Owner{Company: companyID}) == nil
}

// readForm parses a posted form.
func readForm(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return nil
}

// version reads the version that a form is based on. Without one the form is treated as out of date.
func version(c echo.Context) int64 {
	v, err := strconv.ParseInt(c.Request().PostFormValue("version"), 10, 64)
	if err != nil {
		return -1
	}
	return v
}

// answer goes on after a write, or shows the form again: what is to be corrected, or that somebody else was
// faster.
func answer(c echo.Context, err error, next string, again func(status int, errs ui.Errors, conflict bool) error) error {
	errs := ui.FormErrors(c.Request().Context(), err)
	switch {
	case err == nil:
		return web.See(c, next)
	case errs.Any():
		return again(http.StatusUnprocessableEntity, errs, false)
	case fault.Is(err, fault.Conflict):
		return again(http.StatusConflict, nil, true)
	default:
		return err
	}
}

// newKey draws what a form carries so that a double click makes one record.
func newKey() (string, error) {
	key, err := uuid.NewRandom()
	if err != nil {
		return "", fmt.Errorf("draw a form's key: %w", err)
	}
	return key.String(), nil
}

func text(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// langOf is the language of an opening's words when it is not the page's.
func langOf(ctx context.Context, language string) string {
	if language == ui.Lang(ctx) {
		return ""
	}
	return language
}
