package renewal_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Many decide at once; one decision stands, in the rows as in what they were told.
func TestManyDecideOneDecisionStands(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		x := b.started(day("2026-09-01"))
		b.at(day("2026-11-10"), 10)
		seen := b.read(x.ID).Version
		const deciders = 50
		var won, lost atomic.Int32
		var wait sync.WaitGroup
		gate := make(chan struct{})
		for n := range deciders {
			version := seen
			if n%2 == 0 { // half of them would take it as it is
				version = 0
			}
			wait.Go(func() {
				<-gate
				_, err := b.store.Change(t.Context(), x.ID, version, func(x *traineeship.Traineeship) (records.Effects, bool, error) {
					return records.Effects{}, true, x.Decide(b.moment(traineeship.Counsellor), traineeship.Verdict{Outcome: traineeship.End, Reason: "goals-reached", Key: newID()})
				})
				switch {
				case err == nil:
					won.Add(1)
				case fault.Is(err, fault.Conflict):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		close(gate)
		wait.Wait()
		if won.Load() != 1 || lost.Load() != deciders-1 || len(b.read(x.ID).Decisions) != 1 {
			t.Errorf("%d decided, %d were told that somebody else had", won.Load(), lost.Load())
		}
		// Even past the version, the database holds one decision in force for each term.
		_, err := db.ExecContext(t.Context(), `INSERT INTO term_decision (id, traineeship, term, outcome, months, reason, ceiling, why, rules, by_subject, role, at)
			SELECT id || 'x', traineeship, term, outcome, months, reason, ceiling, why, rules, by_subject, role, at FROM term_decision`)
		if !sqldb.IsUnique(err) {
			t.Errorf("a second decision in the rows: %v", err)
		}
	})
}
