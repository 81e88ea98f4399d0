package searchtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
)

func (f fixture) mustPut(t *testing.T, entries ...search.Entry[doc]) {
	t.Helper()
	if err := f.index.Put(f.ctx, entries...); err != nil {
		t.Fatal(err)
	}
}

func testVersions(t *testing.T, f fixture) {
	at := func(version int64, code string) search.Entry[doc] {
		return search.Entry[doc]{ID: "a", Version: version, Doc: doc{Code: code}}
	}
	gone := func(version int64) search.Entry[doc] {
		return search.Entry[doc]{ID: "a", Version: version, Deleted: true}
	}
	check := func(want ...string) {
		t.Helper()
		f.refresh(t)
		var got []string
		for _, code := range []string{"one", "two", "five", "nine"} {
			if f.query(t, search.Query{Where: search.Term("code", code)}).Total == 1 {
				got = append(got, code)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the index holds %v, want %v", got, want)
		}
	}
	f.mustPut(t, at(2, "two"))
	check("two")
	f.mustPut(t, at(1, "one")) // late
	check("two")
	f.mustPut(t, at(5, "five"), at(4, "one")) // late within one call
	check("five")
	f.mustPut(t, gone(4)) // a late deletion
	check("five")
	f.mustPut(t, at(5, "nine")) // the same version again: the later call counts
	check("nine")
	r := f.query(t, search.Query{Limit: 10, Versions: true})
	if len(r.Hits) != 1 || r.Hits[0] != (search.Hit{ID: "a", Version: 5}) {
		t.Errorf("hits with versions: %+v", r.Hits)
	}
	f.mustPut(t, gone(7))
	check()
	if r := f.query(t, search.Query{Limit: 10}); r.Total != 0 || len(r.Hits) != 0 {
		t.Errorf("after the deletion: %+v", r)
	}
	f.mustPut(t, at(6, "one")) // late, after the deletion
	check()
	f.mustPut(t, at(8, "two"))
	check("two")
	if err := f.index.Delete(f.ctx, "never-seen", 3); err != nil {
		t.Errorf("deleting what is not there: %v", err)
	}
	if err := f.index.Put(f.ctx, search.Entry[doc]{ID: "", Version: 1}); err == nil {
		t.Error("an entry without an id was accepted")
	}
	if err := f.index.Put(f.ctx); err != nil {
		t.Errorf("writing nothing: %v", err)
	}
}

// testConcurrentWrites sends the versions of each document from several writers in any order: the newest must stay.
func testConcurrentWrites(t *testing.T, f fixture) {
	const documents, versions, writers = 30, 8, 6
	random := rand.New(rand.NewPCG(3, 5))
	var all []search.Entry[doc]
	for n := range documents {
		for v := range versions {
			e := search.Entry[doc]{ID: id(n), Version: int64(v + 1), Doc: doc{Code: fmt.Sprint(v + 1)}}
			e.Deleted = n%3 == 0 && v == versions-1
			all = append(all, e)
		}
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := w; i < len(all); i += writers * 4 {
				var chunk []search.Entry[doc]
				for j := i; j < len(all) && j < i+writers*4; j += writers {
					chunk = append(chunk, all[j])
				}
				if err := f.index.Put(f.ctx, chunk...); err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	wg.Wait()
	f.refresh(t)
	r := f.query(t, search.Query{Where: search.Term("code", fmt.Sprint(versions)), Limit: 100})
	var want []string
	for n := range documents {
		if n%3 != 0 {
			want = append(want, id(n))
		}
	}
	if got := ids(r); !slices.Equal(got, want) {
		t.Errorf("at their newest version: %v, want %v", got, want)
	}
	if total := f.query(t, search.Query{}).Total; total != len(want) {
		t.Errorf("%d documents are left, want %d", total, len(want))
	}
}

func testGenerations(t *testing.T, f fixture) {
	first, err := f.index.Live(f.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if first.Name == "" || first.Fingerprint != f.schema.Fingerprint() {
		t.Errorf("live generation %+v, want the schema's fingerprint %s", first, f.schema.Fingerprint())
	}
	f.put(t, map[string]doc{"a": {Code: "x"}})
	if again, err := f.index.Live(f.ctx); err != nil || again != first {
		t.Errorf("live generation became %+v, %v", again, err)
	}
	// A schema with one field more, as after an upgrade.
	wider := f.schema
	wider.Fields = append(slices.Clone(wider.Fields), search.Field{Name: "colour", Kind: search.Keyword})
	x, err := search.New(f.driver, wider, encode, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if g, err := x.Live(f.ctx); err != nil || g.Fingerprint == wider.Fingerprint() {
		t.Errorf("live generation %+v, %v does not say that it was made for another schema", g, err)
	}
	built, err := x.Rebuild(f.ctx, newRecords().source, nil)
	if err != nil {
		t.Fatal(err)
	}
	g, err := x.Live(f.ctx)
	if err != nil || g != built.Generation || g.Fingerprint != wider.Fingerprint() || g.Name == first.Name {
		t.Errorf("after the rebuild the live generation is %+v, %v; built %+v", g, err, built.Generation)
	}
	if total := f.query(t, search.Query{}).Total; total != 0 {
		t.Errorf("%d documents are left after a rebuild from nothing", total)
	}
}

// records are a source as a service has it: rows with a version that grows over all of them.
type records struct {
	mu   sync.Mutex
	last int64
	rows map[string]search.Entry[doc]
}

func newRecords() *records { return &records{rows: map[string]search.Entry[doc]{}} }

func (s *records) put(id string, deleted bool, d doc) search.Entry[doc] {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	e := search.Entry[doc]{ID: id, Version: s.last, Deleted: deleted, Doc: d}
	s.rows[id] = e
	return e
}

func (s *records) source(_ context.Context, after int64) iter.Seq2[search.Entry[doc], error] {
	return func(yield func(search.Entry[doc], error) bool) {
		s.mu.Lock()
		var rows []search.Entry[doc]
		for _, e := range s.rows {
			if e.Version > after {
				rows = append(rows, e)
			}
		}
		s.mu.Unlock()
		slices.SortFunc(rows, func(a, b search.Entry[doc]) int { return int(a.Version - b.Version) })
		for _, e := range rows {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// testRebuild rebuilds while writers write and readers read: no answer is ever short, nothing written is lost.
func testRebuild(t *testing.T, f fixture) {
	const documents = 700
	truth := newRecords()
	var first []search.Entry[doc]
	for n := range documents {
		first = append(first, truth.put(id(n), false, doc{Code: "steady"}))
	}
	f.mustPut(t, first...)
	// What the index holds and the records do not must be gone afterwards.
	f.mustPut(t, search.Entry[doc]{ID: "stray", Version: 1, Doc: doc{Code: "stray"}})
	f.refresh(t)

	ctx, stop := context.WithCancel(f.ctx)
	var wg sync.WaitGroup
	wg.Go(func() { // a writer: changes, additions and deletions of its own ids
		for n := 0; ctx.Err() == nil; n++ {
			e := truth.put(fmt.Sprintf("w%d", n%50), n%7 == 6, doc{Code: "moving"})
			if err := f.index.Put(f.ctx, e); err != nil {
				t.Errorf("writing during a rebuild: %v", err)
				return
			}
		}
	})
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				r, err := f.index.Query(f.ctx, search.Query{Where: search.Term("code", "steady")})
				if err != nil {
					t.Errorf("searching during a rebuild: %v", err)
					return
				}
				if r.Total != documents {
					t.Errorf("a search during a rebuild saw %d of %d documents", r.Total, documents)
					return
				}
			}
		})
	}
	steps := 0
	for range 2 {
		built, err := f.index.Rebuild(f.ctx, truth.source, func(int) { steps++ })
		if err != nil {
			t.Fatal(err)
		}
		if built.Version < documents || built.Written < documents {
			t.Errorf("built %+v, want at least %d", built, documents)
		}
	}
	stop()
	wg.Wait()
	f.refresh(t)
	if steps < 4 {
		t.Errorf("progress was told %d times", steps)
	}
	want := map[string]int64{}
	for id, e := range truth.rows {
		if !e.Deleted {
			want[id] = e.Version
		}
	}
	got := map[string]int64{}
	for _, h := range f.query(t, search.Query{Limit: 1000, Versions: true}).Hits {
		got[h.ID] = h.Version
	}
	if len(got) != len(want) {
		t.Errorf("the index holds %d documents, the records %d", len(got), len(want))
	}
	for id, v := range want {
		if got[id] != v {
			t.Errorf("document %s has version %d in the index, %d in the records", id, got[id], v)
		}
	}
}

// testRebuildFailure: a rebuild that fails changes nothing, and the next one works.
func testRebuildFailure(t *testing.T, f fixture) {
	f.put(t, map[string]doc{"a": {Code: "x"}})
	broken := errors.New("the records cannot be read")
	_, err := f.index.Rebuild(f.ctx, func(context.Context, int64) iter.Seq2[search.Entry[doc], error] {
		return func(yield func(search.Entry[doc], error) bool) { yield(search.Entry[doc]{}, broken) }
	}, nil)
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	f.expect(t, nil, "a")

	started, release := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		_, err := f.index.Rebuild(f.ctx, func(context.Context, int64) iter.Seq2[search.Entry[doc], error] {
			return func(func(search.Entry[doc], error) bool) {
				select {
				case <-started:
				default:
					close(started)
				}
				<-release
			}
		}, nil)
		done <- err
	}()
	<-started
	if _, err := f.index.Rebuild(f.ctx, newRecords().source, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second rebuild at the same time: %v, want a conflict", err)
	}
	close(release)
	if err := <-done; err != nil {
		t.Errorf("the first rebuild: %v", err)
	}
}
