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
	tick := time.NewTicker(c.Every)
	defer tick.Stop()
	for {
		if err := c.Round(ctx); err != nil && ctx.Err() == nil {
			c.Log.ErrorContext(ctx, "openings past their closing day were not closed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Round does everything once. Labels that cannot be learnt are for the next round.
func (c Chores) Round(ctx context.Context) error {
	closed, err := c.Store.CloseExpired(ctx)
	if err != nil {
		return err
	}
	if closed > 0 {
		c.Log.InfoContext(ctx, "openings past their closing day were closed", "count", closed)
	}
	if err := c.Labels.Learn(ctx, c.Languages); err != nil && ctx.Err() == nil {
		c.Log.DebugContext(ctx, "labels were not learnt", "kind", fault.KindOf(err).String(), "error", err)
	}
	return nil
}
