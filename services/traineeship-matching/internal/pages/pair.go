package pages

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// pairView is one person with one opening, both sides side by side.
type pairView struct {
	Answer desk.PairAnswer
	Card   card
}

func (p *Pages) pair(c echo.Context) error {
	ctx := c.Request().Context()
	w := weightsOf(c.QueryParams())
	answer, err := p.Desk.Pair(ctx, c.Param("id"), c.Param("opening"), ui.Lang(ctx), w.counts())
	if err != nil {
		return err
	}
	v := pairView{answer, card{Match: answer.Match, Names: answer.Names}}
	return web.Render(c, http.StatusOK, pairPage(v))
}

func (v pairView) title(ctx context.Context) string {
	return ui.T(ctx, "matching.pair", "Person", v.person(), "Opening", v.opening())
}

func (v pairView) person() string  { return personLabel(v.Answer.Names, v.Answer.Person.ID) }
func (v pairView) opening() string { return openingTitle(v.Answer.Names, v.Answer.Opening.ID) }

func (v pairView) crumbs(ctx context.Context) []ui.Link {
	return []ui.Link{
		{Text: ui.T(ctx, "matching.title"), Href: "/matching/"},
		{Text: v.person(), Href: "/matching/people/" + v.Answer.Person.ID},
	}
}

func (v pairView) lead() string {
	o := v.Answer.Names.Openings[v.Answer.Opening.ID]
	return joined(o.Company, o.Municipality)
}

// sides is what either side says of one thing, and what is estimated.
type sides struct{ Person, Opening, Estimate []string }

func (v pairView) sides(ctx context.Context, facts []match.Fact) sides {
	var s sides
	for _, f := range facts {
		text := factText(ctx, v.Answer.Names, f)
		switch f.Side {
		case "person":
			s.Person = append(s.Person, text)
		case "opening":
			s.Opening = append(s.Opening, text)
		default:
			s.Estimate = append(s.Estimate, text)
		}
	}
	return s
}

// gateTable sets both sides beside each other, constraint by constraint.
func (v pairView) gateTable(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.gate"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.constraint")}, {Text: ui.T(ctx, "matching.outcome")}, {Text: v.person()}, {Text: v.opening()},
	}}
	for _, c := range v.Answer.Match.Gate {
		s := signOf(ctx, c)
		s.Text = ui.T(ctx, "matching.decision."+c.Decision.String()) + ui.Colon(ctx) + ui.T(ctx, "matching.reason."+c.Reason)
		both := v.sides(ctx, c.Facts)
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: ui.T(ctx, "matching.constraint."+c.Constraint.String())},
			{Body: outcome(s)},
			{Body: factList(append(both.Person, both.Estimate...))},
			{Body: factList(both.Opening)},
		})
	}
	return t
}

// abroadTable shows the rules on trainees from abroad one by one; no rows for who lives here.
func (v pairView) abroadTable(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.art27"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.art27.rule")}, {Text: ui.T(ctx, "matching.outcome")}, {Text: ui.T(ctx, "matching.art27.source")},
	}}
	for _, c := range v.Answer.Match.Gate {
		for i := range c.Rules {
			r := &c.Rules[i]
			s := signOf(ctx, match.Check{Constraint: c.Constraint, Decision: r.Decision, Reason: r.Reason})
			s.Text = ui.T(ctx, "matching.decision."+r.Decision.String()) + ui.Colon(ctx) + ui.T(ctx, "matching.reason."+r.Reason)
			t.Rows = append(t.Rows, []ui.Cell{{Text: r.Rule}, {Body: outcome(s)}, {Text: ruleText(ctx, r)}})
		}
	}
	return t
}

// rules names the rule behind each outcome of the gate, and where it comes from.
func (v pairView) rules(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.rules"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.constraint")}, {Text: ui.T(ctx, "matching.art27.rule")}, {Text: ui.T(ctx, "matching.art27.source")},
	}}
	for _, c := range v.Answer.Match.Gate {
		source := ui.T(ctx, "matching.ground."+c.Ground.Source)
		if c.Rule != nil {
			source = ruleText(ctx, c.Rule)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: ui.T(ctx, "matching.constraint."+c.Constraint.String())}, {Text: c.Ground.Rule + " (" + c.Ground.Version + ")"}, {Text: source},
		})
	}
	return t
}

func ruleText(ctx context.Context, r *policy.Result) string {
	var titles []string
	for _, s := range r.Sources {
		titles = append(titles, s.Title)
	}
	text := ui.T(ctx, "matching.rule", "Rule", r.Rule, "Version", r.Version, "Sources", strings.Join(titles, ui.Semicolon(ctx)))
	if r.SignedBy == "" {
		text += " " + ui.T(ctx, "matching.rule.unsigned")
	}
	return text
}

func (v pairView) versions(ctx context.Context) []ui.Definition {
	return append(made(ctx, v.Answer.Run), ui.Definition{
		Term: ui.T(ctx, "matching.made.documents"),
		Value: ui.T(ctx, "matching.made.documents.text",
			"Person", ui.Number(ctx, int(v.Answer.Match.PersonVersion)), "Opening", ui.Number(ctx, int(v.Answer.Match.OpeningVersion))),
	})
}
