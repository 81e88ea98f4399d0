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
	// What is chosen in one facet narrows the others, and a text too.
	r = f.query(t, search.Query{
		Where:  search.All{search.Terms{Field: "skills", Values: []string{"l", "m"}}, search.Any{search.Term("code", "x"), search.Term("code", "y")}},
		Facets: []search.Facet{{Field: "skills", Limit: 10}, {Field: "code", Limit: 1}},
	})
	want = map[string][]search.Count{"skills": {{Value: "k", Count: 2}, {Value: "l", Count: 1}, {Value: "m", Count: 1}}, "code": {{Value: "x", Count: 1}}}
	if diff := cmp.Diff(want, r.Facets); diff != "" || r.Total != 2 || len(r.Hits) != 0 {
		t.Errorf("facets of what was chosen, %d in all (-want +got):\n%s", r.Total, diff)
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
		"all":     {Skills: []string{"k", "l", "m"}, Live: pointer(true), Hours: pointer(0.5)},
		"heavy":   {Skills: []string{"k"}, Live: pointer(true), Hours: pointer(0.25)},
		"light":   {Skills: []string{"l", "m"}, Live: pointer(true), Hours: pointer(4.0)},
		"other":   {Skills: []string{"z"}, Code: "x", Live: pointer(true), Hours: pointer(1.0)},
		"blocked": {Skills: []string{"k", "l", "m"}, Live: pointer(false), Hours: pointer(1.0)},
		"gone":    {Skills: []string{"k", "l", "m"}, Live: pointer(true), Hours: pointer(9.0)},
	}
	// Many documents of little weight must not push the others out.
	for n := range 60 {
		docs[id(n)] = doc{Skills: []string{"m"}, Live: pointer(true)}
	}
	f.put(t, docs)
	if err := f.index.Delete(f.ctx, "gone", 2); err != nil {
		t.Fatal(err)
	}
	f.refresh(t)
	skill := func(s string, weight float64) search.Weight {
		return search.Weight{Field: "skills", Term: s, Weight: weight}
	}
	live := search.Is{Field: "live", Value: true}
	check := func(name string, parts []search.Part, where search.Filter, total int, want ...string) {
		t.Helper()
		r := f.query(t, search.Query{Where: where, Weights: parts, Limit: 5, Versions: true})
		if diff := cmp.Diff(want, ids(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if r.Total != total || r.Next != "" || r.Hits[0].Version != 1 {
			t.Errorf("%s: total %d, next %q, version %d; want %d, none, 1", name, r.Total, r.Next, r.Hits[0].Version, total)
		}
	}
	sum := []search.Part{{Terms: []search.OneOf{
		{skill("k", 10)}, {skill("l", 2)}, {skill("m", 1)}, {{Field: "code", Term: "none", Weight: 5}}, {},
	}}}
	check("by sum, then id", sum, live, 63, "all", "heavy", "light", id(0), id(1))
	check("the heaviest of a group", []search.Part{
		{Terms: []search.OneOf{{skill("m", 3), skill("l", 4), skill("k", 4)}, {skill("m", 2)}}},
	}, live, 63, "all", "light", id(0), id(1), id(2))
	check("scaled, parts added", []search.Part{
		{Scale: "hours", Terms: []search.OneOf{{skill("k", 10)}, {skill("l", 2)}, {skill("m", 1)}}},
		{Terms: []search.OneOf{{{Field: "code", Term: "x", Weight: 7}}}},
	}, live, 4, "light", "other", "all", "heavy")
	half := []search.OneOf{{skill("k", 10)}, {skill("l", 2)}, {skill("m", 1)}}
	check("a least sum, scaled", []search.Part{
		{Scale: "hours", Least: 3, Terms: half}, {Terms: []search.OneOf{{{Field: "code", Term: "x", Weight: 7}}}},
	}, live, 2, "light", "all")
	check("two least sums", []search.Part{{Least: 2.5, Terms: half}, {Scale: "hours", Least: 2, Terms: half}}, live, 3, "all", "light", "heavy")
	if r := f.query(t, search.Query{Where: live, Weights: []search.Part{{Least: 1}, {Terms: half}}, Limit: 5}); r.Total != 0 {
		t.Errorf("a least sum of nothing is reached by %v", ids(r))
	}
	r := f.query(t, search.Query{Where: search.Not{Filter: search.IDs{"all"}}, Weights: sum, Limit: 1000})
	if got := ids(r); len(got) != 63 || got[0] != "blocked" || slices.Contains(got, "other") || slices.Contains(got, "gone") {
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
		"weight":                  {Weights: []search.Part{{Terms: []search.OneOf{{{Field: "skills", Term: "k", Weight: -1}}}}}, Limit: 1},
		"scale":                   {Weights: []search.Part{{Scale: "code"}}, Limit: 1},
		"least":                   {Weights: []search.Part{{Least: -1}}, Limit: 1},
		"garbage cursor":          {After: "?", Limit: 1},
		"cursor of another query": {Where: search.Term("code", "x"), After: first.Next, Limit: 1},
		"place":                   {Where: search.Near{Field: "place", Of: search.Point{Lat: 91}, Metres: 1}, Limit: 1},
	} {
		if _, err := f.index.Query(f.ctx, q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want an invalid fault", name, err)
		}
	}
}
