package policy

import "strconv"

// Pay is rule TR-08: what is due for a part of a month, of whose planned minutes somebody attended so many. Base is the
// allowance of the part, without suspended days. Below the share that gives full pay the amount is in proportion, and a
// person confirms it. Planned must be positive.
func (s *RuleSet) Pay(base int64, attended, planned int) (cents int64, r Result) {
	if attended*100 >= s.traineeship.fullPayPercent*planned {
		r = s.result("TR-08", OK, "attendance-full")
		cents = base
	} else {
		r = s.result("TR-08", Human, "attendance-low")
		cents = (base*int64(attended)*2 + int64(planned)) / (2 * int64(planned)) // to the nearest cent
	}
	r.Inputs = []Input{
		{"base", strconv.FormatInt(base, 10)},
		{"attended", strconv.Itoa(attended)},
		{"planned", strconv.Itoa(planned)},
		{"percent", strconv.Itoa(s.traineeship.fullPayPercent)},
	}
	return cents, r
}
