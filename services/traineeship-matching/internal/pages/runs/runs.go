// Package runs holds the pages of the log of matches: which were made, what each found and why, what was decided on it,
// and the sheet of reasons of one, on paper or as data.
package runs

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/runs"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Printer makes PDFs.
type Printer interface {
	Available() bool
	Print(ctx context.Context, html []byte) ([]byte, error)
}

// Pages answers the requests for pages.
type Pages struct {
	Desk    *runs.Desk
	Printer Printer
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/runs", identity.RunRead, p.list)
	r.Page(http.MethodGet, "/people/:id/runs", identity.RunRead, p.ofPerson)
	r.Page(http.MethodGet, "/openings/:id/runs", identity.RunRead, p.ofOpening)
	r.Page(http.MethodGet, "/runs/:run", identity.RunRead, p.run)
	r.Page(http.MethodGet, "/runs/:run/sheet.pdf", identity.RunRead, p.pdf, web.Limit{Deadline: time.Minute})
	r.Page(http.MethodGet, "/runs/:run/sheet.json", identity.RunRead, p.data)
}

const perPage = 25

func (p *Pages) list(c echo.Context) error { return p.draw(c, runlog.Filter{}, "/matching/runs") }

func (p *Pages) ofPerson(c echo.Context) error {
	id := c.Param("id")
	return p.draw(c, runlog.Filter{Person: id}, "/matching/people/"+id+"/runs")
}

func (p *Pages) ofOpening(c echo.Context) error {
	id := c.Param("id")
	return p.draw(c, runlog.Filter{Opening: id}, "/matching/openings/"+id+"/runs")
}

func (p *Pages) draw(c echo.Context, f runlog.Filter, path string) error {
	ctx := c.Request().Context()
	f.Cursor, f.Limit = c.QueryParam("cursor"), perPage
	page, err := p.Desk.List(ctx, f, ui.Lang(ctx))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(listView{page, f, path}))
}

func (p *Pages) run(c echo.Context) error {
	ctx := c.Request().Context()
	f, _, err := p.Desk.Open(ctx, c.Param("run"), ui.Lang(ctx), "")
	if err != nil {
		return err
	}
	own := ""
	if f.Run.Person != "" {
		own = p.Desk.Naming.Language(ctx, f.Run.Person)
	}
	return web.Render(c, http.StatusOK, runPage(runView{
		Sheet: Build(ctx, &f), Own: own, PDF: p.Printer.Available(), Contest: f.Contest, Reads: mayReadContests(ctx),
	}))
}

func mayReadContests(ctx context.Context) bool {
	viewer, _ := identity.From(ctx)
	return identity.May(viewer, identity.ProposalRead) == nil
}

// sheet makes the sheet in the language that is asked for, or the person's.
func (p *Pages) sheet(c echo.Context) (context.Context, Sheet, error) {
	return Open(c.Request().Context(), p.Desk, c.Param("run"), c.QueryParam("language"))
}

// Open makes the sheet of a run in a language, or in the person's where none is given; the context speaks it.
func Open(ctx context.Context, d *runs.Desk, run, language string) (context.Context, Sheet, error) {
	if language != "" && !slices.ContainsFunc(ui.Languages(), func(l ui.Language) bool { return l.Tag == language }) {
		return ctx, Sheet{}, fault.New(fault.Invalid, "There is no such language.")
	}
	f, spoken, err := d.Open(ctx, run, language, ui.Lang(ctx))
	if err != nil {
		return ctx, Sheet{}, err
	}
	ctx = ui.InLanguage(ctx, spoken)
	return ctx, Build(ctx, &f), nil
}

func (p *Pages) pdf(c echo.Context) error {
	ctx, sheet, err := p.sheet(c)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := paper(sheet).Render(ctx, &page); err != nil {
		return fmt.Errorf("draw a sheet of reasons: %w", err)
	}
	data, err := p.Printer.Print(ctx, page.Bytes())
	if err != nil {
		return err //nolint:wrapcheck // the fault as it was
	}
	return download(c, "reasons-"+sheet.Language+".pdf", "application/pdf", data)
}

func (p *Pages) data(c echo.Context) error {
	_, sheet, err := p.sheet(c)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(sheet, "", "  ")
	if err != nil {
		return fmt.Errorf("write a sheet of reasons: %w", err)
	}
	return download(c, "reasons-"+sheet.Language+".json", "application/json", data)
}

// download sends a file, whose name says nothing of whose it is.
func download(c echo.Context, name, kind string, data []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	if err := c.Blob(http.StatusOK, kind, data); err != nil {
		return fault.New(fault.Unavailable, "the file could not be sent").Because(err)
	}
	return nil
}

func withCursor(path, cursor string) string {
	if cursor == "" {
		return path
	}
	return path + "?" + url.Values{"cursor": {cursor}}.Encode()
}

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string {
	return ui.T(ctx, "matching.runs."+id, args...)
}
