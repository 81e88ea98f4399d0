package pages

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

const perPage = 10

// rankingView is one list of a ranking: the openings for a person, or the people for an opening.
type rankingView struct {
	Answer   desk.Answer
	Standing match.Standing
	ID       string // of the person or the opening
	OfPerson bool
	First    bool // this is the list's first page
	Via      desk.Via
	Weights  weights
	Errors   ui.Errors
}

func (p *Pages) person(c echo.Context) error {
	return p.ranking(c, true, p.Desk.Person)
}

func (p *Pages) opening(c echo.Context) error {
	return p.ranking(c, false, p.Desk.Opening)
}

func (p *Pages) ranking(c echo.Context, ofPerson bool, rank func(context.Context, desk.Ask) (desk.Answer, error)) error {
	ctx := c.Request().Context()
	standing, err := standingOf(c.QueryParam("list"))
	if err != nil {
		return err
	}
	v := rankingView{Standing: standing, ID: c.Param("id"), OfPerson: ofPerson, First: c.QueryParam("cursor") == ""}
	if via := desk.Via(c.QueryParam("via")); via == desk.Recall || via == desk.Snapshot {
		v.Via = via
	}
	v.Weights = weightsOf(c.QueryParams())
	ask := desk.Ask{
		ID: v.ID, Via: v.Via, Limit: perPage, List: &standing, Cursor: c.QueryParam("cursor"), Language: ui.Lang(ctx), Counts: v.Weights.counts(),
	}
	v.Answer, err = rank(ctx, ask)
	status := http.StatusOK
	if found := ui.FormErrors(ctx, err); ask.Counts != nil && found.Any() {
		for _, part := range match.PartNames() {
			if found.For(part.String()) != "" {
				v.Errors = found
				v.Errors = v.textErrors(ctx)
				break
			}
		}
		if v.Errors.Any() { // the ranking by the published weights stands below what is to be corrected
			status, ask.Counts = http.StatusUnprocessableEntity, nil
			v.Answer, err = rank(ctx, ask)
		}
	}
	if err != nil {
		return err
	}
	return web.Render(c, status, rankingPage(v))
}

func standingOf(name string) (match.Standing, error) {
	if name == "" {
		return match.Eligible, nil
	}
	for _, s := range []match.Standing{match.Eligible, match.NotEnough, match.Blocked} {
		if s.String() == name {
			return s, nil
		}
	}
	return 0, fault.New(fault.NotFound, "There is no such list.")
}

func (v rankingView) path() string {
	if v.OfPerson {
		return "/matching/people/" + v.ID
	}
	return "/matching/openings/" + v.ID
}

func (v rankingView) href(s match.Standing, cursor string) string {
	q := url.Values{}
	if !v.Errors.Any() {
		for name, text := range v.Weights {
			q[name] = text
		}
	}
	if s != match.Eligible || cursor != "" {
		q.Set("list", s.String())
	}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	if v.Via != "" {
		q.Set("via", string(v.Via))
	}
	if len(q) == 0 {
		return v.path()
	}
	return v.path() + "?" + q.Encode()
}

func (v rankingView) title(ctx context.Context) string {
	if v.OfPerson {
		return ui.T(ctx, "matching.for-person", "Name", personLabel(v.Answer.Names, v.ID))
	}
	return ui.T(ctx, "matching.for-opening", "Name", openingTitle(v.Answer.Names, v.ID))
}

func (v rankingView) lead(ctx context.Context) string {
	if v.OfPerson {
		return ui.T(ctx, "matching.for-person.lead")
	}
	o := v.Answer.Names.Openings[v.ID]
	return joined(o.Company, o.Municipality)
}

// file is the person's, when the ranking is of openings for somebody.
func (v rankingView) file() ui.PersonFile {
	if !v.OfPerson {
		return ui.PersonFile{}
	}
	return ui.PersonFile{ID: v.ID, Part: "matches"}
}

// joined puts what is known side by side.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), " · ")
}

func (v rankingView) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, s := range []match.Standing{match.Eligible, match.NotEnough, match.Blocked} {
		tabs = append(tabs, ui.Tab{
			Text: ui.T(ctx, "matching.list."+s.String(), "Count", v.Answer.Lists[s].Count), Href: v.href(s, ""), Current: s == v.Standing,
		})
	}
	return tabs
}

func (v rankingView) list() match.List { return v.Answer.Lists[v.Standing] }

func (v rankingView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.list().Items)}
	if next := v.Answer.Next[v.Standing]; next != "" {
		p.Next = v.href(v.Standing, next)
	}
	if !v.First {
		p.First = v.href(v.Standing, "")
	}
	return p
}

// card is one match in the list.
func (v rankingView) card(ctx context.Context, e match.Explanation) card {
	c := card{Match: e, Names: v.Answer.Names, Href: "/matching/people/" + e.Person + "/openings/" + e.Opening}
	c.Decide = c.Href + "/decide" // by the published weights, whatever this run weighs
	if !v.Errors.Any() {
		c.Href += v.Weights.query()
	}
	if v.OfPerson {
		o := v.Answer.Names.Openings[e.Opening]
		c.Title = openingTitle(v.Answer.Names, e.Opening)
		c.Under, c.Lang = joined(o.Company, o.Municipality), titleLang(ctx, o)
	} else {
		c.Title = personLabel(v.Answer.Names, e.Person)
	}
	return c
}

// made says how the ranking was made.
func made(ctx context.Context, r desk.Run) []ui.Definition {
	return []ui.Definition{
		{Term: ui.T(ctx, "matching.made.via"), Value: ui.T(ctx, "matching.made.via."+string(r.Via))},
		{Term: ui.T(ctx, "matching.made.scored"), Value: ui.Number(ctx, r.Scored)},
		{Term: ui.T(ctx, "matching.made.order"), Value: ui.T(ctx, "matching.made.order.text")},
		{Term: ui.T(ctx, "matching.made.weights"), Value: weightsText(ctx, r) + " (" + r.Versions.Weights + ")"},
		{Term: ui.T(ctx, "matching.made.rules"), Value: r.Versions.Rules},
		{Term: ui.T(ctx, "matching.made.taxonomy"), Value: r.Versions.Taxonomy},
		{Term: ui.T(ctx, "matching.made.run"), Value: r.ID},
	}
}

func weightsText(ctx context.Context, r desk.Run) string {
	var texts []string
	for part := match.Essential; part <= match.Freshness; part++ {
		texts = append(texts, ui.T(ctx, "matching.part."+part.String())+" "+ui.Number(ctx, r.Share(part)))
	}
	return strings.Join(texts, ui.Comma(ctx))
}
