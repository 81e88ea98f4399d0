package runlog_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRunsAreKeptAndExpire(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := identity.With(context.Background(), identity.Principal{Subject: "demo-coordinator", Roles: []identity.Role{identity.Coordinator}})
		now := func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }
		sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
		if err != nil {
			t.Fatal(err)
		}
		recorder, err := audit.New(ctx, db, sealer, slog.New(slog.DiscardHandler), now)
		if err != nil {
			t.Fatal(err)
		}
		log, err := runlog.Open(ctx, db, recorder, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		for id, at := range map[string]time.Time{"new": now(), "old": now().AddDate(-2, 0, -1)} {
			run := runlog.Run{
				ID: id, At: at, Subject: "demo-coordinator", Direction: runlog.ForPerson, Person: "p1", Via: "snapshot",
				Rules: "r", Weights: "w", Taxonomy: "t", InputHash: "h", Scored: 9, Eligible: 5, NotEnough: 1, Blocked: 3,
			}
			if err := log.Write(ctx, run, []runlog.Shown{{ID: "o1", Version: 4, Total: 8123}}); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := log.DropBefore(ctx, now().AddDate(0, -24, 0)); err != nil || n != 1 {
			t.Errorf("dropped %d, %v", n, err)
		}
		var kept []runlog.Run
		if err := db.NewSelect().Model(&kept).Scan(ctx); err != nil || len(kept) != 1 || kept[0].ID != "new" ||
			kept[0].Shown != `[{"id":"o1","version":4,"total":8123}]` || !kept[0].At.Equal(now()) {
			t.Errorf("%v, %+v", err, kept)
		}
		page, err := recorder.List(ctx, audit.Filter{}, "", 10)
		if err != nil || len(page.Events) != 2 || page.Events[0].Person != "p1" || page.Events[0].Action != string(identity.MatchPerson) {
			t.Errorf("audit: %v, %+v", err, page)
		}
	})
}
