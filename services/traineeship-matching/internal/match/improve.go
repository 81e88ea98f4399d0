package match

import (
	"cmp"
	"slices"

	"github.com/celav/celav/pkg/policy"
)

// Improvement is a smallest change that lifts a block or adds most.
type Improvement struct {
	Kind  string `json:"kind"`  // "skill", "confirm", or the name of a constraint
	Value string `json:"value"` // the skill, the licence, the level: what would have to be
	// Lifts: without this block the pair would be eligible, nothing else standing in the way.
	Lifts bool  `json:"lifts"`
	Gain  int32 `json:"gain"` // hundredths of a point of the total
}

const mostImprovements = 6

// improvements tries each single change on the person's document and judges the pair anew.
func (j *judge) improvements(at pair, st *state, asked *askedSkills, e *Explanation) []Improvement {
	out := []Improvement{}
	blocks := 0
	for _, c := range e.Gate {
		if c.Decision == policy.Block {
			blocks++
		}
	}
	for _, c := range e.Gate {
		if c.Decision == policy.Block {
			out = append(out, Improvement{Kind: c.Constraint.String(), Value: c.Reason, Lifts: blocks == 1})
		}
	}
	if e.Standing == NotEnough {
		return out // what to ask comes first
	}
	person, _ := at.docs()
	for _, part := range e.Parts {
		for _, s := range part.Skills {
			if s.Credit == full {
				continue
			}
			changed := *person
			kind := "skill"
			if s.Found == s.Skill && s.Level >= s.NeedLevel {
				kind = "confirm" // they say so; nobody has seen it yet
			}
			changed.Skills = slices.DeleteFunc(slices.Clone(person.Skills), func(x PersonSkill) bool { return x.Skill == s.Skill })
			changed.Skills = append(changed.Skills, PersonSkill{Skill: s.Skill, Level: max(s.NeedLevel, s.Level), Evidence: "seen"})
			one := pair{compilePeople([]Person{changed}, st.names, st.taxonomy), 0, at.openings, at.opening}
			if v := j.verdictOn(one, asked); v.total > e.Total {
				out = append(out, Improvement{Kind: kind, Value: s.Skill, Gain: v.total - e.Total})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Improvement) int {
		if a.Lifts != b.Lifts {
			if a.Lifts {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Gain, a.Gain)
	})
	return out[:min(len(out), mostImprovements)]
}
