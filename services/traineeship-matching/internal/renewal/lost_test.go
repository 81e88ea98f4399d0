package renewal_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// A Redis that lost a part of what it held, or comes back from an old backup, still knows the wake-ups' ids: the steps
// are woken all the same.
func TestWakeUpsThatRedisKnowsByNameOnlyAreMadeAnew(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		x := b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != 1 {
			t.Fatalf("%d planned: %v", n, err)
		}
		for _, list := range []string{"pending", "active", "lease"} {
			if err := b.redis.Del(t.Context(), "asynq:{"+b.name+"}:"+list).Err(); err != nil {
				t.Fatal(err)
			}
		}
		defer b.work()()
		b.settle()
		if s := b.read(x.ID).Steps[0]; s.State != traineeship.StepDone {
			t.Errorf("the step is %s", s.State)
		}
	})
}

// What an old backup left in the hands of workers that are no more, or put off for days by a wrong clock, is not taken for
// the wake-ups that are missing: one such for each would hide the loss for good.
func TestLeftoversHideNoLoss(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		x := b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		b.plan(1)
		key := func(list string) string { return "asynq:{" + b.name + "}:" + list }
		ctx := t.Context()
		long := float64(time.Now().Add(48 * time.Hour).Unix())
		pipe := b.redis.Pipeline()
		pipe.Del(ctx, key("pending"), key("lease"))
		for _, id := range []string{"renewal:left-1", "renewal:left-2"} {
			pipe.HSet(ctx, key("t:")+id, "state", "active")
			pipe.LPush(ctx, key("active"), id)
		}
		pipe.ZAdd(ctx, key("lease"), redis.Z{Score: float64(time.Now().Add(-time.Hour).Unix()), Member: "renewal:left-2"})
		pipe.ZAdd(ctx, key("retry"), redis.Z{Score: long, Member: "renewal:left-3"})
		if _, err := pipe.Exec(ctx); err != nil {
			t.Fatal(err)
		}
		depth, err := b.queue.Depth(ctx)
		if err != nil || depth.Live() != 0 || depth.Active != 2 || depth.Retry != 1 {
			t.Errorf("%+v, %d live: %v", depth, depth.Live(), err)
		}
		defer b.work()()
		b.settle()
		if s := b.read(x.ID).Steps[0]; s.State != traineeship.StepDone {
			t.Errorf("the step is %s", s.State)
		}
	})
}

// After Redis forgot which queues there are, a wake-up that was given up is found all the same.
func TestGivenUpIsFoundAfterRedisForgotTheQueue(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		if _, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil {
			t.Fatal(err)
		}
		if err := b.redis.SRem(t.Context(), "asynq:queues", b.name).Err(); err != nil {
			t.Fatal(err)
		}
		depth, err := b.queue.Depth(t.Context())
		if err != nil || depth.Pending != 1 || depth.Live() != 1 {
			t.Errorf("%+v, %v", depth, err)
		}
	})
}

// More steps are due than are read at a time, and none of them can be done: every one is queued in one round.
func TestStepsThatFailHoldUpNoOther(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		x := b.started(day("2026-09-01"))
		const many = 1203
		err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			for n := range many {
				x.Steps = append(x.Steps, traineeship.Step{
					ID: "step-" + strconv.Itoa(n), TermID: x.Terms[0].ID, Kind: traineeship.StepPapers, DueAt: b.clock.Now(), State: traineeship.StepOpen, Version: 1,
				})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != many {
				t.Fatalf("%d planned: %v", n, err)
			}
		}
		depth, err := b.queue.Depth(t.Context())
		if err != nil || depth.Pending != many {
			t.Errorf("%+v, %v", depth, err)
		}
		due, err := b.store.Due(t.Context(), b.clock.Now(), records.Due{}, many)
		if err != nil || len(due) != many || due[0].Attempts != 0 {
			t.Errorf("%d due: %v", len(due), err)
		}
	})
}

// Redis that lost everything is filled again by what is due.
func TestALostRedisIsFilledAgain(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		client := queuetest.Embedded(t)
		b := newBench(t, db, client)
		x := b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != 1 {
			t.Fatalf("%d planned: %v", n, err)
		}
		client.FlushAll(t.Context())
		stop := b.work()
		defer stop()
		b.settle()
		if s := b.read(x.ID).Steps[0]; s.State != traineeship.StepDone {
			t.Errorf("the step is %s", s.State)
		}
	})
}

// busy is a queue of which a worker takes something while the planner looks.
type busy struct {
	renewal.Queue
	takes func()
}

// Look implements renewal.Queue.
func (q busy) Look(ctx context.Context, w queue.Wake) (queue.Standing, error) {
	standing, err := q.Queue.Look(ctx, w)
	q.takes()
	return standing, err
}

// What workers finish while the planner looks is not taken for lost: making thousands of waiting wake-ups anew at each
// round let a backlog grow faster than it was worked off.
func TestWhatIsDoneMeanwhileIsNotLost(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.started(day("2026-09-01"))
		b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != 2 {
			t.Fatalf("%d planned: %v", n, err)
		}
		taken := sync.OnceFunc(func() {
			id, err := b.redis.RPop(t.Context(), "asynq:{"+b.name+"}:pending").Result()
			if err == nil {
				err = b.redis.Del(t.Context(), "asynq:{"+b.name+"}:t:"+id).Err()
			}
			if err != nil {
				t.Error(err)
			}
		})
		b.flow.Queue = busy{b.queue, taken}
		if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != 2 {
			t.Fatalf("%d planned: %v", n, err)
		}
		due, err := b.store.Due(t.Context(), b.clock.Now(), records.Due{}, 10)
		if err != nil || len(due) != 2 || due[0].Attempts+due[1].Attempts != 0 {
			t.Errorf("%+v: %v", due, err)
		}
	})
}
