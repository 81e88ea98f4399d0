package portal

import (
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Act is what a reviewer did with a page.
type Act string

// The acts.
const (
	Verified    Act = "verified"
	ChangeAsked Act = "change-asked"
)

// Review is one act, dated; acts are never changed.
type Review struct {
	ID          string
	Page        string
	Seq         int // counts the acts of a page from 1
	Version     int
	Fingerprint string
	Act         Act
	Note        string // what to change
	Subject     string
	Name        string // as readers see it, with the body that the reviewer speaks for
	Body        string
	At          time.Time
	Demo        bool // an invented reviewer
}

// State is where a page stands.
type State string

// The states.
const (
	Unverified State = "unverified"
	IsVerified State = "verified"
	ToChange   State = "to-change"
)

// Standing is what a reader is told about a page.
type Standing struct {
	State State
	// Last is the act that the state follows from; nil when nobody has acted on these words.
	Last *Review
	// ReviewBy is the day by which the page must be looked at again, Overdue that it is past.
	ReviewBy civil.Date
	Overdue  bool
	// Voided: other words were verified before.
	Voided bool
}

// Standing judges the page on a day by its acts, oldest first. An act on other words counts for nothing.
func (p Page) Standing(reviews []Review, today civil.Date) Standing {
	s := Standing{State: Unverified, ReviewBy: p.ReviewBy()}
	for i, r := range reviews {
		if r.Fingerprint != p.Fingerprint {
			s.Voided = s.Voided || r.Act == Verified
			continue
		}
		s.Last = &reviews[i]
	}
	if s.Last != nil {
		s.Voided = false
		switch s.Last.Act {
		case Verified:
			s.State, s.ReviewBy = IsVerified, civil.DateOf(s.Last.At).AddDays(p.ReviewDays)
		case ChangeAsked:
			s.State = ToChange
		}
	}
	s.Overdue = s.ReviewBy.Before(today)
	return s
}

// Judgement is what a reviewer sends.
type Judgement struct {
	Act Act
	// Version and Fingerprint are of the words that the reviewer saw, Seen the number of acts so far.
	Version     int
	Fingerprint string
	Seen        int
	Name, Body  string
	Note        string
}

// The most that a reviewer can write.
const (
	MaxName = 120
	MaxNote = 2000
)

// Check says what is to be corrected.
func (j Judgement) Check() error {
	var v fault.Violations
	if j.Act != Verified && j.Act != ChangeAsked {
		v.Add("/act", "unknown", "is neither verified nor change-asked")
	}
	for _, field := range []struct {
		at, text string
		most     int
		needed   bool
	}{{"/name", j.Name, MaxName, true}, {"/body", j.Body, MaxName, true}, {"/note", j.Note, MaxNote, j.Act == ChangeAsked}} {
		switch n := utf8.RuneCountInString(strings.TrimSpace(field.text)); {
		case n == 0 && field.needed:
			v.Add(field.at, "required", "is needed")
		case n > field.most:
			v.Add(field.at, "too-long", "is longer than %d characters", field.most)
		}
	}
	return v.Err()
}

// Review makes the act that follows from a judgement. Who wrote a page cannot verify it, and nobody acts on words that
// they did not see.
func (p Page) Review(j Judgement, subject, id string, at time.Time, so []Review) (Review, error) {
	if err := j.Check(); err != nil {
		return Review{}, err
	}
	if subject == p.Author {
		return Review{}, fault.New(fault.Precondition, "Who wrote a page does not verify it: another person does.")
	}
	if j.Version != p.Version || j.Fingerprint != p.Fingerprint || j.Seen != len(so) {
		return Review{}, fault.New(fault.Conflict, "The page changed or somebody else acted on it: look at it again.")
	}
	return Review{
		ID: id, Page: p.ID, Seq: len(so) + 1, Version: p.Version, Fingerprint: p.Fingerprint, Act: j.Act,
		Note: strings.TrimSpace(j.Note), Subject: subject, Name: strings.TrimSpace(j.Name), Body: strings.TrimSpace(j.Body), At: at,
	}, nil
}
