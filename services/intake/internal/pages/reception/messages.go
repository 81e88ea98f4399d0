package reception

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/registration"
)

// messagesView is messages to one person or to the people of a team.
type messagesView struct {
	Person string // whose file; "" for a team's
	Name   string // of that person
	Self   bool   // the reader is the person
	Notes  []registration.Note
	State  outbox.State
	Next   string
	First  bool
}

func (p *Pages) messages(c echo.Context) error {
	q := c.Request().URL.Query()
	v := messagesView{State: outbox.State(q.Get("state")), First: q.Get("after") == ""}
	if !v.State.Valid() {
		v.State = ""
	}
	notes, next, err := p.Post.List(c.Request().Context(), v.State, q.Get("after"), pageSize)
	if err != nil {
		return err
	}
	v.Notes = notes
	if next != "" {
		values := url.Values{"after": {next}}
		if v.State != "" {
			values.Set("state", string(v.State))
		}
		v.Next = "/intake/messages?" + values.Encode()
	}
	return web.Render(c, http.StatusOK, messagesPage(v))
}

func (p *Pages) messagesOf(c echo.Context) error {
	ctx := c.Request().Context()
	after := c.Request().URL.Query().Get("after")
	to, list, next, err := p.Post.Of(ctx, c.Param("id"), after, pageSize)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	v := messagesView{Person: to.ID, Name: to.Name, Self: who.Person == to.ID, First: after == ""}
	for _, m := range list {
		v.Notes = append(v.Notes, registration.Note{Message: m})
	}
	if next != "" {
		v.Next = "/intake/people/" + to.ID + "/messages?" + url.Values{"after": {next}}.Encode()
	}
	return web.Render(c, http.StatusOK, personMessagesPage(v))
}

func (p *Pages) again(c echo.Context) error {
	if err := p.Post.Again(c.Request().Context(), c.Request().PostFormValue("message")); err != nil {
		return err
	}
	return see(c, "/intake/messages")
}

func (v messagesView) tabs(ctx context.Context) []ui.Tab {
	list := []ui.Tab{{Text: ui.T(ctx, "intake.reception.messages.all"), Href: "/intake/messages", Current: v.State == ""}}
	for _, s := range outbox.States() {
		list = append(list, ui.Tab{Text: ui.T(ctx, "intake.reception.messages.state."+string(s)), Href: "/intake/messages?state=" + string(s), Current: v.State == s})
	}
	return list
}

func (v messagesView) pager() ui.Pager {
	p := ui.Pager{Next: v.Next, Shown: len(v.Notes)}
	if !v.First {
		p.First = "/intake/messages"
		if v.Person != "" {
			p.First = "/intake/people/" + v.Person + "/messages"
		}
	}
	return p
}

func stateTone(s outbox.State) ui.Tone {
	switch s {
	case outbox.Sent:
		return ui.Good
	case outbox.Failed:
		return ui.Bad
	case outbox.Held:
		return ui.Warn
	case outbox.Queued:
		return ui.Info
	default:
		return ui.Neutral
	}
}

// when says when a message left, or when it will.
func when(ctx context.Context, m outbox.Message) string {
	if m.State == outbox.Queued {
		return ui.T(ctx, "intake.reception.messages.leaves", "When", ui.Instant(ctx, m.NotBefore))
	}
	return ui.Instant(ctx, m.DoneAt)
}
