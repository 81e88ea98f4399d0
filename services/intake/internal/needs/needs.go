// Package needs holds what stands between a person and work, as coded facts: who noted them, when, and until when they
// count as known. Facts on health, penal measures, protection, addiction and disability are reserved: they stay in the
// team. What follows from them in practice is a constraint, which says nothing of why.
package needs

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Code names a need or an obstacle.
type Code string

// Codes lists the needs and obstacles that everybody who works on the file may see.
func Codes() []Code {
	return []Code{"childcare", "family-care", "housing", "language", "literacy", "digital", "documents", "debts", "transport", "legal", "clothing", "isolation"}
}

// ReservedCodes lists those that stay in the team, sealed.
func ReservedCodes() []Code {
	return []Code{"health", "mental-health", "disability", "disability-certificate", "addiction", "penal-measure", "protection", "violence"}
}

// State says how far one is with a need.
type State string

// The states.
const (
	Open     State = "open"
	Working  State = "working" // somebody is at it
	Resolved State = "resolved"
)

// States lists the states in the order in which forms offer them.
func States() []State { return []State{Open, Working, Resolved} }

// What is typed and kept.
const (
	MaxNote     = 500
	MaxFacts    = 40  // of one person, of each kind
	DefaultDays = 180 // for which a fact counts as known, unless somebody says otherwise
	MaxDays     = 730
)

// Fact is a need or an obstacle as somebody noted it.
type Fact struct {
	ID, Person string
	Version    int64
	Code       Code
	State      State
	Note       string
	Author     string // who noted or confirmed it last
	NotedOn    civil.Date
	ExpiresOn  civil.Date // the last day on which it counts as known; zero becomes DefaultDays
}

// Expired reports whether the fact must be asked about again: needs change, and old ones mislead.
func (f Fact) Expired(on civil.Date) bool { return f.State != Resolved && f.ExpiresOn.Before(on) }

// Clean fills the defaults and says what is wrong with what was entered. Codes are those that the fact may have.
func (f Fact) Clean(codes []Code, today civil.Date) (Fact, error) {
	var bad fault.Violations
	f.Note = strings.TrimSpace(f.Note)
	switch {
	case f.Code == "":
		bad.Add("/code", "required", "Say which need or obstacle it is.")
	case !slices.Contains(codes, f.Code):
		bad.Add("/code", "unknown", "This is not in the list.")
	}
	if f.State == "" {
		f.State = Open
	}
	if !slices.Contains(States(), f.State) {
		bad.Add("/state", "unknown", "This state is not in the list.")
	}
	if utf8.RuneCountInString(f.Note) > MaxNote {
		bad.Add("/note", "too-long", "A note has at most %d characters.", MaxNote)
	}
	if f.ExpiresOn.IsZero() {
		f.ExpiresOn = today.AddDays(DefaultDays)
	}
	switch {
	case f.ExpiresOn.Before(today) && f.State != Resolved:
		bad.Add("/expiresOn", "past", "Choose a day from today on.")
	case f.ExpiresOn.After(today.AddDays(MaxDays)):
		bad.Add("/expiresOn", "too-late", "At most two years from today.")
	}
	return f, bad.Err()
}

// Removals lists why a fact may be taken out.
func Removals() []string { return []string{"mistake", "person-asked", "not-needed"} }

// CheckRemoval says whether a reason is one of Removals.
func CheckRemoval(reason string) error { return one(reason, Removals()) }

// Purposes lists why reserved facts may be opened.
func Purposes() []string {
	return []string{"interview", "constraints", "referral", "project", "papers", "person-asked"}
}

// CheckPurpose says whether a reason is one of Purposes.
func CheckPurpose(reason string) error { return one(reason, Purposes()) }

func one(reason string, of []string) error {
	var bad fault.Violations
	switch {
	case reason == "":
		bad.Add("/reason", "required", "Say why.")
	case !slices.Contains(of, reason):
		bad.Add("/reason", "unknown", "This reason is not in the list.")
	}
	return bad.Err()
}

// Constraints lists the practical constraints, by the codes by which openings say what they offer.
func Constraints() []string {
	return []string{
		"no-night", "no-lifting", "seated", "no-heights", "no-alcohol", "step-free", "quiet", "regular-breaks", "flexible-hours", "transit-only",
	}
}

// CleanConstraints orders the codes, once each, and refuses what is not in the list.
func CleanConstraints(codes []string) ([]string, error) {
	var bad fault.Violations
	for _, c := range codes {
		if !slices.Contains(Constraints(), c) {
			bad.Add("/constraints", "unknown", "This constraint is not in the list.")
			break
		}
	}
	out := []string{}
	for _, c := range Constraints() {
		if slices.Contains(codes, c) {
			out = append(out, c)
		}
	}
	return out, bad.Err()
}
