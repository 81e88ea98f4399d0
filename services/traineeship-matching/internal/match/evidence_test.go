package match_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Taking away a skill that is needed at start never raises.
func TestTakingANeededSkillNeverRaises(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		if len(o.NeededAtStart) == 0 {
			return
		}
		needed := rapid.SampledFrom(o.NeededAtStart).Draw(rt, "needed").Skill
		if !slices.ContainsFunc(p.Skills, func(s match.PersonSkill) bool { return s.Skill == needed }) {
			p.Skills = append(p.Skills, match.PersonSkill{Skill: needed, Level: rapid.IntRange(1, 4).Draw(rt, "level"), Evidence: "seen"})
		}
		less := p
		less.Skills = slices.DeleteFunc(slices.Clone(p.Skills), func(s match.PersonSkill) bool { return s.Skill == needed })
		if with, without := judged(rt, t, taxonomy, p, o), judged(rt, t, taxonomy, less, o); without.Total > with.Total {
			rt.Fatalf("%d rises to %d without %s", with.Total, without.Total, needed)
		}
	})
}

// The order in which facts stand in the documents changes nothing; nor is anybody blocked among the eligible.
func TestTheOrderOfFactsDoesNotMatter(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		q, r := p, o
		q.Skills = rapid.Permutation(p.Skills).Draw(rt, "skills")
		q.Occupations = rapid.Permutation(p.Occupations).Draw(rt, "occupations")
		q.Languages = rapid.Permutation(p.Languages).Draw(rt, "languages")
		q.Learning = rapid.Permutation(p.Learning).Draw(rt, "learning")
		r.NeededAtStart = rapid.Permutation(o.NeededAtStart).Draw(rt, "needed")
		r.Optional = rapid.Permutation(o.Optional).Draw(rt, "optional")
		r.LearnedHere = rapid.Permutation(o.LearnedHere).Draw(rt, "learned")
		r.Languages = rapid.Permutation(o.Languages).Draw(rt, "asked")
		a, b := judged(rt, t, taxonomy, p, o), judged(rt, t, taxonomy, q, r)
		if a.Total != b.Total || a.Completeness != b.Completeness || a.Standing != b.Standing {
			rt.Fatalf("%s %d %d, in another order %s %d %d", a.Standing, a.Total, a.Completeness, b.Standing, b.Total, b.Completeness)
		}
	})
}

func TestNobodyBlockedIsEligible(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		people, openings := drawPeople(rt), drawOpenings(rt)
		s := snapshot(t, taxonomy, people, openings)
		query := match.Query{On: today, Limit: 50}
		of, err := s.RankOpenings(people[0], query)
		if err != nil {
			rt.Fatal(err)
		}
		to, err := s.RankPeople(openings[0], query)
		if err != nil {
			rt.Fatal(err)
		}
		for _, list := range []match.List{of.Lists[match.Eligible], to.Lists[match.Eligible]} {
			for _, e := range list.Items {
				for _, c := range e.Gate {
					if c.Decision == policy.Block || c.Ground.Rule == "" || c.Ground.Version == "" || c.Ground.Source == "" {
						rt.Fatalf("%s %s among the eligible: %+v", e.Person, e.Opening, c)
					}
				}
			}
		}
	})
}

// Every fact that an explanation shows, of the gate and of each part, stands in the document of its side.
func TestEveryFactIsInItsDocument(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		e := judged(rt, t, taxonomy, p, o)
		person, err := json.Marshal(p)
		if err != nil {
			rt.Fatal(err)
		}
		opening, err := json.Marshal(o)
		if err != nil {
			rt.Fatal(err)
		}
		documents := map[string]string{"person": string(person) + p.UpdatedOn.String(), "opening": string(opening)}
		check := func(where string, facts []match.Fact) {
			for _, f := range facts {
				text, found := documents[f.Side]
				// What is worked out of the documents: seats, the end, the estimate of the way.
				if !found || f.Name == "seatsFree" || f.Name == "end" || f.Name == "start" && o.Start.Before(today) {
					continue
				}
				for word := range strings.FieldsFuncSeq(f.Value, func(r rune) bool { return strings.ContainsRune(" ,/-", r) && !strings.Contains(f.Value, "s/") }) {
					if !strings.Contains(text, strings.TrimSpace(word)) {
						rt.Fatalf("%s: %s of the %s is not in %s", where, f.Value, f.Side, text)
					}
				}
			}
		}
		for _, c := range e.Gate {
			check(c.Constraint.String(), c.Facts)
		}
		for _, part := range e.Parts {
			check(part.Part.String(), part.Facts)
		}
	})
}

// What is said to lift a block does, whatever the pair.
func TestAWayOutIsOne(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		e := judged(rt, t, taxonomy, p, o)
		blocked := e.Standing == match.Blocked
		set := 0
		for _, i := range e.Improvements {
			if i.Set {
				set++
			}
			if i.Lifts && (!blocked || e.Way == nil || e.Way.Changes != 1) || i.Gain < 0 {
				rt.Fatalf("%+v of %+v", i, e.Way)
			}
		}
		if e.Way != nil && (!blocked || e.Way.Standing == match.Blocked || set != e.Way.Changes) {
			rt.Fatalf("%d changes, %+v", set, e.Way)
		}
	})
}
