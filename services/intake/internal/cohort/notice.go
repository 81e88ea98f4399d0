package cohort

import (
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Notified is the declaration of hospitality to the police by who lodges somebody. It stands beside the stages: it is due
// within the hours of rule A27-09 after the arrival, whatever comes next.
const Notified Stage = "hospitality-notified"

// Notice is the clock of the declaration of hospitality.
type Notice struct {
	Until time.Time
	// Done is the day of the declaration; zero while there is none.
	Done civil.Date
}

// NoticeOf is the clock of somebody who has arrived, false for everybody else and where the clock is off. Without the
// hour of the arrival it counts from the day's first: better early than late.
func NoticeOf(steps []PaperStep, clocks Clocks, zone *time.Location) (Notice, bool) {
	at := slices.IndexFunc(steps, func(s PaperStep) bool { return s.Stage == Entered })
	if at < 0 || clocks.HospitalityDays == 0 {
		return Notice{}, false
	}
	arrived := steps[at].On.In(zone)
	if hour, err := time.Parse(hourForm, steps[at].At); err == nil {
		d := steps[at].On
		arrived = time.Date(d.Year, d.Month, d.Day, hour.Hour(), hour.Minute(), 0, 0, zone)
	}
	n := Notice{Until: arrived.Add(time.Duration(clocks.HospitalityDays) * 24 * time.Hour)}
	if done := slices.IndexFunc(steps, func(s PaperStep) bool { return s.Stage == Notified }); done >= 0 {
		n.Done = steps[done].On
	}
	return n, true
}

// Open reports whether the declaration is still to be made.
func (n Notice) Open() bool { return n.Done.IsZero() }

// Overdue reports whether the hours have run out without it.
func (n Notice) Overdue(now time.Time) bool { return n.Open() && now.After(n.Until) }

// hourForm is how an hour of the day is written.
const hourForm = "15:04"

// MayNotify reports whether a declaration of hospitality can be noted: the person has arrived and there is none.
func MayNotify(steps []PaperStep) bool {
	arrived := slices.ContainsFunc(steps, func(s PaperStep) bool { return s.Stage == Entered })
	return arrived && !slices.ContainsFunc(steps, func(s PaperStep) bool { return s.Stage == Notified })
}

// checkNotice is what is wrong with a declaration, beside what is wrong with any step.
func checkNotice(steps []PaperStep, step PaperStep, bad *fault.Violations) {
	if !MayNotify(steps) {
		bad.Add("/stage", "order", "A declaration of hospitality follows the arrival, once.")
		return
	}
	at := slices.IndexFunc(steps, func(s PaperStep) bool { return s.Stage == Entered })
	if step.On.IsValid() && step.On.Before(steps[at].On) {
		bad.Add("/on", "order", "This is before the arrival.")
	}
}
