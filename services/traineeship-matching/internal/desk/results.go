package desk

import (
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

// results is what the log keeps of explanations: all of a pair that was looked at alone; of a ranking without the
// evidence, which would make every list a book.
func results(ranking match.Ranking, whole bool) []runlog.Result {
	n := 0
	for _, list := range ranking.Lists {
		n += len(list.Items)
	}
	out := make([]runlog.Result, 0, n)
	for _, list := range ranking.Lists {
		for i := range list.Items {
			out = append(out, result(&list.Items[i], whole))
		}
	}
	return out
}

func result(e *match.Explanation, whole bool) runlog.Result {
	r := runlog.Result{
		Person: e.Person, PersonVersion: e.PersonVersion, Opening: e.Opening, OpeningVersion: e.OpeningVersion,
		Standing: e.Standing.String(), Completeness: e.Completeness, Capped: e.Capped, Ask: e.Ask,
		Gate: make([]runlog.Check, 0, len(e.Gate)), Parts: make([]runlog.Part, 0, len(e.Parts)),
	}
	if e.Scored() {
		total := e.Total
		r.Total = &total
	}
	for i := range e.Gate {
		c := &e.Gate[i]
		x := runlog.Check{Constraint: c.Constraint.String(), Decision: c.Decision.String(), Reason: c.Reason}
		if c.Rule != nil {
			x.Rule = c.Rule.Rule + " " + c.Rule.Version
			if whole {
				for _, s := range c.Rule.Sources {
					x.Sources = append(x.Sources, s.Title)
				}
			}
		}
		if whole {
			x.Facts = keptFacts(c.Facts)
		}
		r.Gate = append(r.Gate, x)
	}
	for i := range e.Parts {
		p := &e.Parts[i]
		x := runlog.Part{Part: p.Part.String(), State: p.State, Value: p.Value, Weight: p.Weight}
		if whole {
			x.Facts = keptFacts(p.Facts)
			for _, s := range p.Skills {
				x.Skills = append(x.Skills, runlog.Skill{
					Skill: s.Skill, Found: s.Found, Nearness: string(s.Nearness), Level: s.Level, Evidence: s.Evidence, Credit: s.Credit,
				})
			}
		}
		r.Parts = append(r.Parts, x)
	}
	for _, c := range e.Improvements {
		r.Improve = append(r.Improve, runlog.Change{Kind: c.Kind, Value: c.Value, To: c.To, Gain: c.Gain})
	}
	return r
}

func keptFacts(list []match.Fact) []runlog.Fact {
	out := make([]runlog.Fact, 0, len(list))
	for _, f := range list {
		out = append(out, runlog.Fact{Name: f.Name, Side: f.Side, Value: f.Value})
	}
	return out
}
