// Package workguide answers the question of an employer, or of who found a job: may this person work, from when and
// until when. The rules are those that the rest of the suite applies; nothing that is asked is kept.
package workguide

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

// Question is a paper with its dates, and the work that is planned.
type Question struct {
	Document    policy.Document
	Traineeship bool // else a contract
	// Start may be left out: today. End and HoursWeek may be left out: not known.
	Start, End civil.Date
	HoursWeek  int
}

// Verdict is the answer in one word.
type Verdict string

// The verdicts.
const (
	Yes        Verdict = "yes"
	YesLimited Verdict = "yes-limited" // up to HoursWeek
	NotYet     Verdict = "not-yet"     // from From on
	No         Verdict = "no"
	Human      Verdict = "human" // a person decides; the software does not
)

// Answer is what can be said.
type Answer struct {
	Verdict Verdict
	// Start is the day that was judged.
	Start civil.Date
	// From and Until bound the time in which the person may work, around the start or the next one; Until is nil while
	// no end is known.
	From, Until *civil.Date
	// Renewable: Until is the end of a paper, not of the right.
	Renewable bool
	HoursWeek *int
	// Plan is the rule that decided, Findings the line of time behind it.
	Plan     policy.Result
	Findings []policy.Finding
}

// longest is how far ahead a plan may lie, in days: no paper tells more.
const longest = 366 * 5

// Check says what is to be corrected. Pointers are those of the question's fields.
func (q Question) Check(today civil.Date) error {
	var bad fault.Violations
	q.Document.Check("/", today, &bad)
	if !q.Start.IsZero() && (q.Start.Before(today.AddDays(-longest)) || q.Start.After(today.AddDays(longest))) {
		bad.Add("/start", "range", "This date is too far away.")
	}
	if !q.End.IsZero() && q.End.Before(q.begin(today)) {
		bad.Add("/end", "order", "It ends before it starts.")
	}
	if q.HoursWeek < 0 || q.HoursWeek > 60 {
		bad.Add("/hoursWeek", "range", "Hours a week lie between 1 and 60.")
	}
	return bad.Err()
}

func (q Question) begin(today civil.Date) civil.Date {
	if q.Start.IsZero() {
		return today
	}
	return q.Start
}

// Ask answers by a rule set.
func Ask(rules policy.RuleSet, q Question, today civil.Date) (Answer, error) {
	if err := q.Check(today); err != nil {
		return Answer{}, err
	}
	start := q.begin(today)
	end := q.End
	if end.IsZero() {
		end = start
	}
	// The line of time is drawn from the earlier of today and the start, so that neither is left out of it.
	on := today
	if start.Before(on) {
		on = start
	}
	docs := []policy.Document{q.Document}
	intervals := rules.WorkAccess(docs, on)
	plan := policy.Plan{Traineeship: q.Traineeship, Contract: !q.Traineeship, Start: start, End: end, HoursWeek: q.HoursWeek}
	a := Answer{Start: start, Plan: rules.ExplainAccess(intervals, plan), Findings: rules.ExplainWorkAccess(docs, on)}
	a.Verdict = verdict(a.Plan)
	if at := next(intervals, start); at >= 0 {
		first := intervals[at]
		if a.Verdict == No && first.From.After(start) || a.Plan.Reason == "access-starts-later" {
			a.Verdict = NotYet
		}
		if a.Verdict != No {
			a.From, a.Until, a.Renewable, a.HoursWeek = &first.From, first.Until, first.Renewable, first.HoursWeek
			for at++; at < len(intervals) && a.Until != nil && intervals[at].From == a.Until.AddDays(1) && works(intervals[at]) && same(first, intervals[at]); at++ {
				a.Until, a.Renewable = intervals[at].Until, intervals[at].Renewable
			}
		}
	}
	if a.Verdict == Yes && a.HoursWeek != nil {
		a.Verdict = YesLimited
	}
	return a, nil
}

func verdict(r policy.Result) Verdict {
	switch r.Decision {
	case policy.OK:
		return Yes
	case policy.Warn:
		if r.Reason == "hours-limited" {
			return YesLimited
		}
		return Yes
	case policy.Block:
		return No
	default:
		return Human
	}
}

func works(i policy.Interval) bool {
	return i.Outcome == policy.MayWork || i.Outcome == policy.MayWorkLimited
}

func same(a, b policy.Interval) bool {
	return (a.HoursWeek == nil) == (b.HoursWeek == nil) && (a.HoursWeek == nil || *a.HoursWeek == *b.HoursWeek)
}

// next finds the interval of work that holds on the day, or else the first one after it; -1 when there is none.
func next(intervals []policy.Interval, day civil.Date) int {
	for i, x := range intervals {
		if works(x) && (x.Until == nil || !x.Until.Before(day)) {
			return i
		}
	}
	return -1
}
