// Package opening knows what an employer offers: a traineeship, a contract, or both, from draft to closed.
package opening

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Kind says what is offered.
type Kind string

// The kinds.
const (
	Traineeship Kind = "traineeship"
	Contract    Kind = "contract"
	Both        Kind = "both"
)

// Kinds lists the kinds in the order in which they are shown.
func Kinds() []Kind { return []Kind{Traineeship, Contract, Both} }

// State is where an opening stands.
//
//	draft ──publish──▶ published ◀──publish── paused
//	  │                 │    └────pause────────▶ │
//	  └──────close──────┴──────────close─────────┴──▶ closed, for good
type State string

// The states.
const (
	Draft     State = "draft"
	Published State = "published"
	Paused    State = "paused"
	Closed    State = "closed"
)

// States lists the states in the order of an opening's life.
func States() []State { return []State{Draft, Published, Paused, Closed} }

// Opening is an offer of a company at one of its sites.
type Opening struct {
	ID        string
	Version   int64
	CompanyID string
	State     State
	// PublishedOn is the day of the first publication; nil before. From then on the feed tells of it.
	PublishedOn *civil.Date
	Terms       Terms
	// Demo marks an invented opening.
	Demo bool
}

// New makes a draft.
func New(id, companyID string, terms Terms) (Opening, error) {
	terms = terms.tidy()
	if err := terms.Check(); err != nil {
		return Opening{}, err
	}
	return Opening{ID: id, Version: 1, CompanyID: companyID, State: Draft, Terms: terms}, nil
}

// Live reports whether people can be proposed on a day: published, with a free seat, not past its closing day.
func (o Opening) Live(today civil.Date) bool {
	return o.State == Published && o.Terms.SeatsTaken < o.Terms.Seats && !o.Expired(today)
}

// Expired reports whether the closing day is past.
func (o Opening) Expired(today civil.Date) bool {
	return o.Terms.ClosesOn != nil && o.Terms.ClosesOn.Before(today)
}

// Told reports whether the feed tells of the opening: once it was published, and until for ever.
func (o Opening) Told() bool { return o.PublishedOn != nil }

// Edit replaces the terms.
func (o Opening) Edit(terms Terms, today civil.Date) (Opening, error) {
	if o.State == Closed {
		return o, fault.New(fault.Precondition, "A closed opening cannot be changed: write a new one.")
	}
	terms = terms.tidy()
	if err := terms.Check(); err != nil {
		return o, err
	}
	o.Terms = terms
	if o.State == Published && o.Expired(today) {
		return o, past()
	}
	var v fault.Violations
	if o.State == Published && terms.WelcomesArt27 {
		terms.BoardAndLodging.settled(&v)
	}
	return o, v.Err()
}

// Move publishes, pauses or closes.
func (o Opening) Move(to State, today civil.Date) (Opening, error) {
	if !o.May(to) {
		return o, fault.New(fault.Precondition, "An opening that is %s cannot become %s.", o.State, to)
	}
	if to == Published {
		if err := o.publishable(today); err != nil {
			return o, err
		}
		if o.PublishedOn == nil {
			o.PublishedOn = &today
		}
	}
	o.State = to
	return o, nil
}

// May reports whether the opening's state can become another.
func (o Opening) May(to State) bool {
	switch to {
	case Published:
		return o.State == Draft || o.State == Paused
	case Paused:
		return o.State == Published
	case Closed:
		return o.State != Closed
	default:
		return false
	}
}

func past() error {
	var v fault.Violations
	v.Add("/closesOn", "past", "is past: nobody would see the opening")
	return v.Err()
}

func (o Opening) publishable(today civil.Date) error {
	if o.Expired(today) {
		return past()
	}
	var v fault.Violations
	if o.Terms.SeatsTaken >= o.Terms.Seats {
		v.Add("/seats", "too-small", "has no free seat: nobody would see the opening")
	}
	if o.Terms.WelcomesArt27 {
		o.Terms.BoardAndLodging.settled(&v)
	}
	return v.Err()
}
