// Package catalogue says what the search indices of people and openings hold, and asks them.
//
// An index holds what a search or a recall asks for, and nothing that tells who somebody is: no name, no contact, no
// legal status. Of the right to work it knows from when, until when and with which outcome.
package catalogue

import (
	"encoding/json"
	"fmt"
	"strconv"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Names of the indices.
const (
	People   = "people"
	Openings = "openings"
)

// Opening is an opening with what only a search reads.
type Opening struct {
	match.Opening
	Description string `json:"description"`
}

// ReadOpening reads the state of the openings' feed.
func ReadOpening(state []byte) (Opening, error) {
	o, err := match.ReadOpening(state)
	if err != nil {
		return Opening{}, err
	}
	var more struct {
		Description string `json:"description"`
	}
	if err := json.Unmarshal(state, &more); err != nil {
		return Opening{}, fmt.Errorf("read an opening's description: %w", err)
	}
	return Opening{Opening: o, Description: more.Description}, nil
}

// Catalogue is the two indices.
type Catalogue struct {
	People   *search.Index[match.Person]
	Openings *search.Index[Opening]
}

// New declares the indices over an engine.
// What a person reaches is written with the weights' speeds.
func New(driver search.Driver, w *match.Weights, o search.Options) (*Catalogue, error) {
	write := func(p match.Person) search.Document {
		d := personDocument(p)
		recallPerson(&d, &p, w)
		return d
	}
	people, err := search.New(driver, peopleSchema(w), write, o)
	if err != nil {
		return nil, err
	}
	openings, err := search.New(driver, openingsSchema(), openingDocument, o)
	if err != nil {
		return nil, err
	}
	return &Catalogue{People: people, Openings: openings}, nil
}

func openingsSchema() search.Schema {
	return search.Schema{Name: Openings, Revision: "2", Fields: append(openingFacets(), []search.Field{
		{Name: "title", Kind: search.Text},
		{Name: "text", Kind: search.Text}, // title and description: a search's words may be spread over both
		{Name: "live", Kind: search.Flag},
		{Name: "kind", Kind: search.Keyword}, // "traineeship", "contract"; both of them for "both"
		{Name: "company", Kind: search.Keyword},
		{Name: "occupation", Kind: search.Keyword},
		{Name: "isco", Kind: search.Keyword}, // the code of four digits and its beginnings of three and two
		{Name: "needed", Kind: search.Keyword},
		{Name: "neededAs", Kind: search.Keyword}, // skill|level|weight
		{Name: "neededScale", Kind: search.Number, Sortable: true},
		{Name: "optional", Kind: search.Keyword},
		{Name: "optionalAs", Kind: search.Keyword}, // skill|weight
		{Name: "optionalScale", Kind: search.Number, Sortable: true},
		{Name: "learned", Kind: search.Keyword},
		{Name: "languages", Kind: search.Keyword}, // language|level
		{Name: "asks", Kind: search.Keyword},      // language|level|how many are asked
		{Name: "shifts", Kind: search.Keyword},    // see shiftTokens
		{Name: "shiftsScale", Kind: search.Number, Sortable: true},
		{Name: "unsocial", Kind: search.Keyword}, // "nights", "weekends"
		{Name: "site", Kind: search.Place},
		{Name: "cells", Kind: search.Keyword}, // of the site: see cellsOf
		{Name: "municipality", Kind: search.Keyword},
		{Name: "region", Kind: search.Keyword},
		{Name: "start", Kind: search.Date, Sortable: true},
		{Name: "published", Kind: search.Date, Sortable: true},
		{Name: "closes", Kind: search.Date},
		{Name: "hoursWeek", Kind: search.Number},
		{Name: "seatsFree", Kind: search.Number},
		{Name: "minimumAge", Kind: search.Number},
		{Name: "licences", Kind: search.Keyword},
		{Name: "education", Kind: search.Number},
		{Name: "welcomesArt27", Kind: search.Flag},
		{Name: "lacks", Kind: search.Keyword}, // parts of the score for which nothing is said here
	}...)}
}

func peopleSchema(w *match.Weights) search.Schema {
	return search.Schema{Name: People, Revision: "2 " + w.Name(), Fields: append(personFacets(), []search.Field{
		{Name: "state", Kind: search.Keyword},
		{Name: "team", Kind: search.Keyword},
		{Name: "residence", Kind: search.Keyword},
		{Name: "waitingSince", Kind: search.Date, Sortable: true},
		{Name: "skills", Kind: search.Keyword},
		{Name: "skillsAs", Kind: search.Keyword}, // skill|level|evidence
		{Name: "held", Kind: search.Keyword},
		{Name: "heldAs", Kind: search.Keyword}, // occupation|quarters of the time that counts in full
		{Name: "wanted", Kind: search.Keyword},
		{Name: "learning", Kind: search.Keyword}, // what they do not have yet
		{Name: "learningScale", Kind: search.Number, Sortable: true},
		{Name: "languages", Kind: search.Keyword}, // language|level at work
		{Name: "licences", Kind: search.Keyword},
		{Name: "licencesAsked", Kind: search.Flag}, // false: nobody has asked which there are
		{Name: "education", Kind: search.Number},
		{Name: "minimumAge", Kind: search.Number},
		{Name: "place", Kind: search.Place},     // rounded to a kilometre before it comes here
		{Name: "reaches", Kind: search.Keyword}, // cell|eighths of what the way there counts: see reachOf
		{Name: "availableFrom", Kind: search.Date},
		{Name: "maxHoursWeek", Kind: search.Number},
		{Name: "hours", Kind: search.Keyword},   // of the week, wholly free
		{Name: "refuses", Kind: search.Keyword}, // "nights", "weekends"
		{Name: "kinds", Kind: search.Keyword},   // of work that are wanted
		{Name: "accessFrom", Kind: search.Date},
		{Name: "accessUntil", Kind: search.Date}, // absent: no end is known
		{Name: "accessOutcome", Kind: search.Keyword},
		{Name: "updated", Kind: search.Keyword}, // month of the profile
		{Name: "lacks", Kind: search.Keyword},   // parts of the score for which nothing is known
	}...)}
}

// token joins what must match together into one keyword.
func token(parts ...any) string {
	s := ""
	for i, p := range parts {
		if i > 0 {
			s += "|"
		}
		switch p := p.(type) {
		case string:
			s += p
		case int:
			s += strconv.Itoa(p)
		default:
			s += fmt.Sprint(p)
		}
	}
	return s
}

func date(d *search.Document, field string, day *civil.Date) {
	if day != nil && day.IsValid() {
		d.Date(field, *day)
	}
}

func number(d *search.Document, field string, n *int) {
	if n != nil {
		d.Number(field, float64(*n))
	}
}
