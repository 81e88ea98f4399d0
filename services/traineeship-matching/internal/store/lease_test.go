package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestLeaseGoesToOne(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
		take := func(holder string, at time.Time) bool {
			t.Helper()
			ok, err := s.Lease(t.Context(), "rebuild", holder, at, at.Add(time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		var won atomic.Int32
		var wg sync.WaitGroup
		for _, holder := range []string{"c", "d", "e"} {
			wg.Go(func() {
				if ok, err := s.Lease(t.Context(), "other", holder, now, now.Add(time.Minute)); err != nil {
					t.Error(err)
				} else if ok {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d of three hold the same work", won.Load())
		}
		if !take("a", now) || take("b", now) || !take("a", now.Add(30*time.Second)) || take("b", now.Add(80*time.Second)) {
			t.Error("the work is not the first one's for as long as they ask again")
		}
		if !take("b", now.Add(90*time.Second)) || take("a", now.Add(91*time.Second)) {
			t.Error("work that nobody asked for again did not go to the next")
		}
		if err := s.Release(t.Context(), "rebuild", "a"); err != nil {
			t.Fatal(err)
		}
		if take("a", now.Add(92*time.Second)) {
			t.Error("who does not hold the work gave it back")
		}
		if err := s.Release(t.Context(), "rebuild", "b"); err != nil {
			t.Fatal(err)
		}
		if !take("a", now.Add(93*time.Second)) {
			t.Error("work that was given back cannot be taken")
		}
	})
}

func TestAnotherGenerationIsNotOverwritten(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.SetWritten(ctx, "openings", store.Written{Generation: "new", Version: 7}); err != nil {
			t.Fatal(err)
		}
		for _, w := range []store.Written{{Generation: "old", Version: 9}, {Generation: "new", Version: 6}} {
			if err := s.Advance(ctx, "openings", w); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Written(ctx, "openings"); err != nil || got != (store.Written{Generation: "new", Version: 7}) {
				t.Errorf("after %+v it says %+v, %v", w, got, err)
			}
		}
		if err := s.Advance(ctx, "openings", store.Written{Generation: "new", Version: 8}); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Written(ctx, "openings"); err != nil || got.Version != 8 {
			t.Errorf("it says %+v, %v", got, err)
		}
	})
}
