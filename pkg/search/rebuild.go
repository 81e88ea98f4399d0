package search

import (
	"context"
	"fmt"
	"iter"

	"github.com/celav/celav/pkg/fault"
)

// Source gives the entries whose version is above `after`, in the order of their versions, deletions included.
// Versions must be unique over all ids and must become visible in order: once a version was given, no lower one
// may appear later.
type Source[D any] func(ctx context.Context, after int64) iter.Seq2[Entry[D], error]

// Built says what a rebuild made.
type Built struct {
	Generation Generation
	// Version is the highest that the new generation surely holds everything up to:
	// writes continue from there.
	Version int64
	// Written counts entries, those written again in a later pass included.
	Written int
}

const rebuildBatch = 500

// Rebuild makes a new generation from the source and puts it in place of the live one, while searches and writes go
// on. Writes made meanwhile go to the old generation, so passes over what changed follow until little is left; a last
// one after the swap brings what was written between. One rebuild per index may run at a time: in this process a
// second gets fault.Conflict; whoever runs several processes must see to it.
//
// progress, when not nil, is told after each batch how many entries were written so far.
func (x *Index[D]) Rebuild(ctx context.Context, source Source[D], progress func(written int)) (Built, error) {
	if !x.rebuildMu.TryLock() {
		return Built{}, fault.New(fault.Conflict, "The %s index is being rebuilt already.", x.schema.Name)
	}
	defer x.rebuildMu.Unlock()
	var b Built
	err := x.call(ctx, "create", x.o.WriteTimeout, func(ctx context.Context) (err error) {
		b.Generation, err = x.driver.Create(ctx, &x.schema)
		return err
	})
	if err != nil {
		return Built{}, fmt.Errorf("rebuild index %s: create: %w", x.schema.Name, err)
	}
	for {
		n, err := x.pass(ctx, b.Generation.Name, source, &b, progress)
		if err != nil {
			return Built{}, fmt.Errorf("rebuild index %s: %w", x.schema.Name, err)
		}
		if n < rebuildBatch {
			break
		}
	}
	err = x.call(ctx, "publish", x.o.WriteTimeout, func(ctx context.Context) error {
		return x.driver.Publish(ctx, &x.schema, b.Generation)
	})
	if err != nil {
		return Built{}, fmt.Errorf("rebuild index %s: publish: %w", x.schema.Name, err)
	}
	if _, err := x.pass(ctx, "", source, &b, progress); err != nil {
		return Built{}, fmt.Errorf("rebuild index %s: last pass: %w", x.schema.Name, err)
	}
	return b, nil
}

// pass writes what the source has beyond b.Version and says how much that was.
func (x *Index[D]) pass(ctx context.Context, generation string, source Source[D], b *Built, progress func(int)) (int, error) {
	batch := make([]Entry[D], 0, rebuildBatch)
	n := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if err := x.put(ctx, generation, batch); err != nil {
			return err
		}
		n += len(batch)
		b.Written += len(batch)
		b.Version = batch[len(batch)-1].Version
		batch = batch[:0]
		if progress != nil {
			progress(b.Written)
		}
		return nil
	}
	for e, err := range source(ctx, b.Version) {
		if err != nil {
			return n, fmt.Errorf("read the source: %w", err)
		}
		batch = append(batch, e)
		if len(batch) == rebuildBatch {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	return n, flush()
}
