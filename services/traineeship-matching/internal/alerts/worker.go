package alerts

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Rows are the documents in the order in which they changed.
type Rows interface {
	PeopleAfter(ctx context.Context, after int64) ([]search.Entry[match.Person], error)
	OpeningsAfter(ctx context.Context, after int64) ([]search.Entry[match.Opening], error)
	// Clock is the newest version of any row.
	Clock(ctx context.Context) (int64, error)
	// Mirrored reports whether the snapshot holds every row up to a version.
	Mirrored(version int64) bool
}

// Rounds keeps what a worker finds.
type Rounds interface {
	// Position is up to which version rows were looked at.
	Position(ctx context.Context) (int64, error)
	Known(ctx context.Context, kind string, ids []string) (map[string]string, error)
	// Told are all pairs that were told, and those on a shortlist, which need no telling.
	Told(ctx context.Context) (map[Pair]Alert, error)
	Day(ctx context.Context, day string) ([]Alert, error)
	Floors(ctx context.Context) (Floors, error)
	Save(ctx context.Context, c Change) error
}

// Placed tells who has a traineeship already.
type Placed interface {
	Placed(ctx context.Context) (map[string]bool, error)
}

// Worker follows what changes and finds what is to be told.
type Worker struct {
	Rows     Rows
	Store    Rounds
	Snapshot *match.Snapshot
	Placed   Placed
	Now      func() time.Time
	Zone     *time.Location
	NewID    func() string
	Log      *slog.Logger
	// Quiet is how long nothing must have changed before a round, so that an import is one round; Longest is how long
	// changes may go on before a round is made all the same. 0 means five seconds and two minutes.
	Quiet, Longest time.Duration

	seen             int64
	since, changedAt time.Time
}

const (
	lookEvery = time.Second
	quiet     = 5 * time.Second
	longest   = 2 * time.Minute
)

// Run follows until ctx ends. What fails is tried again: a round that was not saved never was.
func (w *Worker) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		_, err := w.Look(ctx)
		if fault.Is(err, fault.Conflict) { // another process was faster
			err = nil
		}
		if err != nil && ctx.Err() == nil && !failing {
			w.Log.WarnContext(ctx, "new matches could not be looked for, will try again", "kind", fault.KindOf(err).String(), "error", err)
		}
		failing = err != nil
	}
}

// Look makes a round when something changed and has come to rest. It reports whether it did.
func (w *Worker) Look(ctx context.Context) (bool, error) {
	newest, err := w.Rows.Clock(ctx)
	if err != nil {
		return false, fmt.Errorf("look for changes: %w", err)
	}
	at, err := w.Store.Position(ctx)
	if err != nil || newest <= at {
		w.since = time.Time{}
		return false, err
	}
	now := w.Now()
	if w.since.IsZero() {
		w.since = now
	}
	if newest != w.seen {
		w.seen, w.changedAt = newest, now
	}
	if now.Sub(w.changedAt) < orElse(w.Quiet, quiet) && now.Sub(w.since) < orElse(w.Longest, longest) || !w.Rows.Mirrored(newest) {
		return false, nil
	}
	w.since = time.Time{}
	return true, w.round(ctx, at, newest)
}

func orElse(d, other time.Duration) time.Duration {
	if d == 0 {
		return other
	}
	return d
}

// roundTime bounds a round; it grows with people times openings.
const roundTime = 5 * time.Minute

func (w *Worker) round(ctx context.Context, from, upTo int64) error {
	ctx, cancel := context.WithTimeout(ctx, roundTime)
	defer cancel()
	r := &round{w: w, upTo: upTo, found: map[string][]Alert{}, change: Change{From: from, UpTo: upTo}}
	var err error
	if r.told, err = w.Store.Told(ctx); err != nil {
		return err
	}
	if r.floors, err = w.Store.Floors(ctx); err != nil {
		return err
	}
	if r.skipped, err = w.Placed.Placed(ctx); err != nil {
		return fmt.Errorf("ask who has a traineeship: %w", err)
	}
	if err := r.run(ctx); err != nil {
		return err
	}
	if err := w.Store.Save(ctx, r.change); err != nil {
		return err
	}
	if n := len(r.change.Add); n > 0 {
		w.Log.InfoContext(ctx, "new matches found", "pairs", n)
	}
	return nil
}

func (w *Worker) today() civil.Date { return civil.DateOf(w.Now().In(w.Zone)) }
