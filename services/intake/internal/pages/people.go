package pages

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

const pageSize = 25

// peopleView is the list of files, or what a search found.
type peopleView struct {
	People   []person.Person
	Teams    map[string]string // id -> code
	Next     string            // address of the next page
	First    bool              // this is the first page
	Searched string
	More     bool // a search found more than is shown
	Missing  store.Missing
	Due      string
	Alone    bool // nobody follows them
	State    person.State
	MayAdd   bool
}

func (p *Pages) people(c echo.Context) error {
	q := c.Request().URL.Query()
	query := registration.Query{
		State: person.Active, Missing: store.Missing(q.Get("missing")), Due: q.Get("due"), After: q.Get("after"), Limit: pageSize,
		Unassigned: q.Get("unassigned") == "true",
	}
	if q.Get("state") == string(person.Closed) {
		query.State = person.Closed
	}
	return p.showPeople(c, query)
}

// search is a POST, so that no name stands in an address.
func (p *Pages) search(c echo.Context) error {
	return p.showPeople(c, registration.Query{Name: c.Request().PostFormValue("name"), Limit: 2 * pageSize})
}

func (p *Pages) showPeople(c echo.Context, q registration.Query) error {
	ctx := c.Request().Context()
	people, next, err := p.Desk.List(ctx, q)
	if err != nil {
		return err
	}
	codes, err := p.teamCodes(ctx)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	view := peopleView{
		People: people, Teams: codes, First: q.After == "", Searched: q.Name, Missing: q.Missing, Due: q.Due, Alone: q.Unassigned, State: q.State,
		MayAdd: identity.May(who, identity.PersonCreate) == nil,
	}
	view.More = next != "" && q.Name != ""
	if next != "" && q.Name == "" {
		values := url.Values{"after": {next}}
		if q.Missing != "" {
			values.Set("missing", string(q.Missing))
		}
		if q.Due != "" {
			values.Set("due", q.Due)
		}
		if q.Unassigned {
			values.Set("unassigned", "true")
		}
		if q.State == person.Closed {
			values.Set("state", string(q.State))
		}
		view.Next = "/intake/people?" + values.Encode()
	}
	return web.Render(c, http.StatusOK, peoplePage(view))
}

// teamCodes returns the public codes of the teams by id; none to who has nothing to do with teams.
func (p *Pages) teamCodes(ctx context.Context) (map[string]string, error) {
	if who, _ := identity.From(ctx); identity.May(who, identity.TeamRead) != nil {
		return nil, nil
	}
	teams, err := p.Members.Teams(ctx)
	if err != nil {
		return nil, err
	}
	codes := make(map[string]string, len(teams))
	for _, t := range teams {
		codes[t.ID] = t.Code
	}
	return codes, nil
}

func (v peopleView) table(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.people.title"), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "intake.person.name")},
			{Text: ui.T(ctx, "intake.person.code")},
			{Text: ui.T(ctx, "intake.person.language")},
			{Text: ui.T(ctx, "intake.person.team")},
			{Text: ui.T(ctx, "intake.person.waiting")},
		},
	}
	for _, one := range v.People {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: one.Name, Href: "/intake/people/" + one.ID},
			{Text: person.Code(one.ID)},
			{Text: languageName(ctx, one.Language)},
			{Text: v.Teams[one.Team]},
			{Text: ui.Date(ctx, one.WaitingSince)},
		})
	}
	return t
}

func (v peopleView) lead(ctx context.Context) string {
	switch {
	case v.Missing == store.NoAvailability:
		return ui.T(ctx, "intake.people.no-availability")
	case v.Missing == store.NoReach:
		return ui.T(ctx, "intake.people.no-reach")
	case v.Missing == store.NoWorkAccess:
		return ui.T(ctx, "intake.people.no-work-access")
	case ui.Has(ctx, "intake.papers.list."+v.dueKind()):
		return ui.T(ctx, "intake.papers.list."+v.dueKind())
	case v.Alone:
		return ui.T(ctx, "intake.people.unassigned")
	case v.State == person.Closed:
		return ui.T(ctx, "intake.people.closed")
	default:
		return ""
	}
}

// dueKind is what runs out in the files that are listed, "" when they are all.
func (v peopleView) dueKind() string {
	kind, _, _ := strings.Cut(v.Due, "-")
	return kind
}

func languageName(ctx context.Context, tag string) string {
	if id := "intake.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}

func (v peopleView) pager() ui.Pager {
	p := ui.Pager{Next: v.Next, Shown: len(v.People)}
	if !v.First {
		p.First = "/intake/people"
	}
	return p
}
