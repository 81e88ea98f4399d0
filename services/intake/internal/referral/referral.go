// Package referral holds how somebody is sent to another service of the city, or comes from one: with consent, with
// exactly what is told, and with a status that comes back.
package referral

import (
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Direction says who sends.
type Direction string

// The directions, seen from CeLav.
const (
	Out Direction = "out"
	In  Direction = "in"
)

// Reason is why somebody is sent, as a code.
type Reason string

// NotOurs is the reason of who has a job or does not live in Milan.
const NotOurs Reason = "not-ours"

// Reasons lists the reasons in the order of forms.
func Reasons() []Reason {
	return []Reason{NotOurs, "work", "training", "italian", "benefits", "documents", "housing", "legal", "health", "family", "young", "safety", "justice", "return", "other"}
}

// Refusal is why a service says no, as a code.
type Refusal string

// Refusals lists them in the order of forms.
func Refusals() []Refusal {
	return []Refusal{"no-place", "not-entitled", "wrong-service", "not-reached", "did-not-come", "other"}
}

// Item is one thing that may be told to a service. What is reserved is none of them.
type Item string

// The items.
const (
	NameAndContact Item = "name"
	Request        Item = "request"
	Language       Item = "language"
	Needs          Item = "needs" // by their codes, without notes
	WorkDates      Item = "work"  // from when until when the person may work, never on which paper
	Availability   Item = "availability"
)

// Items lists the items in the order of forms.
func Items() []Item { return []Item{NameAndContact, Request, Language, Needs, WorkDates, Availability} }

// How says how consent was given.
type How string

// Hows lists the ways in which somebody consents.
func Hows() []How { return []How{"signed", "spoken", "telephone"} }

// Consent is the person's, as somebody recorded it.
type Consent struct {
	By string // who recorded it
	On civil.Date
	// How it was given.
	How How
	// WithdrawnOn is when the person took it back; zero while it stands.
	WithdrawnOn civil.Date
}

// Stands reports whether there is consent.
func (c *Consent) Stands() bool { return c != nil && c.WithdrawnOn.IsZero() }

// Referral is one person's to or from one service. Days that have not come are zero.
type Referral struct {
	ID, Person string
	Version    int64
	Direction  Direction
	Service    string
	State      State
	Reason     Reason
	Items      []Item
	Note       string // to the service, or from it
	Consent    *Consent
	Author     string
	CreatedOn  civil.Date // of one that came in: when it came
	SentOn     civil.Date
	SeenOn     civil.Date
	AnsweredOn civil.Date
	EndedOn    civil.Date
	// AnswerBy is the last day on which an answer is in time; zero when none is waited for.
	AnswerBy civil.Date
	Refusal  Refusal
	// AnswerNote is what was said beside: by telephone, or by us to who sent.
	AnswerNote string
	AnsweredBy Party
	// Unread says that the service answered and nobody here has taken note.
	Unread bool
	// Messages counts what was written to the service; each time a new link replaces the one before.
	Messages int
	// Told is what the service was told, as it stood when it was sent.
	Told *Told
}

// MessageKind begins the kind of every message to a service.
const MessageKind = "referral-"

// MaxNote bounds the notes.
const MaxNote = 1000

// Since is from when on the referral waits, for lists.
func (r Referral) Since() civil.Date {
	if !r.SentOn.IsZero() {
		return r.SentOn
	}
	return r.CreatedOn
}

// Waiting reports whether a service owes an answer.
func (r Referral) Waiting() bool { return r.State == Sent || r.State == Seen }

// Overdue reports whether the answer should have come.
func (r Referral) Overdue(today civil.Date) bool {
	return r.Waiting() && !r.AnswerBy.IsZero() && r.AnswerBy.Before(today)
}

// Ended reports whether nothing more will happen.
func (r Referral) Ended() bool { return r.State == Refused || r.State == Done || r.State == Withdrawn }

// Shows reports whether a link to it shows what was told: as long as the service needs it.
func (r Referral) Shows() bool {
	return r.Direction == Out && (r.State == Seen || r.State == Accepted)
}

// Clean checks what is typed into a new referral or a draft. Sending asks for more.
func (r Referral) Clean(today civil.Date) (Referral, error) {
	var bad fault.Violations
	r.Note = strings.TrimSpace(r.Note)
	tooLong(&bad, "/note", r.Note, MaxNote)
	if r.Direction != Out && r.Direction != In {
		bad.Add("/direction", "unknown", "A referral goes out or comes in.")
	}
	if r.Service == "" {
		bad.Add("/service", "required", "Choose the service.")
	}
	switch {
	case r.Reason == "":
		bad.Add("/reason", "required", "Say why.")
	case !slices.Contains(Reasons(), r.Reason):
		bad.Add("/reason", "unknown", "This reason is not in the list.")
	}
	var items []Item
	for _, known := range Items() {
		if slices.Contains(r.Items, known) {
			items = append(items, known)
		}
	}
	if slices.ContainsFunc(r.Items, func(i Item) bool { return !slices.Contains(Items(), i) }) {
		bad.Add("/items", "unknown", "This cannot be sent.")
	}
	if r.Items = items; r.Direction == In {
		r.Items = nil // nothing of the file is told to who sent
	}
	switch {
	case !r.CreatedOn.IsValid():
		bad.Add("/receivedOn", "required", "Say when it came.")
	case r.CreatedOn.After(today):
		bad.Add("/receivedOn", "future", "This day has not come yet.")
	}
	if c := r.Consent; c != nil {
		if !slices.Contains(Hows(), c.How) {
			bad.Add("/consent", "required", "Say how the person consented.")
		}
		if !c.On.IsValid() || c.On.After(today) {
			bad.Add("/consentOn", "future", "Consent was given today or before.")
		}
	}
	return r, bad.Err()
}

// Ready says what a referral lacks to be sent.
func (r Referral) Ready() error {
	var bad fault.Violations
	if !r.Consent.Stands() {
		bad.Add("/consent", "consent", "Nothing is sent without the person's consent.")
	}
	if len(r.Items) == 0 {
		bad.Add("/items", "items", "Choose what is sent.")
	}
	return bad.Err()
}

// Told is what a service is told of a person. What was not chosen is empty.
type Told struct {
	Code             string // the neutral code, always
	Name             string
	Channel, Contact string
	Request          string
	Language         string
	Needs            []string
	Work             []Stretch
	AvailableFrom    civil.Date
	MaxHoursWeek     int
}

// Stretch is a stretch of days; Until is zero while no end is known.
type Stretch struct{ From, Until civil.Date }
