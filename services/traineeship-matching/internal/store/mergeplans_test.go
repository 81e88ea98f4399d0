package store_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/merging"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// What was fixed and forbidden for a file that is merged away holds for the one that stays, whose own choices win; all of
// it is as it was when the files are taken apart, but for what was released in between.
func TestPlansFollowAMergeAndComeBack(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		merges, ctx := mergeStore(t, db), t.Context()
		sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
		if err != nil {
			t.Fatal(err)
		}
		recorder, err := audit.New(ctx, db, sealer, slog.New(slog.DiscardHandler), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		plans := store.NewAssignments(db, recorder)
		at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
		pair := func(person, opening string, fixed bool) store.Override {
			return store.Override{Person: person, Opening: opening, Fixed: fixed, By: "demo-counsellor-1", At: at}
		}
		save := func(p store.Plan) store.Plan {
			t.Helper()
			saved, err := plans.Save(ctx, p, "", "fix", at)
			if err != nil {
				t.Fatal(err)
			}
			return saved
		}
		team := save(store.Plan{Group: "team a", Overrides: []store.Override{
			pair("kept", "x", true), pair("other", "y", true), pair("other", "z", false), pair("third", "y", true),
		}})
		save(store.Plan{Group: "everybody", Overrides: []store.Override{pair("other", "y", true), pair("other", "v", false), pair("kept", "z", false)}})
		save(store.Plan{Group: "cohort c", Overrides: []store.Override{pair("third", "x", false)}})
		says := func(group string) []string {
			t.Helper()
			p, err := plans.Plan(ctx, group)
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for _, o := range p.Overrides {
				text := o.Person + " not " + o.Opening
				if o.Fixed {
					text = o.Person + " to " + o.Opening
				}
				list = append(list, text)
			}
			slices.Sort(list)
			return list
		}
		is := func(when, group string, want ...string) {
			t.Helper()
			if got := says(group); !slices.Equal(got, want) {
				t.Errorf("%s, %s: %v, want %v", when, group, got, want)
			}
		}
		told := merging.Told{ID: "m", Kept: "kept", Other: "other", Standing: true, Revision: 1}
		for range 2 {
			if err := merges.Follow(ctx, told); err != nil {
				t.Fatal(err)
			}
		}
		is("merged", "team a", "kept not z", "kept to x", "third to y") // the kept one is fixed once
		is("merged", "everybody", "kept not v", "kept not z", "kept to y")
		is("merged", "cohort c", "third not x")
		if _, err := plans.Save(ctx, team, "", "fix", at); !fault.Is(err, fault.Conflict) {
			t.Errorf("who read the plan before the merge writes it back: %v", err)
		}
		if p, err := plans.Plan(ctx, "cohort c"); err != nil || p.Version != 1 {
			t.Errorf("a plan without them is version %d, %v", p.Version, err)
		}
		now, err := plans.Plan(ctx, "everybody")
		if err != nil {
			t.Fatal(err)
		}
		now.Overrides = slices.DeleteFunc(now.Overrides, func(o store.Override) bool { return o.Opening == "v" })
		save(now) // released in between
		told.Standing, told.Revision = false, 2
		for range 2 {
			if err := merges.Follow(ctx, told); err != nil {
				t.Fatal(err)
			}
		}
		is("taken apart", "team a", "kept to x", "other not z", "other to y", "third to y")
		is("taken apart", "everybody", "kept not z", "other to y")
		if into, err := merges.MergedInto(ctx, "kept"); err != nil || len(into) != 0 {
			t.Errorf("taken apart, the file still holds %v, %v", into, err)
		}
	})
}

// Who was merged is found over several merges: their trail is the person's.
func TestWhoWasMergedIntoAFile(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		merges, ctx := mergeStore(t, db), t.Context()
		for _, m := range []merging.Told{
			{ID: "1", Kept: "b", Other: "a", Standing: true, Revision: 1},
			{ID: "2", Kept: "c", Other: "b", Standing: true, Revision: 1},
			{ID: "3", Kept: "c", Other: "x", Standing: true, Revision: 1},
			{ID: "3", Kept: "c", Other: "x", Revision: 2},
			{ID: "4", Kept: "elsewhere", Other: "y", Standing: true, Revision: 1},
		} {
			if err := merges.Follow(ctx, m); err != nil {
				t.Fatal(err)
			}
		}
		into, err := merges.MergedInto(ctx, "c")
		slices.Sort(into)
		if err != nil || !slices.Equal(into, []string{"a", "b"}) {
			t.Errorf("merged into c: %v, %v", into, err)
		}
	})
}
