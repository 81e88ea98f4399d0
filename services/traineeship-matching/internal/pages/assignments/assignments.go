// Package assignments holds the pages on which a group of people is placed at once: a counsellor fixes and forbids pairs,
// and sees what it costs, who stays unplaced and why.
package assignments

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct{ Desk *planning.Desk }

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/assignment/groups", identity.AssignmentRead, p.groups)
	r.Page(http.MethodGet, "/assignment", identity.AssignmentRead, p.plan)
	r.Page(http.MethodGet, "/assignment/people/:id", identity.AssignmentRead, p.person)
	r.Page(http.MethodGet, "/assignment/people/:id/prices", identity.AssignmentWrite, p.prices)
	r.Page(http.MethodPost, "/assignment/overrides", identity.AssignmentWrite, p.change)
	r.Page(http.MethodGet, "/assignment/together", identity.AssignmentWrite, p.chooseTogether)
	r.Page(http.MethodPost, "/assignment/together", identity.AssignmentWrite, p.keepTogether)
}

const (
	perPage = 15
	// mostPeople is what the total loses for everybody unplaced when the plan is to place as many as possible.
	mostPeople = 100
)

// scope is which plan a page shows, as its address says.
type scope struct {
	Cohort, Team string
	Most         bool // place as many as possible
}

func (s scope) group() planning.Group { return planning.GroupOf(s.Cohort, s.Team) }

func (s scope) unplaced() int32 {
	if s.Most {
		return mostPeople * 100
	}
	return 0
}

func (s scope) ask(ctx context.Context) planning.Ask {
	return planning.Ask{Group: s.group(), Unplaced: s.unplaced(), Limit: perPage, Language: ui.Lang(ctx)}
}

func scopeOf(get func(string) string) scope {
	return scope{Cohort: get("cohort"), Team: get("team"), Most: get("weigh") == "people"}
}

func (s scope) path(at string, more ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	if s.Cohort != "" {
		q.Set("cohort", s.Cohort)
	}
	if s.Team != "" {
		q.Set("team", s.Team)
	}
	if s.Most {
		q.Set("weigh", "people")
	}
	if len(q) == 0 {
		return at
	}
	return at + "?" + q.Encode()
}

const planPath = "/matching/assignment"

// notice is what is said above a plan: what a change cost, or why it was not made.
type notice struct {
	Tone  ui.Tone
	Title string
	Text  string
}

func (p *Pages) groups(c echo.Context) error {
	lines, names, err := p.Desk.Groups(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, groupsPage(groupsView{lines, names.Silent}))
}

func (p *Pages) plan(c echo.Context) error {
	ctx := c.Request().Context()
	var n *notice
	if cost, err := strconv.ParseInt(c.QueryParam("cost"), 10, 64); err == nil {
		n = &notice{Tone: ui.Good, Title: t(ctx, "changed"), Text: costText(ctx, cost)}
	}
	return p.showPlan(c, http.StatusOK, scopeOf(c.QueryParam), c.QueryParam("cursor"), n)
}

func (p *Pages) showPlan(c echo.Context, status int, s scope, cursor string, n *notice) error {
	ctx := c.Request().Context()
	ask := s.ask(ctx)
	ask.Cursor = cursor
	a, err := p.Desk.Plan(ctx, ask)
	if fault.Is(err, fault.Conflict) && cursor != "" { // the facts have changed since the first page
		return web.See(c, s.path(planPath))
	}
	if err != nil {
		return err
	}
	v := planView{Scope: s, Answer: a, Notice: n, Cursor: cursor}
	v.Label = p.label(ctx, a.Group)
	return web.Render(c, status, planPage(v))
}

func (p *Pages) label(ctx context.Context, g planning.Group) string {
	if name := p.Desk.Label(ctx, g); name != "" {
		return name
	}
	return t(ctx, "kind."+string(g.Kind))
}

func (p *Pages) person(c echo.Context) error {
	ctx := c.Request().Context()
	s := scopeOf(c.QueryParam)
	a, err := p.Desk.Person(ctx, s.ask(ctx), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, personPage(personView{s, a, p.label(ctx, a.Group)}))
}

func (p *Pages) change(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	ctx, form := c.Request().Context(), c.Request().PostFormValue
	s := scopeOf(form)
	version, err := strconv.ParseInt(form("version"), 10, 64)
	if err != nil {
		version = -1
	}
	act := planning.Act(form("act"))
	if act != planning.Fix && act != planning.Forbid && act != planning.Release {
		return fault.New(fault.Invalid, "Fix, forbid or release.")
	}
	changed, err := p.Desk.Change(ctx, planning.Change{
		Group: s.group(), Unplaced: s.unplaced(), Version: version, Person: form("person"), Opening: form("opening"), Act: act,
	})
	switch {
	case err == nil:
		return web.See(c, s.path(planPath, "cost", strconv.FormatInt(changed.Cost, 10)))
	case fault.Is(err, fault.Conflict):
		return p.showPlan(c, http.StatusConflict, s, "", &notice{ui.Warn, t(ctx, "conflict"), t(ctx, "conflict.text")})
	case fault.Is(err, fault.Precondition):
		return p.showPlan(c, http.StatusUnprocessableEntity, s, "", &notice{ui.Bad, t(ctx, "refused"), t(ctx, "refused.text")})
	default:
		return err
	}
}

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string {
	return ui.T(ctx, "matching.assign."+id, args...)
}
