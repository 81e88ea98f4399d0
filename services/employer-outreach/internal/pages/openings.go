package pages

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

type openingsView struct {
	State  opening.State
	Table  ui.Table
	Pager  ui.Pager
	NewURL string
}

func (p *Pages) openings(c echo.Context) error {
	ctx := c.Request().Context()
	state := opening.State(c.QueryParam("state"))
	cursor := c.QueryParam("after")
	lines, next, err := p.Desk.Openings(ctx, store.Wanted{State: state}, store.Query{Cursor: cursor})
	if err != nil {
		return err
	}
	table, err := p.openingTable(ctx, lines)
	if err != nil {
		return err
	}
	v := openingsView{State: state, Table: table, Pager: pager("/outreach/openings", url.Values{"state": {string(state)}}, cursor, next, len(lines))}
	if who, _ := identity.From(ctx); who.Company != "" {
		v.NewURL = "/outreach/openings/new"
	}
	return web.Render(c, http.StatusOK, openingsPage(v))
}

// pager leads through a list and keeps its other parameters.
func pager(path string, keep url.Values, cursor, next string, shown int) ui.Pager {
	for name := range keep {
		if keep.Get(name) == "" {
			delete(keep, name)
		}
	}
	here := path
	if len(keep) > 0 {
		here += "?" + keep.Encode()
	}
	p := ui.Pager{First: first(cursor != "", here), Shown: shown}
	if next != "" {
		keep.Set("after", next)
		p.Next = path + "?" + keep.Encode()
	}
	return p
}

func (p *Pages) openingTable(ctx context.Context, lines []store.OpeningLine) (ui.Table, error) {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.Terms.Occupation
	}
	labels, err := p.Labels.Of(ctx, ui.Lang(ctx), ids...)
	if err != nil {
		return ui.Table{}, err
	}
	table := ui.Table{Caption: ui.T(ctx, "outreach.openings.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "outreach.field.title")},
		{Text: ui.T(ctx, "outreach.field.company")},
		{Text: ui.T(ctx, "outreach.field.occupation")},
		{Text: ui.T(ctx, "outreach.field.municipality")},
		{Text: ui.T(ctx, "outreach.field.start")},
		{Text: ui.T(ctx, "outreach.field.seats-taken"), Number: true},
		{Text: ui.T(ctx, "outreach.field.state")},
	}}
	for _, l := range lines {
		tone, words := p.standing(ctx, l.Opening)
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: l.Terms.Title, Href: "/outreach/openings/" + l.ID, Lang: langOf(ctx, l.Terms.Language)},
			{Text: l.Company},
			{Text: labels[l.Terms.Occupation]},
			{Text: l.Municipality},
			{Text: ui.Date(ctx, l.Terms.Start)},
			{Text: ui.T(ctx, "outreach.opening.seats.short", "Taken", l.Terms.SeatsTaken, "Seats", l.Terms.Seats)},
			{Body: ui.Badge(tone, words)},
		})
	}
	return table, nil
}

// standing says in words how an opening is doing: what people see of it, not only its state.
func (p *Pages) standing(ctx context.Context, o opening.Opening) (ui.Tone, string) {
	switch {
	case o.Live(p.Desk.Today()):
		return ui.Good, ui.T(ctx, "outreach.standing.live")
	case o.State == opening.Published && o.Terms.SeatsTaken >= o.Terms.Seats:
		return ui.Info, ui.T(ctx, "outreach.standing.full")
	case o.State == opening.Paused:
		return ui.Warn, ui.T(ctx, "outreach.standing.paused")
	case o.State == opening.Draft:
		return ui.Neutral, ui.T(ctx, "outreach.standing.draft")
	default:
		return ui.Neutral, ui.T(ctx, "outreach.standing.closed")
	}
}

// openingView is one opening with the names of everything in it.
type openingView struct {
	Opening  opening.Opening
	Company  company.Company
	Labels   map[string]string
	Tone     ui.Tone
	Standing string
	MayWrite bool
	MayMatch bool
	Errors   ui.Errors
	Conflict bool
	// Limit is how many trainees the unit may host at a time by law; nil when that is not known or does not matter.
	Limit *hiring.SeatLimit
}

func (p *Pages) opening(c echo.Context) error {
	o, err := p.Desk.Opening(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return p.showOpening(c, o, http.StatusOK, nil, false)
}

func (p *Pages) showOpening(c echo.Context, o opening.Opening, status int, errs ui.Errors, conflict bool) error {
	ctx := c.Request().Context()
	owner, err := p.Desk.Company(ctx, o.CompanyID)
	if err != nil {
		return err
	}
	labels, err := p.Labels.Of(ctx, ui.Lang(ctx), concepts(o.Terms)...)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	v := openingView{
		Opening: o, Company: owner, Labels: labels, MayWrite: may(ctx, identity.OpeningWrite, o.CompanyID),
		MayMatch: o.Told() && identity.May(who, identity.MatchOpening) == nil, Errors: errs, Conflict: conflict,
	}
	v.Limit = p.limit(owner, o.Terms.SiteID, o.Terms.Kind)
	v.Tone, v.Standing = p.standing(ctx, o)
	if o.Live(p.Desk.Today()) && owner.Standing == company.ToCheck {
		v.Tone, v.Standing = ui.Info, ui.T(ctx, "outreach.standing.staff-only")
	}
	return web.Render(c, status, openingPage(v))
}

// limit is the law's limit of trainees at a site, for what is a traineeship.
func (p *Pages) limit(owner company.Company, siteID string, kind opening.Kind) *hiring.SeatLimit {
	if kind == opening.Contract {
		return nil
	}
	limit, known := p.Desk.SeatLimit(owner, siteID)
	if !known {
		return nil
	}
	return &limit
}

// concepts lists the ids that the terms name.
func concepts(t opening.Terms) []string {
	ids := append([]string{t.Occupation}, t.LearnedHere...)
	for _, d := range append(append([]opening.SkillDemand{}, t.NeededAtStart...), t.Optional...) {
		ids = append(ids, d.Skill)
	}
	return ids
}

func (p *Pages) moveOpening(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if err := readForm(c); err != nil {
		return err
	}
	_, err := p.Desk.MoveOpening(ctx, id, version(c), opening.State(c.Request().PostFormValue("to")))
	return answer(c, err, "/outreach/openings/"+id, func(status int, errs ui.Errors, conflict bool) error {
		now, err := p.Desk.Opening(ctx, id)
		if err != nil {
			return err
		}
		for i := range errs { // the page has no fields: the summary leads to the edit form's
			errs[i].Field = ""
		}
		return p.showOpening(c, now, status, errs, conflict)
	})
}

func (v openingsView) tabs(ctx context.Context) []ui.Tab {
	tabs := []ui.Tab{{Text: ui.T(ctx, "outreach.openings.all"), Href: "/outreach/openings", Current: v.State == ""}}
	for _, s := range opening.States() {
		tabs = append(tabs, ui.Tab{
			Text: ui.T(ctx, "outreach.state."+string(s)), Href: link("/outreach/openings", "state", string(s)), Current: v.State == s,
		})
	}
	return tabs
}
