package match

import "github.com/celav/celav/pkg/policy"

// Constraint is one thing that the gate judges.
type Constraint uint8

// The constraints, in the order in which they are shown.
const (
	WorkAccess Constraint = iota
	Age
	Licence
	EducationLevel
	LanguageLevel
	Hours
	Practical
	Distance
	Seat
	Live
	constraintCount
)

// String returns the constraint's name.
func (c Constraint) String() string {
	return [constraintCount]string{"work-access", "age", "licence", "education", "language", "hours", "practical", "distance", "seat", "live"}[c]
}

// MarshalText writes the constraint's name.
func (c Constraint) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// verdict is a constraint's outcome and the reason's code.
type verdict struct {
	decision policy.Decision
	reason   string
}

// gate judges every constraint, given the share of shifts covered and the minutes of the way, and keeps the worst outcome. What is not known warns or asks a person; it never blocks.
func (j *judge) gate(ps *peopleBlock, p *personRow, access []policy.Interval, os *openingsBlock, o *openingRow, covered, minutes int32, v *judged) {
	v.gate = [constraintCount]verdict{
		WorkAccess:     j.workAccess(p, access, o),
		Age:            brief(j.rules.MinimumAge(int(p.age), int(o.age))),
		Licence:        licence(ps, p, os, o),
		EducationLevel: education(p, o),
		LanguageLevel:  languageLevelGate(ps, p, os, o),
		Hours:          j.hours(p, o, covered),
		Practical:      practical(p, o),
		Distance:       j.distance(p, o, minutes),
		Seat:           j.seat(o),
		Live:           j.live(p, o),
	}
	v.worst = policy.OK
	for _, x := range v.gate {
		v.worst = max(v.worst, x.decision)
	}
}

func brief(v policy.Verdict) verdict { return verdict{v.Decision, v.Reason} }

// workAccess judges the right to work from the planned start over the whole period. Who lives abroad is judged by the
// rules on Art. 27 in place of those on work.
func (j *judge) workAccess(p *personRow, access []policy.Interval, o *openingRow) verdict {
	if p.has.is(livesAbroad) {
		person, plan := j.art27(p, o)
		return brief(j.rules.Art27(person, plan))
	}
	return brief(j.rules.Access(access, j.plan(o)))
}

// plan is what would be done, beginning today when the planned start has passed or is not known.
func (j *judge) plan(o *openingRow) policy.Plan {
	if o.start >= j.today {
		return o.plan
	}
	return planFrom(o.plan, j.on, o.months)
}

func licence(ps *peopleBlock, p *personRow, os *openingsBlock, o *openingRow) verdict {
	asked := os.licences[o.licences.from:o.licences.to]
	switch {
	case len(asked) == 0:
		return verdict{policy.OK, "not-asked"}
	case !p.has.is(hasLicences):
		return verdict{policy.Human, "licence-unknown"}
	}
	for _, l := range asked {
		if !contains(ps.licences[p.licences.from:p.licences.to], l) {
			return verdict{policy.Block, "licence-missing"}
		}
	}
	return verdict{policy.OK, "licence-held"}
}

func contains(column []uint32, x uint32) bool {
	for _, y := range column {
		if x == y {
			return true
		}
	}
	return false
}

func education(p *personRow, o *openingRow) verdict {
	switch {
	case o.eqf == 0:
		return verdict{policy.OK, "not-asked"}
	case p.eqf == 0:
		return verdict{policy.Human, "education-unknown"}
	case p.eqf < o.eqf:
		return verdict{policy.Block, "education-below"}
	default:
		return verdict{policy.OK, "education-enough"}
	}
}

func languageLevelGate(ps *peopleBlock, p *personRow, os *openingsBlock, o *openingRow) verdict {
	v := verdict{policy.OK, "not-asked"}
	for _, asked := range os.languages[o.languages.from:o.languages.to] {
		switch level := ps.speaks(p, asked.language); {
		case level == 0:
			v = verdict{policy.Human, "language-unknown"}
		case level < asked.level:
			return verdict{policy.Block, "language-below"}
		case v.decision == policy.OK:
			v.reason = "language-enough"
		}
	}
	return v
}

// hours judges days, hours and from when.
func (j *judge) hours(p *personRow, o *openingRow, covered int32) verdict {
	start := max(o.start, j.today)
	limits := &j.weights.Gate
	switch {
	case p.has.is(hasFrom) && p.availFrom > start+int32(limits.StartSlackDays):
		return verdict{policy.Block, "free-too-late"}
	case p.has.is(hasMaxHours) && o.has.is(hasWeekHours) && o.hours > p.maxHours:
		return verdict{policy.Block, "too-many-hours"}
	case p.has.is(refusesNights) && o.has.is(atNight):
		return verdict{policy.Block, "no-nights"}
	case p.has.is(refusesWeekends) && o.has.is(atWeekend):
		return verdict{policy.Block, "no-weekends"}
	case covered >= 0 && covered < 100*int32(limits.ScheduleBlockBelow):
		return verdict{policy.Block, "shifts-not-covered"}
	case !p.has.is(hasAvailability):
		return verdict{policy.Warn, "availability-unknown"}
	case p.has.is(hasFrom) && p.availFrom > start:
		return verdict{policy.Warn, "free-later"}
	case covered >= 0 && covered < full:
		return verdict{policy.Warn, "shifts-partly"}
	case covered < 0:
		return verdict{policy.OK, "shifts-not-compared"}
	default:
		return verdict{policy.OK, "shifts-covered"}
	}
}

// distance judges the estimated minutes against the person's own limit.
func (j *judge) distance(p *personRow, o *openingRow, minutes int32) verdict {
	switch {
	case minutes == noData:
		return verdict{policy.Warn, "distance-unknown"}
	case !p.has.is(hasReachLimit) || p.reach <= 0:
		return verdict{policy.OK, "no-limit"}
	}
	switch limit := int32(p.reach); {
	case 100*minutes > limit*int32(j.weights.Gate.ReachBlockPercent):
		return verdict{policy.Block, "too-far"}
	case minutes > limit:
		return verdict{policy.Warn, "rather-far"}
	default:
		return verdict{policy.OK, "within-reach"}
	}
}

func (j *judge) seat(o *openingRow) verdict {
	if o.limit >= 0 {
		if v := brief(j.rules.HostCapacity(int(o.taken), int(o.limit))); v.decision != policy.OK {
			return v
		}
	}
	if o.free <= 0 {
		return verdict{policy.Block, "no-seat"}
	}
	return verdict{policy.OK, "seat-free"}
}

func (j *judge) live(p *personRow, o *openingRow) verdict {
	switch {
	case !p.has.is(isActive):
		return verdict{policy.Block, "person-closed"}
	case !o.has.is(isLive):
		return verdict{policy.Block, "not-live"}
	case o.closes != never && o.closes < j.today:
		return verdict{policy.Block, "closed"}
	default:
		return verdict{policy.OK, "live"}
	}
}
