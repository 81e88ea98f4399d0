package projection

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// indexWriter keeps a search index equal to the rows. It goes on where it was after every interruption, and writes an
// index that the engine lost, or that an upgrade changed, anew.
type indexWriter[D any] struct {
	p     *Projection
	index *search.Index[D]
	name  string
	after func(ctx context.Context, after int64) ([]search.Entry[D], error)
	// causes are the traces of what is not written yet.
	causes *causes

	mu       sync.Mutex
	at       store.Written
	failures int
	failure  fault.Kind
	checked  time.Time
	building bool
	drift    Drift
	found    Drift // the last that found something
}

func newIndexWriter[D any](p *Projection, x *search.Index[D], after func(context.Context, int64) ([]search.Entry[D], error), of *causes) *indexWriter[D] {
	return &indexWriter[D]{p: p, index: x, name: x.Schema().Name, after: after, causes: of}
}

func (w *indexWriter[D]) run(ctx context.Context) error {
	for ctx.Err() == nil {
		news := w.p.changed.next()
		err := w.step(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if fault.Is(err, fault.Conflict) { // another process makes it anew: what is new is written when it is there
			wait(ctx, nil, w.p.check)
			continue
		}
		failures := w.told(ctx, err)
		if failures > 0 {
			wait(ctx, nil, pause(failures))
		} else {
			wait(ctx, news, w.p.poll)
		}
	}
	return nil
}

// told counts failures in a row; the first and the recovery are logged.
func (w *indexWriter[D]) told(ctx context.Context, err error) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		if w.failures > 0 {
			w.p.log.InfoContext(ctx, "the index is written again", "index", w.name, "failures", w.failures)
		}
		w.failures = 0
		return 0
	}
	w.failures++
	w.failure = fault.KindOf(err)
	w.checked = time.Time{}
	if w.failures == 1 {
		w.p.log.WarnContext(ctx, "writing the index failed, will try again", "index", w.name, "kind", w.failure.String(), "error", err)
	}
	return w.failures
}

// step writes everything that is new.
func (w *indexWriter[D]) step(ctx context.Context) error {
	if err := w.check(ctx); err != nil {
		return err
	}
	for {
		at := w.position()
		entries, err := w.after(ctx, at.Version)
		if err != nil || len(entries) == 0 {
			return err
		}
		if err := w.write(ctx, entries); err != nil {
			return err
		}
		at.Version = entries[len(entries)-1].Version
		if err := w.advance(ctx, at); err != nil {
			return err
		}
	}
}

// write puts entries into the index, in the trace of what changed them.
func (w *indexWriter[D]) write(ctx context.Context, entries []search.Entry[D]) error {
	ctx, span := feed.StartAfter(ctx, w.p.tracer, "index "+w.name, w.causes.take())
	defer span.End()
	return w.index.Put(ctx, entries...)
}

func (w *indexWriter[D]) position() store.Written {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

// advance remembers a position, unless a rebuild put another generation in place meanwhile.
func (w *indexWriter[D]) advance(ctx context.Context, at store.Written) error {
	w.mu.Lock()
	if w.at.Generation != at.Generation {
		w.mu.Unlock()
		return nil
	}
	w.at = at
	w.mu.Unlock()
	return w.p.store.Advance(ctx, w.name, at)
}

// check compares the index in use with the one that was written last, now and then.
func (w *indexWriter[D]) check(ctx context.Context) error {
	w.mu.Lock()
	due := w.p.now().Sub(w.checked) >= w.p.check && !w.building
	w.mu.Unlock()
	if !due {
		return nil
	}
	live, err := w.index.Live(ctx)
	if err != nil {
		return err
	}
	schema := w.index.Schema()
	if live.Fingerprint != schema.Fingerprint() {
		w.p.log.InfoContext(ctx, "the index has another shape than this version needs: rebuilding", "index", w.name)
		err := w.p.alone(ctx, func(ctx context.Context) error {
			_, err := w.rebuild(ctx, nil)
			return err
		})
		if err != nil {
			return err
		}
	} else if err := w.adopt(ctx, live.Name); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.checked = w.p.now()
	return nil
}

// adopt goes on with a generation from where it was written, from the start when it never was.
func (w *indexWriter[D]) adopt(ctx context.Context, generation string) error {
	kept, err := w.p.store.Written(ctx, w.name)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.at.Generation == generation {
		return nil
	}
	if kept.Generation != generation {
		kept = store.Written{Generation: generation}
		if err := w.p.store.SetWritten(ctx, w.name, kept); err != nil {
			return err
		}
	}
	w.at = kept
	return nil
}

// rebuild makes the index anew from all rows while searches and writes go on.
func (w *indexWriter[D]) rebuild(ctx context.Context, progress func(written int)) (search.Built, error) {
	w.setBuilding(true)
	defer w.setBuilding(false)
	built, err := w.index.Rebuild(ctx, w.source, progress)
	if err != nil {
		return built, err
	}
	at := store.Written{Generation: built.Generation.Name, Version: built.Version}
	w.mu.Lock()
	w.at, w.checked = at, w.p.now()
	w.mu.Unlock()
	if err := w.p.store.SetWritten(ctx, w.name, at); err != nil {
		return built, err
	}
	w.p.changed.fire()
	return built, nil
}

func (w *indexWriter[D]) setBuilding(is bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.building = is
}

// source gives all rows in the order of their versions.
func (w *indexWriter[D]) source(ctx context.Context, after int64) iter.Seq2[search.Entry[D], error] {
	return func(yield func(search.Entry[D], error) bool) {
		for {
			entries, err := w.after(ctx, after)
			if err != nil {
				yield(search.Entry[D]{}, err)
				return
			}
			if len(entries) == 0 {
				return
			}
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
			}
			after = entries[len(entries)-1].Version
		}
	}
}
