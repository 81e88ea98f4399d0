package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// chooseView is where a match begins: with a person or with an opening.
type chooseView struct {
	Choice        desk.Choice
	WithoutSkills bool
	Fairness      bool // the viewer may see who gets which chances
}

func (p *Pages) choose(c echo.Context) error {
	ctx := c.Request().Context()
	without := c.QueryParam("missing") == "skills"
	choice, err := p.Desk.Choose(ctx, without, ui.Lang(ctx))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, choosePage(chooseView{choice, without, mayReadFairness(ctx)}))
}

func mayReadFairness(ctx context.Context) bool {
	viewer, _ := identity.From(ctx)
	return identity.May(viewer, identity.FairnessRead) == nil
}

func (v chooseView) lead(ctx context.Context) string {
	if v.WithoutSkills {
		return ui.T(ctx, "matching.choose.without-skills")
	}
	return ui.T(ctx, "matching.choose.lead")
}

func (v chooseView) people(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.people"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.person")}, {Text: ui.T(ctx, "matching.waiting")}, {Text: ui.T(ctx, "matching.skills"), Number: true},
	}}
	for _, x := range v.Choice.People {
		since := ""
		if x.WaitingSince != nil {
			since = ui.Date(ctx, *x.WaitingSince)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: personLabel(v.Choice.Names, x.ID), Href: "/matching/people/" + x.ID}, {Text: since}, {Text: ui.Number(ctx, x.Skills)},
		})
	}
	return t
}

func (v chooseView) openings(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.openings"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.opening")},
		{Text: ui.T(ctx, "matching.company")},
		{Text: ui.T(ctx, "matching.municipality")},
		{Text: ui.T(ctx, "matching.seats"), Number: true},
	}}
	for _, x := range v.Choice.Openings {
		o := v.Choice.Names.Openings[x.ID]
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: openingTitle(v.Choice.Names, x.ID), Href: "/matching/openings/" + x.ID, Lang: titleLang(ctx, o)},
			{Text: o.Company},
			{Text: o.Municipality},
			{Text: ui.Number(ctx, max(0, x.SeatsFree))},
		})
	}
	return t
}

// personLabel is the name or the neutral code; without either, the end of the id.
func personLabel(n naming.Names, id string) string {
	if p, ok := n.People[id]; ok {
		return p.Label
	}
	return shortID(id)
}

func openingTitle(n naming.Names, id string) string {
	if o, ok := n.Openings[id]; ok && o.Title != "" {
		return o.Title
	}
	return shortID(id)
}

// titleLang is the language of an opening's title where it is not the page's, so that it is read out rightly.
func titleLang(ctx context.Context, o naming.Opening) string {
	if o.Language == ui.Lang(ctx) {
		return ""
	}
	return o.Language
}

func shortID(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}

// concept is a concept's label; without one, its id says at least which it is.
func concept(n naming.Names, id string) string {
	if label, ok := n.Concepts[id]; ok {
		return label
	}
	return id
}
