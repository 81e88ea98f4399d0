package shortlist

import "slices"

// The codes that stand on record. Each has words in the four languages.

// PassReasons say why somebody was passed over.
func PassReasons() []string {
	return []string{"person-not-interested", "person-not-reachable", "better-opening", "skills-not-enough", "language-not-enough", "hours-do-not-fit", "too-far", "other"}
}

// SkipReasons say why somebody is proposed though others stand higher.
func SkipReasons() []string {
	return []string{"others-not-interested", "others-not-reachable", "others-better-elsewhere", "waits-longer", "told-by-person", "asked-by-host", "other"}
}

// OverrideReasons say why a block of the gate does not stand.
func OverrideReasons() []string {
	return []string{"facts-out-of-date", "host-agrees", "solved-before-start", "other"}
}

// NoReasons say why it came to nothing after the employer looked.
func NoReasons() []string {
	return []string{"skills-not-enough", "language-not-enough", "hours-do-not-fit", "too-far", "seat-taken", "opening-changed", "person-declined", "other"}
}

// NextSteps say what follows for the person.
func NextSteps() []string {
	return []string{"other-openings", "training", "language-course", "talk-with-counsellor", "try-again-later"}
}

// Ways say how consent was given.
func Ways() []string { return []string{"signed-in", "in-person", "phone", "written"} }

// reasonsOf are the codes that an act takes; nil when it takes none.
func reasonsOf(a Act) []string {
	switch a {
	case Pass, Withdraw:
		return PassReasons()
	case Decline:
		return NoReasons()
	default:
		return nil
	}
}

func known(list []string, code string) bool { return slices.Contains(list, code) }
