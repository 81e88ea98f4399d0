package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// card is one match as a page shows it.
type card struct {
	Match              match.Explanation
	Names              naming.Names
	Title, Under, Href string
	Decide             string // where the decision is taken
	Lang               string // of the title, where it is not the page's
}

// sign is one constraint of the gate.
type sign struct {
	Tone       ui.Tone
	Icon, Text string
}

// signs puts what needs attention first.
func (c card) signs(ctx context.Context) []sign {
	var out []sign
	for _, decision := range []policy.Decision{policy.Block, policy.Human, policy.Warn, policy.OK} {
		for _, x := range c.Match.Gate {
			if x.Decision == decision {
				out = append(out, signOf(ctx, x))
			}
		}
	}
	return out
}

// attention are the constraints that somebody must look at; met are the others.
func (c card) attention(ctx context.Context) []sign {
	return slices.DeleteFunc(c.signs(ctx), func(s sign) bool { return s.Tone == ui.Good })
}

func (c card) met(ctx context.Context) []sign {
	return slices.DeleteFunc(c.signs(ctx), func(s sign) bool { return s.Tone != ui.Good })
}

func signOf(ctx context.Context, x match.Check) sign {
	name := ui.T(ctx, "matching.constraint."+x.Constraint.String())
	s := sign{Tone: ui.Good, Icon: "check", Text: name + ui.Colon(ctx) + ui.T(ctx, "matching.reason."+x.Reason)}
	switch x.Decision {
	case policy.Block:
		s.Tone, s.Icon = ui.Bad, "error"
	case policy.Human:
		s.Tone, s.Icon = ui.Info, "user"
	case policy.Warn:
		s.Tone, s.Icon = ui.Warn, "warning"
	}
	return s
}

// bars are the parts that have a value.
func (c card) bars(ctx context.Context) []ui.Gauge {
	var out []ui.Gauge
	for _, p := range c.Match.Parts {
		if p.State == "scored" {
			out = append(out, ui.Gauge{Label: ui.T(ctx, "matching.part."+p.Part.String()), Value: float64(p.Value) / 10_000})
		}
	}
	return out
}

// skillLine is one skill asked for, and what was found.
type skillLine struct {
	Class, Icon string
	Evidence    match.SkillEvidence
	names       naming.Names
}

func (c card) skills(part match.Part) []skillLine {
	var out []skillLine
	for _, s := range c.Match.Parts[part].Skills {
		l := skillLine{Class: "c-missing", Icon: "error", Evidence: s, names: c.Names}
		switch {
		case s.Nearness == match.Same && s.Level >= s.NeedLevel:
			l.Class, l.Icon = "c-found", "check"
		case s.Found != "":
			l.Class, l.Icon = "c-near", "exchange"
		}
		out = append(out, l)
	}
	return out
}

// skillsSummary counts what was found of what is needed.
func (c card) skillsSummary(ctx context.Context) string {
	counts := map[string]int{}
	lines := c.skills(match.Essential)
	for _, l := range lines {
		counts[l.Class]++
	}
	return ui.T(ctx, "matching.skills.summary", "Total", len(lines), "Found", counts["c-found"], "Near", counts["c-near"], "Missing", counts["c-missing"])
}

// text says what was found, in one sentence that stands alone.
func (l skillLine) text(ctx context.Context) string {
	s := l.Evidence
	needed := concept(l.names, s.Skill)
	if s.Found == "" {
		return ui.T(ctx, "matching.skill.missing", "Skill", needed)
	}
	how := ui.T(ctx, "matching.level."+string(rune('0'+s.Level))) + ui.Comma(ctx) + ui.T(ctx, "matching.evidence."+s.Evidence)
	percent := ui.Percent(ctx, float64(s.Credit)/10_000)
	if s.Nearness == match.Same {
		return ui.T(ctx, "matching.skill.found", "Skill", needed, "How", how, "Percent", percent)
	}
	return ui.T(ctx, "matching.skill.near", "Skill", needed, "Found", concept(l.names, s.Found),
		"Nearness", ui.T(ctx, "matching.nearness."+string(s.Nearness)), "How", how, "Percent", percent)
}

// asks says what is not recorded, with the page where it is recorded.
func (c card) asks(ctx context.Context) []ui.Link {
	var out []ui.Link
	for _, a := range c.Match.Ask {
		out = append(out, ui.Link{Text: ui.T(ctx, "matching.ask."+a), Href: c.whereToRecord(a)})
	}
	return out
}

func (c card) whereToRecord(ask string) string {
	side, what, _ := strings.Cut(ask, ".")
	if side == "opening" {
		return "/outreach/openings/" + c.Match.Opening
	}
	intake, assessment := "/intake/people/"+c.Match.Person, "/assessment/people/"+c.Match.Person
	switch what {
	case "availability":
		return intake + "/availability"
	case "reach":
		return intake + "/reach"
	case "workAccess", "age":
		return intake + "/work-access"
	case "skills", "languages", "learning":
		return assessment + "/" + what
	case "experience":
		return assessment + "/occupations"
	case "preferences", "licences", "education":
		return assessment + "/more"
	default:
		return assessment
	}
}

func serviceNames(ctx context.Context, services []string) string {
	var texts []string
	for _, s := range services {
		texts = append(texts, ui.T(ctx, "matching.service."+s))
	}
	return strings.Join(texts, ui.Comma(ctx))
}
