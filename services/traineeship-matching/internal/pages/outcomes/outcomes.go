// Package outcomes holds the pages on what became of people after a traineeship: the question, the answers, and how many
// answered what.
package outcomes

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct{ Desk *placement.Desk }

const prefix = "matching.outcomes."

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/outcomes", identity.OutcomeRead, p.counts)
	r.Page(http.MethodGet, "/traineeships/:id/follow-up", identity.TraineeshipFollow, p.show)
	r.Page(http.MethodPost, "/traineeships/:id/follow-up", identity.TraineeshipFollow, p.answer)
}

func t(ctx context.Context, id string, args ...any) string { return ui.T(ctx, prefix+id, args...) }

func (p *Pages) counts(c echo.Context) error {
	rows, err := p.Desk.Outcomes(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, countsPage(rows))
}

// view is a traineeship's questions, with the form that came back if one did.
type view struct {
	placement.View
	Errors   ui.Errors
	Typed    map[string]string
	Conflict bool
	Refused  bool
	Saved    bool
}

func (p *Pages) read(c echo.Context) (view, error) {
	ctx := c.Request().Context()
	v := view{Typed: map[string]string{}, Saved: c.QueryParam("saved") == "yes"}
	var err error
	v.View, err = p.Desk.Read(ctx, c.Param("id"), ui.Lang(ctx))
	return v, err
}

func (p *Pages) show(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, followPage(v))
}

func (p *Pages) answer(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	version, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Invalid, "The form has no version.")
	}
	months, err := strconv.Atoi(r.PostFormValue("months"))
	if err != nil {
		months = -1 // the desk says that there is no such question
	}
	in := placement.Input{Act: traineeship.ActFollow, Months: months, Now: traineeship.Now(r.PostFormValue("now"))}
	if _, err = p.Desk.Act(ctx, c.Param("id"), version, in); err == nil {
		return web.See(c, "/matching/traineeships/"+c.Param("id")+"/follow-up?saved=yes")
	}
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.Conflict && kind != fault.Precondition {
		return err
	}
	v, readErr := p.read(c)
	if readErr != nil {
		return readErr
	}
	v.Typed["months"], v.Typed["now"] = r.PostFormValue("months"), r.PostFormValue("now")
	v.Errors, v.Conflict, v.Refused = ui.FormErrors(ctx, err), kind == fault.Conflict, kind == fault.Precondition
	status := http.StatusUnprocessableEntity
	if kind != fault.Invalid {
		status = http.StatusConflict
	}
	return web.Render(c, status, followPage(v))
}

func path(id string) string { return "/matching/traineeships/" + id + "/follow-up" }

// file leads through the file's parts.
func (v view) file() ui.PersonFile { return ui.PersonFile{ID: v.PersonID, Part: "traineeships"} }

// name is how to call the trainee.
func (v view) name() string {
	if p, ok := v.Names.People[v.PersonID]; ok && p.Known {
		return p.Label
	}
	return v.TraineeName
}

// open are the questions that the viewer can answer now.
func (v view) open() []traineeship.FollowUp {
	var out []traineeship.FollowUp
	if !v.Staff() {
		if f := v.WaitingFollowUp(); f != nil {
			out = append(out, *f)
		}
		return out
	}
	for _, f := range v.FollowUps {
		if !f.DueOn.After(v.Moment.Today()) {
			out = append(out, f)
		}
	}
	return out
}

// chosen is the question that the form stands on: the one typed, else the one that waits, else the latest.
func (v view) chosen() string {
	if v.Typed["months"] != "" {
		return v.Typed["months"]
	}
	if f := v.WaitingFollowUp(); f != nil {
		return strconv.Itoa(f.Months)
	}
	open := v.open()
	return strconv.Itoa(open[len(open)-1].Months)
}

func (v view) points(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, f := range v.open() {
		label := t(ctx, "after", f.Months)
		if f.Answer != "" {
			label += " – " + t(ctx, "now."+string(f.Answer))
		}
		out = append(out, ui.Option{Value: strconv.Itoa(f.Months), Label: label})
	}
	return out
}

func (v view) answers(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, n := range traineeship.Nows() {
		if n == traineeship.Unknown && !v.Staff() {
			continue
		}
		out = append(out, ui.Option{Value: string(n), Label: t(ctx, "now."+string(n))})
	}
	return out
}

// Table is what is known after a traineeship, question by question.
func Table(ctx context.Context, x *traineeship.Traineeship) ui.Table {
	out := ui.Table{Caption: t(ctx, "title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "point")}, {Text: t(ctx, "day")}, {Text: t(ctx, "answer")}, {Text: t(ctx, "said")},
	}}
	waiting := x.WaitingFollowUp()
	for _, f := range x.FollowUps {
		row := []ui.Cell{{Text: t(ctx, "after", f.Months)}, {Text: ui.Date(ctx, f.DueOn)}, {Text: t(ctx, "later")}, {}}
		switch {
		case f.Answer != "":
			row[2].Text = t(ctx, "now."+string(f.Answer))
			row[3].Text = t(ctx, "said."+string(f.Party), "Day", ui.Date(ctx, f.AnswerOn))
		case waiting != nil && waiting.ID == f.ID:
			row[2] = ui.Cell{Body: ui.Badge(ui.Warn, t(ctx, "waits"))}
			row[3].Text = t(ctx, "asked", "Day", ui.Date(ctx, f.AskedOn))
		case waiting != nil && f.Months < waiting.Months, waiting == nil && f.AskedOn.IsValid():
			row[2].Text = t(ctx, "silent")
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func countsTable(ctx context.Context, rows []placement.OutcomeRow) ui.Table {
	out := ui.Table{Caption: t(ctx, "counts"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "point")}}}
	for _, n := range traineeship.Nows() {
		out.Columns = append(out.Columns, ui.Column{Text: t(ctx, "now."+string(n)), Number: true})
	}
	out.Columns = append(out.Columns, ui.Column{Text: t(ctx, "silent"), Number: true}, ui.Column{Text: t(ctx, "total"), Number: true})
	for _, r := range rows {
		row := []ui.Cell{{Text: t(ctx, "after", r.Months)}}
		for _, n := range append(append([]traineeship.Count{}, r.Answers...), r.Silent, r.Total) {
			row = append(row, ui.Cell{Text: shown(ctx, n)})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func shown(ctx context.Context, c traineeship.Count) string {
	if c.Hidden {
		return t(ctx, "few")
	}
	return ui.Number(ctx, c.N)
}
