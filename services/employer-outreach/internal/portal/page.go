// Package portal is the public information on hiring and on looking for work: pages of statements, each with its
// sources and dates, and who verified them.
//
// The words are files, one per page and language, written for this product from public texts. Nobody has verified them
// until a reviewer of the Memorandum says so on the page; that holds for exactly the words that the reviewer saw.
package portal

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// Area is where a page belongs.
type Area string

// The areas.
const (
	Hiring Area = "hiring" // may this person work, and how to hire
	Desk   Area = "desk"   // how to look for work
)

// Part is what a statement is for on its page, in the order in which a page shows them.
type Part string

// The parts.
const (
	Answer Part = "answer"
	Why    Part = "why"
	Papers Part = "papers"
	Steps  Part = "steps"
	Care   Part = "care" // what to look out for
	Where  Part = "where"
)

// Parts lists the parts in the order of a page.
func Parts() []Part { return []Part{Answer, Papers, Why, Steps, Care, Where} }

// Source is where a statement comes from.
type Source struct {
	ID      string `yaml:"-"`
	Title   string `yaml:"title"`
	Address string `yaml:"address"`
	Date    string `yaml:"date"`
}

// Link leads to where amounts and forms are kept up to date, which the words do not copy.
type Link struct {
	ID  string `yaml:"-"`
	URL string `yaml:"url"`
	// Name is the office's own name.
	Name string `yaml:"name"`
}

// Statement is one thing that a page says.
type Statement struct {
	ID   string
	Part Part
	// Sources is empty for CeLav's own advice, which is no rule.
	Sources    []Source
	Confidence policy.Confidence
	Advice     bool
	ValidFrom  civil.Date
	ReviewBy   civil.Date
	Links      []Link
}

// Words are a statement in one language; Title may be empty.
type Words struct{ Title, Text string }

// Text is a page in one language.
type Text struct {
	Title   string
	Summary string
	Words   map[string]Words // by statement
}

// Page is one question and its answer.
type Page struct {
	ID         string
	Area       Area
	For        []string // employer, person
	Version    int
	Author     string // the subject who wrote it, who cannot verify it
	WrittenOn  civil.Date
	GatheredOn civil.Date // when its facts were collected
	ReviewDays int        // how long a verification holds
	Statements []Statement
	Texts      map[string]Text
	// Fingerprint is of all the files of the page: a verification holds for one fingerprint only.
	Fingerprint string
}

// Text returns the page in a language, in Italian when there is none.
func (p Page) Text(language string) Text {
	if t, ok := p.Texts[language]; ok {
		return t
	}
	return p.Texts["it"]
}

// ReviewBy is the earliest day by which one of its statements must be looked at again.
func (p Page) ReviewBy() civil.Date {
	first := p.Statements[0].ReviewBy
	for _, s := range p.Statements {
		if s.ReviewBy.Before(first) {
			first = s.ReviewBy
		}
	}
	return first
}

// Statement finds a statement by its id.
func (p Page) Statement(id string) (Statement, bool) {
	for _, s := range p.Statements {
		if s.ID == id {
			return s, true
		}
	}
	return Statement{}, false
}
