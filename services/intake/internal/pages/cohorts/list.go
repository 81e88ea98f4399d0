package cohorts

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/store"
)

// listView is the cohorts that the caller may see.
type listView struct {
	Lines    []store.CohortLine
	Partners map[string]string // id -> name; empty for a partner itself
	MayBegin bool
}

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	lines, err := p.Desk.List(ctx)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	v := listView{Lines: lines, MayBegin: identity.May(who, identity.CohortWrite) == nil}
	if identity.May(who, identity.CohortDecide) == nil {
		if v.Partners, err = p.Members.PartnerNames(ctx); err != nil {
			return err
		}
	}
	return web.Render(c, http.StatusOK, listPage(v))
}

func (v listView) lead(ctx context.Context) string {
	if v.MayBegin {
		return ui.T(ctx, "intake.cohorts.lead.partner")
	}
	return ui.T(ctx, "intake.cohorts.lead.city")
}

func (v listView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.title"), CaptionHidden: true, Columns: []ui.Column{{Text: ui.T(ctx, "intake.cohorts.cohort")}}}
	if v.Partners != nil {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.partner")})
	}
	t.Columns = append(t.Columns,
		ui.Column{Text: ui.T(ctx, "intake.cohorts.state")}, ui.Column{Text: ui.T(ctx, "intake.cohorts.people"), Number: true},
		ui.Column{Text: ui.T(ctx, "intake.cohorts.to-mend"), Number: true}, ui.Column{Text: ui.T(ctx, "intake.cohorts.accepted"), Number: true},
		ui.Column{Text: ui.T(ctx, "intake.cohorts.submitted-on")})
	for _, l := range v.Lines {
		row := []ui.Cell{{Text: l.Title, Href: at(l.Cohort)}}
		if v.Partners != nil {
			row = append(row, ui.Cell{Text: v.Partners[l.Partner]})
		}
		on := ""
		if !l.Submitted.IsZero() {
			on = ui.Date(ctx, l.Submitted)
		}
		t.Rows = append(t.Rows, append(row,
			ui.Cell{Body: ui.Badge(stateTone(l.State), ui.T(ctx, "intake.cohorts.state."+string(l.State)))},
			ui.Cell{Text: ui.Number(ctx, l.Counts.Rows)}, ui.Cell{Text: ui.Number(ctx, l.Counts.Faulty+l.Counts.SentBack)},
			ui.Cell{Text: ui.Number(ctx, l.Counts.Accepted)}, ui.Cell{Text: on}))
	}
	return t
}

// newView is the form of a new cohort.
type newView struct {
	Title, Key string
	Errors     ui.Errors
}

func (p *Pages) begin(c echo.Context) error {
	key, err := uuid.NewRandom()
	if err != nil {
		return err //nolint:wrapcheck // there is no more to say
	}
	return web.Render(c, http.StatusOK, newPage(newView{Key: key.String()}))
}

// create makes the cohort and reads the file that came with it. A file that cannot be read leaves an empty cohort, in
// which the next try goes on.
func (p *Pages) create(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	data, fileErr := fileOf(r)
	v := newView{Title: r.PostFormValue("title"), Key: r.PostFormValue("key")}
	if fileErr != nil {
		v.Errors = formErrors(ctx, fileErr)
		if !v.Errors.Any() {
			return fileErr
		}
		return web.Render(c, http.StatusUnprocessableEntity, newPage(v))
	}
	made, err := p.Desk.New(ctx, v.Title, v.Key)
	if err != nil {
		if v.Errors = formErrors(ctx, err); v.Errors.Any() {
			return web.Render(c, http.StatusUnprocessableEntity, newPage(v))
		}
		return err
	}
	return p.read(c, made.ID, data)
}

// read takes a file into a cohort and leads on to what there is to do.
func (p *Pages) read(c echo.Context, id string, data []byte) error {
	ctx := c.Request().Context()
	full, asked, err := p.Desk.Upload(ctx, id, data)
	switch {
	case fault.Is(err, fault.Invalid):
		return p.show(c, id, http.StatusUnprocessableEntity, formErrors(ctx, err), "")
	case err != nil:
		return p.refused(c, id, err)
	case asked != nil:
		return web.See(c, at(full.Cohort)+"/columns")
	default:
		return web.See(c, at(full.Cohort))
	}
}

func (p *Pages) upload(c echo.Context) error {
	data, err := fileOf(c.Request())
	if err != nil {
		if errs := formErrors(c.Request().Context(), err); errs.Any() {
			return p.show(c, c.Param("id"), http.StatusUnprocessableEntity, errs, "")
		}
		return err
	}
	return p.read(c, c.Param("id"), data)
}
