package traineeship

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// Clock is the right to work over the whole of a traineeship and over the months that a renewal would add. It is drawn
// from what intake tells: from when until when, and never why.
type Clock struct {
	Start, End civil.Date // from the first day to the last that may be
	// RenewalFrom is the first day of the months that a renewal would add; zero: nothing can be added.
	RenewalFrom civil.Date
	// Line begins today, or with the traineeship when that is later; empty once it is over.
	Line []policy.Stretch
	// Agreed decides over what is agreed already, Renewal over what would be added; zero where there is no such time.
	Agreed, Renewal policy.Stretch
	Watch           Watch
}

// Clock draws the right to work as it is known now.
func (t *Traineeship) Clock(m Moment, around Surroundings) Clock {
	c := Clock{Start: t.Start, End: t.End(), Watch: t.Watch}
	if t.State == Ended || t.State == Attested {
		c.End = t.EndedOn
		return c
	}
	agreed := c.End
	if t.renewable(m) {
		_, _, added := m.Rules.Pattern()
		c.RenewalFrom = agreed.AddDays(1)
		c.End = lastDay(c.RenewalFrom, added)
	}
	plan := policy.Plan{Traineeship: true, Start: t.Start, End: c.End, HoursWeek: t.HoursWeek}
	c.Line = m.Rules.Clock(around.Access, plan, m.Today())
	c.Agreed, _ = policy.Worst(c.Line, c.Start, agreed)
	if c.RenewalFrom.IsValid() {
		c.Renewal, _ = policy.Worst(c.Line, c.RenewalFrom, c.End)
	}
	return c
}

// renewable reports whether months may still be added to the last term: nobody has decided, and the rules allow it.
func (t *Traineeship) renewable(m Moment) bool {
	last := Term{Number: 1, PlannedEnd: t.End()}
	if n := len(t.Terms); n > 0 {
		last = t.Terms[n-1]
	}
	if t.DecisionOn(last.ID) != nil {
		return false
	}
	_, _, added := m.Rules.Pattern()
	left := last.PlannedEnd.DaysSince(m.Today())
	return left >= 0 && m.Rules.Extension(t.facts(added), last.Number-1, left)[0].Decision != policy.Block
}

// Trouble is the first stretch of a line about which somebody has to do something; false when there is none. What only
// waits for its day was decided at the start.
func (c Clock) Trouble() (policy.Stretch, bool) {
	for _, x := range c.Line {
		if !x.Mark.Free() && x.Mark != policy.NotYet {
			return x, true
		}
	}
	return policy.Stretch{}, false
}

// FreeOn is the first day on which nobody has to decide over a start, when the planned one comes before it.
func (c Clock) FreeOn() civil.Date {
	if len(c.Line) == 0 {
		return civil.Date{}
	}
	return c.Line[0].FreeOn
}

// Watch is what is written down of a running traineeship's clock, so that lists and warnings need not draw it.
type Watch struct {
	Mark  policy.Mark // "" while nothing is to be done
	Day   civil.Date  // the first day that is not free
	Since civil.Date  // when that was noticed
}

// StepAccess warns, before a day from which the right to work is not recorded.
const StepAccess StepKind = "access"

// Rejudge writes down what the clock says now of what runs: a changed day moves the open warning, and bumps its version.
// It reports whether anything changed, and whether somebody had been warned of what is settled now.
func (t *Traineeship) Rejudge(m Moment, around Surroundings) (changed, settled bool) {
	var now Watch
	if t.State == Running || t.State == Suspended {
		if x, ok := t.Clock(m, around).Trouble(); ok {
			now = Watch{Mark: x.Mark, Day: x.From, Since: m.Today()}
			if x.Ended.IsValid() {
				now.Day = x.Ended.AddDays(1)
			}
		}
	}
	was := t.Watch
	if now.same(was) {
		return false, false
	}
	if now.Mark == was.Mark && now.Mark != "" {
		now.Since = was.Since
	}
	t.Watch = now
	settled = now.Mark == "" && t.warned(m, was)
	t.rewarn(m)
	return true, settled
}

// same reports whether a watch of today asks for what another did. A paper whose end passes is awaited as before, and what
// holds today has begun whenever it did.
func (w Watch) same(was Watch) bool {
	switch {
	case w.lapse() && was.lapse():
		return w.Day == was.Day
	case w.Mark != was.Mark:
		return false
	default:
		return w.Day == was.Day || !w.Day.After(w.Since) && !was.Day.After(w.Since)
	}
}

// lapse reports whether a renewal is what is waited for.
func (w Watch) lapse() bool { return w.Mark == policy.ToRenew || w.Mark == policy.Lapsed }

// warned reports whether a warning was written since a watch began.
func (t *Traineeship) warned(m Moment, w Watch) bool {
	for _, s := range t.Steps {
		if s.Kind == StepAccess && s.State == StepDone && !civil.DateOf(s.ActedAt.In(m.Zone)).Before(w.Since) {
			return true
		}
	}
	return false
}

// rewarn moves, makes or takes back the one open warning.
func (t *Traineeship) rewarn(m Moment) {
	open := t.openAccess()
	before, ok := t.Watch.next(m, civil.Date{})
	switch due := m.at(t.Watch.Day.AddDays(-before), morning); {
	case !ok && open != nil:
		open.State, open.ActedAt = StepCancelled, m.Now
	case ok && open != nil:
		open.DueAt = due
		open.Version++
	case ok:
		t.addStep(m, t.OpenTerm().ID, StepAccess, due)
	}
}

func (t *Traineeship) openAccess() *Step {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.Kind == StepAccess && s.State == StepOpen {
			return s
		}
	}
	return nil
}

// next is how many days before the day the next warning comes, after a day on which there was one; zero: none was yet. Of
// several whose time has passed only the latest comes: nothing is made up.
func (w Watch) next(m Moment, last civil.Date) (before int, ok bool) {
	if w.Mark == "" || w.Mark == policy.Unrecorded { // nothing is recorded: a counsellor's task, no letter
		return 0, false
	}
	days := m.Rules.Watch().Expiry
	if w.lapse() {
		days = append(days, 0)
	}
	for _, n := range days {
		day := w.Day.AddDays(-n)
		if last.IsValid() && !day.After(last) {
			continue
		}
		if ok && day.After(m.Today()) {
			break
		}
		before, ok = n, true
	}
	return before, ok
}

// warn writes the warning that is due and plans the next one.
func (t *Traineeship) warn(m Moment) []Message {
	w := t.Watch
	if w.Mark == "" {
		return nil
	}
	if before, ok := w.next(m, m.Today()); ok {
		t.addStep(m, t.OpenTerm().ID, StepAccess, m.at(w.Day.AddDays(-before), morning))
	}
	switch {
	case w.lapse() && w.Day.After(m.Today()):
		return []Message{{Trainee, "access-renew", w.Day.AddDays(-1)}}
	case w.lapse():
		return []Message{{Trainee, "access-lapsed", w.Day.AddDays(-1)}}
	default:
		return []Message{{Trainee, "access-check", w.Day}}
	}
}

// unwatch takes back what waits for a day that the traineeship does not reach any more.
func (t *Traineeship) unwatch(m Moment) {
	t.Watch = Watch{}
	if s := t.openAccess(); s != nil {
		s.State, s.ActedAt = StepCancelled, m.Now
	}
}
