package cohorts

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
)

// columnsView asks what the headings of a file mean.
type columnsView struct {
	Cohort   cohort.Cohort
	Question cohorts.Question
	Errors   ui.Errors
}

func (p *Pages) columns(c echo.Context) error {
	held, q, err := p.Desk.Asked(c.Request().Context(), c.Param("id"))
	if fault.Is(err, fault.NotFound) && held.ID != "" {
		return web.See(c, at(held)) // it was answered already
	}
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, columnsPage(columnsView{Cohort: held, Question: q}))
}

func (p *Pages) confirm(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	held, q, err := p.Desk.Asked(ctx, c.Param("id"))
	if err != nil {
		return p.refused(c, c.Param("id"), err)
	}
	said := make([]string, len(q.Headings))
	for i := range said {
		said[i] = r.PostFormValue(fmt.Sprintf("columns.%d", i))
	}
	if _, err := p.Desk.Confirm(ctx, c.Param("id"), said); err != nil {
		errs := formErrors(ctx, err)
		if !errs.Any() {
			return p.refused(c, c.Param("id"), err)
		}
		q.Mapping = said
		return web.Render(c, http.StatusUnprocessableEntity, columnsPage(columnsView{held, q, missing(ctx, errs, q.Mapping)}))
	}
	return web.See(c, at(held))
}

// missing names the required columns that nothing was said to mean.
func missing(ctx context.Context, errs ui.Errors, m cohort.Mapping) ui.Errors {
	list := m.Missing()
	for i := range errs {
		if errs[i].Field != "columns" || len(list) == 0 {
			continue
		}
		column, _ := cohort.ColumnOf(list[0])
		list = list[1:]
		errs[i] = ui.FieldError{Field: "columns.0", Text: ui.T(ctx, "intake.cohorts.finding.column-missing") + " " + column.Heading.In(ui.Lang(ctx))}
	}
	return errs
}

func (v columnsView) choice(ctx context.Context, i int) ui.Choice {
	name := fmt.Sprintf("columns.%d", i)
	out := ui.Choice{
		Name: name, Label: v.Question.Headings[i], Required: true, Error: v.Errors.For(name), Values: []string{v.Question.Mapping[i]},
		Options: []ui.Option{{Value: cohort.Ignored, Label: ui.T(ctx, "intake.cohorts.leave-out")}},
	}
	if v.Question.Headings[i] == "" {
		out.Label = ui.T(ctx, "intake.cohorts.no-heading", "N", ui.Number(ctx, i+1))
	}
	if v.Question.Mapping[i] == "" {
		out.Empty = ui.T(ctx, "intake.cohorts.choose")
	}
	if e := v.Question.Examples[i]; e != "" {
		out.Hint = ui.T(ctx, "intake.cohorts.example", "Text", e)
	}
	for _, c := range cohort.Columns() {
		label := c.Heading.In(ui.Lang(ctx))
		if c.Required {
			label += " *"
		}
		out.Options = append(out.Options, ui.Option{Value: c.Key, Label: label})
	}
	return out
}
