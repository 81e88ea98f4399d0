package match

import "slices"

// gains lists changes that may add to the total, whoever's document changes. Those that add nothing are dropped by who
// tries them.
func (j *judge) gains(at pair, e *Explanation) []change {
	person, opening := at.docs()
	p, o := *person, *opening
	var out []change
	for _, part := range e.Parts {
		for _, s := range part.Skills {
			if s.Credit < full {
				out = append(out, learn(s))
				if part.Part == Essential && o.traineeship() {
					out = append(out, teach(s.Skill))
				}
			}
		}
	}
	for _, g := range p.Learning {
		if o.traineeship() && !p.hasSkill(g) && !o.needs(g) && !slices.Contains(o.LearnedHere, g) {
			out = append(out, changeOf("teach-goal", ofOpening, g, "", func(_ *Person, o *Opening) { o.LearnedHere = append(slices.Clone(o.LearnedHere), g) }))
		}
	}
	if len(o.Languages) > 0 {
		out = append(out, languageChanges(p, o, true)...)
	}
	if e.Parts[Schedule].State == "scored" && e.Parts[Schedule].Value < full && !blocks(e, Hours) {
		out = append(out, moreHours(p, o))
	}
	if e.Parts[Freshness].State == "scored" && e.Parts[Freshness].Value < full {
		on := j.on
		out = append(out, changeOf("profile", ofPerson, "", "", func(p *Person, _ *Opening) { p.UpdatedOn = on }))
	}
	return out
}

func blocks(e *Explanation, c Constraint) bool { return e.Gate[c].Decision.String() == "block" }

// learn gives somebody a skill at the level that is needed, seen by a counsellor; what they say they have is seen.
func learn(s SkillEvidence) change {
	kind := "skill"
	if s.Found == s.Skill && s.Level >= s.NeedLevel {
		kind = "confirm" // they say so; nobody has seen it yet
	}
	level := max(s.NeedLevel, s.Level)
	if s.Found != s.Skill {
		level = s.NeedLevel
	}
	return changeOf(kind, ofPerson, s.Skill, number(level), func(p *Person, _ *Opening) {
		p.Skills = slices.DeleteFunc(slices.Clone(p.Skills), func(x PersonSkill) bool { return x.Skill == s.Skill })
		p.Skills = append(p.Skills, PersonSkill{Skill: s.Skill, Level: level, Evidence: "seen"})
	})
}

// teach has the host teach a skill that is needed at start now.
func teach(skill string) change {
	return changeOf("teach", ofOpening, skill, "", func(_ *Person, o *Opening) {
		o.NeededAtStart = slices.DeleteFunc(slices.Clone(o.NeededAtStart), func(x OpeningSkill) bool { return x.Skill == skill })
		o.LearnedHere = append(slices.Clone(o.LearnedHere), skill)
	})
}
