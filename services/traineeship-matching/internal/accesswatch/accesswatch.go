// Package accesswatch makes the clocks of running traineeships follow what intake tells of people's rights to work: when
// a person's facts have changed, that person's traineeships are judged anew; at the start and every hour, all are.
package accesswatch

import (
	"context"
	"log/slog"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Rows are people in the order in which they changed.
type Rows interface {
	PeopleAfter(ctx context.Context, after int64) ([]search.Entry[match.Person], error)
	// Clock is the newest version of any row.
	Clock(ctx context.Context) (int64, error)
	// Loaded reports whether the snapshot holds what there was at the start; Mirrored, every row up to a version.
	Loaded() bool
	Mirrored(version int64) bool
}

// Judge judges traineeships anew by the facts in the snapshot.
type Judge interface {
	Rejudge(ctx context.Context, people []string) (int, error)
	RejudgeAll(ctx context.Context) (int, error)
}

// Follower follows until its context ends.
type Follower struct {
	Rows  Rows
	Judge Judge
	Now   func() time.Time
	Log   *slog.Logger

	at    int64 // the version up to which changes were looked at
	swept time.Time
}

const (
	lookEvery  = time.Second
	sweepEvery = time.Hour
)

// Run follows. What fails is tried again: a clock that was not written is still the old one.
func (f *Follower) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := f.Look(ctx)
		if err != nil && ctx.Err() == nil && !failing {
			f.Log.WarnContext(ctx, "rights to work could not be judged anew, will try again", "kind", fault.KindOf(err).String(), "error", err)
		}
		failing = err != nil
	}
}

// Look judges what has changed since the last time, once the snapshot holds it.
func (f *Follower) Look(ctx context.Context) error {
	newest, err := f.Rows.Clock(ctx)
	if err != nil || !f.Rows.Loaded() || !f.Rows.Mirrored(newest) {
		return err
	}
	if now := f.Now(); f.swept.IsZero() || now.Sub(f.swept) >= sweepEvery || now.Before(f.swept) {
		if _, err := f.Judge.RejudgeAll(ctx); err != nil {
			return err
		}
		f.at, f.swept = newest, now
		return nil
	}
	for f.at < newest {
		changed, err := f.Rows.PeopleAfter(ctx, f.at)
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			f.at = newest
			break
		}
		people := make([]string, len(changed))
		for i, e := range changed {
			people[i] = e.ID
		}
		if _, err := f.Judge.Rejudge(ctx, people); err != nil {
			return err
		}
		f.at = changed[len(changed)-1].Version
	}
	return nil
}
