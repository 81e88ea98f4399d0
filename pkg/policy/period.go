package policy

import (
	"strconv"

	"cloud.google.com/go/civil"
)

// Plan is the work or the traineeship that is judged.
type Plan struct {
	// Traineeship and Contract say what it may be; with both, the more favourable answer counts.
	Traineeship, Contract bool
	Start, End            civil.Date
	HoursWeek             int // 0: not known
}

// Access judges a plan from its start to its end against a person's work access (WA-01, WA-04, WA-08, WA-09). It
// allocates nothing; ExplainAccess adds the inputs.
//
// A paper that ends inside the plan and can be renewed warns and never blocks.
func (s *RuleSet) Access(intervals []Interval, p Plan) Verdict {
	at := -1
	for i := range intervals {
		if intervals[i].covers(p.Start) {
			at = i
			break
		}
	}
	if at < 0 {
		return judged(s.brief.mayWork, Human, uncovered(intervals, p.Start))
	}
	first := &intervals[at]
	switch p.outcome(first) {
	case MayNotWork:
		return judged(s.brief.mayWork, Block, "no-access")
	case NeedsHuman:
		return judged(s.brief.mayWork, Human, "access-to-be-judged")
	case MayWorkLimited:
		if r, over := s.hours(first, &p); over {
			return r
		}
	}
	// Walk on to the end of the plan.
	for first.Until != nil && first.Until.Before(p.End) {
		at++
		if at == len(intervals) || intervals[at].From != first.Until.AddDays(1) {
			if first.Renewable {
				return judged(s.brief.endAfterExpiry, Warn, "ends-inside-renewable")
			}
			return judged(s.brief.endAfterExpiry, Human, "ends-inside")
		}
		first = &intervals[at]
		switch p.outcome(first) {
		case MayNotWork, NeedsHuman:
			return judged(s.brief.endAfterExpiry, Human, "changes-inside")
		case MayWorkLimited:
			if r, over := s.hours(first, &p); over {
				return r
			}
		}
	}
	if p.outcome(first) == MayWorkLimited {
		return judged(s.brief.studyHours, Warn, "hours-limited")
	}
	return judged(s.brief.mayWork, OK, "may-work")
}

// outcome picks the more favourable of what the plan may be.
func (p *Plan) outcome(i *Interval) Outcome {
	if p.Traineeship && i.Traineeship != "" && i.Traineeship.rank() > i.Outcome.rank() {
		return i.Traineeship
	}
	return i.Outcome
}

// hours is rule WA-04: over the weekly limit a contract is blocked; whether a traineeship's hours count is a person's
// decision.
func (s *RuleSet) hours(i *Interval, p *Plan) (Verdict, bool) {
	if i.HoursWeek == nil {
		return Verdict{}, false
	}
	switch {
	case p.HoursWeek == 0:
		return judged(s.brief.studyHours, Human, "hours-unknown"), true
	case p.HoursWeek <= *i.HoursWeek:
		return Verdict{}, false
	case p.Traineeship:
		return judged(s.brief.studyHours, Human, "hours-over-traineeship"), true
	default:
		return judged(s.brief.studyHours, Block, "hours-over"), true
	}
}

func uncovered(intervals []Interval, start civil.Date) string {
	switch {
	case len(intervals) == 0:
		return "access-unknown"
	case intervals[0].From.After(start):
		return "access-starts-later"
	default:
		return "access-ended"
	}
}

// ExplainAccess is Access with the inputs that it used.
func (s *RuleSet) ExplainAccess(intervals []Interval, p Plan) Result {
	r := s.Access(intervals, p).Result()
	inputs := make([]Input, 0, len(r.Inputs)+len(intervals)+3)
	inputs = append(append(inputs, r.Inputs...), Input{"start", DateText(p.Start)}, Input{"end", DateText(p.End)})
	if p.HoursWeek > 0 {
		inputs = append(inputs, Input{"planHoursWeek", strconv.Itoa(p.HoursWeek)})
	}
	for _, i := range intervals {
		until := ""
		if i.Until != nil {
			until = DateText(*i.Until)
		}
		inputs = append(inputs, Input{"access", DateText(i.From) + "/" + until + " " + string(i.Outcome)})
	}
	r.Inputs = inputs
	return r
}

// DateText writes a date as 2026-11-23, as its String does, at a tenth of the cost: explanations hold many.
func DateText(d civil.Date) string {
	if d.Year < 0 || d.Year > 9999 {
		return d.String()
	}
	year, month, day := d.Year, int(d.Month), d.Day
	text := [...]byte{
		'0' + byte(year/1000), '0' + byte(year/100%10), '0' + byte(year/10%10), '0' + byte(year%10), '-',
		'0' + byte(month/10), '0' + byte(month%10), '-', '0' + byte(day/10), '0' + byte(day%10),
	}
	return string(text[:])
}

// MinimumAge is rule WA-05. reached is the highest legal minimum that the person has reached (15, 16, 18; 0 when it is
// not known), asked is what the opening asks for on top of the law.
func (s *RuleSet) MinimumAge(reached, asked int) Verdict {
	needed := max(asked, s.lowestAge)
	switch {
	case reached == 0:
		return judged(s.brief.minimumAge, Human, "age-unknown")
	case reached < needed:
		return judged(s.brief.minimumAge, Block, "too-young")
	case reached < s.adultAge:
		return judged(s.brief.minimumAge, Human, "minor")
	default:
		return judged(s.brief.minimumAge, OK, "old-enough")
	}
}
