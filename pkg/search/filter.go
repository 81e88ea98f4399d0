package search

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Filter says which documents match. The types of this file are all there are.
type Filter interface{ filter() }

// All matches what every part matches; empty, it matches everything.
type All []Filter

// Any matches what at least one part matches; empty, it matches nothing.
type Any []Filter

// Not matches what the other filter does not.
type Not struct{ Filter Filter }

// Terms matches documents whose keyword field holds at least one of the values.
type Terms struct {
	Field  string
	Values []string
}

// Term is Terms with one value.
func Term(field, value string) Terms { return Terms{Field: field, Values: []string{value}} }

// IDs matches the documents with these ids.
type IDs []string

// Is matches documents whose flag was set to the value.
type Is struct {
	Field string
	Value bool
}

// Words matches texts that hold every word, in any order, in at least one of the languages
// (in any language when none is given). Case, accents, endings and grammatical gender do not matter.
// Words without meaning for a search ("di", "the") are ignored; a query of only such words matches nothing.
type Words struct {
	Field     string
	Text      string
	Languages []Language
	// Fuzzy also accepts words with one letter amiss, two in words of six letters or more; the first must be right.
	Fuzzy bool
	// AnyWord accepts texts that hold at least one of the words.
	AnyWord bool
}

// Days matches documents with a date in the range, both ends included; nil is open.
type Days struct {
	Field       string
	From, Until *civil.Date
}

// Numbers matches documents with a number in the range, both ends included; nil is open.
type Numbers struct {
	Field    string
	Min, Max *float64
}

// Near matches documents whose place is at most that far away, on the sphere.
type Near struct {
	Field  string
	Of     Point
	Metres float64
}

// Exists matches documents that hold a value in the field.
type Exists struct{ Field string }

func (All) filter()     {}
func (Any) filter()     {}
func (Not) filter()     {}
func (Terms) filter()   {}
func (IDs) filter()     {}
func (Is) filter()      {}
func (Words) filter()   {}
func (Days) filter()    {}
func (Numbers) filter() {}
func (Near) filter()    {}
func (Exists) filter()  {}

// Limits on what one query may ask.
const (
	maxDepth  = 12
	maxParts  = 2000
	maxText   = 512
	maxValues = 2000
)

type filterCheck struct {
	schema *Schema
	parts  int
}

func (c *filterCheck) check(f Filter, depth int) error {
	if c.parts++; c.parts > maxParts || depth > maxDepth {
		return fault.New(fault.Invalid, "The search is too large.")
	}
	each := func(fs []Filter) error {
		for _, f := range fs {
			if err := c.check(f, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	switch f := f.(type) {
	case nil:
		return nil
	case All:
		return each(f)
	case Any:
		return each(f)
	case Not:
		if f.Filter == nil {
			return fault.New(fault.Invalid, "The search negates nothing.")
		}
		return c.check(f.Filter, depth+1)
	case IDs:
		return c.size(len(f))
	case Terms:
		if err := c.size(len(f.Values)); err != nil {
			return err
		}
		return c.kind(f.Field, Keyword)
	case Is:
		return c.kind(f.Field, Flag)
	case Days:
		return c.kind(f.Field, Date)
	case Numbers:
		return c.kind(f.Field, Number)
	case Near:
		if !(f.Metres >= 0) || !f.Of.onEarth() { // also when it is not a number
			return fault.New(fault.Invalid, "The search's place or distance is out of range.")
		}
		return c.kind(f.Field, Place)
	case Words:
		if len(f.Text) > 4*maxText || len([]rune(f.Text)) > maxText {
			return fault.New(fault.Invalid, "The text to search for is too long: at most %d characters.", maxText)
		}
		return c.kind(f.Field, Text)
	case Exists:
		if _, ok := c.schema.Field(f.Field); !ok {
			return fault.New(fault.Invalid, "There is no field %q to search.", f.Field)
		}
		return nil
	default:
		return fault.New(fault.Invalid, "Unknown search part %T.", f)
	}
}

func (c *filterCheck) size(n int) error {
	if n > maxValues {
		return fault.New(fault.Invalid, "The search lists too many values: at most %d.", maxValues)
	}
	return nil
}

func (c *filterCheck) kind(field string, kind Kind) error {
	if f, ok := c.schema.Field(field); !ok || f.Kind != kind {
		return fault.New(fault.Invalid, "There is no field %q of kind %s to search.", field, kind)
	}
	return nil
}
