package shortlisting

import (
	"fmt"
	"strconv"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// blind is what an employer may see of a person, as far as others look the same.
func (d *Desk) blind(j desk.Judgement) shortlist.Blind {
	var pool []shortlist.Blind
	inPool := false
	for _, e := range j.Pool {
		if p, ok := d.matches.Document(e.Person); ok {
			pool = append(pool, d.look(e, p, j.Opening))
			inPool = inPool || e.Person == j.Person.ID
		}
	}
	one := d.look(j.Match, j.Person, j.Opening)
	if !inPool {
		pool = append(pool, one)
	}
	return shortlist.Blinded(one, pool)
}

// look writes down somebody without identity. Nothing of it comes from a name, a contact, an age, an origin or a past
// employer; languages that the opening does not ask for are the first that coarsening leaves out.
func (d *Desk) look(e match.Explanation, p match.Person, o match.Opening) shortlist.Blind {
	b := shortlist.Blind{Hours: "unknown", Commute: "unknown", Work: "yes"}
	for _, part := range []match.Part{match.Essential, match.Optional} {
		for _, s := range e.Parts[part].Skills {
			x := shortlist.BlindSkill{Skill: s.Skill, Needed: part == match.Essential, State: "missing"}
			switch {
			case s.Nearness == match.Same && s.Level >= s.NeedLevel:
				x.State = "found"
			case s.Found != "":
				x.State = "near"
			}
			if s.Found != "" {
				x.Level, x.Evidence = s.Level, s.Evidence
			}
			if x.Needed {
				switch x.State {
				case "found":
					b.Found++
				case "near":
					b.Near++
				default:
					b.Missing++
				}
			}
			b.Skills = append(b.Skills, x)
		}
	}
	b.Languages = languages(p, o)
	if p.Availability != nil && p.Availability.From != nil {
		from := *p.Availability.From
		b.From = "now"
		if from.After(d.matches.Today()) {
			b.From = fmt.Sprintf("%04d-%02d", from.Year, int(from.Month))
		}
	}
	for _, c := range e.Gate {
		switch c.Constraint {
		case match.Hours:
			b.Hours = hoursOf(c.Reason)
		case match.Distance:
			b.Commute = commuteOf(c.Facts)
		case match.WorkAccess:
			switch c.Decision {
			case policy.OK:
			case policy.Warn:
				b.Work = "limited"
			default:
				b.Work = "to-confirm"
			}
		}
	}
	return b
}

func languages(p match.Person, o match.Opening) []shortlist.BlindLanguage {
	var out []shortlist.BlindLanguage
	asked := map[string]bool{}
	for _, need := range o.Languages {
		asked[need.Language] = true
		x := shortlist.BlindLanguage{Language: need.Language, Asked: true, Enough: "unknown"}
		for _, l := range p.Languages {
			if l.Language == need.Language && l.AtWork() > 0 {
				x.Level, x.Enough = l.AtWork().String(), "yes"
				if l.AtWork() < need.Level {
					x.Enough = "no"
				}
			}
		}
		out = append(out, x)
	}
	for _, l := range p.Languages {
		if !asked[l.Language] && l.AtWork() > 0 {
			out = append(out, shortlist.BlindLanguage{Language: l.Language, Level: l.AtWork().String()})
		}
	}
	return out
}

func hoursOf(reason string) string {
	switch reason {
	case "shifts-covered":
		return "all"
	case "shifts-partly", "free-later":
		return "part"
	default:
		return "unknown"
	}
}

func commuteOf(facts []match.Fact) string {
	for _, f := range facts {
		if f.Name != "minutes" {
			continue
		}
		minutes, err := strconv.Atoi(f.Value)
		switch {
		case err != nil:
			return "unknown"
		case minutes <= 30:
			return "under-30"
		case minutes <= 45:
			return "under-45"
		case minutes <= 60:
			return "under-60"
		default:
			return "over-60"
		}
	}
	return "unknown"
}

// whyOf keeps the explanation's heart: each part's value, and what of the gate did not simply hold.
func whyOf(e match.Explanation) shortlist.Why {
	var w shortlist.Why
	for _, p := range e.Parts {
		switch p.State {
		case "scored":
			w.Parts = append(w.Parts, shortlist.WhyPart{Part: p.Part.String(), Value: p.Value})
		case "no-data":
			w.Parts = append(w.Parts, shortlist.WhyPart{Part: p.Part.String(), Value: -1})
		}
	}
	for _, c := range e.Gate {
		if c.Decision != policy.OK {
			w.Gate = append(w.Gate, shortlist.WhyGate{Constraint: c.Constraint.String(), Decision: c.Decision.String(), Reason: c.Reason})
		}
	}
	return w
}
