package profile

// What a profile can lack, in the order in which it is worth asking.
const (
	LacksSkills      = "skills"
	LacksOccupations = "occupations"
	LacksLanguages   = "languages"
	LacksEvidence    = "evidence"
	LacksLearning    = "learning"
	LacksPreferences = "preferences"
	LacksEducation   = "education"
)

// enoughSkills is how many skills make a person's list comparable with an opening's, which has about that many
// that matter.
const enoughSkills = 8

// Completeness says from 0 to 100 how much of a profile there is, and what is missing, most useful first. It measures
// what was asked, not the person: "no preference" is an answer, an empty field is not.
func (c Content) Completeness() (percent int, missing []string) {
	score := 0
	part := func(weight int, share float64, name string) {
		share = max(0, min(1, share))
		score += int(float64(weight)*share + 0.5)
		if share < 1 {
			missing = append(missing, name)
		}
	}
	part(35, float64(len(c.Skills))/enoughSkills, LacksSkills)
	part(15, float64(len(c.Occupations)), LacksOccupations)
	known := 0.0
	for _, l := range c.Languages {
		if l.Known() {
			known = 1
		}
	}
	part(15, known, LacksLanguages)
	part(10, c.proven(), LacksEvidence)
	part(10, float64(len(c.Learning)), LacksLearning)
	part(10, boolShare(c.Preferences != nil), LacksPreferences)
	part(5, boolShare(c.Education != nil), LacksEducation)
	return score, missing
}

// proven is the share of skills known by more than the person's word; a third is enough.
func (c Content) proven() float64 {
	if len(c.Skills) == 0 {
		return 0
	}
	n := 0
	for _, s := range c.Skills {
		if s.Evidence != Said {
			n++
		}
	}
	return 3 * float64(n) / float64(len(c.Skills))
}

func boolShare(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
