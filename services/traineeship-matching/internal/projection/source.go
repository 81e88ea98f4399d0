package projection

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// source is one feed and the half of the rows that it tells.
type source struct {
	name     string
	kind     string
	half     store.Half
	store    *store.Store
	follower *feed.Follower
	changed  *signal

	now func() time.Time

	// unseen says that rows may be left that the feed did not tell again since it began anew, which was at began.
	unseen atomic.Bool
	began  atomic.Int64
}

// beginAnew notes that the feed is read from its start.
func (s *source) beginAnew() {
	s.began.Store(s.now().UnixNano())
	s.unseen.Store(true)
}

// apply writes what the feed told; it runs in the transaction that moves the cursor.
func (s *source) apply(ctx context.Context, tx bun.Tx, items []feed.Item) error {
	told := make([]store.Told, 0, len(items))
	for _, i := range items {
		if i.Kind != s.kind {
			continue
		}
		t := store.Told{ID: i.ID}
		if !i.Deleted {
			t.State = i.State
		}
		told = append(told, t)
	}
	if len(told) == 0 {
		return nil
	}
	if err := s.store.Put(ctx, tx, s.half, told); err != nil {
		return err
	}
	sqldb.AfterCommit(ctx, s.changed.fire)
	return nil
}

// reset runs when the feed began a new epoch: what it does not tell again is gone.
func (s *source) reset(ctx context.Context, tx bun.Tx) error {
	s.began.Store(s.now().UnixNano())
	if err := s.store.Unsee(ctx, tx, s.half); err != nil {
		return err
	}
	sqldb.AfterCommit(ctx, s.beginAnew)
	return nil
}

// fromZero reads the feed again; readers go on with what is there.
func (s *source) fromZero(ctx context.Context) error {
	if err := s.store.Unsee(ctx, s.store.DB().DB, s.half); err != nil {
		return err
	}
	s.beginAnew()
	return s.follower.Rewind(ctx)
}

// caughtUp reports whether the feed has told everything since it was last read from zero.
func (s *source) caughtUp() bool {
	status := s.follower.Status()
	return !status.CaughtUpAt.IsZero() && status.CaughtUpAt.UnixNano() > s.began.Load()
}

// sweepEvery is how often to look whether rows are left that no feed tells any more.
const sweepEvery = 2 * time.Second

// sweep removes, after a feed began anew and told everything, what it did not tell.
func (p *Projection) sweep(ctx context.Context, s *source) error {
	s.unseen.Store(true) // a process may have ended between a new beginning and the sweep
	for ctx.Err() == nil {
		if s.caughtUp() && s.unseen.CompareAndSwap(true, false) {
			n, err := p.store.RemoveUnseen(ctx, s.half)
			if err != nil && ctx.Err() == nil {
				s.unseen.Store(true)
				p.log.WarnContext(ctx, "removing what a feed no longer tells failed, will try again",
					"feed", s.name, "kind", fault.KindOf(err).String(), "error", err)
			}
			if n > 0 {
				p.log.InfoContext(ctx, "removed what a feed no longer tells", "feed", s.name, "rows", n)
				p.changed.fire()
			}
		}
		wait(ctx, nil, sweepEvery)
	}
	return nil
}
