package projection

import (
	"context"
	"sync"
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
	causes   *causes

	// unseen says that rows may be left that the feed did not tell again since it began anew.
	unseen atomic.Bool
	// target is the position at which everything was told again; nil until the feed says how much there is.
	target atomic.Pointer[feed.Position]
	// rewinding keeps the sweep away while the feed is being sent back to its start.
	rewinding sync.Mutex
}

// run follows the feed. The first question does not wait for news: so it is soon known how much there is to tell.
func (s *source) run(ctx context.Context) error {
	_, _ = s.follower.Step(ctx, 0) // a failure is met again at once by Run, which tells it
	return s.follower.Run(ctx)
}

// toldAll reports, inside a transaction that keeps the feed from being applied, whether all was told again that there
// was to tell when the feed was last read from its start. What changed since will be told anyhow.
func (s *source) toldAll(ctx context.Context, tx bun.Tx) (bool, error) {
	at, err := s.follower.Position(ctx, tx)
	if err != nil {
		return false, err
	}
	target := s.target.Load()
	if target == nil || target.Epoch != at.Epoch {
		told := s.follower.Told()
		if told.Epoch == "" || told.Epoch != at.Epoch {
			return false, nil // not heard since it began anew
		}
		target = &told
		s.target.Store(target)
	}
	return at.Seq >= target.Seq, nil
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
	sqldb.AfterCommit(ctx, func() {
		s.causes.add(ctx)
		s.changed.fire()
	})
	return nil
}

// reset runs when the feed began a new epoch: what it does not tell again is gone.
func (s *source) reset(ctx context.Context, tx bun.Tx) error {
	if err := s.store.Unsee(ctx, tx, s.half); err != nil {
		return err
	}
	sqldb.AfterCommit(ctx, func() { s.unseen.Store(true) })
	return nil
}

// fromZero reads the feed again; readers go on with what is there.
func (s *source) fromZero(ctx context.Context) error {
	s.rewinding.Lock()
	defer s.rewinding.Unlock()
	db := s.store.DB()
	at, err := s.follower.Position(ctx, db.DB)
	if err != nil || at.Seq == 0 {
		return err // nothing was told yet
	}
	if err := db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.store.Unsee(ctx, tx, s.half) }); err != nil {
		return err
	}
	s.target.Store(&at)
	s.unseen.Store(true)
	return s.follower.Rewind(ctx)
}

// sweepEvery is how often to look whether rows are left that no feed tells any more.
const sweepEvery = time.Second

// sweep removes, after a feed began anew and told everything, what it did not tell.
func (p *Projection) sweep(ctx context.Context, s *source) error {
	s.unseen.Store(true) // a process may have ended between a new beginning and the sweep
	for ctx.Err() == nil {
		if s.unseen.Load() {
			if err := p.sweepOnce(ctx, s); err != nil && ctx.Err() == nil {
				p.log.WarnContext(ctx, "removing what a feed no longer tells failed, will try again",
					"feed", s.name, "kind", fault.KindOf(err).String(), "error", err)
			}
		}
		wait(ctx, nil, sweepEvery)
	}
	return nil
}

func (p *Projection) sweepOnce(ctx context.Context, s *source) error {
	s.rewinding.Lock()
	defer s.rewinding.Unlock()
	n, err := p.store.RemoveUnseen(ctx, s.half, func(ctx context.Context, tx bun.Tx) (bool, error) {
		all, err := s.toldAll(ctx, tx)
		if all { // before the rows are looked at: a new beginning that commits later sets it again
			s.unseen.Store(false)
		}
		return all, err
	})
	if err != nil {
		s.unseen.Store(true)
		return err
	}
	if n > 0 {
		p.log.InfoContext(ctx, "removed what a feed no longer tells", "feed", s.name, "rows", n)
		p.changed.fire()
	}
	return nil
}
