package hiring

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Chores is the work that nobody asks for: closing what is past its day, learning new labels.
type Chores struct {
	Store     *store.Store
	Labels    *Labels
	Languages []string
	Log       *slog.Logger
	// Every is the pause between two rounds.
	Every time.Duration
}

// Run does everything at once and then, after each pause, what is due, until ctx ends.
func (c Chores) Run(ctx context.Context) error {
	tick, learn, all := time.NewTicker(c.Every), time.NewTicker(learnEvery), time.NewTicker(learnAllEvery)
	defer tick.Stop()
	defer learn.Stop()
	defer all.Stop()
	again := false
	do := func(round func(context.Context) error) {
		err := round(ctx)
		again = err != nil
		if again && ctx.Err() == nil && !errors.Is(err, errNotLearnt) {
			c.Log.ErrorContext(ctx, "the round over the openings failed", "error", err)
		}
	}
	for do(c.Round); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-learn.C:
			if ids := c.Store.Fresh(); !c.learnt(ctx, c.Labels.LearnOf(ctx, c.Languages, ids)) {
				c.Store.FreshAgain(ids)
			}
		case <-tick.C:
			if again {
				do(c.Round)
			} else {
				do(c.close)
			}
		case <-all.C:
			do(c.Round)
		}
	}
}

const (
	// learnEvery is how soon a new opening's concepts are looked up, so that public pages can name them.
	learnEvery = 2 * time.Second
	// learnAllEvery is how soon all openings are looked through for concepts that could not be learnt.
	learnAllEvery = time.Hour
)

// learnt reports whether labels were learnt, and notes when not: they are for the next time.
func (c Chores) learnt(ctx context.Context, err error) bool {
	if err != nil && ctx.Err() == nil {
		c.Log.DebugContext(ctx, "labels were not learnt", "kind", fault.KindOf(err).String(), "error", err)
	}
	return err == nil
}

// Round does everything once.
func (c Chores) Round(ctx context.Context) error {
	if err := c.close(ctx); err != nil {
		return err
	}
	if _, err := c.Store.CatalogueMissing(ctx); err != nil {
		return err
	}
	if !c.learnt(ctx, c.Labels.Learn(ctx, c.Languages)) {
		return errNotLearnt
	}
	return nil
}

// errNotLearnt is a round that is to be done again soon: the taxonomy did not answer.
var errNotLearnt = errors.New("the taxonomy did not tell the labels")

// close closes openings past their day, and forgets old form keys.
func (c Chores) close(ctx context.Context) error {
	closed, err := c.Store.CloseExpired(ctx)
	if err != nil {
		return err
	}
	if closed > 0 {
		c.Log.InfoContext(ctx, "openings past their closing day were closed", "count", closed)
	}
	return c.Store.DropFormKeys(ctx)
}
