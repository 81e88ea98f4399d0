package traineeships

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

type hiresView struct{ Page placement.HirePage }

func (p *Pages) hires(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := p.Desk.Hires(ctx, c.QueryParam("cursor"), perPage, ui.Lang(ctx))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, hiresPage(hiresView{page}))
}

func (v hiresView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "hires"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "hire.person")},
		{Text: t(ctx, "hire.employer")},
		{Text: t(ctx, "hire.kind")},
		{Text: t(ctx, "hire.start")},
		{Text: t(ctx, "hire.end")},
		{Text: t(ctx, "hours"), Number: true},
		{Text: t(ctx, "one")},
	}}
	for _, h := range v.Page.Items {
		employer := h.Employer
		if employer == "" {
			employer = place(ctx, v.Page.Names, h.OpeningID)
		}
		row := []ui.Cell{
			{Text: v.Page.Names.People[h.PersonID].Label, Href: "/matching/people/" + h.PersonID + "/traineeships"},
			{Text: employer},
			{Text: t(ctx, "hire.kind."+string(h.Kind))},
			{Text: ui.Date(ctx, h.Start)},
			{Text: ui.Date(ctx, h.End)},
			{Text: ui.Number(ctx, h.HoursWeek)},
			{Text: t(ctx, "hire.without")},
		}
		if h.TraineeshipID != "" {
			row[6] = ui.Cell{Text: t(ctx, "hire.after"), Href: "/matching/traineeships/" + h.TraineeshipID}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (v hiresView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Items)}
	if v.Page.Next != "" {
		p.Next = "/matching/hires?" + url.Values{"cursor": {v.Page.Next}}.Encode()
	}
	return p
}

// hireView is the form that records a hire.
type hireView struct {
	Name   string
	Typed  map[string]string
	Errors ui.Errors
	Key    string
	Place  string // of the opening or traineeship that it comes from
}

func (p *Pages) hireForm(c echo.Context) error {
	ctx := c.Request().Context()
	typed := map[string]string{"hoursWeek": "40"}
	for _, name := range []string{"person", "opening", "entry", "traineeship"} {
		typed[name] = c.QueryParam(name)
	}
	if typed["entry"] != "" && p.Desk.Entries != nil {
		var err error
		if typed["person"], typed["opening"], err = p.Desk.Entries.Whose(ctx, typed["entry"]); err != nil {
			return err
		}
	}
	key, err := uuid.NewRandom()
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, hirePage(p.hireView(ctx, typed, key.String())))
}

func (p *Pages) hireView(ctx context.Context, typed map[string]string, key string) hireView {
	v := hireView{Typed: typed, Key: key}
	if typed["person"] != "" {
		v.Name = p.Desk.Label(ctx, typed["person"])
	}
	if typed["opening"] != "" {
		v.Place = place(ctx, p.Desk.NamesOf(ctx, typed["opening"], ui.Lang(ctx)), typed["opening"])
	}
	return v
}

func (p *Pages) hire(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	var bad fault.Violations
	day := func(name string) civil.Date {
		d, err := readDay(text(name))
		if err != nil {
			bad.Add("/"+name, "date", "Write a date that exists.")
		}
		return d
	}
	hours, err := strconv.Atoi(text("hoursWeek"))
	if err != nil {
		bad.Add("/hoursWeek", "number", "Write a number.")
	}
	h := traineeship.Employment{
		PersonID: text("person"), OpeningID: text("opening"), EntryID: text("entry"), TraineeshipID: text("traineeship"), Employer: text("employer"),
		Kind: traineeship.HireKind(text("kind")), Start: day("start"), End: day("end"), HoursWeek: hours,
	}
	if err = bad.Err(); err == nil {
		h, err = p.Desk.Hire(ctx, h, text("key"))
	}
	if err == nil {
		return web.See(c, "/matching/people/"+h.PersonID+"/traineeships")
	}
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	typed := map[string]string{}
	for name := range r.PostForm {
		typed[name] = r.PostFormValue(name)
	}
	v := p.hireView(ctx, typed, text("key"))
	v.Errors = ui.FormErrors(ctx, err)
	return web.Render(c, http.StatusUnprocessableEntity, hirePage(v))
}

func kinds(ctx context.Context) []ui.Option {
	var values []string
	for _, k := range traineeship.HireKinds() {
		values = append(values, string(k))
	}
	return options(ctx, "hire.kind", values...)
}

func employerHint(ctx context.Context, v hireView) string {
	if v.Typed["traineeship"] != "" {
		return t(ctx, "hire.employer.same")
	}
	return t(ctx, "hire.employer.hint")
}
