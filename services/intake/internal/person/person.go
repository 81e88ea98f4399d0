// Package person holds what the first meeting and the interviews record about somebody who looks for work:
// who they are, how to reach them, when and where they can work, and which papers allow it.
package person

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"github.com/celav/celav/pkg/fault"
)

// Person is one file. The zero Availability and Reach mean that nobody has asked yet.
type Person struct {
	ID      string
	Version int64 // grows with each change of the file; two editors cannot overwrite each other
	Team    string
	Name    string
	Contact Contact
	// Language is the one the person wants to be spoken to in, a BCP 47 primary tag ("ar", "ti").
	Language string
	// Request is what the person came for, in the counsellor's words.
	Request      string
	Residence    Residence
	State        State
	WaitingSince civil.Date
	Availability *Availability
	Reach        *Reach
	Following    Following
	Declared     Declared
	// MergedInto is the file that this one became part of, "" for a file of its own.
	MergedInto string
	Demo       bool
	CreatedAt  time.Time
	ChangedAt  time.Time
	// Of people whom a partner proposed from abroad and the City accepted: the partner, the cohort, and the day of the
	// title that the traineeship completes.
	Partner, Cohort string
	TitleOn         civil.Date
	// Constraints are practical ones that work must respect, as codes of package needs.
	Constraints []string
}

// Residence decides which rules judge a person's access to work.
type Residence string

// Local people live in Milan; those abroad come with a cohort that the City accepted.
const (
	Local  Residence = "local"
	Abroad Residence = "abroad"
)

// State says whether the service still works for the person.
type State string

// A closed file is kept but no longer matched.
const (
	Active State = "active"
	Closed State = "closed"
)

// Valid reports whether s is one of the two states.
func (s State) Valid() bool { return s == Active || s == Closed }

// Limits of what is typed; the API document states the same ones.
const (
	MaxName    = 120
	MaxRequest = 1000
	MaxContact = 200
)

// FirstMeeting is all that is asked at the first meeting.
type FirstMeeting struct {
	Name     string
	Contact  Contact
	Language string
	Request  string
}

// Clean trims what was typed and says everything that is wrong with it at once.
func (f FirstMeeting) Clean() (FirstMeeting, error) {
	var bad fault.Violations
	f.Name = squeeze(f.Name)
	f.Request = strings.TrimSpace(f.Request)
	f.Language = strings.TrimSpace(f.Language)
	switch {
	case f.Name == "":
		bad.Add("/name", "required", "A name is needed.")
	case utf8.RuneCountInString(f.Name) > MaxName:
		bad.Add("/name", "too-long", "A name has at most %d characters.", MaxName)
	case !hasLetter(f.Name):
		bad.Add("/name", "invalid", "A name has letters.")
	}
	if f.Language == "" {
		bad.Add("/language", "required", "The person's language is needed.")
	} else if !KnownLanguage(f.Language) {
		bad.Add("/language", "unknown", "This language is not in the list.")
	}
	if utf8.RuneCountInString(f.Request) > MaxRequest {
		bad.Add("/request", "too-long", "The request has at most %d characters.", MaxRequest)
	}
	f.Contact = f.Contact.clean(&bad)
	if err := bad.Err(); err != nil {
		return f, err
	}
	return f, nil
}

func hasLetter(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) >= 0
}

// squeeze makes every run of white space one blank and drops what cannot be seen.
func squeeze(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
