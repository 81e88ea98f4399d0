package catalogue

import (
	"cmp"
	"context"
	"slices"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Knowledge is what a recall reads from the snapshot: what near skills count, and which occupations belong together.
// match.Snapshot is it.
type Knowledge interface {
	CreditsOf(p match.Person, visit func(skill string, level int, credit float64))
	CreditsFor(asked match.OpeningSkill, visit func(skill string, level int, evidence string, credit float64))
	OccupationsOf(group string) []string
	ISCO(occupation string) string
	Weights() *match.Weights
}

// MaxRecall is the most that a recall gives.
const MaxRecall = search.MaxLimit

// How many sums the parts of one search may take: the skills needed most of them, the others a few each.
const (
	neededSums = 600
	otherSums  = 60
	// sumTerms bounds the terms of one part.
	sumTerms = 8_000
)

// highestLevel is C2, the highest level of a language.
const highestLevel = 6

// credited is what holding one of some terms is worth: the heaviest counts.
type credited struct {
	terms search.OneOf
	best  float64
}

func (c *credited) add(field, term string, worth float64) {
	if worth <= 0 {
		return
	}
	c.terms = append(c.terms, search.Weight{Field: field, Term: term, Weight: worth})
	c.best = max(c.best, worth)
}

// sums gives the terms as a part of one sum, or none.
func (c *credited) sums() []search.OneOf { return strongest([]credited{*c}, 1) }

// strongest keeps as many sums as one search takes, those of greatest worth first.
func strongest(all []credited, limit int) []search.OneOf {
	slices.SortStableFunc(all, func(a, b credited) int { return cmp.Compare(b.best, a.best) })
	terms := 0
	var out []search.OneOf
	for _, c := range all {
		terms += len(c.terms)
		if len(out) == limit || terms > sumTerms {
			break
		}
		if len(c.terms) > 0 {
			out = append(out, c.terms)
		}
	}
	return out
}

func share(w *match.Weights, part match.Part) float64 { return float64(w.Parts[part.String()]) }

func ids(r search.Result) []string {
	out := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		out[i] = h.ID
	}
	return out
}

// iscoGroups gives the groups that a code is in, the narrowest first.
func iscoGroups(code string) []string {
	if len(code) != 4 {
		return nil
	}
	return []string{code, code[:3], code[:2]}
}

// recall asks for what has most in common, and fills up with what has nothing in common in the order in which the score
// breaks ties: those who bring little are compared with openings that they bring nothing for.
func recall(ctx context.Context, query func(context.Context, search.Query) (search.Result, error), where search.Filter, parts []search.Part, ties search.Sort, limit int) ([]string, error) {
	limit = min(limit, MaxRecall)
	q := search.Query{Where: where, Limit: limit}
	for _, p := range parts {
		if len(p.Terms) > 0 {
			q.Weights = append(q.Weights, p)
		}
	}
	var found []string
	if len(q.Weights) > 0 {
		r, err := query(ctx, q)
		if err != nil {
			return nil, err
		}
		found = ids(r)
	}
	if len(found) == limit {
		return found, nil
	}
	rest := search.All{where, search.Not{Filter: search.IDs(found)}}
	r, err := query(ctx, search.Query{Where: rest, Sort: []search.Sort{ties}, Limit: limit - len(found)})
	if err != nil {
		return nil, err
	}
	return append(found, ids(r)...), nil
}
