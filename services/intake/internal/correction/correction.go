// Package correction holds what a person asks to have put right in the own file, and how it was answered.
package correction

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Item names what is to be put right.
type Item string

// Items lists what can be named, in the order in which a form offers them.
func Items() []Item {
	return []Item{"identity", "request", "documents", "needs", "skills", "project", "appointments", "proposals", "traineeship", "other"}
}

// State says how far a request is.
type State string

// The states. A request is answered once: corrected, or declined with a reason.
const (
	Open      State = "open"
	Corrected State = "corrected"
	Declined  State = "declined"
)

// MaxText bounds what is asked and what is answered.
const MaxText = 2000

// answerMonths is within how many months a request is to be answered (GDPR, article 12, paragraph 3).
const answerMonths = 1

// Request is one.
type Request struct {
	ID, Person string
	Version    int64
	Item       Item
	Text       string
	AskedAt    time.Time
	State      State
	Answer     string
	// AnsweredAt is zero while the request is open.
	AnsweredAt time.Time
	AnsweredBy string // subject
}

// Due is when the answer must have been given.
func (r Request) Due() time.Time { return r.AskedAt.AddDate(0, answerMonths, 0) }

// Ask makes a request.
func Ask(id, person string, item Item, text string, now time.Time) (Request, error) {
	var bad fault.Violations
	if item == "" {
		bad.Add("/item", "required", "Say what is not right.")
	} else if !slices.Contains(Items(), item) {
		bad.Add("/item", "unknown", "This is not in the list.")
	}
	text = strings.TrimSpace(text)
	written(&bad, "/text", text, "Say what should stand there.", true)
	return Request{ID: id, Person: person, Version: 1, Item: item, Text: text, AskedAt: now.UTC().Truncate(time.Second), State: Open}, bad.Err()
}

// Answered answers an open request. What is not corrected needs a reason; what is may have a word with it.
func (r Request) Answered(state State, text, by string, now time.Time) (Request, error) {
	if r.State != Open {
		return r, fault.New(fault.Precondition, "This request was answered already.")
	}
	var bad fault.Violations
	if state != Corrected && state != Declined {
		bad.Add("/state", "required", "Say whether it was corrected.")
	}
	text = strings.TrimSpace(text)
	written(&bad, "/answer", text, "Say why it was not corrected.", state == Declined)
	if err := bad.Err(); err != nil {
		return r, err
	}
	r.State, r.Answer, r.AnsweredBy, r.AnsweredAt = state, text, by, now.UTC().Truncate(time.Second)
	return r, nil
}

func written(bad *fault.Violations, pointer, text, missing string, needed bool) {
	switch {
	case text == "" && needed:
		bad.Add(pointer, "required", "%s", missing)
	case utf8.RuneCountInString(text) > MaxText:
		bad.Add(pointer, "too-long", "At most %d characters.", MaxText)
	}
}
