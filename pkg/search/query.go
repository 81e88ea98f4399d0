package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/celav/celav/pkg/fault"
)

// MaxLimit is the most hits one query returns.
const MaxLimit = 1000

// Query asks an index.
type Query struct {
	// Where selects; nil selects everything.
	Where Filter
	// Weights recalls documents by what they have in common with a wish list: those that hold at least one of the
	// terms, ordered by the sum over the parts, then by id. It excludes Sort, After and Facets.
	Weights []Part
	// Facets counts values over everything that Where selects.
	Facets []Facet
	// Sort orders the hits; documents without a value come last, and the id decides last. Empty: by id.
	Sort []Sort
	// After continues where a former result's Next pointed; the rest of the query must be the same.
	After string
	// Limit is how many hits to return, at most MaxLimit; 0 returns totals and facets alone.
	Limit int
	// Versions asks for each hit's version.
	Versions bool

	keys []*string
}

// Keys are After's sort keys, the id last, for drivers; nil when the query starts at the beginning.
func (q *Query) Keys() []*string { return q.keys }

// Part is one sum of weights. With Scale, the sum is multiplied by what the document holds in that sortable number
// field, which must not be negative there (nothing counts as 0): "a share of what the document asks for" is a sum times
// one over the document's own total. With Least, documents whose sum, so multiplied, is lower are left out: "who covers
// at least half of it".
type Part struct {
	Scale string
	Least float64
	Terms []OneOf
}

// OneOf lists terms of which the heaviest that a document holds counts, and no other.
type OneOf []Weight

// Weight says what holding a term in a keyword field is worth; it must be positive.
type Weight struct {
	Field, Term string
	Weight      float64
}

// Facet counts how many selected documents hold each value of a keyword field, the most frequent first.
type Facet struct {
	Field string
	Limit int
}

// Sort orders by a sortable field.
type Sort struct {
	Field      string
	Descending bool
}

// Count is one value of a facet.
type Count struct {
	Value string
	Count int
}

// Hit is a found document. Version is zero unless it was asked for.
type Hit struct {
	ID      string
	Version int64
}

// Result is one page of what was found.
type Result struct {
	Hits []Hit
	// Total is how many documents match, whatever the limit.
	Total  int
	Facets map[string][]Count
	// Next continues after the last hit; empty when this page ends the list.
	Next string
}

const maxFacet = 1000

func (q *Query) check(s *Schema) error {
	c := filterCheck{schema: s}
	if err := c.check(q.Where, 0); err != nil {
		return err
	}
	if q.Limit < 0 || q.Limit > MaxLimit {
		return fault.New(fault.Invalid, "A search returns at most %d results.", MaxLimit)
	}
	if err := q.checkWeights(s, &c); err != nil {
		return err
	}
	for _, f := range q.Facets {
		if err := c.kind(f.Field, Keyword); err != nil {
			return err
		}
		if f.Limit < 1 || f.Limit > maxFacet {
			return fault.New(fault.Invalid, "A facet shows between 1 and %d values.", maxFacet)
		}
	}
	for _, o := range q.Sort {
		if f, ok := s.Field(o.Field); !ok || !f.Sortable {
			return fault.New(fault.Invalid, "Results cannot be sorted by %q.", o.Field)
		}
	}
	return q.readCursor()
}

func (q *Query) checkWeights(s *Schema, c *filterCheck) error {
	sums, terms := 0, 0
	for _, p := range q.Weights {
		if f, ok := s.Field(p.Scale); p.Scale != "" && (!ok || !f.Sortable || f.Kind != Number) {
			return fault.New(fault.Invalid, "Sums cannot be scaled by %q.", p.Scale)
		}
		if !(p.Least >= 0) {
			return fault.New(fault.Invalid, "The least sum of a search must not be negative.")
		}
		sums += len(p.Terms)
		for _, one := range p.Terms {
			terms += len(one)
			for _, w := range one {
				if err := c.kind(w.Field, Keyword); err != nil {
					return err
				}
				if !(w.Weight > 0) || w.Weight > 1e6 {
					return fault.New(fault.Invalid, "Search weights must be positive.")
				}
			}
		}
	}
	if sums > MaxSums || terms > MaxTerms {
		return fault.New(fault.Invalid, "The search weighs too much: at most %d sums of %d terms.", MaxSums, MaxTerms)
	}
	if len(q.Weights) > 0 && (len(q.Sort) > 0 || q.After != "" || len(q.Facets) > 0) {
		return fault.New(fault.Invalid, "A search by weights has its own order, no further pages and no facets.")
	}
	return nil
}

// Limits of a search by weights.
const (
	MaxSums  = 3000
	MaxTerms = 20_000
)

type cursor struct {
	Query string    `json:"q"`
	Keys  []*string `json:"k"`
}

func (q *Query) readCursor() error {
	q.keys = nil
	if q.After == "" {
		return nil
	}
	bad := fault.New(fault.Invalid, "The cursor does not belong to this search: start again from the first page.")
	b, err := base64.RawURLEncoding.DecodeString(q.After)
	if err != nil {
		return bad.Because(err)
	}
	var c cursor
	if err := json.Unmarshal(b, &c); err != nil {
		return bad.Because(err)
	}
	if c.Query != q.signature() || len(c.Keys) != len(q.Sort)+1 || c.Keys[len(q.Sort)] == nil {
		return bad
	}
	q.keys = c.Keys
	return nil
}

func (q *Query) cursorAfter(h DriverHit) (string, error) {
	b, err := json.Marshal(cursor{Query: q.signature(), Keys: h.Keys})
	if err != nil {
		return "", fmt.Errorf("search: writing a cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// signature ties a cursor to the selection and order it was made for. It is a check against mistakes, not a secret.
func (q *Query) signature() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%v", describe(q.Where), q.Sort))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

func describe(f Filter) string {
	b, err := json.Marshal(f)
	if err != nil {
		return fmt.Sprintf("%T", f)
	}
	return fmt.Sprintf("%T%s", f, b)
}
