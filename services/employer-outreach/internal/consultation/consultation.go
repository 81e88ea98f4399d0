// Package consultation knows the in-person desk: the times at which it can be visited, and who booked one.
package consultation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Slot is a time at the desk of one counsellor.
type Slot struct {
	ID         string
	Start, End time.Time
	Place      string
	// By is whose desk it is: a subject of the identity provider.
	By     string
	Closed bool
	Demo   bool
}

// State is how a booking stands.
//
//	booked ──▶ held | no-show | cancelled
type State string

// The states.
const (
	Booked    State = "booked"
	Held      State = "held"
	NoShow    State = "no-show"
	Cancelled State = "cancelled"
)

// The kinds of visitors.
const (
	ForEmployer = "employer"
	ForPerson   = "person"
)

// Visitor is who comes: personal data, sealed in the records.
type Visitor struct {
	Name  string `json:"name"`
	Reach string `json:"reach"` // an e-mail address or a telephone number
	About string `json:"about"`
}

// Booking is a slot that somebody took.
type Booking struct {
	ID        string
	Version   int64
	SlotID    string
	Kind      string
	CompanyID string
	State     State
	Visitor   Visitor
	// Asked and Answered are the counsellor's notes, sealed.
	Asked, Answered string
	// Hash is of what the visitor's personal link holds.
	Hash string
	// BookedBy is the subject who booked; empty for a visitor without an account.
	BookedBy string
	Demo     bool
}

const maxText = 2000

// Check tells what is wrong with a booking.
func (b Booking) Check() error {
	var v fault.Violations
	if b.Kind != ForEmployer && b.Kind != ForPerson {
		v.Add("/kind", "unknown", "is neither employer nor person")
	}
	text(&v, "/name", b.Visitor.Name, 120, true)
	text(&v, "/reach", b.Visitor.Reach, 200, true)
	text(&v, "/about", b.Visitor.About, 500, false)
	return v.Err()
}

// Note writes down what was asked and answered and whether the visitor came. A visit is noted from its start on.
func (b Booking) Note(to State, asked, answered string, start, now time.Time) (Booking, error) {
	var v fault.Violations
	if !slices.Contains([]State{Held, NoShow}, to) {
		v.Add("/state", "unknown", "is neither held nor no-show")
	}
	text(&v, "/asked", asked, maxText, to == Held)
	text(&v, "/answered", answered, maxText, false)
	if err := v.Err(); err != nil {
		return b, err
	}
	if b.State == Cancelled {
		return b, fault.New(fault.Precondition, "The visit was cancelled.")
	}
	if now.Before(start) {
		return b, fault.New(fault.Precondition, "The visit has not begun yet.")
	}
	b.State, b.Asked, b.Answered = to, strings.TrimSpace(asked), strings.TrimSpace(answered)
	return b, nil
}

// Cancel gives the time back. Cancelling again changes nothing.
func (b Booking) Cancel(start, now time.Time) (Booking, error) {
	if b.State == Cancelled {
		return b, nil
	}
	if b.State != Booked || !now.Before(start) {
		return b, fault.New(fault.Precondition, "Only a visit that has not begun can be cancelled.")
	}
	b.State = Cancelled
	return b, nil
}

// MaxSlots is how many times can be opened at once.
const MaxSlots = 40

// Cut divides a stretch of time into slots.
func Cut(start, end time.Time, each time.Duration) ([]Slot, error) {
	var v fault.Violations
	if !end.After(start) {
		v.Add("/to", "order", "must end after it begins")
	}
	if each < 10*time.Minute || each > 2*time.Hour {
		v.Add("/minutes", "out-of-range", "must lie between 10 and 120")
	}
	if err := v.Err(); err != nil {
		return nil, err
	}
	var slots []Slot
	for at := start; !at.Add(each).After(end); at = at.Add(each) {
		slots = append(slots, Slot{Start: at, End: at.Add(each)})
	}
	switch {
	case len(slots) == 0:
		v.Add("/to", "too-small", "leaves no room for one visit")
	case len(slots) > MaxSlots:
		v.Add("/to", "too-many", "makes more than %d visits", MaxSlots)
	}
	return slots, v.Err()
}

func text(v *fault.Violations, pointer, s string, longest int, required bool) {
	if required && strings.TrimSpace(s) == "" {
		v.Add(pointer, "required", "is required")
	}
	if utf8.RuneCountInString(s) > longest {
		v.Add(pointer, "too-long", "is longer than %d characters", longest)
	}
}
