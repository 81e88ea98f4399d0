package hiring

import (
	"context"
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

// Run does a round at once and then one after each pause, until ctx ends.
func (c Chores) Run(ctx context.Context) error {
	tick, learn := time.NewTicker(c.Every), time.NewTicker(learnEvery)
	defer tick.Stop()
	defer learn.Stop()
	for {
		if err := c.Round(ctx); err != nil && ctx.Err() == nil {
			c.Log.ErrorContext(ctx, "the round over the openings failed", "error", err)
		}
		for waiting := true; waiting; {
			select {
			case <-ctx.Done():
				return nil
			case <-learn.C:
				if c.Store.Catalogued() {
					c.learn(ctx)
				}
			case <-tick.C:
				waiting = false
			}
		}
	}
}

// learnEvery is how soon a new opening's concepts are looked up, so that public pages can name them.
const learnEvery = 2 * time.Second

// learn asks what new concepts are called. What cannot be learnt is for the next round.
func (c Chores) learn(ctx context.Context) {
	if err := c.Labels.Learn(ctx, c.Languages); err != nil && ctx.Err() == nil {
		c.Log.DebugContext(ctx, "labels were not learnt", "kind", fault.KindOf(err).String(), "error", err)
	}
}

// Round does everything once.
func (c Chores) Round(ctx context.Context) error {
	closed, err := c.Store.CloseExpired(ctx)
	if err != nil {
		return err
	}
	if closed > 0 {
		c.Log.InfoContext(ctx, "openings past their closing day were closed", "count", closed)
	}
	if _, err := c.Store.CatalogueMissing(ctx); err != nil {
		return err
	}
	if err := c.Store.DropFormKeys(ctx); err != nil {
		return err
	}
	c.learn(ctx)
	return nil
}
