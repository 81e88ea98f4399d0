package search_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSchemasAreChecked(t *testing.T) {
	for name, s := range map[string]search.Schema{
		"index name":    {Name: "Openings"},
		"field name":    {Name: "x", Fields: []search.Field{{Name: "a.b", Kind: search.Keyword}}},
		"reserved name": {Name: "x", Fields: []search.Field{{Name: "version", Kind: search.Keyword}}},
		"twice": {Name: "x", Fields: []search.Field{
			{Name: "a", Kind: search.Keyword}, {Name: "a", Kind: search.Text},
		}},
		"unknown kind":  {Name: "x", Fields: []search.Field{{Name: "a", Kind: "vector"}}},
		"sortable text": {Name: "x", Fields: []search.Field{{Name: "a", Kind: search.Text, Sortable: true}}},
	} {
		if _, err := search.New(search.Unavailable{}, s, func(int) search.Document { return search.Document{} }, search.Options{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	a := search.Schema{Name: "x", Fields: []search.Field{{Name: "a", Kind: search.Keyword}}}
	b := search.Schema{Name: "x", Fields: []search.Field{{Name: "a", Kind: search.Keyword, Sortable: true}}}
	if a.Fingerprint() == b.Fingerprint() || len(a.Fingerprint()) != 12 {
		t.Errorf("fingerprints %q and %q", a.Fingerprint(), b.Fingerprint())
	}
}

func TestUndeclaredDocumentsAreRefused(t *testing.T) {
	s := search.Schema{Name: "x", Fields: []search.Field{
		{Name: "k", Kind: search.Keyword, Sortable: true}, {Name: "n", Kind: search.Number}, {Name: "p", Kind: search.Place},
	}}
	for name, fill := range map[string]func(*search.Document){
		"unknown field":       func(d *search.Document) { d.Keyword("other", "x") },
		"another kind":        func(d *search.Document) { d.Number("k", 1) },
		"two to sort by":      func(d *search.Document) { d.Keyword("k", "x", "y") },
		"not a number":        func(d *search.Document) { d.Number("n", math.NaN()) },
		"not a place":         func(d *search.Document) { d.Place("p", search.Point{Lat: 100}) },
		"nowhere at all":      func(d *search.Document) { d.Place("p", search.Point{Lat: math.NaN()}) },
		"right and wrong one": func(d *search.Document) { d.Keyword("k", "x"); d.Flag("n", true) },
	} {
		x, err := search.New(search.Unavailable{}, s, func(f func(*search.Document)) (d search.Document) {
			f(&d)
			return d
		}, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = x.Put(t.Context(), search.Entry[func(*search.Document)]{ID: "a", Version: 1, Doc: fill})
		if err == nil || fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestUnavailable(t *testing.T) {
	s := search.Schema{Name: "x", Fields: []search.Field{{Name: "k", Kind: search.Keyword}}}
	x, err := search.New(search.Unavailable{Reason: "No search engine is set up."}, s,
		func(int) search.Document { return search.Document{} }, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, queried := x.Query(t.Context(), search.Query{})
	_, lived := x.Live(t.Context())
	_, rebuilt := x.Rebuild(t.Context(), nil, nil)
	for name, err := range map[string]error{
		"query": queried, "live": lived, "rebuild": rebuilt, "refresh": x.Refresh(t.Context()),
		"put": x.Put(t.Context(), search.Entry[int]{ID: "a", Version: 1}), "delete": x.Delete(t.Context(), "a", 2),
	} {
		if !fault.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "No search engine") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Sort keys have the order of what they stand for.
func TestSortKeysOfNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.Float64Range(-1e300, 1e300), 2, 20).Draw(t, "numbers")
		slices.Sort(numbers)
		var keys []string
		for _, n := range numbers {
			key, ok := search.Value{Numbers: []float64{n}}.SortKey()
			if !ok {
				t.Fatalf("%v has no key", n)
			}
			if back := search.NumberOfSortKey(key); back != n {
				t.Fatalf("%v came back as %v", n, back)
			}
			keys = append(keys, key)
		}
		if !slices.IsSorted(keys) {
			t.Fatalf("%v have keys %v", numbers, keys)
		}
	})
}

// Equal numbers have equal keys: the two zeros did not.
func TestTheTwoZerosHaveOneSortKey(t *testing.T) {
	zero, _ := search.Value{Numbers: []float64{0}}.SortKey()
	negative, _ := search.Value{Numbers: []float64{math.Copysign(0, -1)}}.SortKey()
	if zero != negative {
		t.Errorf("0 has the key %s, -0 has %s", zero, negative)
	}
}
