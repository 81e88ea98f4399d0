// Package contests holds the pages on which a person objects to a match, and a counsellor answers with a decision and its
// reason.
package contests

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Colleagues says what colleagues are called.
type Colleagues interface {
	Colleagues(ctx context.Context) map[string]string
}

// Pages answers the requests for pages.
type Pages struct {
	Desk       *shortlisting.Desk
	Colleagues Colleagues
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/contests", identity.ShortlistRead, p.list)
	r.Page(http.MethodGet, "/contests/:contest", identity.ProposalRead, p.one)
	r.Page(http.MethodPost, "/contests/:contest/answer", identity.ShortlistWrite, p.answer)
	r.Page(http.MethodGet, "/runs/:run/contest", identity.ContestWrite, p.write)
	r.Page(http.MethodPost, "/runs/:run/contest", identity.ContestWrite, p.add)
}

const listPath = "/matching/contests"

type listView struct {
	Contests []shortlist.Contest
	Names    naming.Names
	Today    civil.Date
}

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	found, err := p.Desk.OpenContests(ctx)
	if err != nil {
		return err
	}
	w := naming.Wanted{Language: ui.Lang(ctx)}
	for _, x := range found {
		w.People = append(w.People, x.Person)
	}
	return web.Render(c, http.StatusOK, listPage(listView{found, p.Desk.Names(ctx, w), p.Desk.Today()}))
}

// oneView is one contest, with the form of the answer for who may give it.
type oneView struct {
	Contest  shortlist.Contest
	Name     string
	By       string // who answered; empty for who may not know
	Answers  bool
	Own      bool
	Typed    url.Values
	Errors   ui.Errors
	Conflict bool
	Today    civil.Date
}

func (p *Pages) one(c echo.Context) error { return p.draw(c, http.StatusOK, oneView{}) }

func (p *Pages) draw(c echo.Context, status int, v oneView) error {
	ctx := c.Request().Context()
	x, err := p.Desk.ReadContest(ctx, c.Param("contest"))
	if err != nil {
		return err
	}
	caller, _ := identity.From(ctx)
	v.Contest, v.Today, v.Own = x, p.Desk.Today(), caller.Person == x.Person
	v.Answers = x.AnsweredAt == nil && identity.May(caller, identity.ShortlistWrite) == nil
	if !v.Own {
		names := p.Desk.Names(ctx, naming.Wanted{Language: ui.Lang(ctx), People: []string{x.Person}})
		v.Name = names.People[x.Person].Label
	}
	if x.AnsweredAt != nil && identity.May(caller, identity.StaffNames) == nil {
		if v.By = p.Colleagues.Colleagues(ctx)[x.AnsweredBy]; v.By == "" {
			v.By = x.AnsweredBy
		}
	}
	return web.Render(c, status, onePage(v))
}

func (p *Pages) answer(c echo.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("contest")
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil {
		version = -1
	}
	_, err = p.Desk.AnswerContest(ctx, id, version, shortlist.Verdict(form.Get("verdict")), form.Get("text"))
	switch {
	case err == nil:
		return web.See(c, listPath+"/"+id)
	case fault.Is(err, fault.Conflict):
		return p.draw(c, http.StatusConflict, oneView{Typed: form, Conflict: true})
	case fault.Is(err, fault.Invalid):
		return p.draw(c, http.StatusUnprocessableEntity, oneView{Typed: form, Errors: ui.FormErrors(ctx, err)})
	default:
		return err
	}
}

// writeView is the form in which somebody objects to a match.
type writeView struct {
	Run    string
	Own    bool
	Key    string
	Text   string
	Errors ui.Errors
}

func (p *Pages) write(c echo.Context) error {
	ctx := c.Request().Context()
	if err := p.Desk.Contestable(ctx, c.Param("run")); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, writePage(writeView{Run: c.Param("run"), Own: own(ctx), Key: uuid.NewString()}))
}

func (p *Pages) add(c echo.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, run := c.Request().Context(), c.Param("run")
	x, err := p.Desk.ContestRun(ctx, run, form.Get("key"), form.Get("text"))
	switch {
	case err == nil:
		return web.See(c, listPath+"/"+x.ID)
	case fault.Is(err, fault.Invalid):
		v := writeView{Run: run, Own: own(ctx), Key: form.Get("key"), Text: form.Get("text"), Errors: ui.FormErrors(ctx, err)}
		return web.Render(c, http.StatusUnprocessableEntity, writePage(v))
	default:
		return err
	}
}

// own reports whether the person writes, and not somebody for them.
func own(ctx context.Context) bool {
	caller, _ := identity.From(ctx)
	return identity.May(caller, identity.ShortlistWrite) != nil
}

func formOf(c echo.Context) (url.Values, error) {
	if err := c.Request().ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return c.Request().PostForm, nil
}

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string {
	return ui.T(ctx, "matching.contests."+id, args...)
}
