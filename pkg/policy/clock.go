package policy

import (
	"strconv"

	"cloud.google.com/go/civil"
)

// Mark says what holds of the right to work over a stretch of a plan.
type Mark string

// The marks, from the mildest to the hardest.
const (
	Allowed    Mark = "allowed"
	Limited    Mark = "limited"    // up to the hours of the week
	ToRenew    Mark = "to-renew"   // after the end of a paper that can be renewed, while it has not come
	NotYet     Mark = "not-yet"    // a person decides now, nobody has to later inside the plan
	TooMany    Mark = "too-many"   // more hours than the limit
	Unrecorded Mark = "unrecorded" // nothing is recorded
	ToJudge    Mark = "to-judge"   // a person decides
	Lapsed     Mark = "lapsed"     // the end of a paper that can be renewed is past, and no receipt is recorded
	Stopped    Mark = "stopped"    // there is no right to work: nobody can pass over it
)

const (
	weekDays  = 7
	mostWeeks = 52 // of a year, over which hours are counted
)

// Marks returns every mark, the mildest first.
func Marks() []Mark {
	return []Mark{Allowed, Limited, ToRenew, NotYet, TooMany, Unrecorded, ToJudge, Lapsed, Stopped}
}

// Free reports whether nobody has to do anything about a stretch.
func (m Mark) Free() bool { return m == Allowed || m == Limited }

// Stretch is a part of a plan over which one thing holds, with the rule that says so. It names no paper and no status.
type Stretch struct {
	From, Until civil.Date // both inside the plan
	Mark        Mark
	Result      Result
	HoursWeek   int        // the limit; 0: none
	FreeOn      civil.Date // where it becomes free inside the plan: the first such day
	Ended       civil.Date // where a paper ended before it: the last day of that paper
}

// Clock draws the right to work over a plan, without gaps, from today on or from the plan's start when that is later. Days
// that have passed are not judged again. A right that ends and cannot be renewed, or that is not there, is a hard stop.
func (s *RuleSet) Clock(intervals []Interval, p Plan, today civil.Date) []Stretch {
	var out []Stretch
	day := p.Start
	if today.After(day) {
		day = today
	}
	if day.After(p.End) {
		return nil
	}
	var before *Interval // the last one that ended before the day
	for i := range intervals {
		x := &intervals[i]
		if x.From.After(p.End) {
			break
		}
		if x.From.After(day) {
			out = append(out, s.without(before, &p, day, x.From.AddDays(-1), today))
			day = x.From
		}
		if x.Until != nil && x.Until.Before(day) {
			before = x
			continue
		}
		last := p.End
		if x.Until != nil && x.Until.Before(last) {
			last = *x.Until
		}
		out = append(out, s.within(x, &p, day, last))
		if day, before = last.AddDays(1), x; day.After(p.End) {
			break
		}
	}
	if !day.After(p.End) {
		out = append(out, s.without(before, &p, day, p.End, today))
	}
	return waits(out)
}

// waits marks what lies before the first free stretch: it only has not come yet, and says when it does.
func waits(line []Stretch) []Stretch {
	for n := range line {
		if !line[n].Mark.Free() {
			continue
		}
		for i := range n {
			line[i].FreeOn = line[n].From
			if line[i].Mark == ToJudge || line[i].Mark == Unrecorded {
				line[i].Mark = NotYet
			}
		}
		break
	}
	return line
}

// within is a stretch on which an interval holds.
func (s *RuleSet) within(i *Interval, p *Plan, from, until civil.Date) Stretch {
	x := Stretch{From: from, Until: until, Mark: Allowed}
	v := judged(s.brief.mayWork, OK, "may-work")
	switch p.outcome(i) {
	case MayNotWork:
		x.Mark, v = Stopped, judged(s.brief.mayWork, Block, "no-access")
	case NeedsHuman:
		x.Mark, v = ToJudge, judged(s.brief.mayWork, Human, "access-to-be-judged")
	case MayWorkLimited:
		x.Mark, v = Limited, judged(s.brief.studyHours, Warn, "hours-limited")
		if over, is := s.hours(i, p); is {
			x.Mark, v = TooMany, over
		} else if i.HoursWeek != nil && s.yearHours(p) > s.studyHoursYear {
			x.Mark, v = TooMany, judged(s.brief.studyHours, Human, "hours-over-year")
		}
	}
	x.Result = v.Result()
	x.Result.Hard = x.Mark == Stopped && v.Decision == Block
	if i.HoursWeek != nil {
		x.HoursWeek = *i.HoursWeek
		x.Result.Inputs = append(x.Result.Inputs, Input{"hoursWeek", strconv.Itoa(p.HoursWeek)}, Input{"hoursYear", strconv.Itoa(s.yearHours(p))})
	}
	return x
}

// yearHours are the hours of the plan's first year: rule WA-04 has a limit for them too.
func (s *RuleSet) yearHours(p *Plan) int {
	weeks := (p.End.DaysSince(p.Start) + weekDays) / weekDays
	return p.HoursWeek * min(weeks, mostWeeks)
}

// without is a stretch that no interval covers: what came before decides. A paper that can be renewed warns (WA-08); when
// its end is past, somebody has to look.
func (s *RuleSet) without(before *Interval, p *Plan, from, until, today civil.Date) Stretch {
	if before == nil {
		return Stretch{From: from, Until: until, Mark: Unrecorded, Result: judged(s.brief.mayWork, Human, "access-unknown").Result()}
	}
	if x := s.within(before, p, from, until); x.Result.Decision >= Human {
		return x // what was not free before its end is not free after it
	}
	x := Stretch{From: from, Until: until}
	if before.Until != nil {
		x.Ended = *before.Until
	}
	var v Verdict
	switch {
	case !before.Renewable:
		x.Mark, v = Stopped, judged(s.brief.endAfterExpiry, Block, "ends-inside")
	case x.Ended.Before(today):
		x.Mark, v = Lapsed, judged(s.brief.endAfterExpiry, Human, "access-ended")
	default:
		x.Mark, v = ToRenew, judged(s.brief.endAfterExpiry, Warn, "ends-inside-renewable")
	}
	x.Result = v.Result()
	x.Result.Hard = v.Decision == Block
	return x
}

// Worst returns the stretch that decides over a part of a line: the hardest, and of several the first, cut to the part.
// It reports false when the line does not reach there.
func Worst(line []Stretch, from, until civil.Date) (worst Stretch, ok bool) {
	for _, x := range line {
		if x.Until.Before(from) || x.From.After(until) {
			continue
		}
		if x.From.Before(from) {
			x.From = from
		}
		if x.Until.After(until) {
			x.Until = until
		}
		if !ok || x.Result.Decision > worst.Result.Decision {
			worst, ok = x, true
		}
	}
	return worst, ok
}
