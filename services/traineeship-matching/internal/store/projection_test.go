package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/uptrace/bun"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestMain(m *testing.M) {
	// The search library's analysis workers live as long as the process.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, err := store.Open(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		test(t, s)
	})
}

func put(t *testing.T, s *store.Store, h store.Half, told ...store.Told) {
	t.Helper()
	err := s.DB().Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return s.Put(ctx, tx, h, told) })
	if err != nil {
		t.Fatal(err)
	}
}

func told(id, state string) store.Told { return store.Told{ID: id, State: []byte(state)} }

func people(t *testing.T, s *store.Store, after int64) string {
	t.Helper()
	rows, err := s.People(t.Context(), after, 100)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	show := func(half *string) string {
		if half == nil {
			return "-"
		}
		return *half
	}
	for _, r := range rows {
		text += fmt.Sprintf("%s@%d %s %s; ", r.ID, r.Version, show(r.Candidate), show(r.Profile))
	}
	return text
}

func TestHalvesJoin(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		put(t, s, store.CandidateHalf(), told("a", "1"), told("b", "1"))
		put(t, s, store.ProfileHalf(), told("b", "2"), told("c", "2"))
		if got, want := people(t, s, 0), "a@1 1 -; b@3 1 2; c@4 - 2; "; got != want {
			t.Errorf("rows are %q, want %q", got, want)
		}
		put(t, s, store.CandidateHalf(), told("a", "1"), told("b", "1")) // told again: nothing new
		if got := people(t, s, 4); got != "" {
			t.Errorf("what was told again moved: %q", got)
		}
		put(t, s, store.CandidateHalf(), told("a", "old"), told("a", "new"), store.Told{ID: "b"})
		if got, want := people(t, s, 4), "a@7 new -; b@8 - 2; "; got != want {
			t.Errorf("rows are %q, want %q", got, want)
		}
		total, err := s.CountPeople(t.Context())
		if err != nil || total != (store.Total{Rows: 1, Version: 8}) {
			t.Errorf("total is %+v, %v: only a has a candidate", total, err)
		}
	})
}

func answer(is bool) func(context.Context, bun.Tx) (bool, error) {
	return func(context.Context, bun.Tx) (bool, error) { return is, nil }
}

func TestWhatIsNotToldAgainIsRemoved(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		put(t, s, store.CandidateHalf(), told("a", "1"), told("b", "1"))
		put(t, s, store.ProfileHalf(), told("b", "2"))
		err := s.DB().Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return s.Unsee(ctx, tx, store.CandidateHalf()) })
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, store.CandidateHalf(), told("a", "1"))
		for _, h := range store.Halves() {
			if n, err := s.RemoveUnseen(t.Context(), h, answer(false)); err != nil || n != 0 {
				t.Errorf("%v: removed %d, %v before all was told", h, n, err)
			}
			n, err := s.RemoveUnseen(t.Context(), h, answer(true))
			if want := map[store.Half]int{store.CandidateHalf(): 1}[h]; err != nil || n != want {
				t.Errorf("%v: removed %d, %v; want %d", h, n, err, want)
			}
		}
		if got, want := people(t, s, 0), "a@1 1 -; b@5 - 2; "; got != want {
			t.Errorf("rows are %q, want %q", got, want)
		}
	})
}

// A reader that goes on from the highest version it saw misses nothing, whatever writers do meanwhile.
func TestVersionsBecomeVisibleInOrder(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		const writers, writes = 4, 25
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				h := []store.Half{store.CandidateHalf(), store.ProfileHalf()}[w%2]
				for i := range writes {
					err := s.DB().Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
						return s.Put(ctx, tx, h, []store.Told{told(fmt.Sprintf("w%d-%d", w, i), "1"), told("shared", fmt.Sprint(w, i))})
					})
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
					}
				}
			})
		}
		go func() { wg.Wait(); stop() }()
		held := map[string]int64{}
		after := int64(0)
		for done := false; !done; {
			done = ctx.Err() != nil
			for {
				rows, err := s.People(t.Context(), after, 7)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range rows {
					held[r.ID], after = r.Version, r.Version
				}
				if len(rows) == 0 {
					break
				}
			}
		}
		rows, err := s.People(t.Context(), 0, 1000)
		if err != nil || len(rows) != writers*writes+1 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for _, r := range rows {
			if held[r.ID] != r.Version {
				t.Errorf("the reader holds %s at %d, the rows at %d", r.ID, held[r.ID], r.Version)
			}
		}
	})
}

func TestPositionsAndTaxonomy(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if w, err := s.Written(ctx, "openings"); err != nil || w != (store.Written{}) {
			t.Errorf("at first: %+v, %v", w, err)
		}
		for _, w := range []store.Written{{Generation: "g1", Version: 5}, {Generation: "g2", Version: 3}} {
			if err := s.SetWritten(ctx, "openings", w); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Written(ctx, "openings"); err != nil || got != w {
				t.Errorf("got %+v, %v; want %+v", got, err, w)
			}
		}
		for _, x := range []store.Taxonomy{
			{Version: "t1", Pages: []string{"[1]", "[2]"}}, {Version: "t2", Pages: []string{"[3]"}},
		} {
			if err := s.SetTaxonomy(ctx, x); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Taxonomy(ctx); err != nil || fmt.Sprint(got) != fmt.Sprint(x) {
				t.Errorf("got %+v, %v; want %+v", got, err, x)
			}
		}
	})
}
