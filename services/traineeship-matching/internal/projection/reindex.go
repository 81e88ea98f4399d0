package projection

import (
	"context"
	"fmt"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Phase is what a rebuild is doing.
type Phase string

// The phases, in their order.
const (
	NoRebuild   Phase = ""
	Waiting     Phase = "waiting"
	ReadingFeed Phase = "reading-feeds"
	Building    Phase = "building"
	Done        Phase = "done"
	Failed      Phase = "failed"
)

// Rebuild is the progress of the last rebuild that was asked for in this process.
type Rebuild struct {
	Phase    Phase
	FromZero bool
	// Index is being built now; Written of about Total entries are in it.
	Index          string
	Written, Total int
	StartedAt      time.Time
	EndedAt        time.Time
	// Failure says what kind of fault ended it.
	Failure fault.Kind
}

// Reindex starts to build both indices anew from the rows, and with fromZero reads all feeds again first. Searches and
// writes go on meanwhile. It returns at once; Status tells the progress. While one is under way, in this process or in
// another, it is a fault.Conflict.
func (p *Projection) Reindex(ctx context.Context, fromZero bool) error {
	p.rebuildMu.Lock()
	defer p.rebuildMu.Unlock()
	switch p.rebuild.Phase {
	case Waiting, ReadingFeed, Building:
		return errRebuilding()
	}
	if err := p.take(ctx); err != nil {
		return err
	}
	p.rebuild = Rebuild{Phase: Waiting, FromZero: fromZero, StartedAt: p.now()}
	p.requests <- fromZero // has room: only one rebuild is under way
	return nil
}

// Rebuild tells how the last rebuild is doing.
func (p *Projection) Rebuild() Rebuild {
	p.rebuildMu.Lock()
	defer p.rebuildMu.Unlock()
	return p.rebuild
}

func (p *Projection) progress(change func(*Rebuild)) {
	p.rebuildMu.Lock()
	defer p.rebuildMu.Unlock()
	change(&p.rebuild)
}

func (p *Projection) runRebuilds(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case fromZero := <-p.requests:
			err := p.alone(ctx, func(ctx context.Context) error { return p.rebuildAll(ctx, fromZero) })
			p.progress(func(r *Rebuild) {
				r.Phase, r.EndedAt, r.Index = Done, p.now(), ""
				if err != nil {
					r.Phase, r.Failure = Failed, fault.KindOf(err)
				}
			})
			if err != nil && ctx.Err() == nil {
				p.log.WarnContext(ctx, "rebuilding the indices failed", "kind", fault.KindOf(err).String(), "error", err)
			}
		}
	}
}

// feedsTime bounds the reading of all feeds from zero.
const feedsTime = 30 * time.Minute

func (p *Projection) rebuildAll(ctx context.Context, fromZero bool) error {
	if fromZero {
		p.progress(func(r *Rebuild) { r.Phase = ReadingFeed })
		if err := p.readFromZero(ctx); err != nil {
			return err
		}
	}
	if err := rebuildOne(ctx, p, p.people, p.store.CountPeople); err != nil {
		return err
	}
	return rebuildOne(ctx, p, p.openings, p.store.CountOpenings)
}

func rebuildOne[D any](ctx context.Context, p *Projection, w *indexWriter[D], count func(context.Context) (store.Total, error)) error {
	total, err := count(ctx)
	if err != nil {
		return err
	}
	p.progress(func(r *Rebuild) { r.Phase, r.Index, r.Written, r.Total = Building, w.name, 0, total.Rows })
	var built search.Built
	built, err = w.rebuild(ctx, func(n int) { p.progress(func(r *Rebuild) { r.Written = n }) })
	if err != nil {
		return err
	}
	p.log.InfoContext(ctx, "index rebuilt", "index", w.name, "written", built.Written, "generation", built.Generation.Name)
	return nil
}

// readFromZero has all feeds told again and waits until they were.
func (p *Projection) readFromZero(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, feedsTime)
	defer cancel()
	for _, s := range p.sources {
		if err := s.fromZero(ctx); err != nil {
			return fmt.Errorf("read the feed of %s from zero: %w", s.name, err)
		}
	}
	for _, s := range p.sources {
		for s.unseen.Load() {
			if ctx.Err() != nil {
				return fault.New(fault.Unavailable, "The feed of %s did not tell everything in time.", s.name).Because(ctx.Err())
			}
			wait(ctx, p.changed.next(), 100*time.Millisecond)
		}
	}
	return nil
}
