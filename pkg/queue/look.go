package queue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// State is how a wake-up stands in Redis.
type State int

// The states. Gone is also what was done.
const (
	Gone    State = iota
	Waiting       // or under way, or to be tried again
	GivenUp       // failed as often as it may; its id stays taken, so the same work needs another
	Lost          // its worker is dead, or Redis says that it comes when nobody waits any more; it needs another id
)

// Standing is how a wake-up stands in Redis and, when it was given up, why.
type Standing struct {
	State  State
	Reason string // of GivenUp: the last error, cut
}

// asynqQueues is the set in which asynq looks up which queues there are.
const asynqQueues = "asynq:queues"

const (
	mostReason = 300              // bytes of a reason
	farOff     = 10 * time.Minute // no wake-up is put off so long; one that is comes from a Redis whose clock was wrong
)

// Look says how a wake-up stands.
func (q *Queue) Look(ctx context.Context, w Wake) (Standing, error) {
	info, err := q.info(ctx, w)
	if err != nil || info == nil {
		return Standing{}, err
	}
	switch info.State {
	case asynq.TaskStateArchived:
		if info.LastErr == asynq.ErrLeaseExpired.Error() { // nothing failed: its worker died
			return Standing{State: Lost}, nil
		}
		return Standing{GivenUp, cut(info.LastErr)}, nil
	case asynq.TaskStateCompleted:
		return Standing{}, nil
	case asynq.TaskStateActive:
		return q.held(ctx, w)
	case asynq.TaskStateRetry, asynq.TaskStateScheduled:
		if time.Until(info.NextProcessAt) > farOff {
			return Standing{State: Lost}, nil
		}
	}
	return Standing{State: Waiting}, nil
}

// info returns what Redis holds of a wake-up, nil when it holds nothing.
func (q *Queue) info(ctx context.Context, w Wake) (*asynq.TaskInfo, error) {
	info, err := q.look.GetTaskInfo(q.name, w.task())
	if errors.Is(err, asynq.ErrQueueNotFound) {
		if err := q.enrol(ctx); err != nil {
			return nil, err
		}
		info, err = q.look.GetTaskInfo(q.name, w.task())
	}
	switch {
	case errors.Is(err, asynq.ErrTaskNotFound), errors.Is(err, asynq.ErrQueueNotFound):
		return nil, nil //nolint:nilnil // there is none, and that is no fault
	case err != nil:
		return nil, fmt.Errorf("queue %s: look at %s: %w", q.name, w.Kind, err)
	default:
		return info, nil
	}
}

// held says whether the worker that has a wake-up in hand lives: a living one prolongs its lease every few seconds. The
// library itself takes a dead worker's task up again only a minute and a half later.
func (q *Queue) held(ctx context.Context, w Wake) (Standing, error) {
	until, err := q.redis.ZScore(ctx, "asynq:{"+q.name+"}:lease", w.task()).Result()
	switch {
	case errors.Is(err, redis.Nil):
		// Done a moment ago, or Redis lost the lease.
		info, err := q.info(ctx, w)
		if err != nil || info == nil || info.State != asynq.TaskStateActive {
			return Standing{}, err
		}
		return Standing{State: Lost}, nil
	case err != nil:
		return Standing{}, fmt.Errorf("queue %s: look at who has %s: %w", q.name, w.Kind, err)
	case time.Now().After(time.Unix(int64(until), 0).Add(time.Second)): // leases are kept in whole seconds
		return Standing{State: Lost}, nil
	default:
		return Standing{State: Waiting}, nil
	}
}

// cut makes a reason one that every database keeps.
func cut(reason string) string {
	reason = reason[:min(len(reason), mostReason)]
	return strings.ReplaceAll(strings.ToValidUTF8(reason, ""), "\x00", "")
}

// enrol names the queue in Redis again. The library does so once for each client, so after Redis lost everything nobody
// would find the queue.
func (q *Queue) enrol(ctx context.Context) error {
	if err := q.redis.SAdd(ctx, asynqQueues, q.name).Err(); err != nil {
		return fmt.Errorf("queue %s: name it again: %w", q.name, err)
	}
	return nil
}

// Depth is how many wake-ups Redis holds, by how they stand.
type Depth struct {
	Pending, Active, Retry, GivenUp int
	Oldest                          time.Duration // since the first of those pending waits
}

// Live are those that will still be worked on.
func (d Depth) Live() int { return d.Pending + d.Active + d.Retry }

// Depth counts what Redis holds.
func (q *Queue) Depth(ctx context.Context) (Depth, error) {
	if err := q.enrol(ctx); err != nil { // the library tells a missing queue from a broken Redis by text only
		return Depth{}, err
	}
	info, err := q.look.GetQueueInfo(q.name)
	if err != nil {
		return Depth{}, fmt.Errorf("queue %s: count: %w", q.name, err)
	}
	return Depth{
		Pending: info.Pending, Active: info.Active, Retry: info.Retry + info.Scheduled, GivenUp: info.Archived, Oldest: info.Latency,
	}, nil
}
