package searchtest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
)

func testFacets(t *testing.T, f fixture) {
	f.put(t, map[string]doc{
		"a": {Code: "x", Skills: []string{"k", "l"}},
		"b": {Code: "x", Skills: []string{"k"}},
		"c": {Code: "y", Skills: []string{"m", "k"}},
		"d": {Code: "z"},
	})
	r := f.query(t, search.Query{
		Where:  search.Not{Filter: search.Term("code", "z")},
		Facets: []search.Facet{{Field: "skills", Limit: 2}, {Field: "code", Limit: 10}},
		Limit:  1,
	})
	want := map[string][]search.Count{
		"skills": {{Value: "k", Count: 3}, {Value: "l", Count: 1}}, // m ties with l: by value
		"code":   {{Value: "x", Count: 2}, {Value: "y", Count: 1}},
	}
	if diff := cmp.Diff(want, r.Facets); diff != "" {
		t.Errorf("facets count all that match, not this page (-want +got):\n%s", diff)
	}
	if err := f.index.Delete(f.ctx, "c", 2); err != nil {
		t.Fatal(err)
	}
	f.refresh(t)
	r = f.query(t, search.Query{Facets: []search.Facet{{Field: "skills", Limit: 5}}})
	want = map[string][]search.Count{"skills": {{Value: "k", Count: 2}, {Value: "l", Count: 1}}}
	if diff := cmp.Diff(want, r.Facets); diff != "" {
		t.Errorf("facets leave deleted documents out (-want +got):\n%s", diff)
	}
}

func testWeights(t *testing.T, f fixture) {
	docs := map[string]doc{
		"all":     {Skills: []string{"k", "l", "m"}, Live: pointer(true)},
		"heavy":   {Skills: []string{"k"}, Live: pointer(true)},
		"light":   {Skills: []string{"l", "m"}, Live: pointer(true)},
		"other":   {Skills: []string{"z"}, Live: pointer(true)},
		"blocked": {Skills: []string{"k", "l", "m"}, Live: pointer(false)},
	}
	// Many documents without weight must not push weighted ones out.
	for n := range 60 {
		docs[id(n)] = doc{Skills: []string{"m"}, Live: pointer(true)}
	}
	f.put(t, docs)
	q := search.Query{
		Where: search.Is{Field: "live", Value: true},
		Weights: []search.Weight{
			{Field: "skills", Term: "k", Weight: 10}, {Field: "skills", Term: "l", Weight: 2},
			{Field: "skills", Term: "m", Weight: 1}, {Field: "code", Term: "none", Weight: 5},
		},
		Limit: 5,
	}
	r := f.query(t, q)
	if diff := cmp.Diff([]string{"all", "heavy", "light", id(0), id(1)}, ids(r)); diff != "" {
		t.Errorf("by sum of weights, then id (-want +got):\n%s", diff)
	}
	if r.Total != 63 || r.Next != "" {
		t.Errorf("total %d, next %q; want 63 documents that hold a term and no next page", r.Total, r.Next)
	}
	q.Limit, q.Where = 1000, search.Not{Filter: search.IDs{"all"}}
	if got := ids(f.query(t, q)); len(got) != 63 || got[0] != "blocked" || slices.Contains(got, "other") {
		t.Errorf("recall gave %d documents, first %q", len(got), got[0])
	}
}

// testCursors walks through lists page by page, in every order, with missing values and ties.
func testCursors(t *testing.T, f fixture) {
	docs := map[string]doc{}
	for n := range 37 {
		d := doc{Code: string(rune('a' + n%3)), Live: pointer(n%2 == 0)}
		if n%5 != 0 {
			d.Start = day(2026, 11, 1).AddDays(n % 7)
		}
		if n%4 != 0 {
			d.Hours = pointer(float64(n%6) - 2.5)
		}
		docs[id(n)] = d
	}
	f.put(t, docs)
	key := func(field, id string) (string, bool) {
		d := encode(docs[id])
		return d.Values()[field].SortKey()
	}
	for _, order := range [][]search.Sort{
		nil,
		{{Field: "code"}},
		{{Field: "start"}},
		{{Field: "start", Descending: true}},
		{{Field: "hours"}},
		{{Field: "hours", Descending: true}, {Field: "code"}, {Field: "start"}},
	} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			var all []string
			q := search.Query{Sort: order, Limit: 5}
			for {
				r := f.query(t, q)
				if r.Total != len(docs) {
					t.Fatalf("total is %d on a later page, want %d", r.Total, len(docs))
				}
				all = append(all, ids(r)...)
				if r.Next == "" || len(all) > 2*len(docs) {
					break
				}
				q.After = r.Next
			}
			want := make([]string, 0, len(docs))
			for id := range docs {
				want = append(want, id)
			}
			slices.SortFunc(want, func(a, b string) int { return compare(order, key, a, b) })
			if diff := cmp.Diff(want, all); diff != "" {
				t.Errorf("pages joined (-want +got):\n%s", diff)
			}
		})
	}
}

func compare(order []search.Sort, key func(field, id string) (string, bool), a, b string) int {
	for _, o := range order {
		ka, oka := key(o.Field, a)
		kb, okb := key(o.Field, b)
		switch {
		case oka != okb && oka:
			return -1
		case oka != okb:
			return 1
		case ka != kb && (ka < kb) != o.Descending:
			return -1
		case ka != kb:
			return 1
		}
	}
	if a < b {
		return -1
	}
	return 1
}

func testBadQueries(t *testing.T, f fixture) {
	f.put(t, map[string]doc{"a": {Code: "x"}, "b": {Code: "y"}})
	first := f.query(t, search.Query{Limit: 1})
	long := make([]rune, 513)
	for i := range long {
		long[i] = 'ع'
	}
	deep := search.Filter(search.Term("code", "x"))
	for range 20 {
		deep = search.Not{Filter: deep}
	}
	for name, q := range map[string]search.Query{
		"unknown field":           {Where: search.Term("nothing", "x"), Limit: 1},
		"field of another kind":   {Where: search.Term("text", "x"), Limit: 1},
		"limit":                   {Limit: 1001},
		"negative limit":          {Limit: -1},
		"text too long":           {Where: search.Words{Field: "text", Text: string(long)}, Limit: 1},
		"too deep":                {Where: deep, Limit: 1},
		"sort by a text":          {Sort: []search.Sort{{Field: "text"}}, Limit: 1},
		"facet of a date":         {Facets: []search.Facet{{Field: "start", Limit: 3}}},
		"weight":                  {Weights: []search.Weight{{Field: "skills", Term: "k", Weight: -1}}, Limit: 1},
		"garbage cursor":          {After: "?", Limit: 1},
		"cursor of another query": {Where: search.Term("code", "x"), After: first.Next, Limit: 1},
		"place":                   {Where: search.Near{Field: "place", Of: search.Point{Lat: 91}, Metres: 1}, Limit: 1},
	} {
		if _, err := f.index.Query(f.ctx, q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want an invalid fault", name, err)
		}
	}
}
