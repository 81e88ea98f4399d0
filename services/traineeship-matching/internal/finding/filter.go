// Package finding searches openings by text and by what they offer, and people by what they can and want.
//
// What is looked for is a Filter, which stands in an address: the text of a search for openings may, what was typed to
// find people never does, because people type names. It is turned into concepts of the taxonomy and forgotten.
package finding

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind says what is looked for.
type Kind string

// The kinds.
const (
	Openings Kind = "openings"
	People   Kind = "people"
)

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return k == Openings || k == People }

// Filter is what somebody looks for. The zero value of a kind finds everything.
type Filter struct {
	Kind Kind
	// Text is found in titles and descriptions of openings, and stands for the occupations that it names.
	Text string
	// Exact leaves out what the text stands for.
	Exact bool
	// Picks are the chosen values, in the order in which the facets stand.
	Picks []Pick
	// Maybe are concepts that a text may mean too, to be offered: each after one that was chosen, which it would widen.
	Maybe []string
}

// Pick is one value of a facet.
type Pick struct{ Facet, Value string }

// Limits of a filter.
const (
	LongestText = 100
	maxPicks    = 30
	maxMaybe    = 8
	longestPick = 600 // a concept's id is an address, and there may be several
)

// Read takes from an address what it knows; the rest is as if it were not there.
func Read(k Kind, q url.Values) Filter {
	f := Filter{Kind: k}
	if k == Openings {
		f.Text = Clean(q.Get("q"))
		f.Exact = f.Text != "" && q.Get("exact") == "true"
	}
	for _, d := range facetsOf(k) {
		for _, v := range q[d.name] {
			if len(f.Picks) < maxPicks && plain(v) && d.valid(v) && !f.Has(d.name, v) {
				f.Picks = append(f.Picks, Pick{d.name, v})
			}
		}
	}
	for _, m := range q["maybe"] {
		if f.Widen(m).Encode() != f.Encode() && len(f.Maybe) < maxMaybe && !slices.Contains(f.Maybe, m) {
			f.Maybe = append(f.Maybe, m)
		}
	}
	return f
}

// Clean makes a text that may be searched for: one line, not too long.
func Clean(text string) string {
	if !utf8.ValidString(text) {
		return ""
	}
	runes := []rune(strings.Join(strings.Fields(strings.ReplaceAll(text, "\x00", " ")), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), LongestText)]))
}

func plain(v string) bool {
	return v != "" && len(v) <= longestPick && utf8.ValidString(v) && !strings.ContainsAny(v, "\x00\n\r")
}

// Values writes the filter as Read reads it.
func (f Filter) Values() url.Values {
	q := url.Values{}
	if f.Text != "" {
		q.Set("q", f.Text)
	}
	if f.Exact {
		q.Set("exact", "true")
	}
	for _, p := range f.Picks {
		q.Add(p.Facet, p.Value)
	}
	for _, id := range f.Maybe {
		q.Add("maybe", id)
	}
	return q
}

// Encode writes the filter in one way, whatever the order in which it was put together.
func (f Filter) Encode() string {
	f.Maybe = nil
	q := f.Values()
	for _, values := range q {
		slices.Sort(values)
	}
	return q.Encode()
}

// Decode reads what Encode wrote.
func Decode(k Kind, text string) Filter {
	q, err := url.ParseQuery(text)
	if err != nil {
		return Filter{Kind: k}
	}
	return Read(k, q)
}

// Empty reports whether the filter finds everything.
func (f Filter) Empty() bool { return f.Text == "" && len(f.Picks) == 0 }

// Has reports whether a value is chosen.
func (f Filter) Has(facet, value string) bool { return slices.Contains(f.Picks, Pick{facet, value}) }

// Of are the chosen values of a facet.
func (f Filter) Of(facet string) []string {
	var values []string
	for _, p := range f.Picks {
		if p.Facet == facet {
			values = append(values, p.Value)
		}
	}
	return values
}

// With adds a value; of a facet with one answer it takes the place of the other.
func (f Filter) With(facet, value string) Filter {
	d, ok := facetOf(f.Kind, facet)
	if !ok || f.Has(facet, value) {
		return f
	}
	picks := slices.Clone(f.Picks)
	if d.single {
		picks = slices.DeleteFunc(picks, func(p Pick) bool { return p.Facet == facet })
	}
	f.Picks = append(picks, Pick{facet, value})
	return f
}

// or joins concepts of which any will do.
const or = "|"

// Concepts are those of which a value of Means wants any.
func Concepts(value string) []string { return strings.Split(value, or) }

// Widen lets another concept do, too, where the first of an offer was chosen. What it cannot read changes nothing.
func (f Filter) Widen(offer string) Filter {
	first, id, ok := strings.Cut(offer, or)
	if !ok || !plain(id) || strings.Contains(id, or) {
		return f
	}
	picks := slices.Clone(f.Picks)
	for i, p := range picks {
		ids := Concepts(p.Value)
		if p.Facet == Means && ids[0] == first && !slices.Contains(ids, id) && len(ids) < maxMaybe && len(p.Value)+len(id) < longestPick {
			picks[i].Value += or + id
			f.Picks, f.Maybe = picks, slices.DeleteFunc(slices.Clone(f.Maybe), func(m string) bool { return m == offer })
			return f
		}
	}
	return f
}

// Without takes a value away.
func (f Filter) Without(facet, value string) Filter {
	f.Picks = slices.DeleteFunc(slices.Clone(f.Picks), func(p Pick) bool { return p == Pick{facet, value} })
	return f
}
