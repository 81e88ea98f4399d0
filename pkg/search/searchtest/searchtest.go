// Package searchtest is the conformance suite of search drivers: what every engine must do alike. It never asserts an
// engine's scores.
//
// A driver's test is its constructor and one call of Run.
package searchtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/celav/celav/pkg/search"
)

// Run runs the suite. open returns a driver without any index; each call may return the same one, as long as it
// finds nothing of an earlier run of the suite in it.
func Run(t *testing.T, open func(t *testing.T) search.Driver) {
	for _, c := range []struct {
		name string
		test func(*testing.T, fixture)
	}{
		{"filters", testFilters},
		{"filters-against-oracle", testOracle},
		{"text", testText},
		{"place", testPlace},
		{"facets", testFacets},
		{"weights", testWeights},
		{"cursors", testCursors},
		{"bad-queries", testBadQueries},
		{"versions", testVersions},
		{"concurrent-writes", testConcurrentWrites},
		{"generations", testGenerations},
		{"rebuild", testRebuild},
		{"rebuild-failure", testRebuildFailure},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.test(t, newFixture(t, open(t), c.name))
		})
	}
}

// doc is what the suite indexes.
type doc struct {
	Texts  map[search.Language]string
	Code   string
	Skills []string
	Place  *search.Point
	Start  civil.Date
	Hours  *float64
	Live   *bool
}

type fixture struct {
	driver search.Driver
	index  *search.Index[doc]
	schema search.Schema
	ctx    context.Context
}

func newFixture(t *testing.T, d search.Driver, name string) fixture {
	schema := search.Schema{Name: name, Fields: []search.Field{
		{Name: "text", Kind: search.Text},
		{Name: "code", Kind: search.Keyword, Sortable: true},
		{Name: "skills", Kind: search.Keyword},
		{Name: "place", Kind: search.Place},
		{Name: "start", Kind: search.Date, Sortable: true},
		{Name: "hours", Kind: search.Number, Sortable: true},
		{Name: "live", Kind: search.Flag},
	}}
	x, err := search.New(d, schema, encode, search.Options{WriteTimeout: time.Minute, QueryTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return fixture{driver: d, index: x, schema: schema, ctx: t.Context()}
}

func encode(d doc) search.Document {
	var out search.Document
	for l, text := range d.Texts {
		out.Text("text", l, text)
	}
	out.Keyword("code", d.Code)
	out.Keyword("skills", d.Skills...)
	if d.Place != nil {
		out.Place("place", *d.Place)
	}
	if d.Start != (civil.Date{}) {
		out.Date("start", d.Start)
	}
	if d.Hours != nil {
		out.Number("hours", *d.Hours)
	}
	if d.Live != nil {
		out.Flag("live", *d.Live)
	}
	return out
}

func (f fixture) put(t *testing.T, docs map[string]doc) {
	t.Helper()
	var entries []search.Entry[doc]
	for id, d := range docs {
		entries = append(entries, search.Entry[doc]{ID: id, Version: 1, Doc: d})
	}
	if err := f.index.Put(f.ctx, entries...); err != nil {
		t.Fatal(err)
	}
	f.refresh(t)
}

func (f fixture) refresh(t *testing.T) {
	t.Helper()
	if err := f.index.Refresh(f.ctx); err != nil {
		t.Fatal(err)
	}
}

func (f fixture) query(t *testing.T, q search.Query) search.Result {
	t.Helper()
	r, err := f.index.Query(f.ctx, q)
	if err != nil {
		t.Fatalf("query %+v: %v", q, err)
	}
	return r
}

// expect asserts which ids a filter finds, in the order of the ids.
func (f fixture) expect(t *testing.T, where search.Filter, want ...string) {
	t.Helper()
	r := f.query(t, search.Query{Where: where, Limit: 1000})
	got := ids(r)
	slices.Sort(want)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%T%+v found (-want +got):\n%s", where, where, diff)
	}
	if r.Total != len(want) {
		t.Errorf("%T%+v: total is %d, want %d", where, where, r.Total, len(want))
	}
}

func ids(r search.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func pointer[T any](v T) *T { return &v }

func id(n int) string { return fmt.Sprintf("d%04d", n) }
