package essearch

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a request's body with the file that was reviewed.
func golden(t *testing.T, name string, body []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, body) {
		t.Errorf("%s is not what would be sent now (go test ./essearch -update rewrites it):\n%s", path, body)
	}
}

func pretty(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

var openings = search.Schema{Name: "openings", Fields: []search.Field{
	{Name: "title", Kind: search.Text},
	{Name: "skills", Kind: search.Keyword},
	{Name: "company", Kind: search.Keyword, Sortable: true},
	{Name: "site", Kind: search.Place},
	{Name: "start", Kind: search.Date, Sortable: true},
	{Name: "hours", Kind: search.Number, Sortable: true},
	{Name: "live", Kind: search.Flag},
}}

func TestRequestsArePinned(t *testing.T) {
	start := civil.Date{Year: 2026, Month: time.December, Day: 1}
	hours := 20.0
	queries := map[string]search.Query{
		"everything.json": {Limit: 20},
		"filters.json": {
			Where: search.All{
				search.Term("company", "c1"),
				search.IDs{"a", "b"},
				search.Is{Field: "live", Value: true},
				search.Days{Field: "start", From: &start},
				search.Numbers{Field: "hours", Max: &hours},
				search.Near{Field: "site", Of: search.Point{Lat: 45.46, Lon: 9.19}, Metres: 5000},
				search.Any{search.Exists{Field: "hours"}, search.Not{Filter: search.Term("skills", "s/x")}},
			},
			Sort:  []search.Sort{{Field: "start", Descending: true}, {Field: "company"}},
			Limit: 20, Versions: true,
		},
		"words.json": {
			Where: search.Words{
				Field: "title", Text: "cameriera", Fuzzy: true,
				Languages: []search.Language{search.Italian, search.Arabic},
			},
			Facets: []search.Facet{{Field: "company", Limit: 10}},
		},
		"recall.json": {
			Where: search.Is{Field: "live", Value: true},
			Weights: []search.Part{
				{Scale: "hours", Terms: []search.OneOf{
					{{Field: "skills", Term: "s/a", Weight: 3}},
					{{Field: "skills", Term: "s/b", Weight: 0.5}, {Field: "skills", Term: "s/c", Weight: 0.5}, {Field: "company", Term: "c1", Weight: 1}},
				}},
				{Terms: []search.OneOf{{{Field: "company", Term: "c2", Weight: 2}}}},
				{Least: 1.5, Terms: []search.OneOf{{{Field: "skills", Term: "s/d", Weight: 2}}}},
			},
			Limit: 1000,
		},
	}
	for name, q := range queries {
		body, err := requestBody(q)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, pretty(t, json.RawMessage(body)))
	}
	golden(t, "index.json", pretty(t, indexDefinition(&openings)))
	golden(t, "swap.json", pretty(t, swapActions("celav-openings", []string{"celav-openings-old"}, "celav-openings-new")))

	var d search.Document
	d.Text("title", search.Italian, "Cameriere di sala")
	d.Keyword("skills", "s/a", "s/b")
	d.Keyword("company", "c1")
	d.Place("site", search.Point{Lat: 45.46, Lon: 9.19})
	d.Date("start", start)
	d.Number("hours", hours)
	d.Flag("live", true)
	body, n, err := bulkBody([]search.Operation{
		{ID: "a", Version: 7, Document: &d, SortKeys: map[string]string{"company": "c1", "start": "2026-12-01"}}, {ID: "b", Version: 8, Deleted: true},
	})
	if err != nil || n != 2 {
		t.Fatalf("bulk body of %d operations: %v", n, err)
	}
	golden(t, "bulk.ndjson", body)
}
