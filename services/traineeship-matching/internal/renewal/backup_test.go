package renewal_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// plan plans once and expects so many due steps.
func (b *bench) plan(want int) {
	b.t.Helper()
	if n, err := b.flow.Plan(b.t.Context(), b.clock.Now()); err != nil || n != want {
		b.t.Fatalf("%d planned, not %d: %v", n, want, err)
	}
}

// dueNow is the one step that is due.
func (b *bench) dueNow() records.Due {
	b.t.Helper()
	due, err := b.store.Due(b.t.Context(), b.clock.Now(), records.Due{}, 10)
	if err != nil || len(due) != 1 {
		b.t.Fatalf("due: %+v %v", due, err)
	}
	return due[0]
}

func wakeOf(step string, version int64, attempt int) queue.Wake {
	return queue.Wake{Kind: renewal.StepKind, ID: step + ":" + strconv.FormatInt(version, 10) + "." + strconv.Itoa(attempt), Retries: 3}
}

// A Redis restored from an old backup knows wake-ups of dates that are past, of dates that never came to be in these
// records, and the present one in a hand that is dead or put off by a clock that was wrong. A round of the planner, and what
// is due is done, once; nothing else happens.
func TestARedisFromAnOldBackupIsRepaired(t *testing.T) {
	key := func(b *bench, list string) string { return "asynq:{" + b.name + "}:" + list }
	for name, present := range map[string]func(b *bench, id string){
		"the present one is unknown": nil,
		"in a hand that is dead": func(b *bench, id string) {
			b.redis.LRem(b.t.Context(), key(b, "pending"), 0, id)
			b.redis.LPush(b.t.Context(), key(b, "active"), id)
			b.redis.HSet(b.t.Context(), key(b, "t:")+id, "state", "active")
			b.redis.ZAdd(b.t.Context(), key(b, "lease"), redis.Z{Score: float64(time.Now().Add(-time.Hour).Unix()), Member: id})
		},
		"in no hand at all": func(b *bench, id string) {
			b.redis.LRem(b.t.Context(), key(b, "pending"), 0, id)
			b.redis.LPush(b.t.Context(), key(b, "active"), id)
			b.redis.HSet(b.t.Context(), key(b, "t:")+id, "state", "active")
		},
		"without what it says": func(b *bench, id string) {
			b.redis.HDel(b.t.Context(), key(b, "t:")+id, "msg")
		},
		"to be tried again at no time": func(b *bench, id string) {
			b.redis.LRem(b.t.Context(), key(b, "pending"), 0, id)
			b.redis.HSet(b.t.Context(), key(b, "t:")+id, "state", "retry")
		},
		"put off by a wrong clock": func(b *bench, id string) {
			b.redis.LRem(b.t.Context(), key(b, "pending"), 0, id)
			b.redis.HSet(b.t.Context(), key(b, "t:")+id, "state", "retry")
			b.redis.ZAdd(b.t.Context(), key(b, "retry"), redis.Z{Score: float64(time.Now().Add(48 * time.Hour).Unix()), Member: id})
		},
	} {
		t.Run(name, func(t *testing.T) {
			sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
				b := newBench(t, db, queuetest.Real(t))
				x := b.started(day("2026-09-01"))
				b.at(day("2026-10-10"), 12)
				if err := b.change(x.ID, func(x *traineeship.Traineeship) error { // every date becomes another
					return x.Suspend(b.moment(traineeship.Counsellor), policy.Closure, day("2026-10-10"), day("2026-10-29"))
				}); err != nil {
					t.Fatal(err)
				}
				b.at(day("2026-11-05"), 9)
				stop := b.work() // the suspension ends, the parties are asked
				b.settle()
				stop()
				b.at(day("2026-11-20"), 9)
				due := b.dueNow() // the decision
				for _, version := range []int64{due.Version - 1, due.Version + 1, due.Version + 7} {
					if err := b.queue.Add(t.Context(), wakeOf(due.ID, version, 0)); err != nil {
						t.Fatal(err)
					}
				}
				if present != nil {
					w := wakeOf(due.ID, due.Version, due.Attempts)
					if err := b.queue.Add(t.Context(), w); err != nil {
						t.Fatal(err)
					}
					present(b, w.Kind+":"+w.ID)
				}
				before := b.read(x.ID)
				b.plan(1)
				defer b.work()()
				b.settle()
				after := b.read(x.ID)
				if after.Version != before.Version+1 {
					t.Errorf("%d changes", after.Version-before.Version)
				}
				for _, s := range after.Steps {
					if s.ID == due.ID && s.State != traineeship.StepDone {
						t.Errorf("the due step is %s", s.State)
					}
				}
			})
		})
	}
}
