package blevesearch

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/celav/celav/pkg/search"
)

// whole turns a filter into the query for it, without the markers of deletions.
func whole(m mapping.IndexMapping, f search.Filter) query.Query {
	b := bleve.NewBooleanQuery()
	b.AddMust(translate(m, f))
	b.AddMustNot(term(deletedField, flagTerm(true)))
	return b
}

func translate(m mapping.IndexMapping, f search.Filter) query.Query {
	switch f := f.(type) {
	case search.All:
		if len(f) == 0 {
			return bleve.NewMatchAllQuery()
		}
		return bleve.NewConjunctionQuery(translateEach(m, f)...)
	case search.Any:
		return anyOf(translateEach(m, f))
	case search.Not:
		b := bleve.NewBooleanQuery()
		b.AddMust(bleve.NewMatchAllQuery())
		b.AddMustNot(translate(m, f.Filter))
		return b
	case search.Terms:
		qs := make([]query.Query, len(f.Values))
		for i, v := range f.Values {
			qs[i] = term(f.Field, v)
		}
		return anyOf(qs)
	case search.IDs:
		return bleve.NewDocIDQuery(f)
	case search.Is:
		return term(f.Field, flagTerm(f.Value))
	case search.Exists:
		return term(presentField, f.Field)
	case search.Days:
		var from, until *float64
		if f.From != nil {
			n := dayNumber(*f.From)
			from = &n
		}
		if f.Until != nil {
			n := dayNumber(*f.Until)
			until = &n
		}
		return numbers(f.Field, from, until)
	case search.Numbers:
		return numbers(f.Field, f.Min, f.Max)
	case search.Near:
		q := bleve.NewGeoDistanceQuery(f.Of.Lon, f.Of.Lat, strconv.FormatFloat(f.Metres, 'f', -1, 64)+"m")
		q.SetField(f.Field)
		return q
	case search.Words:
		return words(m, f)
	default: // nil: everything. Index.Query refuses unknown types.
		return bleve.NewMatchAllQuery()
	}
}

func translateEach(m mapping.IndexMapping, fs []search.Filter) []query.Query {
	qs := make([]query.Query, len(fs))
	for i, f := range fs {
		qs[i] = translate(m, f)
	}
	return qs
}

func anyOf(qs []query.Query) query.Query {
	switch len(qs) {
	case 0:
		return bleve.NewMatchNoneQuery()
	case 1:
		return qs[0]
	}
	return bleve.NewDisjunctionQuery(qs...)
}

func term(field, value string) query.Query {
	q := bleve.NewTermQuery(value)
	q.SetField(field)
	return q
}

func numbers(field string, low, high *float64) query.Query {
	if low == nil && high == nil {
		return term(presentField, field)
	}
	yes := true
	q := bleve.NewNumericRangeInclusiveQuery(low, high, &yes, &yes)
	q.SetField(field)
	return q
}

func words(m mapping.IndexMapping, f search.Words) query.Query {
	languages := f.Languages
	if len(languages) == 0 {
		languages = search.Languages()
	}
	var each []query.Query
	for _, l := range languages {
		a := m.AnalyzerNamed(analyzer(l))
		if a == nil {
			continue // an unknown language holds no text
		}
		path := fmt.Sprintf("%s.%s", f.Field, l)
		var qs []query.Query
		for _, token := range a.Analyze([]byte(f.Text)) {
			qs = append(qs, word(path, string(token.Term), f.Fuzzy))
		}
		switch {
		case len(qs) == 0:
		case f.AnyWord:
			each = append(each, anyOf(qs))
		default:
			each = append(each, bleve.NewConjunctionQuery(qs...))
		}
	}
	return anyOf(each)
}

// word allows one letter amiss in words of three to five letters, two in longer ones. The library's own automatic
// fuzziness counts bytes, which is too generous in Arabic.
func word(path, stem string, fuzzy bool) query.Query {
	n := utf8.RuneCountInString(stem)
	if !fuzzy || n < 3 {
		return term(path, stem)
	}
	q := bleve.NewFuzzyQuery(stem)
	q.SetField(path)
	q.SetFuzziness(1)
	if n > 5 {
		q.SetFuzziness(2)
	}
	_, first := utf8.DecodeRuneInString(stem)
	q.SetPrefix(first)
	return q
}
