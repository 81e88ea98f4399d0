package renewal_test

import (
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// A suspension near the end that is cut short brings the end back: no reminder of the later end may stand in its way.
func TestAReminderOfALaterEndDoesNotKeepTheTermOpen(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		defer b.work()()
		x := b.started(day("2026-09-01")) // to 30 November
		b.at(day("2026-11-29"), 12)
		b.settle()
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			return x.Suspend(b.moment(traineeship.Counsellor), policy.Closure, day("2026-11-29"), day("2026-12-13"))
		}); err != nil {
			t.Fatal(err)
		}
		b.at(day("2026-12-01"), 12)
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			return x.Resume(b.moment(traineeship.Counsellor), day("2026-11-29"))
		}); err != nil {
			t.Fatal(err)
		}
		b.at(day("2026-12-20"), 8)
		b.settle()
		if got := b.read(x.ID); got.State != traineeship.Ended || got.Outcome != traineeship.Undecided || got.EndedOn != day("2026-12-01") {
			t.Errorf("it is %s %s, to %s", got.State, got.Outcome, got.EndedOn)
		}
	})
}
