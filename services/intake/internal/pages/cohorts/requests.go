package cohorts

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
)

// ask sends a partner's wish for a change to the City.
func (p *Pages) ask(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	q := cohort.Request{ID: r.PostFormValue("key"), Column: r.PostFormValue("column"), New: r.PostFormValue("value"), Why: r.PostFormValue("why")}
	_, err := p.Desk.Ask(ctx, c.Param("id"), c.Param("row"), q)
	switch {
	case err == nil:
		return web.See(c, "/intake/cohorts/"+c.Param("id")+"/rows/"+c.Param("row"))
	case fault.Is(err, fault.Invalid):
		return p.showRowWith(c, http.StatusUnprocessableEntity, c.Param("row"), formErrors(ctx, err), func(v *rowView) { v.Asked = q })
	default:
		return p.refused(c, c.Param("id"), err)
	}
}

// answer is the City's to such a wish.
func (p *Pages) answer(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	n := r.PostFormValue("n")
	a := cohorts.Answer{Version: version(r), Accept: r.PostFormValue("decision") == string(cohort.ChangeAccepted), Reason: r.PostFormValue("answer." + n)}
	q, err := p.Desk.Settle(ctx, c.Param("id"), c.Param("wish"), a)
	switch {
	case err == nil:
		return web.See(c, "/intake/cohorts/"+c.Param("id")+"/rows/"+q.Row)
	case fault.Is(err, fault.Invalid) && q.Row != "":
		errs := formErrors(ctx, err)
		for i := range errs {
			errs[i].Field += "." + n
		}
		return p.showRowWith(c, http.StatusUnprocessableEntity, q.Row, errs, func(v *rowView) { v.Answer = a.Reason })
	default:
		return p.refused(c, c.Param("id"), err)
	}
}

func (p *Pages) showRowWith(c echo.Context, status int, row string, errs ui.Errors, keep func(*rowView)) error {
	v, err := p.rowView(c.Request().Context(), c.Param("id"), row)
	if err != nil {
		return err
	}
	v.Errors = errs
	keep(&v)
	return web.Render(c, status, rowPage(v))
}

// asks reports whether the reader may ask for a change of the row.
func (v rowView) asks() bool { return v.MayAsk && v.Full.Asks(v.Row) }

func (v rowView) columns(ctx context.Context) ui.Choice {
	out := ui.Choice{
		Name: "column", Label: ui.T(ctx, "intake.cohorts.request.column"), Required: true, Empty: ui.T(ctx, "intake.cohorts.choose"),
		Values: []string{v.Asked.Column}, Error: v.Errors.For("column"),
	}
	for _, c := range cohort.Columns() {
		label := c.Heading.In(ui.Lang(ctx))
		if now := v.Row.Cells[c.Key]; now != "" {
			label += ui.Colon(ctx) + now
		}
		out.Options = append(out.Options, ui.Option{Value: c.Key, Label: label})
	}
	return out
}

// requests are the changes asked for of one row, or of all.
func (v oneView) requests(row string) []cohort.Request {
	if row == "" {
		return v.Full.Requests
	}
	return slices.DeleteFunc(slices.Clone(v.Full.Requests), func(q cohort.Request) bool { return q.Row != row })
}

func (v oneView) open(row string) []cohort.Request {
	return slices.DeleteFunc(slices.Clone(v.requests(row)), func(q cohort.Request) bool { return q.State != cohort.Asked })
}

// requestTable is the record of what was asked for: what stood there, what was wished, why, and the answer.
func (v oneView) requestTable(ctx context.Context, row string) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.requests"), CaptionHidden: true}
	if row == "" {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.name")})
	}
	for _, id := range []string{"column", "request.old", "request.value", "request.why", "request.asked", "request.answer"} {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts."+id)})
	}
	for _, q := range v.requests(row) {
		column, _ := cohort.ColumnOf(q.Column)
		var cells []ui.Cell
		if row == "" {
			name := ""
			if r, err := v.Full.Row(q.Row); err == nil {
				name = v.nameOf(ctx, r)
			}
			cells = append(cells, ui.Cell{Text: name, Href: atRow(v.Full.Cohort, q.Row)})
		}
		t.Rows = append(t.Rows, append(cells, ui.Cell{Text: column.Heading.In(ui.Lang(ctx))}, ui.Cell{Text: orDash(q.Old)}, ui.Cell{Text: orDash(q.New)},
			ui.Cell{Text: q.Why}, ui.Cell{Text: ui.Instant(ctx, q.AskedAt)}, ui.Cell{Body: requestAnswer(q)}))
	}
	return t
}

func requestTone(s cohort.RequestState) ui.Tone {
	switch s {
	case cohort.ChangeAccepted:
		return ui.Good
	case cohort.ChangeRefused:
		return ui.Warn
	default:
		return ui.Info
	}
}

// profileColumn reports whether what a column says is the skills profile's, which a counsellor changes there.
func profileColumn(key string) bool {
	return slices.Contains([]string{
		cohort.Occupations, cohort.Wanted, cohort.Skills, cohort.Months, cohort.TitleLevel, cohort.Italian, cohort.French, cohort.English, cohort.Arabic,
	}, key)
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func number(i int) string { return strconv.Itoa(i) }

// notice is where somebody's declaration of hospitality stands, with the hours left; "" for who has not arrived.
func (v oneView) notice(ctx context.Context, r cohort.Row) string {
	n, ok := v.Notices[r.ID]
	if !ok {
		return ""
	}
	hours := n.Until.Sub(v.Now)
	switch {
	case !n.Open():
		return ui.T(ctx, "intake.cohorts.notice.done", "Day", ui.Date(ctx, n.Done))
	case n.Overdue(v.Now):
		return ui.T(ctx, "intake.cohorts.notice.overdue", "Hours", ui.Number(ctx, int(-hours/time.Hour)), "Until", ui.Instant(ctx, n.Until))
	default:
		return ui.T(ctx, "intake.cohorts.notice.left", "Hours", ui.Number(ctx, int(hours/time.Hour)), "Until", ui.Instant(ctx, n.Until))
	}
}

// overdue are the people whose declaration of hospitality is late, and those whose hours are running.
func (v oneView) running() (late, left []cohort.Row) {
	for _, r := range v.Full.Rows {
		switch n, ok := v.Notices[r.ID]; {
		case !ok || !n.Open():
		case n.Overdue(v.Now):
			late = append(late, r)
		default:
			left = append(left, r)
		}
	}
	return late, left
}

func requestStateText(ctx context.Context, s cohort.RequestState) string {
	if s == cohort.Asked {
		return ui.T(ctx, "intake.cohorts.request.asked.badge")
	}
	return ui.T(ctx, "intake.cohorts.request."+string(s))
}
