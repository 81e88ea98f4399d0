package renewal

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
)

// Plan puts every step that is due at now into the queue and returns how many it found due. What waits there already
// stays; what was given up there, is there by name only, or is in the hand of a worker that died, gets another attempt
// under another id. A step that fails again and again holds up no other.
func (w *Workflow) Plan(ctx context.Context, now time.Time) (int, error) {
	var found int
	var last records.Due
	var waiting, lost []string
	var failed []records.Failure
	before, err := w.Queue.Depth(ctx)
	if err != nil {
		return found, fmt.Errorf("plan: %w", err)
	}
	for {
		due, err := w.Store.Due(ctx, now, last, perPlan)
		if err != nil {
			return found, fmt.Errorf("plan: %w", err)
		}
		found += len(due)
		standings, err := w.enqueue(ctx, due)
		if err != nil {
			return found, fmt.Errorf("plan: %w", err)
		}
		for i, d := range due {
			switch standings[i].State {
			case queue.Waiting:
				waiting = append(waiting, d.ID)
			case queue.Lost:
				lost = append(lost, d.ID)
			case queue.GivenUp:
				failed = append(failed, records.Failure{Step: d.ID, Version: d.Version, Reason: standings[i].Reason})
			}
		}
		if len(due) < perPlan {
			break
		}
		last = due[len(due)-1]
	}
	if err := w.failed(ctx, failed, now); err != nil {
		return found, fmt.Errorf("plan: %w", err)
	}
	if err := w.again(ctx, "workers died with wake-ups in hand, they are made anew", lost); err != nil {
		return found, fmt.Errorf("plan: %w", err)
	}
	if len(waiting) == 0 {
		return found, nil
	}
	after, err := w.Queue.Depth(ctx)
	if err != nil {
		return found, fmt.Errorf("plan: %w", err)
	}
	// A Redis that lost a part of what it held still knows ids whose wake-ups will never come: more seem to wait than it
	// held before they were looked at (what workers finished meanwhile is not lost) and holds now (what another planner
	// added meanwhile). An attempt too many changes nothing, one too few loses a term.
	if len(waiting) > max(before.Live(), after.Live()) {
		if err := w.again(ctx, "Redis has lost wake-ups, they are made anew", waiting); err != nil {
			return found, fmt.Errorf("plan: %w", err)
		}
	}
	return found, nil
}

// failed keeps why steps failed; they are tried anew, at once at first and later after a rest.
func (w *Workflow) failed(ctx context.Context, failed []records.Failure, now time.Time) error {
	if len(failed) == 0 {
		return nil
	}
	w.Log.WarnContext(ctx, "steps failed and are tried anew", "steps", len(failed), "first", failed[0].Step)
	if err := w.Store.Fail(ctx, failed, now); err != nil {
		return err
	}
	w.Changed()
	return nil
}

// enqueue puts steps into the queue and says of each how it stood there before.
func (w *Workflow) enqueue(ctx context.Context, due []records.Due) ([]queue.Standing, error) {
	standings := make([]queue.Standing, len(due))
	var wait errgroup.Group
	next := make(chan int)
	stop := make(chan struct{})
	halt := sync.OnceFunc(func() { close(stop) })
	for range min(adders, len(due)) {
		wait.Go(func() error {
			for i := range next {
				d := due[i]
				wake := queue.Wake{Kind: StepKind, ID: wakeID(d.ID, d.Version, d.Attempts), Retries: wakeRetries}
				err := w.Queue.Add(ctx, wake)
				if errors.Is(err, queue.ErrDuplicate) {
					standings[i], err = w.Queue.Look(ctx, wake)
				}
				if err != nil {
					halt()
					return err //nolint:wrapcheck // the planner says what was attempted
				}
			}
			return nil
		})
	}
feeding:
	for i := range due {
		select {
		case next <- i:
		case <-stop:
			break feeding
		}
	}
	close(next)
	return standings, wait.Wait()
}

// again gives steps another attempt, and looks at once.
func (w *Workflow) again(ctx context.Context, why string, steps []string) error {
	if len(steps) == 0 {
		return nil
	}
	w.Log.WarnContext(ctx, why, "steps", len(steps), "first", steps[0])
	if err := w.Store.NextAttempt(ctx, steps); err != nil {
		return err
	}
	w.Changed()
	return nil
}
