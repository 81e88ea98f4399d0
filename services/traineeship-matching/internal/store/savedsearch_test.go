package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestSearchesAreSaved(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(ctx, db); err != nil {
			t.Fatal(err)
		}
		s := store.NewSavedSearches(db, sealer)
		at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		x := savedsearch.Search{ID: "s1", Version: 1, Owner: "u1", Kind: finding.Openings, Name: "Cucina", Query: "q=cuoco", MadeAt: at, RanAt: at, Seen: []string{"o1"}}
		for range 2 { // the same form sent twice
			if err := s.Add(ctx, x); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.Of(ctx, "u1")
		if err != nil || len(list) != 1 {
			t.Fatalf("kept: %+v, %v", list, err)
		}
		x.Before = []string{}
		if diff := cmp.Diff(x, list[0]); diff != "" {
			t.Error(diff)
		}
		if other, err := s.Of(ctx, "u2"); err != nil || len(other) != 0 {
			t.Errorf("somebody else sees %+v, %v", other, err)
		}
		if _, err := s.Read(ctx, "u2", "s1"); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else reads it: %v", err)
		}
		later := at.Add(time.Hour)
		x.Name, x.Before, x.BeforeAt, x.Seen, x.RanAt = "Ristorazione", []string{"o1"}, &at, []string{"o1", "o2"}, later
		if err := s.Change(ctx, x); err != nil {
			t.Fatal(err)
		}
		if err := s.Change(ctx, x); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed over another's change: %v", err)
		}
		got, err := s.Read(ctx, "u1", "s1")
		if err != nil || got.Name != "Ristorazione" || got.Version != 2 || !got.BeforeAt.Equal(at) || len(got.Seen) != 2 {
			t.Errorf("read back: %+v, %v", got, err)
		}
		var words string
		if err := db.NewRaw("SELECT words FROM saved_search").Scan(ctx, &words); err != nil || strings.Contains(words, "cuoco") || strings.Contains(words, "Risto") {
			t.Errorf("the words lie in the clear: %q, %v", words, err)
		}
		if err := s.Remove(ctx, "u1", "s1", 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("removed in an old version: %v", err)
		}
		if created, updated, err := s.Load(ctx, []savedsearch.Search{x, {ID: "s2", Version: 1, Owner: "u2", Kind: finding.People, Name: "B", Query: "free=now", MadeAt: at, RanAt: at}}); err != nil || created != 1 || updated != 1 {
			t.Errorf("loaded %d new, %d again: %v", created, updated, err)
		}
		if err := s.Remove(ctx, "u1", "s1", 1); err != nil {
			t.Error(err)
		}
		if err := s.Remove(ctx, "u1", "s1", 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("removed twice: %v", err)
		}
	})
}
