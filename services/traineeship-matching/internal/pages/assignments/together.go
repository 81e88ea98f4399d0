package assignments

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
)

const (
	togetherPath = planPath + "/together"
	// perChoice is how many people a page offers to choose from; those who are chosen stay chosen on the next.
	perChoice = 100
)

// togetherView is the page on which people are chosen who are to be placed at one site, with what it would cost.
type togetherView struct {
	Scope   scope
	Answer  planning.Answer
	Label   string
	Chosen  []string
	Preview *planning.Preview
	Errors  ui.Errors
	Notice  *notice
}

func (p *Pages) chooseTogether(c echo.Context) error {
	q := c.QueryParams()
	return p.drawTogether(c, http.StatusOK, scopeOf(q.Get), q["person"], q.Get("cursor"), q.Has("try"), nil)
}

func (p *Pages) drawTogether(c echo.Context, status int, s scope, chosen []string, cursor string, try bool, n *notice) error {
	ctx := c.Request().Context()
	slices.Sort(chosen)
	v := togetherView{Scope: s, Chosen: slices.Compact(chosen), Notice: n}
	ask := s.ask(ctx)
	ask.Cursor, ask.Limit = cursor, perChoice
	var err error
	if v.Answer, err = p.Desk.Plan(ctx, ask); err != nil {
		return err
	}
	v.Label = p.label(ctx, v.Answer.Group)
	if try {
		preview, err := p.Desk.TryTogether(ctx, v.ask(ctx))
		switch {
		case err == nil:
			v.Preview = &preview
		case fault.Is(err, fault.Invalid):
			v.Errors, status = ui.Errors{{Field: "person", Text: t(ctx, "together.number")}}, http.StatusUnprocessableEntity
		case fault.Is(err, fault.Precondition):
			v.Notice, status = &notice{ui.Bad, t(ctx, "refused"), t(ctx, "together.refused")}, http.StatusUnprocessableEntity
		default:
			return err
		}
	}
	return web.Render(c, status, togetherPage(v))
}

func (v togetherView) ask(ctx context.Context) planning.Together {
	return planning.Together{Group: v.Scope.group(), Unplaced: v.Scope.unplaced(), People: v.Chosen, Language: ui.Lang(ctx)}
}

func (p *Pages) keepTogether(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	ctx, form := c.Request().Context(), c.Request().PostForm
	s := scopeOf(form.Get)
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil {
		version = -1
	}
	changed, err := p.Desk.KeepTogether(ctx, planning.Together{
		Group: s.group(), Unplaced: s.unplaced(), Version: version, People: form["person"], Part: form.Get("act") == "part",
	})
	switch {
	case err == nil:
		return web.See(c, s.path(planPath, "cost", strconv.FormatInt(changed.Cost, 10)))
	case fault.Is(err, fault.Conflict):
		return p.drawTogether(c, http.StatusConflict, s, form["person"], "", false, &notice{ui.Warn, t(ctx, "conflict"), t(ctx, "conflict.text")})
	case fault.Is(err, fault.Precondition), fault.Is(err, fault.Invalid):
		return p.drawTogether(c, http.StatusUnprocessableEntity, s, form["person"], "", true, nil)
	default:
		return err
	}
}

// prices tells what fixing a person would cost in the openings that a page shows, in words, for who drags.
func (p *Pages) prices(c echo.Context) error {
	ctx, q := c.Request().Context(), c.QueryParams()
	prices, err := p.Desk.Prices(ctx, scopeOf(q.Get).ask(ctx), c.Param("id"), q["opening"])
	if err != nil {
		return err
	}
	type price struct {
		Possible bool   `json:"possible"`
		Text     string `json:"text"`
	}
	out := map[string]price{}
	for id, x := range prices {
		if x.Possible {
			out[id] = price{true, costText(ctx, x.Cost)}
		} else {
			out[id] = price{Text: t(ctx, "drag.not-possible")}
		}
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if err := c.JSON(http.StatusOK, out); err != nil {
		return fmt.Errorf("answer with prices: %w", err)
	}
	return nil
}

// people are those who can be chosen on this page; who is kept together already cannot be chosen twice.
func (v togetherView) people(ctx context.Context) ui.Choice {
	choice := ui.Choice{
		Name: "person", Label: t(ctx, "together.people"), Hint: t(ctx, "together.hint"), Values: v.Chosen, Error: v.Errors.For("person"), Required: true,
	}
	for i := range v.Answer.Persons {
		id := v.Answer.Persons[i].Person.ID
		if !slices.ContainsFunc(v.Answer.Together, func(k planning.Kept) bool { return slices.Contains(k.People, id) }) {
			choice.Options = append(choice.Options, ui.Option{Value: id, Label: personLabel(v.Answer.Names, id)})
		}
	}
	return choice
}

// elsewhere are the chosen who are on another page of the choice.
func (v togetherView) elsewhere() []string {
	return slices.DeleteFunc(slices.Clone(v.Chosen), func(id string) bool {
		return slices.ContainsFunc(v.Answer.Persons, func(p planning.Placing) bool { return p.Person.ID == id })
	})
}

func (v togetherView) next() string {
	if v.Answer.Next == "" {
		return ""
	}
	u, err := url.Parse(v.Scope.path(togetherPath, "cursor", v.Answer.Next))
	if err != nil {
		return ""
	}
	q := u.Query()
	q["person"] = v.Chosen
	u.RawQuery = q.Encode()
	return u.String()
}

// togetherTable shows who is kept together, where, and what it costs.
func togetherTable(ctx context.Context, v planView) ui.Table {
	out := ui.Table{Caption: t(ctx, "together"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "people")}, {Text: t(ctx, "opening")}, {Text: t(ctx, "cost")}, {Text: t(ctx, "acts"), Hidden: true},
	}}
	for _, k := range v.Answer.Together {
		cost := "–"
		switch {
		case k.Void:
			cost = t(ctx, "void")
		case k.Cost != nil:
			cost = costText(ctx, *k.Cost)
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Body: whyList(names(v.Answer, k.People))},
			{Body: whyList(places(ctx, v.Answer, k.Places))},
			{Text: cost},
			{Body: ui.ActionButton(togetherPath, t(ctx, "together.part"), ui.Plain, togetherFields(v.Scope, v.Answer.Version, k.People, "part")...)},
		})
	}
	return out
}

func names(a planning.Answer, people []string) []string {
	var out []string
	for _, id := range people {
		out = append(out, personLabel(a.Names, id))
	}
	return out
}

func places(ctx context.Context, a planning.Answer, openings []string) []string {
	var out []string
	for _, id := range openings {
		if id == "" {
			out = append(out, t(ctx, "unplaced"))
		} else {
			out = append(out, openingLabel(a.Names, id))
		}
	}
	return out
}

func togetherFields(s scope, version int64, people []string, act string) []ui.Option {
	fields := hidden(s, version, "", "", planning.Act(act))
	fields = slices.DeleteFunc(fields, func(o ui.Option) bool { return o.Value == "person" || o.Value == "opening" })
	for _, id := range people {
		fields = append(fields, ui.Option{Value: "person", Label: id})
	}
	return fields
}

// gapText says what keeping people together costs in all, and how well that is known.
func gapText(ctx context.Context, g planning.Gap) string {
	if g.Most == 0 {
		return t(ctx, "together.proved", "Cost", costText(ctx, g.Cost))
	}
	return t(ctx, "together.gap", "Cost", costText(ctx, g.Cost), "Most", number(ctx, g.Most), "Steps", ui.Number(ctx, g.Steps))
}
