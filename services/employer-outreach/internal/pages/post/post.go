// Package post holds the pages of what was written to companies: a company reads its own, staff sees whether it left.
package post

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/post"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Words writes sentences of these pages in a language, outside of a request.
type Words struct{ Catalog *ui.Catalog }

// Say implements post.Words.
func (w Words) Say(language, id string, args ...any) string {
	return ui.T(ui.With(context.Background(), w.Catalog, ui.Request{Lang: language}), id, args...)
}

// Pages answers the requests for these pages.
type Pages struct{ Post *post.Post }

const (
	allPath  = "/outreach/messages"
	pageSize = 25
)

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/messages", identity.ContactList, p.all)
	r.Page(http.MethodPost, "/messages/again", identity.ContactWrite, p.again)
	r.Page(http.MethodGet, "/companies/:id/messages", identity.CompanyMessages, p.of)
}

// view is messages to every company, or to one.
type view struct {
	Company company.Company // whose; without an id everybody's
	Staff   bool            // the reader sees how far each message came
	Notes   []post.Note
	State   outbox.State
	Next    string
	First   bool
}

func (p *Pages) all(c echo.Context) error {
	q := c.Request().URL.Query()
	v := view{Staff: true, State: outbox.State(q.Get("state")), First: q.Get("after") == ""}
	if !v.State.Valid() {
		v.State = ""
	}
	var err error
	if v.Notes, v.Next, err = p.Post.List(c.Request().Context(), v.State, q.Get("after"), pageSize); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, allPage(v))
}

func (p *Pages) of(c echo.Context) error {
	ctx, after := c.Request().Context(), c.QueryParam("after")
	to, list, next, err := p.Post.Of(ctx, c.Param("id"), after, pageSize)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	v := view{Company: to, Staff: identity.May(who, identity.ContactList) == nil, Next: next, First: after == ""}
	for _, m := range list {
		v.Notes = append(v.Notes, post.Note{Message: m})
	}
	return web.Render(c, http.StatusOK, companyPage(v))
}

func (p *Pages) again(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	if err := p.Post.Again(c.Request().Context(), c.Request().PostForm.Get("message")); err != nil {
		return err
	}
	return web.See(c, allPath)
}

func (v view) path() string {
	if v.Company.ID == "" {
		return allPath
	}
	return "/outreach/companies/" + v.Company.ID + "/messages"
}

func (v view) tabs(ctx context.Context) []ui.Tab {
	list := []ui.Tab{{Text: ui.T(ctx, "outreach.post.all"), Href: allPath, Current: v.State == ""}}
	for _, s := range outbox.States() {
		list = append(list, ui.Tab{Text: ui.T(ctx, "outreach.post.state."+string(s)), Href: allPath + "?state=" + string(s), Current: v.State == s})
	}
	return list
}

func (v view) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Notes)}
	q := url.Values{}
	if v.State != "" {
		q.Set("state", string(v.State))
	}
	if !v.First {
		p.First = at(v.path(), q)
	}
	if v.Next != "" {
		q.Set("after", v.Next)
		p.Next = at(v.path(), q)
	}
	return p
}

func at(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func tone(s outbox.State) ui.Tone {
	switch s {
	case outbox.Sent:
		return ui.Good
	case outbox.Failed:
		return ui.Bad
	case outbox.Held:
		return ui.Warn
	default:
		return ui.Info
	}
}

// when says when a message was written, and to staff when it leaves.
func (v view) when(ctx context.Context, m outbox.Message) string {
	if v.Staff && m.State == outbox.Queued {
		return ui.T(ctx, "outreach.post.leaves", "When", ui.Instant(ctx, m.NotBefore))
	}
	return ui.Instant(ctx, m.CreatedAt)
}
