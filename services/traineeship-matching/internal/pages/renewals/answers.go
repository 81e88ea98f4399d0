package renewals

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/answering"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

type linksView struct {
	ID        string
	Name      string
	Given     []answering.Given
	Withdrawn traineeship.Party
}

// giveLinks shows the links to answer by, which stand on no other page, or withdraws one.
func (p *Pages) giveLinks(c echo.Context) error {
	ctx, form := c.Request().Context(), c.Request().PostFormValue
	v := linksView{ID: form("one")}
	if party := traineeship.Party(form("party")); party != "" {
		if err := p.Answers.Withdraw(ctx, v.ID, party); err != nil && !fault.Is(err, fault.NotFound) { // a double click
			return err
		}
		x, err := p.Desk.Waiting(ctx, v.ID)
		if err != nil {
			return err
		}
		v.Withdrawn, v.Name = party, p.Desk.Label(ctx, x.PersonID)
		return web.Render(c, http.StatusOK, linksPage(v))
	}
	x, given, err := p.Answers.Give(ctx, v.ID)
	if err != nil {
		return err
	}
	v.Name, v.Given = p.Desk.Label(ctx, x.PersonID), given
	return web.Render(c, http.StatusOK, linksPage(v))
}

type answerView struct {
	Token    string
	Opened   bool
	Question answering.Question
	Answered bool
	Refused  bool
	Errors   ui.Errors
}

func hidden(c echo.Context) {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	c.Response().Header().Set("X-Robots-Tag", "noindex")
}

// arrive is where a link leads. It tells nothing before somebody opens it: programs that look into mail follow links, too.
func (p *Pages) arrive(c echo.Context) error {
	hidden(c)
	v := answerView{Token: c.Param("token")}
	if err := p.Answers.Look(c.Request().Context(), v.Token, c.RealIP()); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, answerPage(v))
}

// answer opens the question, or takes the answer.
func (p *Pages) answer(c echo.Context) error {
	hidden(c)
	ctx, status := c.Request().Context(), http.StatusOK
	v := answerView{Token: c.Param("token"), Opened: true}
	var err error
	if c.Request().PostFormValue("act") == "open" {
		v.Question, err = p.Answers.Open(ctx, v.Token, c.RealIP())
	} else {
		v.Question, err = p.Answers.Answer(ctx, v.Token, c.RealIP(), traineeship.Wish(c.Request().PostFormValue("wish")))
		v.Answered = err == nil
		switch {
		case fault.Is(err, fault.Invalid):
			v.Errors, err, status = ui.FormErrors(ctx, err), nil, http.StatusUnprocessableEntity
		case fault.Is(err, fault.Precondition), fault.Is(err, fault.Conflict):
			v.Refused, err, status = true, nil, http.StatusConflict
		}
	}
	if err != nil {
		return err
	}
	return web.Render(c, status, answerPage(v))
}

func (v answerView) path() string { return answering.Path(v.Token) }

func (v answerView) wish() []string {
	if v.Question.Said == nil {
		return nil
	}
	return []string{string(v.Question.Said.Wish)}
}

func (v answerView) wishes(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, w := range traineeship.Wishes() {
		out = append(out, ui.Option{Value: string(w), Label: shared(ctx, "wish."+string(w))})
	}
	return out
}

func (v linksView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "links"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "reminded.to")}, {Text: t(ctx, "links.address")}, {Text: t(ctx, "links.until")}, {Text: t(ctx, "links.withdraw")}}}
	for _, g := range v.Given {
		out.Rows = append(out.Rows, []ui.Cell{{Text: shared(ctx, "party."+string(g.Party))}, {Body: address(string(g.Party), g.Address)}, {Text: ui.Instant(ctx, g.Until)}, {Body: withdrawal(v.ID, string(g.Party))}})
	}
	return out
}
