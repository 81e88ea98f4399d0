// Package cohorts is what partners and the City see of cohorts of trainees from abroad: the upload with a result per
// row, the form for one person, the check, and who stands where.
package cohorts

import (
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/spreadsheet"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Directory names teams and partners.
type Directory interface {
	Teams(ctx context.Context) ([]directory.Team, error)
	PartnerNames(ctx context.Context) (map[string]string, error)
}

// Pages answers the requests for pages.
type Pages struct {
	Desk    *cohorts.Desk
	Members Directory
}

// uploads is what a page that takes a file may be sent: the file and the fields around it.
func uploads() web.Limit {
	return web.Limit{Body: spreadsheet.MostBytes + 64<<10, Deadline: manyAtOnce().Deadline}
}

// manyAtOnce is for acts that write a whole cohort.
func manyAtOnce() web.Limit { return web.Limit{Deadline: time.Minute} }

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/cohorts", identity.CohortList, p.list)
	r.Page(http.MethodGet, "/cohorts/new", identity.CohortWrite, p.begin)
	r.Page(http.MethodPost, "/cohorts/new", identity.CohortWrite, p.create, uploads())
	r.Page(http.MethodGet, "/cohorts/template.csv", identity.CohortList, p.template(spreadsheet.TemplateCSV, "csv"))
	r.Page(http.MethodGet, "/cohorts/template.xlsx", identity.CohortList, p.template(spreadsheet.TemplateXLSX, "xlsx"))
	r.Page(http.MethodGet, "/cohorts/:id", identity.CohortRead, p.one)
	r.Page(http.MethodPost, "/cohorts/:id/file", identity.CohortWrite, p.upload, uploads())
	r.Page(http.MethodGet, "/cohorts/:id/columns", identity.CohortWrite, p.columns)
	r.Page(http.MethodPost, "/cohorts/:id/columns", identity.CohortWrite, p.confirm, manyAtOnce())
	r.Page(http.MethodGet, "/cohorts/:id/errors.csv", identity.CohortRead, p.errorFile)
	r.Page(http.MethodPost, "/cohorts/:id/submit", identity.CohortWrite, p.submit, manyAtOnce())
	r.Page(http.MethodPost, "/cohorts/:id/decide", identity.CohortDecide, p.decide, manyAtOnce())
	r.Page(http.MethodPost, "/cohorts/:id/profiles", identity.CohortDecide, p.profiles, manyAtOnce())
	r.Page(http.MethodGet, "/cohorts/:id/rows/:row", identity.CohortRead, p.row)
	r.Page(http.MethodPost, "/cohorts/:id/rows/:row", identity.CohortWrite, p.mend)
	r.Page(http.MethodPost, "/cohorts/:id/rows/:row/remove", identity.CohortWrite, p.remove)
	r.Page(http.MethodPost, "/cohorts/:id/rows/:row/papers", identity.CohortDecide, p.papers)
	r.Page(http.MethodPost, "/cohorts/:id/rows/:row/requests", identity.CohortWrite, p.ask)
	r.Page(http.MethodPost, "/cohorts/:id/requests/:wish", identity.CohortDecide, p.answer)
}

// template sends the empty template in the page's language.
func (p *Pages) template(write func(lang string) ([]byte, error), ending string) echo.HandlerFunc {
	return func(c echo.Context) error {
		data, err := write(ui.Lang(c.Request().Context()))
		if err != nil {
			return err
		}
		return download(c, "celav-template."+ending, data)
	}
}

func download(c echo.Context, name string, data []byte) error {
	kind := "text/csv; charset=utf-8"
	if strings.HasSuffix(name, ".xlsx") {
		kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, kind, data)
}

// fileOf reads the file of a form; too large a one is read as far as it may be, and refused where files are judged.
func fileOf(r *http.Request) ([]byte, error) {
	f, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		var bad fault.Violations
		bad.Add("/file", "file-missing", "Choose a file.")
		return nil, bad.Err()
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "The file cannot be read.").Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, spreadsheet.MostBytes+1))
	if err != nil {
		return nil, fault.New(fault.Invalid, "The file cannot be read.").Because(err)
	}
	return data, nil
}

// formErrors is ui.FormErrors with the texts of these pages, which say what to write.
func formErrors(ctx context.Context, err error) ui.Errors {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return nil
	}
	var list ui.Errors
	for i, e := range ui.FormErrors(ctx, err) {
		if i < len(f.Violations) {
			if id := "intake.cohorts.finding." + f.Violations[i].Code; ui.Has(ctx, id) {
				e.Text = ui.T(ctx, id)
			}
		}
		e.Field = strings.TrimPrefix(e.Field, "cells.")
		if column, ok := cohort.ColumnOf(e.Field); ok {
			e.Text = column.Heading.In(ui.Lang(ctx)) + ui.Colon(ctx) + e.Text
		}
		list = append(list, e)
	}
	return list
}

func findingText(ctx context.Context, f cohort.Finding) string {
	column, _ := cohort.ColumnOf(f.Column)
	return column.Heading.In(ui.Lang(ctx)) + ui.Colon(ctx) + ui.T(ctx, "intake.cohorts.finding."+f.Code)
}

func findingTexts(ctx context.Context, found []cohort.Finding) []string {
	var list []string
	for _, f := range found {
		list = append(list, findingText(ctx, f))
	}
	return list
}

func crumbs(ctx context.Context, c *cohort.Cohort) []ui.Link {
	list := []ui.Link{{Text: ui.T(ctx, "intake.cohorts.title"), Href: "/intake/cohorts"}}
	if c != nil {
		list = append(list, ui.Link{Text: c.Title, Href: at(*c)})
	}
	return list
}

func at(c cohort.Cohort) string { return "/intake/cohorts/" + c.ID }

func atRow(c cohort.Cohort, row string) string { return at(c) + "/rows/" + row }

func stateTone(s cohort.State) ui.Tone {
	switch s {
	case cohort.Accepted:
		return ui.Good
	case cohort.Returned:
		return ui.Warn
	case cohort.Submitted:
		return ui.Info
	default:
		return ui.Neutral
	}
}

func resultTone(r cohort.Result) ui.Tone {
	switch r {
	case cohort.Faulty:
		return ui.Bad
	case cohort.Create:
		return ui.Good
	case cohort.Update:
		return ui.Info
	default:
		return ui.Neutral
	}
}
