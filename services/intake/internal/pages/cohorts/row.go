package cohorts

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
)

// rowView is one person of a cohort: a form while it may be changed, else the facts.
type rowView struct {
	oneView
	Row      cohort.Row
	Typed    map[string]string // in place of the row's cells
	Links    []cohorts.Linked  // what the texts are taken for; only for the City
	Conflict bool
	Asked    cohort.Request // as typed
	Answer   string         // as typed
}

func (p *Pages) row(c echo.Context) error {
	return p.showRow(c, http.StatusOK, c.Param("row"), nil, nil)
}

func (p *Pages) showRow(c echo.Context, status int, row string, typed map[string]string, errs ui.Errors) error {
	ctx := c.Request().Context()
	v, err := p.rowView(ctx, c.Param("id"), row)
	if err != nil {
		return err
	}
	v.Errors, v.Reason, v.Conflict = errs, c.Request().PostFormValue("reason"), status == http.StatusConflict
	if typed != nil {
		v.Typed = typed
	}
	return web.Render(c, status, rowPage(v))
}

func (p *Pages) rowView(ctx context.Context, id, row string) (rowView, error) {
	one, err := p.view(ctx, id)
	if err != nil {
		return rowView{}, err
	}
	r, err := one.Full.Row(row)
	if err != nil {
		return rowView{}, err
	}
	one.MayWrite = one.MayWrite && !r.Locked()
	v := rowView{oneView: one, Row: r, Typed: r.Cells}
	key, err := uuid.NewRandom()
	if err != nil {
		return v, err //nolint:wrapcheck // there is no more to say
	}
	v.Asked.ID = key.String()
	if v.MayFollow {
		// Without skills-assessment the page says nothing about links, and everything else.
		v.Links, err = p.Desk.Links(ctx, r, ui.Lang(ctx))
		if err != nil {
			v.Links = nil
		}
	}
	return v, nil
}

func (p *Pages) mend(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	basedOn := version(r) // which reads the form
	typed := map[string]string{}
	for _, column := range cohort.Columns() {
		typed[column.Key] = strings.Join(r.PostForm[column.Key], "; ")
	}
	_, err := p.Desk.Mend(ctx, c.Param("id"), c.Param("row"), basedOn, typed)
	switch {
	case err == nil:
		return web.See(c, "/intake/cohorts/"+c.Param("id"))
	case fault.Is(err, fault.Invalid):
		return p.showRow(c, http.StatusUnprocessableEntity, c.Param("row"), typed, formErrors(ctx, err))
	case fault.Is(err, fault.Conflict):
		return p.showRow(c, http.StatusConflict, c.Param("row"), typed, nil)
	default:
		return p.refused(c, c.Param("id"), err)
	}
}

func (p *Pages) remove(c echo.Context) error {
	if err := p.Desk.Remove(c.Request().Context(), c.Param("id"), c.Param("row")); err != nil {
		return p.refused(c, c.Param("id"), err)
	}
	return web.See(c, "/intake/cohorts/"+c.Param("id"))
}

func (p *Pages) papers(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	step := cohort.PaperStep{Stage: cohort.Stage(r.PostFormValue("stage")), At: r.PostFormValue("at"), Document: r.PostFormValue("document")}
	if on, err := civil.ParseDate(r.PostFormValue("on")); err == nil {
		step.On = on
	}
	_, err := p.Desk.Advance(ctx, c.Param("id"), c.Param("row"), version(r), step)
	switch {
	case err == nil:
		return web.See(c, "/intake/cohorts/"+c.Param("id")+"/rows/"+c.Param("row"))
	case fault.Is(err, fault.Invalid):
		return p.showRow(c, http.StatusUnprocessableEntity, c.Param("row"), nil, formErrors(ctx, err))
	case fault.Is(err, fault.Conflict):
		return p.showRow(c, http.StatusConflict, c.Param("row"), nil, nil)
	default:
		return p.refused(c, c.Param("id"), err)
	}
}

// problem is what is wrong with a column: what the form was answered with, else what was found in the row.
func (v rowView) problem(ctx context.Context, key string) string {
	if v.Errors.Any() {
		if text := v.Errors.For(key); text != "" {
			_, after, _ := strings.Cut(text, ui.Colon(ctx))
			return after
		}
		return ""
	}
	for _, f := range cohort.Wrong(v.Row.Findings) {
		if f.Column == key && v.MayWrite {
			return ui.T(ctx, "intake.cohorts.finding."+f.Code)
		}
	}
	return ""
}

// summary lists the row's faults above the form, each leading to its field.
func (v rowView) summary(ctx context.Context) ui.Errors {
	if v.Errors.Any() || !v.MayWrite {
		return v.Errors
	}
	var list ui.Errors
	for _, f := range cohort.Wrong(v.Row.Findings) {
		list.Add(f.Column, findingText(ctx, f))
	}
	return list
}

// hint is the column's own, with a warning after it.
func (v rowView) hint(ctx context.Context, c cohort.Column) string {
	text := c.Hint.In(ui.Lang(ctx))
	for _, f := range cohort.Warnings(v.Row.Findings) {
		if f.Column == c.Key {
			text += " " + ui.T(ctx, "intake.cohorts.look") + " " + ui.T(ctx, "intake.cohorts.finding."+f.Code)
		}
	}
	return text
}

