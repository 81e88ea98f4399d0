package store_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestPlansAreKept(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := identity.With(context.Background(), identity.Principal{Subject: "demo-counsellor-1", Roles: []identity.Role{identity.Counsellor}, Team: "equipe-1"})
		now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
		sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
		if err != nil {
			t.Fatal(err)
		}
		recorder, err := audit.New(ctx, db, sealer, slog.New(slog.DiscardHandler), func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(ctx, db); err != nil {
			t.Fatal(err)
		}
		s := store.NewAssignments(db, recorder)
		p, err := s.Plan(ctx, "team equipe-1")
		if err != nil || p.Version != 0 || len(p.Overrides) != 0 {
			t.Fatalf("a plan that nobody touched: %+v, %v", p, err)
		}
		p.Overrides = []store.Override{{Person: "p1", Opening: "o1", Fixed: true, By: "demo-counsellor-1", At: now}}
		if p, err = s.Save(ctx, p, "p1", "fix", now); err != nil || p.Version != 1 {
			t.Fatalf("saved as %d: %v", p.Version, err)
		}
		stale := p
		stale.Version = 0
		if _, err := s.Save(ctx, stale, "p1", "fix", now); !fault.Is(err, fault.Conflict) {
			t.Errorf("made twice: %v", err)
		}
		next := p
		next.Together = []store.Together{{People: []string{"p1", "p2"}, By: "demo-counsellor-1", At: now}}
		next.Overrides = append(next.Overrides, store.Override{Person: "p2", Opening: "o1", By: "demo-counsellor-1", At: now})
		if next, err = s.Save(ctx, next, "p2", "forbid", now); err != nil || next.Version != 2 {
			t.Fatalf("changed to %d: %v", next.Version, err)
		}
		if _, err := s.Save(ctx, p, "p1", "release", now); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed over another's change: %v", err)
		}
		read, err := s.Plan(ctx, "team equipe-1")
		if diff := cmp.Diff(next, read); err != nil || diff != "" {
			t.Errorf("read back: %v\n%s", err, diff)
		}
	})
}
