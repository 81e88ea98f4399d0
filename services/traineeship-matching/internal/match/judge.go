package match

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// judge holds what one run judges with, unpacked for speed. It is immutable.
type judge struct {
	rules   *policy.RuleSet
	weights *Weights
	on      civil.Date
	today   int32

	shares   [partCount]int32
	nearness [nearKinds]int32
	level    [4][4]int32
	evidence [evidenceCount]int32
	speeds   [1 << modeCount][]speed // by set of modes
	detour   float64
}

func newJudge(rules *policy.RuleSet, w *Weights, on civil.Date) *judge {
	j := &judge{
		rules: rules, weights: w, on: on, today: dayNumber(&on),
		detour: float64(w.Commute.DetourPercent) / 100,
	}
	for p := range partCount {
		j.shares[p] = int32(w.Parts[p.String()])
	}
	for i, n := range kinds() {
		j.nearness[i] = int32(w.Nearness[n])
	}
	for have, row := range w.Level {
		for need, v := range row {
			j.level[have][need] = int32(v)
		}
	}
	for i, e := range evidenceNames() {
		j.evidence[i] = int32(w.Evidence[e])
	}
	for set := range j.speeds {
		for i, m := range modes() {
			if set&(1<<i) != 0 {
				j.speeds[set] = append(j.speeds[set], speed{60 / float64(w.Commute.Modes[m].KmPerHour), float64(w.Commute.Modes[m].FixedMinutes)})
			}
		}
	}
	return j
}

// full is the value of a part that could not be better; values are hundredths of a percent.
const full = 10_000

// credit is what a skill that somebody has counts where another is needed.
func (j *judge) credit(nearness int32, have skillHeld, needLevel uint8) int32 {
	return nearness * j.level[have.level-1][needLevel-1] * j.evidence[have.evidence] / 100
}

// What a part says instead of a value.
const (
	noData        int32 = -1 // a fact is missing: the part drops out and completeness falls
	notApplicable int32 = -2 // the part has no meaning for this pair: it drops out
)

// judged is the verdict on one pair. Scanning reuses one, so nothing is allocated per pair.
type judged struct {
	gate         [constraintCount]verdict
	worst        policy.Decision
	parts        [partCount]int32
	total        int32 // hundredths of a point, 0..10000
	completeness int32 // percent
	capped       bool  // by the coverage of what is needed at start
}

// Standing is the list in which a pair belongs.
type Standing uint8

// The standings.
const (
	Eligible  Standing = iota
	NotEnough          // too little is known for a total
	Blocked
	standingCount
)

// String returns "eligible", "not-enough-data" or "blocked".
func (s Standing) String() string {
	return [standingCount]string{"eligible", "not-enough-data", "blocked"}[s]
}

// MarshalText writes the standing's name.
func (s Standing) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (j *judge) standing(v *judged) Standing {
	switch {
	case v.worst == policy.Block:
		return Blocked
	case !j.enough(v):
		return NotEnough
	default:
		return Eligible
	}
}

// enough reports whether a total may be given. Without anything known about the skills there is none, whatever else is.
func (j *judge) enough(v *judged) bool {
	return v.parts[Essential] >= 0 && v.completeness >= int32(j.weights.CompletenessMin)
}

// judge fills in the verdict on a pair. The sums of weight x credit over the skills needed and the optional ones are
// given, because scanning works them out in different ways in the two directions.
func (j *judge) judge(ps *peopleBlock, p *personRow, access []policy.Interval, os *openingsBlock, o *openingRow, needed, useful int32, v *judged) {
	covered, minutes := schedule(p, o), j.minutes(p, o)
	j.gate(ps, p, access, os, o, covered, minutes, v)
	v.parts = [partCount]int32{
		Essential:  essential(p, o, needed),
		Optional:   optional(p, o, useful),
		Learning:   learning(ps, p, os, o),
		Experience: j.experience(ps, p, o),
		Language:   j.language(ps, p, os, o),
		Schedule:   covered,
		Commute:    j.commute(p, minutes),
		Preference: j.preference(ps, p, o),
		Freshness:  j.freshness(p),
	}
	var sum, shares, known int32
	for part, value := range v.parts {
		share := j.shares[part]
		if value >= 0 {
			sum += share * value
			shares += share
		}
		if value != noData {
			known += share
		}
	}
	v.completeness, v.total, v.capped = known, 0, false
	if !j.enough(v) {
		return
	}
	v.total, v.capped = j.total(sum, shares, v.parts[Essential])
}

// total divides the sum of share x value among the shares that have data, under the ceiling that what is needed at start
// and missing puts on it.
func (j *judge) total(sum, shares, essential int32) (total int32, capped bool) {
	total = sum / shares
	if ceiling := j.ceiling(essential); total > ceiling {
		return ceiling, true
	}
	return total, false
}

// ceiling is the most that a total can be with so much of what is needed at start.
func (j *judge) ceiling(essential int32) int32 {
	return essential + 100*int32(j.weights.CeilingWithoutNeeded)
}
