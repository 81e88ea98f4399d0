package renewal_test

import (
	"slices"
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// until is a right to work that can be renewed, up to a day.
func until(last string) traineeship.Surroundings {
	a, d := around(), day(last)
	a.Heard, a.Access[0].Until, a.Access[0].Renewable = true, &d, true
	return a
}

// kept are the kinds of the letters about a traineeship, sorted.
func (b *bench) kept(id string) []string {
	b.t.Helper()
	all, err := b.store.Letters(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	var kinds []string
	for _, l := range all {
		if l.Kind == "access-renew" || l.Kind == "access-lapsed" || l.Kind == "access-check" {
			kinds = append(kinds, l.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// The warnings about a right to work go through the same workflow: each at its day, once, none made up after an outage;
// a changed day moves what is open. Lists and counts say who is concerned.
func TestWarningsOfARightToWork(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		defer b.work()()
		x, free := b.started(day("2026-09-01")), b.started(day("2026-09-01"))
		judge := func(s traineeship.Surroundings) {
			t.Helper()
			if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
				x.Rejudge(b.moment(traineeship.ByClock), s)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		letters := func(want ...string) {
			t.Helper()
			if got := b.kept(x.ID); !slices.Equal(got, want) {
				t.Errorf("letters on %s: %v, want %v", b.clock.Now().Format("2006-01-02"), got, want)
			}
		}
		judge(until("2026-12-14"))
		b.at(day("2026-09-16"), 7)
		b.settle()
		letters()
		b.at(day("2026-09-16"), 9) // ninety days before it ends
		b.settle()
		b.settle()
		letters("access-renew")
		judge(until("2026-12-14"))
		ctx := t.Context()
		now, coming, err := b.store.CountWatched(ctx, records.Listing{Team: "equipe-1"}, day("2026-10-01"), day("2027-02-01"))
		if err != nil || now.Count != 0 || coming.Count != 1 || coming.First != day("2026-12-15") || !coming.Since.IsValid() {
			t.Errorf("before the end: %+v %+v %v", now, coming, err)
		}
		b.at(day("2026-11-20"), 9) // nobody was there for two months: two were due
		b.settle()
		letters("access-renew", "access-renew")
		b.at(day("2026-11-21"), 9)
		judge(until("2026-11-10")) // it was typed wrongly, and has ended
		b.settle()
		b.settle()
		letters("access-lapsed", "access-renew", "access-renew")

		if now, coming, err = b.store.CountWatched(ctx, records.Listing{}, day("2026-11-21"), day("2027-02-01")); err != nil || now.Count != 1 || coming.Count != 0 {
			t.Errorf("after the end: %+v %+v %v", now, coming, err)
		}
		if now, _, err = b.store.CountWatched(ctx, records.Listing{Team: "equipe-2"}, day("2026-11-21"), day("2027-02-01")); err != nil || now.Count != 0 {
			t.Errorf("another team: %+v %v", now, err)
		}
		list, next, err := b.store.Watched(ctx, records.Listing{Limit: 1}, day("2027-02-01"))
		if err != nil || len(list) != 1 || list[0].ID != x.ID || next != "" || list[0].Watch.Day != day("2026-11-11") || list[0].Watch.Mark != policy.Lapsed {
			t.Errorf("the list: %d %q %v", len(list), next, err)
		}
		all, err := b.store.RunningAfter(ctx, "", 10)
		if err != nil || len(all) != 2 {
			t.Errorf("running: %v %v", all, err)
		}
		if rest, err := b.store.RunningAfter(ctx, all[0], 10); err != nil || len(rest) != 1 {
			t.Errorf("running after one: %v %v", rest, err)
		}
		if ids, err := b.store.RunningOf(ctx, []string{free.PersonID}); err != nil || !slices.Equal(ids, []string{free.ID}) {
			t.Errorf("running of one person: %v %v", ids, err)
		}
	})
}
