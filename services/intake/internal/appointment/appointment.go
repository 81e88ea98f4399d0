// Package appointment says what an appointment is and what can become of it.
package appointment

import (
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// State says what became of an appointment.
type State string

// The states. Missed is a no-show.
const (
	Planned   State = "planned"
	Held      State = "held"
	Missed    State = "missed"
	Cancelled State = "cancelled"
)

// States lists the states in the order in which they are shown.
func States() []State { return []State{Planned, Held, Missed, Cancelled} }

// Kind says what an appointment is for.
type Kind string

// Kinds lists what an appointment can be for.
func Kinds() []Kind { return []Kind{"meeting", "assessment", "project", "follow-up", "desk"} }

// Valid reports whether k is in the list.
func (k Kind) Valid() bool {
	for _, known := range Kinds() {
		if k == known {
			return true
		}
	}
	return false
}

// Limits of what is typed.
const (
	MaxPlace   = 120
	maxAhead   = 366 // days
	minMinutes = 5
	maxMinutes = 480
)

// Appointment is when and where somebody of the staff and a person meet.
type Appointment struct {
	ID      string
	Version int64
	Person  string
	Team    string
	Terms
	State State
	// Reminder is the id of the message that reminds of it, "" when none does.
	Reminder string
}

// Terms are what can be agreed anew while the appointment is planned.
type Terms struct {
	Starts  time.Time
	Minutes int
	Place   string
	Kind    Kind
	With    string // the subject of a colleague
}

// Ends is when it is over.
func (t Terms) Ends() time.Time { return t.Starts.Add(time.Duration(t.Minutes) * time.Minute) }

// Clean trims what was typed and says everything that is wrong with it at once. Pointers are those of the API.
func (t Terms) Clean(now time.Time) (Terms, error) {
	var bad fault.Violations
	t.Place = strings.Join(strings.Fields(t.Place), " ")
	t.Starts = t.Starts.UTC().Truncate(time.Minute)
	switch {
	case t.Starts.IsZero() || t.Starts.Unix() <= 0:
		bad.Add("/startsAt", "required", "Say when it is.")
	case t.Starts.Before(now):
		bad.Add("/startsAt", "past", "An appointment lies ahead.")
	case t.Starts.After(now.AddDate(0, 0, maxAhead)):
		bad.Add("/startsAt", "too-far", "An appointment lies within a year.")
	}
	if t.Minutes < minMinutes || t.Minutes > maxMinutes {
		bad.Add("/minutes", "out-of-range", "It takes %d to %d minutes.", minMinutes, maxMinutes)
	}
	switch {
	case t.Place == "":
		bad.Add("/place", "required", "Say where it is.")
	case utf8.RuneCountInString(t.Place) > MaxPlace:
		bad.Add("/place", "too-long", "A place has at most %d characters.", MaxPlace)
	}
	if !t.Kind.Valid() {
		bad.Add("/kind", "required", "Say what it is for.")
	}
	if t.With == "" {
		bad.Add("/with", "required", "Say with whom it is.")
	}
	return t, bad.Err()
}

// Move agrees on other terms.
func (a Appointment) Move(t Terms, now time.Time) (Appointment, error) {
	if a.State != Planned {
		return a, over()
	}
	t, err := t.Clean(now)
	if err != nil {
		return a, err
	}
	a.Terms = t
	return a, nil
}

// Cancel calls it off.
func (a Appointment) Cancel() (Appointment, error) {
	if a.State != Planned {
		return a, over()
	}
	a.State = Cancelled
	return a, nil
}

// Record says whether the person came. It can be put right later; before the start nobody can know.
func (a Appointment) Record(came bool, now time.Time) (Appointment, error) {
	if a.State == Cancelled {
		return a, over()
	}
	if now.Before(a.Starts) {
		return a, fault.New(fault.Precondition, "The appointment has not begun yet.")
	}
	a.State = Missed
	if came {
		a.State = Held
	}
	return a, nil
}

func over() error {
	return fault.New(fault.Precondition, "The appointment is not planned any more.")
}

// Waits reports whether somebody should say what became of it.
func (a Appointment) Waits(now time.Time) bool { return a.State == Planned && now.After(a.Ends()) }

// reminderHour is when a reminder leaves, on the last working day before the appointment.
const reminderHour = 9

// RemindAt is when the reminder leaves: in the morning of the last working day before. When that has passed it is at
// once.
func (t Terms) RemindAt(zone *time.Location, working func(civil.Date) bool) time.Time {
	day := civil.DateOf(t.Starts.In(zone)).AddDays(-1)
	for n := 0; n < 10 && !working(day); n++ {
		day = day.AddDays(-1)
	}
	return time.Date(day.Year, day.Month, day.Day, reminderHour, 0, 0, 0, zone).UTC()
}