// choice is a column's list with what was typed, whether it stands in the list or not.
func (v rowView) choice(ctx context.Context, c cohort.Column) ui.Choice {
	out := ui.Choice{
		Name: c.Key, Label: c.Heading.In(ui.Lang(ctx)), Hint: v.hint(ctx, c), Required: c.Required, Error: v.problem(ctx, c.Key),
		Empty: ui.T(ctx, "intake.cohorts.choose"),
	}
	for _, value := range c.Values {
		if c.Key == cohort.Country && cohort.InUnion(value.Code) {
			continue
		}
		out.Options = append(out.Options, ui.Option{Value: value.Code, Label: value.Text.In(ui.Lang(ctx))})
	}
	typed := []string{v.Typed[c.Key]}
	if c.Kind == cohort.Many {
		typed = strings.Split(v.Typed[c.Key], ";")
	}
	for _, text := range typed {
		if text = cohort.Tidy(text); text == "" {
			continue
		}
		code, ok := c.Code(text)
		if !ok {
			code = text
		}
		if !slices.ContainsFunc(out.Options, func(o ui.Option) bool { return o.Value == code }) {
			out.Options = append(out.Options, ui.Option{Value: code, Label: text})
		}
		out.Values = append(out.Values, code)
	}
	return out
}

func (v rowView) input(ctx context.Context, c cohort.Column) ui.Input {
	return ui.Input{
		Name: c.Key, Label: c.Heading.In(ui.Lang(ctx)), Hint: v.hint(ctx, c), Value: v.Typed[c.Key], Required: c.Required,
		Error: v.problem(ctx, c.Key), Autocomplete: "off", Rows: 2,
	}
}

// cells are the cells as they stand, for who only reads.
func (v rowView) cells(ctx context.Context) []ui.Definition {
	var list []ui.Definition
	lang := ui.Lang(ctx)
	for _, c := range cohort.Columns() {
		text := v.Row.Cells[c.Key]
		if text == "" {
			continue
		}
		if len(c.Values) > 0 {
			var labels []string
			for _, part := range strings.Split(text, ";") {
				part = cohort.Tidy(part)
				if code, ok := c.Code(part); ok {
					part = cohort.LabelOf(c.Values, code, lang)
				}
				labels = append(labels, part)
			}
			text = strings.Join(labels, ui.Semicolon(ctx))
		}
		if d, ok := cohort.ReadDay(text); ok && c.Kind == cohort.Day {
			text = ui.Date(ctx, d)
		}
		list = append(list, ui.Definition{Term: c.Heading.In(lang), Value: text})
	}
	return list
}

func (v rowView) linked(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.links"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.cohorts.written")}, {Text: ui.T(ctx, "intake.cohorts.taken-for")}, {Text: ui.T(ctx, "intake.cohorts.column")},
	}}
	for _, l := range v.Links {
		column, _ := cohort.ColumnOf(l.Column)
		taken := l.Concept.Label
		if taken == "" {
			taken = ui.T(ctx, "intake.cohorts.not-understood")
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: l.Text}, {Text: taken}, {Text: column.Heading.In(ui.Lang(ctx))}})
	}
	return t
}

func (v rowView) papersTable(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.papers"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.cohorts.paper-stage")}, {Text: ui.T(ctx, "intake.cohorts.day")}, {Text: ui.T(ctx, "intake.cohorts.document")},
	}}
	for _, s := range v.Row.Papers {
		day := ui.Date(ctx, s.On)
		if s.At != "" {
			day += " " + s.At
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: ui.T(ctx, "intake.cohorts.papers."+string(s.Stage))}, {Text: day}, {Text: s.Document}})
	}
	return t
}

func (v rowView) nextStages(ctx context.Context) ui.Choice {
	out := ui.Choice{Name: "stage", Label: ui.T(ctx, "intake.cohorts.paper-stage"), Required: true, Error: v.Errors.For("stage")}
	next := cohort.Next(cohort.StageOf(v.Row.Papers).Stage)
	if cohort.MayNotify(v.Row.Papers) {
		next = append([]cohort.Stage{cohort.Notified}, next...)
	}
	for _, s := range next {
		out.Options = append(out.Options, ui.Option{Value: string(s), Label: ui.T(ctx, "intake.cohorts.papers."+string(s))})
	}
	return out
}

// wish is what is asked for, for who answers.
func (v rowView) wish(ctx context.Context, q cohort.Request) []ui.Definition {
	column, _ := cohort.ColumnOf(q.Column)
	return []ui.Definition{
		{Term: ui.T(ctx, "intake.cohorts.column"), Value: column.Heading.In(ui.Lang(ctx))},
		{Term: ui.T(ctx, "intake.cohorts.request.old"), Value: orDash(q.Old)},
		{Term: ui.T(ctx, "intake.cohorts.request.value"), Value: orDash(q.New)},
		{Term: ui.T(ctx, "intake.cohorts.request.why"), Value: q.Why},
		{Term: ui.T(ctx, "intake.cohorts.request.asked"), Value: ui.Instant(ctx, q.AskedAt)},
	}
}
