package mine

import (
	"context"
	"net/http"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/correction"
)

// correctionsView is what a person asked to have put right, and the form to ask.
type correctionsView struct {
	List            []correction.Request
	Key, Item, Text string
	Errors          ui.Errors
}

func (p *Pages) corrections(c echo.Context) error {
	key, err := newKey()
	if err != nil {
		return err
	}
	return p.showCorrections(c, http.StatusOK, correctionsView{Key: key, Item: c.QueryParam("item")})
}

func (p *Pages) showCorrections(c echo.Context, status int, v correctionsView) error {
	ctx := c.Request().Context()
	file, err := p.Desk.Own(ctx)
	if err != nil {
		return err
	}
	if v.List, err = p.Corrections.Of(ctx, file.ID); err != nil {
		return err
	}
	return web.Render(c, status, correctionsPage(v))
}

func (p *Pages) ask(c echo.Context) error {
	r := c.Request()
	ctx := r.Context()
	file, err := p.Desk.Own(ctx)
	if err != nil {
		return err
	}
	v := correctionsView{Key: r.PostFormValue("key"), Item: r.PostFormValue("item"), Text: r.PostFormValue("text")}
	_, err = p.Corrections.Ask(ctx, file.ID, correction.Item(v.Item), v.Text, v.Key)
	if v.Errors = ui.FormErrors(ctx, err); v.Errors.Any() {
		return p.showCorrections(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return web.See(c, Home+"/corrections")
}

func (v correctionsView) items(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, i := range correction.Items() {
		list = append(list, ui.Option{Value: string(i), Label: itemText(ctx, i)})
	}
	return list
}

func itemText(ctx context.Context, i correction.Item) string {
	return ui.T(ctx, "intake.mine.item."+string(i))
}

func stateTone(s correction.State) ui.Tone {
	switch s {
	case correction.Corrected:
		return ui.Good
	case correction.Declined:
		return ui.Warn
	case correction.Open:
		return ui.Info
	default:
		return ui.Neutral
	}
}

// waitingView lists the open requests of the team's people.
type waitingView struct {
	List  []correction.Request
	Names map[string]string
}

func (p *Pages) waiting(c echo.Context) error {
	ctx := c.Request().Context()
	list, err := p.Corrections.Waiting(ctx, false)
	if err != nil {
		return err
	}
	v := waitingView{List: list, Names: map[string]string{}}
	for _, r := range list {
		if v.Names[r.Person] == "" {
			if v.Names[r.Person], err = p.Desk.NameOf(ctx, r.Person); err != nil {
				return err
			}
		}
	}
	return web.Render(c, http.StatusOK, waitingPage(v))
}

func (v waitingView) table(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.mine.waiting.title"), CaptionHidden: true,
		Columns: []ui.Column{{Text: ui.T(ctx, "intake.mine.item")}, {Text: ui.T(ctx, "intake.person.name")}, {Text: ui.T(ctx, "intake.home.since")}, {Text: ui.T(ctx, "intake.mine.due")}},
	}
	for _, r := range v.List {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: itemText(ctx, r.Item), Href: "/intake/corrections/" + r.ID},
			{Text: v.Names[r.Person]},
			{Text: ui.Date(ctx, civil.DateOf(r.AskedAt))},
			{Text: ui.Date(ctx, civil.DateOf(r.Due()))},
		})
	}
	return t
}

// answerView is one request, with the form to answer it.
type answerView struct {
	Request       correction.Request
	Name          string
	State, Answer string
	Errors        ui.Errors
	Conflict      bool
}

func (p *Pages) correction(c echo.Context) error {
	return p.showAnswer(c, http.StatusOK, answerView{})
}

func (p *Pages) showAnswer(c echo.Context, status int, v answerView) error {
	ctx := c.Request().Context()
	var err error
	if v.Request, err = p.Corrections.Read(ctx, c.Param("correction")); err != nil {
		return err
	}
	if v.Name, err = p.Desk.NameOf(ctx, v.Request.Person); err != nil {
		return err
	}
	return web.Render(c, status, answerPage(v))
}

func (p *Pages) answer(c echo.Context) error {
	r := c.Request()
	v := answerView{State: r.PostFormValue("state"), Answer: r.PostFormValue("answer")}
	_, err := p.Corrections.Answer(r.Context(), c.Param("correction"), version(r), correction.State(v.State), v.Answer)
	if err == nil {
		return web.See(c, "/intake/corrections/"+c.Param("correction"))
	}
	v.Errors, v.Conflict = ui.FormErrors(r.Context(), err), fault.Is(err, fault.Conflict) || fault.Is(err, fault.Precondition)
	if !v.Errors.Any() && !v.Conflict {
		return err
	}
	return p.showAnswer(c, conflictOr422(v.Conflict), v)
}

// where is the part of the file in which the item is put right.
func (v answerView) where() string {
	for _, a := range areas(v.Request.Person) {
		if a.item == v.Request.Item && a.name != "contact" && a.item != "other" {
			return a.href
		}
	}
	return "/intake/people/" + v.Request.Person
}

func (v answerView) states(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(correction.Corrected), Label: ui.T(ctx, "intake.mine.state.corrected"), Hint: ui.T(ctx, "intake.mine.answer.corrected.hint")},
		{Value: string(correction.Declined), Label: ui.T(ctx, "intake.mine.state.declined"), Hint: ui.T(ctx, "intake.mine.answer.declined.hint")},
	}
}
