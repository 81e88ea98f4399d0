package pages

import (
	"context"
	"strconv"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/wording"
)

// partBlock is one part of the score on the side of who speaks in it.
type partBlock struct {
	Name, Points, State string
	Scored              bool
	Value               float64
	Skills              []skillLine
	Asked, Found        []string // what this side wants, and what the other has for it
}

// blocks are the parts that speak of what the person wants, or those of what the host asks for.
func (v pairView) blocks(ctx context.Context, person bool) []partBlock {
	var out []partBlock
	for _, p := range v.Answer.Match.Parts {
		if p.Part == match.Freshness || p.Part.Wants() != person {
			continue
		}
		out = append(out, v.block(ctx, p, person))
	}
	return out
}

func (v pairView) block(ctx context.Context, p match.PartResult, person bool) partBlock {
	b := partBlock{Name: ui.T(ctx, "matching.part."+p.Part.String()), Scored: p.State == "scored", Value: float64(p.Value) / 10_000}
	switch {
	case !b.Scored:
		b.State = ui.T(ctx, "matching.state."+p.State)
	case p.Of > 0:
		b.Points = ui.T(ctx, "matching.points", "Points", ui.Decimal(ctx, float64(p.Points)/100, 1), "Of", ui.Decimal(ctx, float64(p.Of)/100, 1))
	}
	if p.Part == match.Essential || p.Part == match.Optional {
		b.Skills = v.Card.skills(p.Part)
		return b
	}
	both := v.sides(ctx, p.Facts)
	if person {
		b.Asked, b.Found = both.Person, append(both.Opening, both.Estimate...)
	} else {
		b.Asked, b.Found = both.Opening, append(both.Person, both.Estimate...)
	}
	return b
}

// freshness is the part that speaks of neither side.
func (v pairView) freshness(ctx context.Context) partBlock {
	return v.block(ctx, v.Answer.Match.Parts[match.Freshness], true)
}

// musts are what the host asks for and the score does not weigh: licences, education, age.
func (v pairView) musts(ctx context.Context) []sign {
	var out []sign
	for _, c := range v.Answer.Match.Gate {
		switch c.Constraint {
		case match.Licence, match.EducationLevel, match.Age:
			if c.Reason != "not-asked" {
				out = append(out, signOf(ctx, c))
			}
		}
	}
	return out
}

// suits is how well the pair suits one side, -1 where nothing is known.
func suits(n int32) float64 { return float64(n) / 10_000 }

// dial is how much of the ring is drawn, of 100.
func dial(total int32) string { return strconv.Itoa(match.Points(total)) + " 100" }

// foundNames are the needed skills that were found, found in part, or not found, by name.
func (c card) foundNames(class string) string {
	var names []string
	for _, l := range c.skills(match.Essential) {
		if l.Class == class {
			names = append(names, concept(c.Names, l.Evidence.Skill))
		}
	}
	return strings.Join(names, ", ")
}

// improvement is one change as the table shows it.
type improvement struct {
	What, Side, Effect string
	Icon               string
	Tone               ui.Tone
}

// changes says what would make it a match, on whose side, and what it brings.
func (c card) changes(ctx context.Context) []improvement {
	var out []improvement
	for _, i := range c.Match.Improvements {
		x := improvement{What: c.what(ctx, i), Side: ui.T(ctx, "matching.side."+i.Side), Icon: "plus", Tone: ui.Info}
		switch {
		case i.Lifts:
			x.Effect, x.Icon, x.Tone = ui.T(ctx, "matching.improve.lifts"), "check", ui.Good
		case i.Set:
			x.Effect, x.Icon, x.Tone = ui.T(ctx, "matching.improve.together"), "check", ui.Good
		}
		if i.Gain > 0 && c.Match.Scored() {
			x.Effect = strings.TrimSpace(x.Effect + " " + ui.T(ctx, "matching.improve.gain",
				"Points", ui.Decimal(ctx, float64(i.Gain)/100, 1), "Total", ui.Number(ctx, match.Points(i.Total))))
		}
		out = append(out, x)
	}
	return out
}

func (c card) what(ctx context.Context, i match.Improvement) string {
	return wording.Change(ctx, i.Kind, i.Value, i.To, func(id string) string { return concept(c.Names, id) })
}
