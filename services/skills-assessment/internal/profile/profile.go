// Package profile holds what a person can do, has done, wants and wants to learn: its parts, their invariants, and
// how complete it is.
//
// A profile holds no name, no contact and nothing about health, status or origin: it says what a match may look at.
package profile

import (
	"time"

	"cloud.google.com/go/civil"
)

// Profile is one person's. The zero value with a Person is the profile of somebody about whom nothing was noted yet.
type Profile struct {
	Person string // the person's id in intake
	// Version grows with each change, 0 before the first.
	Version int64
	// TaxonomyVersion is the taxonomy's when the profile was last written.
	TaxonomyVersion string
	UpdatedAt       time.Time
	Content
}

// Content is what somebody edits.
type Content struct {
	Skills      []Skill
	Occupations []Occupation
	Languages   []Language
	Education   *Education
	Licences    []string
	// Learning are the skills that the person wants to learn.
	Learning    []string
	Preferences *Preferences
	// What lies behind occupations, education and licences; it never leaves the service by the feed.
	Experience   []Experience
	Titles       []Title
	Certificates []Certificate
}

// Level says how well somebody can do something.
type Level int

// The levels.
const (
	Started     Level = 1 // has begun to learn it
	WithHelp    Level = 2
	Independent Level = 3
	CanTeach    Level = 4
)

// Levels lists the levels, lowest first.
func Levels() []Level { return []Level{Started, WithHelp, Independent, CanTeach} }

// Evidence says how a skill is known.
type Evidence string

// The kinds of evidence, weakest first.
const (
	Said       Evidence = "said" // by the person
	Seen       Evidence = "seen" // by a counsellor or an employer
	Documented Evidence = "documented"
)

// Evidences lists the kinds of evidence, weakest first.
func Evidences() []Evidence { return []Evidence{Said, Seen, Documented} }

// Skill is a skill that the person has.
type Skill struct {
	Skill    string // concept id
	Level    Level
	Evidence Evidence
	// ConfirmedOn is when level and evidence were last looked at.
	ConfirmedOn civil.Date
	// ConfirmedBy is who did: ByPerson, or the subject of a member of staff. Empty when it was not noted.
	ConfirmedBy string
}

// ByPerson stands for the person in Skill.ConfirmedBy.
const ByPerson = "person"

// SameAs reports whether level, evidence and date are the same, whoever confirmed them.
func (s Skill) SameAs(o Skill) bool {
	s.ConfirmedBy = o.ConfirmedBy
	return s == o
}

// Occupation is one that the person held, wants, or both.
type Occupation struct {
	Occupation   string // concept id
	Held, Wanted bool
	Months       int // of experience; 0 when not held or not known
	// Informal: without a contract, at home, in the community.
	Informal bool
}

// Language is how well the person understands and uses one, by skill of the CEFR; an empty level is not known.
type Language struct {
	Language                                             string // primary language subtag, "it"
	Listening, Reading, Interaction, Production, Writing string
}

// Tongues lists the languages that a page offers, those most spoken at the desk first.
func Tongues() []string {
	return []string{
		"it", "ar", "fr", "en", "es", "zh", "uk", "ro", "sq", "bn", "ur", "pa", "si", "tl", "tr", "fa", "ps",
		"ti", "am", "so", "ff", "wo", "bm", "ha", "ig", "yo", "pt", "ru", "hi", "ta", "ku", "ka", "sr", "pl",
	}
}

// Licences lists the licences and certificates that a page offers; others come over the API.
func Licences() []string {
	return []string{
		"AM", "A", "B", "C", "CE", "D", "CQC", "KB", "forklift", "platform", "crane", "earth-moving",
		"haccp", "safety-general", "safety-high-risk", "first-aid", "fire-safety", "health-care-assistant",
	}
}

// CEFR lists the levels of the Common European Framework, lowest first. A native speaker is C2.
func CEFR() []string { return []string{"A1", "A2", "B1", "B2", "C1", "C2"} }

// Education is the highest level reached in the European Qualifications Framework, of a foreign title too.
type Education struct{ EQF int }

// Preferences are what the person would rather have; what is not answered stays nil or empty.
type Preferences struct {
	Kinds                []string // "traineeship", "contract"
	MaxHoursWeek         *int
	NightShifts, Weekend *bool
}

// Kinds of an opening that a person may prefer.
const (
	Traineeship = "traineeship"
	Contract    = "contract"
)

// Concepts lists every concept id in the content, once.
func (c Content) Concepts() []string {
	seen := map[string]bool{}
	var ids []string
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, s := range c.Skills {
		add(s.Skill)
	}
	for _, o := range c.Occupations {
		add(o.Occupation)
	}
	for _, id := range c.Learning {
		add(id)
	}
	for _, e := range c.Experience {
		add(e.Occupation)
	}
	return ids
}
