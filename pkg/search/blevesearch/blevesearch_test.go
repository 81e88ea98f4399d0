package blevesearch_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/blevesearch"
	"github.com/celav/celav/pkg/search/searchtest"
)

func TestMain(m *testing.M) {
	// The library's analysis workers live as long as the process.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func open(t *testing.T, dir string) *blevesearch.Driver {
	t.Helper()
	d, err := blevesearch.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestConformance(t *testing.T) {
	searchtest.Run(t, func(t *testing.T) search.Driver { return open(t, t.TempDir()) })
}

type note struct{ code string }

func notes(t *testing.T, d search.Driver) *search.Index[note] {
	t.Helper()
	schema := search.Schema{Name: "notes", Fields: []search.Field{{Name: "code", Kind: search.Keyword}}}
	x, err := search.New(d, schema, func(n note) (d search.Document) {
		d.Keyword("code", n.code)
		return d
	}, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestFindsEverythingAgainAfterReopening(t *testing.T) {
	dir := t.TempDir()
	first, err := blevesearch.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	x := notes(t, first)
	if err := x.Put(t.Context(), search.Entry[note]{ID: "a", Version: 7, Doc: note{"x"}}); err != nil {
		t.Fatal(err)
	}
	before, err := x.Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Query(t.Context(), search.Query{Limit: 1}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("searching a closed index: %v", err)
	}

	x = notes(t, open(t, dir))
	if after, err := x.Live(t.Context()); err != nil || after != before {
		t.Errorf("reopened generation %+v, %v; was %+v", after, err, before)
	}
	if err := x.Put(t.Context(), search.Entry[note]{ID: "a", Version: 6, Doc: note{"late"}}); err != nil {
		t.Fatal(err)
	}
	r, err := x.Query(t.Context(), search.Query{Where: search.Term("code", "x"), Limit: 1, Versions: true})
	if err != nil || len(r.Hits) != 1 || r.Hits[0].Version != 7 {
		t.Errorf("after reopening: %+v, %v", r, err)
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := notes(t, open(t, dir)).Put(t.Context(), search.Entry[note]{ID: "a", Version: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := notes(t, open(t, dir)).Query(t.Context(), search.Query{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a second driver on the same folder: %v, want an unavailable fault", err)
	}
}
