package essearch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/celav/celav/pkg/search"
)

// leastSum leaves out documents whose scaled sums are nothing.
const leastSum = "0.000001"

// weighingBody is the request for a search by weights. Its scoring clauses are constants only, so that a score is a plain
// sum; parts with a least sum must match. There are hundreds of clauses: they are written straight away, without values in
// between for the encoder to look at.
func weighingBody(q search.Query) ([]byte, error) {
	filter, err := json.Marshal(translate(q.Where))
	if err != nil {
		return nil, fmt.Errorf("write a search request: %w", err)
	}
	var must, should list
	for _, p := range q.Weights {
		switch {
		case p.Least > 0:
			must.next()
			must.part(p)
		case len(p.Terms) == 0:
		case p.Scale == "":
			should.sums(p.Terms)
		default:
			should.next()
			should.part(p)
		}
	}
	b := make(list, 0, len(filter)+len(must)+len(should)+512)
	b.add(`{"_source":false,"min_score":`, leastSum, `,"query":{"bool":{"filter":[`, string(filter), `]`)
	if len(must) > 0 {
		b.add(`,"must":[`, string(must), `]`)
	} else {
		b.add(`,"minimum_should_match":1`)
	}
	b.add(`,"must_not":[{"term":{"`, deletedField, `":true}}]`)
	if len(should) > 0 || len(must) == 0 {
		b.add(`,"should":[`, string(should), `]`)
	}
	b.add(`}},"size":`, strconv.Itoa(q.Limit), `,"sort":[{"_score":"desc"},{"`, idField, `":"asc"}],"track_total_hits":true`)
	if q.Versions {
		b.add(`,"version":true`)
	}
	b.add(`}`)
	return b, nil
}

// list is JSON that is being written.
type list []byte

func (b *list) add(texts ...string) {
	for _, t := range texts {
		*b = append(*b, t...)
	}
}

// next separates what follows from what is there.
func (b *list) next() {
	if n := len(*b); n > 0 && (*b)[n-1] != '[' {
		b.add(`,`)
	}
}

// number is as exact as the engine's own scores.
func (b *list) number(n float64) { *b = strconv.AppendFloat(*b, n, 'f', -1, 32) }

func (b *list) text(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(s) // strings always marshal
			b.add(string(quoted))
			return
		}
	}
	b.add(`"`, s, `"`)
}

// part is a sum by itself, scaled or with a least value.
func (b *list) part(p search.Part) {
	b.add(`{"function_score":{`)
	if p.Scale != "" {
		b.add(`"boost_mode":"multiply","field_value_factor":{"field":`)
		b.text(p.Scale)
		b.add(`,"missing":0},`)
	}
	if p.Least > 0 {
		b.add(`"min_score":`)
		b.number(p.Least)
		b.add(`,`)
	}
	b.add(`"query":`)
	begin := len(*b)
	b.add(`{"bool":{"minimum_should_match":1,"should":[`)
	empty := len(*b)
	b.sums(p.Terms)
	if len(*b) == empty {
		*b = (*b)[:begin]
		b.add(`{"match_none":{}}}}`)
		return
	}
	b.add(`]}}}}`)
}

func (b *list) sums(terms []search.OneOf) {
	for _, one := range terms {
		if len(one) > 0 {
			b.next()
			b.oneOf(one)
		}
	}
}

// oneOf takes the heaviest. Terms of equal weight in one field share a clause, which keeps requests small.
func (b *list) oneOf(one search.OneOf) {
	same := func(a, b search.Weight) bool { return a.Weight == b.Weight && a.Field == b.Field }
	alike := func(from int) int {
		to := from + 1
		for to < len(one) && same(one[from], one[to]) {
			to++
		}
		return to
	}
	if alike(0) == len(one) {
		b.constant(one)
		return
	}
	one = slices.SortedStableFunc(slices.Values(one), func(a, b search.Weight) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Field, b.Field))
	})
	if alike(0) == len(one) {
		b.constant(one)
		return
	}
	b.add(`{"dis_max":{"queries":[`)
	for from := 0; from < len(one); {
		to := alike(from)
		b.next()
		b.constant(one[from:to])
		from = to
	}
	b.add(`]}}`)
}

// constant is a clause for terms of one field and one weight.
func (b *list) constant(one search.OneOf) {
	b.add(`{"constant_score":{"boost":`)
	b.number(one[0].Weight)
	b.add(`,"filter":{"terms":{`)
	b.text(one[0].Field)
	b.add(`:[`)
	for i, w := range one {
		if i > 0 {
			b.add(`,`)
		}
		b.text(w.Term)
	}
	b.add(`]}}}}`)
}
