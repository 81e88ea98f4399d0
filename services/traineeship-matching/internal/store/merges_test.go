package store_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/merging"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func mergeStore(t *testing.T, db *sqldb.DB) *store.Merges {
	t.Helper()
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if _, err := runlog.Open(t.Context(), db, sealer, recorder, slog.New(slog.DiscardHandler), 24); err != nil {
		t.Fatal(err)
	}
	return store.NewMerges(db, recorder)
}

// A table that names a person and of which nobody said what a merge of two files does to it, fails here: decide, and
// write it into store.MovesWithAMerge.
func TestEveryTableKnowsWhatAMergeDoes(t *testing.T) {
	db := sqldbtest.SQLite(t)
	mergeStore(t, db)
	problems, err := filemerge.UndecidedColumns(t.Context(), db.DB, store.MovesWithAMerge())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

func TestRecordsFollowAMergeAndComeBack(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := mergeStore(t, db), t.Context()
		run := func(query string, args ...any) {
			t.Helper()
			if _, err := db.NewRaw(query, args...).Exec(ctx); err != nil {
				t.Fatal(err)
			}
		}
		entry := func(id, opening, person, waits string) {
			run(`INSERT INTO shortlist_entry (id, version, opening, person, company, team, state, since, waits, made, facts, words)
				VALUES (?, 1, ?, ?, 'c', ?, 'proposed', '2026-11-02', ?, '2026-11-02', '{}', '')`, id, opening, person, "team-"+person, waits)
			run(`INSERT INTO shortlist_view (id, entry, person, company, subject, at) VALUES (?, ?, ?, 'c', 's', '2026-11-02')`, "v"+id, id, person)
		}
		traineeship := func(id, person, state string) {
			run(`INSERT INTO traineeship (id, version, person, team, company, type, state, start, months, hours_week, host_tutor, allowance_cents, due_on, opened_at)
				VALUES (?, 1, ?, ?, 'c', 'tis', ?, '2026-11-02', 3, 30, '', 0, '2027-02-02', '2026-11-02')`, id, person, "team-"+person, state)
		}
		entry("k1", "x", "kept", "")
		entry("o1", "x", "other", "host")
		entry("k2", "y", "kept", "host")
		entry("o2", "y", "other", "")
		entry("o3", "z", "other", "person")
		traineeship("tk", "kept", "ended")
		traineeship("to", "other", "running")
		run(`INSERT INTO hire (id, person, team, kind, start, hours_week, recorded_at) VALUES ('h', 'other', 'team-other', 'open', '2026-11-02', 30, '2026-11-02')`)
		whose := func() []string {
			t.Helper()
			var list []string
			err := db.NewRaw(`SELECT id || ' ' || person || ' ' || team FROM shortlist_entry UNION ALL SELECT id || ' ' || person || ' ' || team FROM traineeship
				UNION ALL SELECT id || ' ' || person || ' ' || team FROM hire UNION ALL SELECT id || ' ' || person || ' -' FROM shortlist_view`).Scan(ctx, &list)
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(list)
			return list
		}
		before := whose()
		told := merging.Told{ID: "m", Kept: "kept", Other: "other", KeptTeam: "team-kept", OtherTeam: "team-other", Standing: true, Revision: 1}
		for range 2 { // again changes nothing
			if err := s.Follow(ctx, told); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{
			"h kept team-kept", "k1 other team-other", "k2 kept team-kept", "o1 kept team-kept", "o2 other team-other", "o3 kept team-kept",
			"tk kept team-kept", "to kept team-kept", "vk1 other -", "vk2 kept -", "vo1 kept -", "vo2 other -", "vo3 kept -",
		}
		if got := whose(); !slices.Equal(got, want) {
			t.Errorf("after the merge:\n%v\nwant\n%v", got, want)
		}
		undone := told
		undone.Standing, undone.Revision = false, 2
		for range 2 {
			if err := s.Follow(ctx, undone); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Follow(ctx, told); err != nil { // what comes late is out of date
			t.Fatal(err)
		}
		if got := whose(); !slices.Equal(got, before) {
			t.Errorf("after the undoing:\n%v\nwant\n%v", got, before)
		}
		run("UPDATE traineeship SET state = 'running' WHERE id = 'tk'")
		if err := s.Follow(ctx, merging.Told{ID: "n", Kept: "kept", Other: "other", Standing: true, Revision: 1}); !fault.Is(err, fault.Conflict) {
			t.Errorf("two traineeships would run at once: %v", err)
		}
		if got := whose(); !slices.Equal(got, before) {
			t.Errorf("a refused merge moved something: %v", got)
		}
	})
}
