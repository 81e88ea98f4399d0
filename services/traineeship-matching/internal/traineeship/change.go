package traineeship

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

// Suspend stops the clock from a day to another. The end and every open step move by as many days.
func (t *Traineeship) Suspend(m Moment, cause policy.Cause, from, until civil.Date) error {
	if err := t.may(ActSuspend); err != nil {
		return err
	}
	if err := t.stillOpen(m); err != nil {
		return err
	}
	term := t.OpenTerm()
	var bad fault.Violations
	switch {
	case !from.IsValid():
		bad.Add("/from", "required", "Choose the day.")
	case from.After(m.Today()) || from.Before(term.Start) || t.overlaps(from):
		bad.Add("/from", "out-of-range", "must lie in this term, not after today, and not in another suspension")
	}
	switch {
	case !until.IsValid():
		bad.Add("/until", "required", "Choose the day.")
	case from.IsValid() && until.DaysSince(from) > farthest, until.Before(m.Today()):
		bad.Add("/until", "out-of-range", "must lie within a year, not before today")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	s := Suspension{ID: m.NewID(), Cause: cause, From: from, Until: until}
	if r := m.Rules.Suspension(cause, s.Days()); r.Decision == policy.Block {
		bad.Add("/until", r.Reason, "The rules do not allow this suspension (TR-18).")
		return bad.Err()
	}
	t.Suspensions = append(t.Suspensions, s)
	t.State = Suspended
	t.shift(m, s.Days())
	t.addStep(m, term.ID, StepResume, m.at(until.AddDays(1), 0))
	return nil
}

func (t *Traineeship) overlaps(day civil.Date) bool {
	return slices.ContainsFunc(t.Suspensions, func(s Suspension) bool { return !day.After(s.Until) })
}

// shift moves the open term's end, and the terms after it, by so many days.
func (t *Traineeship) shift(m Moment, days int) {
	term := t.OpenTerm()
	term.PlannedEnd = term.PlannedEnd.AddDays(days)
	if next := t.after(term); next != nil {
		next.Start = term.PlannedEnd.AddDays(1)
		next.PlannedEnd = lastDay(next.Start, next.Months)
	}
	t.replan(m, term)
}

// Resume ends the suspension. Last is its last day when it was shorter than expected; zero: as expected.
func (t *Traineeship) Resume(m Moment, last civil.Date) error {
	if err := t.may(ActResume); err != nil {
		return err
	}
	s := &t.Suspensions[len(t.Suspensions)-1]
	if !last.IsValid() {
		last = s.Until
	}
	if last.Before(s.From) || last.After(s.Until) || last.After(m.Today()) {
		var bad fault.Violations
		bad.Add("/on", "out-of-range", "must lie in the suspension, and not after today")
		return bad.Err()
	}
	shorter := s.Until.DaysSince(last)
	s.Until, s.Over = last, true
	t.State = Running
	if step := t.openStep(t.OpenTerm().ID, StepResume); step != nil {
		step.State, step.ActedAt = StepCancelled, m.Now
	}
	if shorter > 0 {
		t.shift(m, -shorter)
	}
	return nil
}

// EarlyReasons are the codes of an early end.
func EarlyReasons() []string {
	return []string{"trainee-left", "hired", "host-breach", "goals-impossible", "no-access"}
}

// EndEarly ends it on a day that has come.
func (t *Traineeship) EndEarly(m Moment, on civil.Date, reason string) error {
	if err := t.may(ActEndEarly); err != nil {
		return err
	}
	term := t.OpenTerm()
	var bad fault.Violations
	if !on.IsValid() || on.After(m.Today()) || on.Before(term.Start) || on.After(term.PlannedEnd) {
		bad.Add("/on", "out-of-range", "must lie in this term, and not after today")
	}
	if !slices.Contains(EarlyReasons(), reason) {
		bad.Add("/reason", "required", "Choose a reason.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	id := term.ID
	if next := t.after(term); next != nil {
		t.Dropped = append(t.Dropped, next.ID)
		t.Terms = slices.DeleteFunc(t.Terms, func(x Term) bool { return x.ID == next.ID })
	}
	term = t.Term(id)
	term.State, term.Outcome, term.ActualEnd = Closed, Early, on
	for i := range t.Suspensions {
		s := &t.Suspensions[i]
		if !s.Over && s.Until.After(on) { // it lasted no longer than the traineeship
			s.Until = on
			if on.Before(s.From) {
				s.Until = s.From
			}
		}
		s.Over = true
	}
	t.State, t.EndedOn, t.Outcome, t.EarlyReason = Ended, on, Early, reason
	t.cancelSteps(m, id)
	t.unwatch(m)
	t.owe(m, id, Early, on)
	t.planFollowUps(m, id)
	return nil
}

// Acknowledge takes note that it ended undecided.
func (t *Traineeship) Acknowledge(m Moment) error {
	if err := t.may(ActAcknowledge); err != nil {
		return err
	}
	t.AcknowledgedBy = m.By
	return nil
}

// Attest records that the final attestation was given: it is signed by then (TR-19), and so is what was agreed before it.
func (t *Traineeship) Attest(_ Moment, around Surroundings, on civil.Date) error {
	if err := t.may(ActAttest); err != nil {
		return err
	}
	if !on.IsValid() || on.Before(t.EndedOn) {
		var bad fault.Violations
		bad.Add("/on", "out-of-range", "must not lie before the end")
		return bad.Err()
	}
	for _, x := range t.Terms {
		if t.Unsigned(x.Number) != nil {
			return fault.New(fault.Precondition, "The addendum of a renewal is not signed by all three (TR-06).")
		}
	}
	if s, made := around.Signed[PaperAttestation]; !made || len(s.Missing) > 0 {
		return fault.New(fault.Precondition, "The attestation is not signed: prepare it among the papers and sign it first (TR-19).")
	}
	t.State, t.AttestedOn = Attested, on
	return nil
}
