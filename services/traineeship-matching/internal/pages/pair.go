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
	answer, err := p.Desk.Pair(ctx, c.Param("id"), c.Param("opening"), ui.Lang(ctx))
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

// row is one thing compared: what it is, what either side says, and the verdict.
type row struct {
	Name            string
	Sign            sign
	Person, Opening []string
	Estimate        []string
	Rule            *policy.Result
}

// gate is the constraints with the facts of both sides.
func (v pairView) gate(ctx context.Context) []row {
	var rows []row
	for _, c := range v.Answer.Match.Gate {
		r := row{Name: ui.T(ctx, "matching.constraint."+c.Constraint.String()), Sign: signOf(ctx, c), Rule: c.Rule}
		r.Sign.Text = ui.T(ctx, "matching.decision."+c.Decision.String()) + ": " + ui.T(ctx, "matching.reason."+c.Reason)
		v.sort(ctx, c.Facts, &r)
		rows = append(rows, r)
	}
	return rows
}

func (v pairView) sort(ctx context.Context, facts []match.Fact, r *row) {
	for _, f := range facts {
		text := factText(ctx, v.Answer.Names, f)
		switch f.Side {
		case "person":
			r.Person = append(r.Person, text)
		case "opening":
			r.Opening = append(r.Opening, text)
		default:
			r.Estimate = append(r.Estimate, text)
		}
	}
}

func ruleText(ctx context.Context, r *policy.Result) string {
	var titles []string
	for _, s := range r.Sources {
		titles = append(titles, s.Title)
	}
	text := ui.T(ctx, "matching.rule", "Rule", r.Rule, "Version", r.Version, "Sources", strings.Join(titles, "; "))
	if r.SignedBy == "" {
		text += " " + ui.T(ctx, "matching.rule.unsigned")
	}
	return text
}

// part is one part of the score in detail.
type part struct {
	Gauge  ui.Gauge
	State  string // "scored", or why there is no value
	Weight int
	Skills []skillLine
	Row    row
}

func (v pairView) parts(ctx context.Context) []part {
	var out []part
	for _, x := range v.Answer.Match.Parts {
		p := part{
			Gauge: ui.Gauge{Label: ui.T(ctx, "matching.part."+x.Part.String()), Value: float64(x.Value) / 10_000},
			State: x.State, Weight: int(x.Weight), Skills: v.Card.skills(x.Part),
		}
		v.sort(ctx, x.Facts, &p.Row)
		out = append(out, p)
	}
	return out
}

func (v pairView) versions(ctx context.Context) []ui.Definition {
	return append(made(ctx, v.Answer.Run), ui.Definition{
		Term: ui.T(ctx, "matching.made.documents"),
		Value: ui.T(ctx, "matching.made.documents.text",
			"Person", ui.Number(ctx, int(v.Answer.Match.PersonVersion)), "Opening", ui.Number(ctx, int(v.Answer.Match.OpeningVersion))),
	})
}
