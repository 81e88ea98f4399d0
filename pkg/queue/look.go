package queue

import (
	"context"
	"errors"
	"fmt"

	"github.com/hibiken/asynq"
)

// State is how a wake-up stands in Redis.
type State int

// The states. Gone is also what was done.
const (
	Gone    State = iota
	Waiting       // or under way, or to be tried again
	GivenUp       // failed as often as it may; its id stays taken, so the same work needs another
)

// asynqQueues is the set in which asynq looks up which queues there are.
const asynqQueues = "asynq:queues"

// Look says how a wake-up stands.
func (q *Queue) Look(ctx context.Context, w Wake) (State, error) {
	info, err := q.look.GetTaskInfo(q.name, w.task())
	if errors.Is(err, asynq.ErrQueueNotFound) {
		if err := q.enrol(ctx); err != nil {
			return Gone, err
		}
		info, err = q.look.GetTaskInfo(q.name, w.task())
	}
	switch {
	case errors.Is(err, asynq.ErrTaskNotFound), errors.Is(err, asynq.ErrQueueNotFound):
		return Gone, nil
	case err != nil:
		return Gone, fmt.Errorf("queue %s: look at %s: %w", q.name, w.Kind, err)
	case info.State == asynq.TaskStateArchived:
		return GivenUp, nil
	case info.State == asynq.TaskStateCompleted:
		return Gone, nil
	default:
		return Waiting, nil
	}
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
	return Depth{Pending: info.Pending, Active: info.Active, Retry: info.Retry + info.Scheduled, GivenUp: info.Archived}, nil
}
