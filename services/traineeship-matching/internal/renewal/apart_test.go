package renewal_test

import (
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Even past the table of transitions, the database holds no two suspensions that overlap, and none that ends before it
// begins.
func TestTheDatabaseRefusesSuspensionsThatOverlap(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		x := b.started(day("2026-09-01"))
		b.at(day("2026-09-10"), 12)
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			return x.Suspend(b.moment(traineeship.Counsellor), policy.Illness, day("2026-09-10"), day("2026-10-10"))
		}); err != nil {
			t.Fatal(err)
		}
		put := func(from, until string) error {
			_, err := db.NewRaw(`INSERT INTO suspension (id, traineeship, cause, from_day, until_day, over) VALUES (?, ?, '', ?, ?, ?)`,
				newID(), x.ID, day(from), day(until), true).Exec(t.Context())
			return err
		}
		for _, days := range [][2]string{{"2026-10-10", "2026-11-20"}, {"2026-08-01", "2026-09-10"}, {"2026-09-20", "2026-09-21"}, {"2026-12-10", "2026-12-09"}} {
			if err := put(days[0], days[1]); err == nil {
				t.Errorf("a suspension from %s to %s beside another", days[0], days[1])
			}
		}
		if err := put("2026-10-11", "2026-11-20"); err != nil {
			t.Errorf("one after another: %v", err)
		}
		if _, err := db.NewRaw(`UPDATE suspension SET until_day = ? WHERE from_day = ?`, day("2026-10-12"), day("2026-09-10")).Exec(t.Context()); err == nil {
			t.Error("a suspension that grows into the next")
		}
	})
}
