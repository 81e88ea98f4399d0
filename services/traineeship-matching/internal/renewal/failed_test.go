package renewal_test

import (
	"context"
	"testing"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

// A wake-up that was given up is tried under another attempt; why it failed is kept, one that fails again and again rests,
// and an operator may shorten the rest.
func TestGivenUpWakesAreTriedAnew(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		broken := &givesUp{taken: map[string]bool{}}
		b.flow.Queue = broken
		for range 6 {
			b.plan(1)
		}
		if len(broken.taken) != 3 {
			t.Errorf("wake-ups: %v", broken.taken)
		}
		b.plan(0) // it rests after the third failure
		failed, err := b.store.FailedSteps(t.Context(), 10)
		if err != nil || len(failed) != 1 || failed[0].Reason != "the records do not answer" || failed[0].Failures != 3 || failed[0].Kind != "evaluation" ||
			failed[0].RetryAt.Sub(b.clock.Now()) != time.Minute {
			t.Fatalf("%+v %v", failed, err)
		}
		backlog, err := b.store.Backlog(t.Context(), b.clock.Now())
		if err != nil || backlog.Failed != 1 || backlog.Due != 1 || !backlog.OldestDue.Equal(b.clock.Now()) || backlog.NextDue.IsZero() {
			t.Errorf("%+v %v", backlog, err)
		}
		entry := audit.Entry{Action: identity.QueueRetry, Kind: "step", ID: failed[0].Step}
		if err := b.store.TryNow(t.Context(), failed[0].Step, b.clock.Now(), entry); err != nil {
			t.Fatal(err)
		}
		b.plan(1)
		if err := b.store.TryNow(t.Context(), newID(), b.clock.Now(), entry); !fault.Is(err, fault.NotFound) {
			t.Errorf("a step that did not fail: %v", err)
		}
		b.flow.Queue = b.queue
		defer b.work()()
		b.settle()
		if failed, err := b.store.FailedSteps(t.Context(), 10); err != nil || len(failed) != 0 {
			t.Errorf("what is done still failed: %+v %v", failed, err)
		}
	})
}

// givesUp takes each wake-up once and gives it up.
type givesUp struct{ taken map[string]bool }

func (g *givesUp) Add(_ context.Context, w queue.Wake) error {
	if g.taken[w.ID] {
		return queue.ErrDuplicate
	}
	g.taken[w.ID] = true
	return nil
}

func (g *givesUp) Look(context.Context, queue.Wake) (queue.Standing, error) {
	return queue.Standing{State: queue.GivenUp, Reason: "the records do not answer"}, nil
}

func (g *givesUp) Depth(context.Context) (queue.Depth, error) { return queue.Depth{}, nil }
