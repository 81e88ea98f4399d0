// Package contact knows what is kept of a contact that the service had with a company: when, how, about what, what
// came of it, and what is to be done next.
package contact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Entry is one contact, with a registered company or with a lead, never with both.
type Entry struct {
	ID        string
	Version   int64
	CompanyID string
	LeadID    string
	HeldOn    civil.Date
	Channel   string
	Result    string
	// Subject, Note and Next are free text and sealed: people may be named in them.
	Subject, Note string
	Next          string
	NextOn        *civil.Date
	NextDone      bool
	// By is who had the contact: a subject of the identity provider.
	By   string
	Demo bool
}

// Lead is a company that is not registered (yet). CompanyID is set when it has registered.
type Lead struct {
	ID, Name, Municipality string
	// Reach is how to reach it; sealed.
	Reach     string
	CompanyID string
	Demo      bool
}

// Channels lists how a contact can happen.
func Channels() []string {
	return []string{"phone", "email", "visit", "desk", "video", "event", "letter"}
}

// Results lists what can come of a contact.
func Results() []string {
	return []string{"no-answer", "informed", "interested", "call-back", "opening-promised", "opening-posted", "not-now", "refused"}
}

const (
	maxSubject = 200
	maxText    = 2000
)

// Tidy cuts surrounding spaces.
func (e Entry) Tidy() Entry {
	e.Subject, e.Note, e.Next = strings.TrimSpace(e.Subject), strings.TrimSpace(e.Note), strings.TrimSpace(e.Next)
	return e
}

// Check tells what is wrong with an entry that is written on a day.
func (e Entry) Check(today civil.Date) error {
	var v fault.Violations
	if (e.CompanyID == "") == (e.LeadID == "") {
		v.Add("/companyId", "required", "exactly one of company and lead is required")
	}
	switch {
	case !e.HeldOn.IsValid():
		v.Add("/heldOn", "required", "is required")
	case e.HeldOn.After(today):
		v.Add("/heldOn", "future", "lies in the future")
	}
	if !slices.Contains(Channels(), e.Channel) {
		v.Add("/channel", "unknown", "is none of the channels")
	}
	if !slices.Contains(Results(), e.Result) {
		v.Add("/result", "unknown", "is none of the results")
	}
	text(&v, "/subject", e.Subject, maxSubject, true)
	text(&v, "/note", e.Note, maxText, false)
	text(&v, "/next", e.Next, maxSubject, e.NextOn != nil)
	if e.Next != "" && e.NextOn == nil {
		v.Add("/nextOn", "required", "a next step has a day")
	}
	if e.NextOn != nil && (!e.NextOn.IsValid() || e.NextOn.Before(e.HeldOn)) {
		v.Add("/nextOn", "order", "comes before the contact")
	}
	return v.Err()
}

// Due reports whether the next step waits on a day.
func (e Entry) Due(today civil.Date) bool {
	return e.NextOn != nil && !e.NextDone && !e.NextOn.After(today)
}

// Check tells what is wrong with a lead.
func (l Lead) Check() error {
	var v fault.Violations
	text(&v, "/name", l.Name, maxSubject, true)
	text(&v, "/municipality", l.Municipality, 80, false)
	text(&v, "/reach", l.Reach, maxSubject, false)
	return v.Err()
}

func text(v *fault.Violations, pointer, s string, longest int, required bool) {
	if required && strings.TrimSpace(s) == "" {
		v.Add(pointer, "required", "is required")
	}
	if utf8.RuneCountInString(s) > longest {
		v.Add(pointer, "too-long", "is longer than %d characters", longest)
	}
}
