package queue

import (
	"context"
	"errors"
	"fmt"
	"strconv"
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
	Lost          // its worker is dead, a part of it is missing, or Redis says that it comes when nobody waits any more; it needs another id
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
	s, err := q.standing(ctx, w)
	if errors.Is(err, errBroken) {
		return Standing{State: Lost}, nil
	}
	return s, err
}

func (q *Queue) standing(ctx context.Context, w Wake) (Standing, error) {
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
		if broken, looking := q.broken(ctx, w); looking == nil && broken {
			return nil, errBroken
		}
		return nil, fmt.Errorf("queue %s: look at %s: %w", q.name, w.Kind, err)
	case info.Type == "": // the library reads a message that is missing as an empty one
		return nil, errBroken
	default:
		return info, nil
	}
}

// errBroken says that Redis holds a part of a wake-up, which the library reads as a fault of Redis.
var errBroken = errors.New("a part of a wake-up is missing")

// broken reports whether a part of a wake-up is missing: what it says, how it stands, or when it comes. That is so after a
// partial loss, and would otherwise be one fault for every wake-up that is looked at.
func (q *Queue) broken(ctx context.Context, w Wake) (bool, error) {
	parts, err := q.redis.HMGet(ctx, q.key("t:")+w.task(), "msg", "state").Result()
	if err != nil {
		return false, fmt.Errorf("queue %s: look at the parts of %s: %w", q.name, w.Kind, err)
	}
	state, _ := parts[1].(string)
	if parts[0] == nil || state == "" {
		return true, nil
	}
	if state != "retry" && state != "scheduled" {
		return false, nil
	}
	err = q.redis.ZScore(ctx, q.key(state), w.task()).Err()
	if errors.Is(err, redis.Nil) {
		return true, nil
	}
	return false, err //nolint:wrapcheck // whoever asked has a fault to tell already
}

// key is a key of the library's, whose names it documents for its tools.
func (q *Queue) key(part string) string { return "asynq:{" + q.name + "}:" + part }

// held says whether the worker that has a wake-up in hand lives: a living one prolongs its lease every few seconds. The
// library itself takes a dead worker's task up again only a minute and a half later.
func (q *Queue) held(ctx context.Context, w Wake) (Standing, error) {
	until, err := q.redis.ZScore(ctx, q.key("lease"), w.task()).Result()
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

	live int
}

// Live are those that will still be worked on: neither those in the hand of a dead worker, nor those put off by a wrong
// clock. A Redis from a backup may hold such for good, and each would pass for one that is missing.
func (d Depth) Live() int { return d.live }

// Depth counts what Redis holds. What moves on meanwhile is counted twice rather than not at all. The library's own count
// fails as long as one list names a wake-up that is not there.
func (q *Queue) Depth(ctx context.Context) (Depth, error) {
	if err := q.enrol(ctx); err != nil {
		return Depth{}, err
	}
	now := time.Now()
	pipe := q.redis.Pipeline()
	first := pipe.LIndex(ctx, q.key("pending"), -1)
	pending, active := pipe.LLen(ctx, q.key("pending")), pipe.LLen(ctx, q.key("active"))
	inHand := pipe.ZCount(ctx, q.key("lease"), unix(now), "+inf")
	scheduled, retry, archived := pipe.ZCard(ctx, q.key("scheduled")), pipe.ZCard(ctx, q.key("retry")), pipe.ZCard(ctx, q.key("archived"))
	soon := pipe.ZCount(ctx, q.key("scheduled"), "-inf", unix(now.Add(farOff)))
	again := pipe.ZCount(ctx, q.key("retry"), "-inf", unix(now.Add(farOff)))
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) { // nothing is pending
		return Depth{}, fmt.Errorf("queue %s: count: %w", q.name, err)
	}
	d := Depth{
		Pending: int(pending.Val()), Active: int(active.Val()), Retry: int(scheduled.Val() + retry.Val()), GivenUp: int(archived.Val()),
		live: int(pending.Val() + inHand.Val() + soon.Val() + again.Val()),
	}
	since, err := q.redis.HGet(ctx, q.key("t:")+first.Val(), "pending_since").Int64()
	switch {
	case errors.Is(err, redis.Nil): // it was taken meanwhile, or there is none
	case err != nil:
		return Depth{}, fmt.Errorf("queue %s: look since when the first waits: %w", q.name, err)
	default:
		d.Oldest = now.Sub(time.Unix(0, since))
	}
	return d, nil
}

func unix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
