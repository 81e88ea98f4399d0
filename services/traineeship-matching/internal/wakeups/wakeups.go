// Package wakeups is what operators see and do about the work that comes by itself: what the records say is due, beside what
// Redis carries of it, and the steps that failed. It tells nothing of whom a step is about.
package wakeups

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
)

// Queue says what Redis holds.
type Queue interface {
	Depth(ctx context.Context) (queue.Depth, error)
}

// Desk shows the work that comes by itself.
type Desk struct {
	Store *records.Store
	Queue Queue
	// Changed makes the planner look at once.
	Changed func()
	Now     func() time.Time
}

// Status is what waits, in the records and in Redis.
type Status struct {
	At       time.Time
	Records  records.Backlog
	Redis    queue.Depth
	Answers  bool // Redis does; else Redis is empty
	Failures []records.FailedStep
}

const (
	mostFailures = 100
	patience     = 2 * time.Second      // with Redis
	late         = 90 * time.Second     // since a step was due; half a minute more than a repair takes
	lateLetters  = 2 * 30 * time.Minute // since a letter was written; twice the longest pause between two attempts
)

// Late reports whether a step waits for longer than a repair takes.
func (s Status) Late() bool {
	return !s.Records.OldestDue.IsZero() && s.At.Sub(s.Records.OldestDue) > late
}

// LettersLate reports whether the other services have not taken a letter for long.
func (s Status) LettersLate() bool {
	return !s.Records.OldestLetter.IsZero() && s.At.Sub(s.Records.OldestLetter) > lateLetters
}

// Read shows what waits. Without Redis it shows what the records say.
func (d *Desk) Read(ctx context.Context) (Status, error) {
	if err := identity.May(caller(ctx), identity.QueueRead); err != nil {
		return Status{}, err
	}
	s := Status{At: d.Now().UTC()}
	var err error
	if s.Records, err = d.Store.Backlog(ctx, s.At); err != nil {
		return s, err
	}
	if s.Failures, err = d.Store.FailedSteps(ctx, mostFailures); err != nil {
		return s, err
	}
	s.Redis, s.Answers = d.depth(ctx)
	return s, nil
}

// depth asks Redis and waits for a moment only: the queue's library has no deadline of its own.
func (d *Desk) depth(ctx context.Context) (queue.Depth, bool) {
	type answer struct {
		depth queue.Depth
		err   error
	}
	got := make(chan answer, 1)
	go func() {
		depth, err := d.Queue.Depth(ctx)
		got <- answer{depth, err}
	}()
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case a := <-got:
		return a.depth, a.err == nil
	case <-wait.C:
	case <-ctx.Done():
	}
	return queue.Depth{}, false
}

// Retry lets a failed step be tried at once.
func (d *Desk) Retry(ctx context.Context, step string) error {
	if err := identity.May(caller(ctx), identity.QueueRetry); err != nil {
		return err
	}
	if err := d.Store.TryNow(ctx, step, records.Stamp(d.Now()), audit.Entry{Action: identity.QueueRetry, Kind: "step", ID: step}); err != nil {
		return err
	}
	d.Changed()
	return nil
}

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}
