package runlog_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func now() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

func open(t *testing.T, db *sqldb.DB) (context.Context, *runlog.Log, *audit.Recorder) {
	t.Helper()
	ctx := identity.With(context.Background(), identity.Principal{Subject: "demo-coordinator", Roles: []identity.Role{identity.Coordinator, identity.Auditor}})
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := audit.New(ctx, db, sealer, slog.New(slog.DiscardHandler), now)
	if err != nil {
		t.Fatal(err)
	}
	log, err := runlog.Open(ctx, db, sealer, recorder, slog.New(slog.DiscardHandler), 24)
	if err != nil {
		t.Fatal(err)
	}
	return ctx, log, recorder
}

// Whoever is shown in a ranking or a plan finds it in the own trail, once a look, and nobody else's look with it.
func TestEverybodyWhomARunShowsFindsItInTheirTrail(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx, log, recorder := open(t, db)
		ranking := runlog.Run{
			ID: "r1", At: now(), Subject: "demo-coordinator", Direction: runlog.ForOpening, Opening: "o1", Via: "snapshot", Rules: "r", Weights: "w", Taxonomy: "t", InputHash: "h",
			Results: []runlog.Result{{Person: "p1", Opening: "o1"}, {Person: "p2", Opening: "o1"}},
		}
		if err := log.Write(ctx, ranking, []runlog.Shown{{ID: "p1"}, {ID: "p2"}, {ID: "p1"}}); err != nil {
			t.Fatal(err)
		}
		plan := runlog.Run{
			ID: "r2", At: now(), Subject: "demo-coordinator", Direction: runlog.ForGroup, Group: "everybody", Via: "snapshot", Rules: "r", Weights: "w", Taxonomy: "t", InputHash: "h",
		}
		if err := log.Write(ctx, plan, []runlog.Shown{{ID: "p2", Opening: "o1"}}); err != nil {
			t.Fatal(err)
		}
		read, err := log.Get(ctx, "r1")
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Saw(ctx, read); err != nil {
			t.Fatal(err)
		}
		for person, want := range map[string][]string{
			"p1": {"run.read r1", "match.opening r1"}, "p2": {"run.read r1", "assignment.read r2", "match.opening r1"}, "p3": nil,
		} {
			page, err := recorder.List(ctx, audit.Filter{Person: person}, "", 10)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range page.Events {
				got = append(got, e.Action+" "+e.Record)
			}
			if !slices.Equal(got, want) {
				t.Errorf("the trail of %s holds %v, want %v", person, got, want)
			}
		}
		crowd := make([]runlog.Shown, 3000)
		for i := range crowd {
			crowd[i].ID = fmt.Sprint("c", i)
		}
		plan.ID = "r3"
		if err := log.Write(ctx, plan, crowd); err != nil {
			t.Errorf("a page of many: %v", err)
		}
	})
}

func TestRunsAreKeptAndExpire(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx, log, recorder := open(t, db)
		for id, at := range map[string]time.Time{"new": now(), "old": now().AddDate(-2, 0, -1)} {
			run := runlog.Run{
				ID: id, At: at, Subject: "demo-coordinator", Direction: runlog.ForPerson, Person: "p1", Via: "snapshot",
				Rules: "r", Weights: "w", Taxonomy: "t", InputHash: "h", Scored: 9, Eligible: 5, NotEnough: 1, Blocked: 3,
				Parts:   map[string]int{"essential": 100},
				Results: []runlog.Result{{Person: "p1", Opening: "o1", Standing: "eligible", Gate: []runlog.Check{{Constraint: "work-access", Decision: "warn", Reason: "zqxends"}}}},
			}
			if err := log.Write(ctx, run, []runlog.Shown{{ID: "o1", Version: 4, Total: 8123}}); err != nil {
				t.Fatal(err)
			}
			err := db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
				return log.Decided(ctx, tx, runlog.Decision{
					ID: "d" + id, Run: id, At: at.Add(time.Minute), Subject: "demo-coordinator", Entry: "e", Person: "p1", Opening: "o1", Act: "propose",
					SkipReason: "waits-longer", Higher: 2, Above: []string{"p8", "p9"},
				})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		both, next, err := log.List(ctx, runlog.Filter{Person: "p1", Limit: 1})
		if err != nil || len(both) != 1 || both[0].ID != "new" || next == "" {
			t.Errorf("a page: %v, %+v, %q", err, both, next)
		}
		if rest, end, err := log.List(ctx, runlog.Filter{Person: "p1", Limit: 1, Cursor: next}); err != nil || len(rest) != 1 || rest[0].ID != "old" || end != "" {
			t.Errorf("the next page: %v, %+v, %q", err, rest, end)
		}
		whole, err := log.Get(ctx, "new")
		if err != nil || len(whole.Results) != 1 || whole.Results[0].Gate[0].Reason != "zqxends" || whole.Parts["essential"] != 100 {
			t.Errorf("read back: %v, %+v", err, whole)
		}
		if strings.Contains(whole.Packed, "zqx") || whole.Packed == "" {
			t.Error("what was found is not sealed")
		}
		decided, err := log.Decisions(ctx, whole)
		if err != nil || len(decided) != 1 || decided[0].SkipReason != "waits-longer" || len(decided[0].Above) != 2 {
			t.Errorf("decided: %v, %+v", err, decided)
		}
		if n, err := log.DropBefore(ctx, now().AddDate(0, -24, 0)); err != nil || n != 1 {
			t.Errorf("dropped %d, %v", n, err)
		}
		var kept []runlog.Run
		if err := db.NewSelect().Model(&kept).Scan(ctx); err != nil || len(kept) != 1 || kept[0].ID != "new" ||
			kept[0].Shown != `[{"id":"o1","version":4,"total":8123}]` || !kept[0].At.Equal(now()) {
			t.Errorf("%v, %+v", err, kept)
		}
		if n, err := db.NewSelect().Model((*runlog.Decision)(nil)).Count(ctx); err != nil || n != 1 {
			t.Errorf("decisions left: %d, %v", n, err)
		}
		if _, err := log.Get(ctx, "old"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a run that was dropped: %v", err)
		}
		page, err := recorder.List(ctx, audit.Filter{}, "", 10)
		if err != nil || len(page.Events) != 2 || page.Events[0].Person != "p1" || page.Events[0].Action != string(identity.MatchPerson) {
			t.Errorf("audit: %v, %+v", err, page)
		}
	})
}
