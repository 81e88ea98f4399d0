package match

import (
	"maps"
	"slices"
)

// What a search engine needs to recall by skills: the same credits as the score gives, listed instead of summed.

// CreditsOf calls visit for every skill near to what a person has, with what that counts, in (0,1], where the skill is
// needed at a level from 1 to 4; level 0 stands for an opening that names none. A skill and level may be visited more
// than once: the greatest credit counts.
func (s *Snapshot) CreditsOf(p Person, visit func(skill string, level int, credit float64)) {
	taxonomy := s.state.Load().taxonomy
	for _, have := range p.Skills {
		taxonomy.around(have.Skill, s.weights.SiblingGroupMax, func(needed string, n Nearness) {
			for level := range 5 {
				if c := s.weights.credit(n, have.Level, level, have.Evidence); c > 0 {
					visit(needed, level, c)
				}
			}
		})
	}
}

// CreditsFor calls visit for every skill near to one that an opening asks for, with what it counts there, in (0,1], when
// somebody has it at a level from 1 to 4 and with a kind of evidence.
func (s *Snapshot) CreditsFor(asked OpeningSkill, visit func(skill string, level int, evidence string, credit float64)) {
	taxonomy := s.state.Load().taxonomy
	need := 0
	if asked.Level != nil {
		need = *asked.Level
	}
	taxonomy.around(asked.Skill, s.weights.SiblingGroupMax, func(other string, n Nearness) {
		for level := 1; level <= 4; level++ {
			for _, evidence := range evidenceNames() {
				if c := s.weights.credit(n.reversed(), level, need, evidence); c > 0 {
					visit(other, level, evidence, c)
				}
			}
		}
	})
}

// OccupationsOf lists the occupations of an ISCO group, of four digits or the first two or three, in order. The list must
// not be changed.
func (s *Snapshot) OccupationsOf(group string) []string {
	return s.state.Load().taxonomy.occupationsOf(group)
}

// ISCO returns the four digits of an occupation's ISCO code, "" when they are not known.
func (s *Snapshot) ISCO(occupation string) string {
	return iscoText(s.state.Load().taxonomy.isco(occupation))
}

func (w *Weights) credit(n Nearness, have, need int, evidence string) float64 {
	if need == 0 {
		need = w.LevelUnset
	}
	level := w.Level[min(max(have, 1), 4)-1][min(max(need, 1), 4)-1]
	known, ok := w.Evidence[evidence]
	if !ok {
		known = w.Evidence[evidenceNames()[0]]
	}
	return float64(w.Nearness[n]*level*known) / 1e6
}

func iscoText(code uint16) string {
	if code == 0 {
		return ""
	}
	digits := [4]byte{}
	for i := 3; i >= 0; i-- {
		digits[i] = byte('0' + code%10)
		code /= 10
	}
	return string(digits[:])
}

func (t *Taxonomy) occupationsOf(group string) []string { return t.groups[group] }

// groupOccupations lists occupations, in order, by their ISCO codes of four digits and by the first three and two.
func groupOccupations(concepts map[string]*concept) map[string][]string {
	groups := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(concepts)) {
		if code := iscoText(concepts[id].isco); code != "" {
			for digits := 2; digits <= 4; digits++ {
				groups[code[:digits]] = append(groups[code[:digits]], id)
			}
		}
	}
	return groups
}
