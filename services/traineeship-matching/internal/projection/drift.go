package projection

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
)

// Drift is how an index differed from the rows when they were last compared. What differed was mended.
type Drift struct {
	// CheckedAt is when the comparison ended; zero before the first.
	CheckedAt time.Time
	Compared  int
	// Missing documents had a row and were not in the index, Older ones were there with an earlier version, Extra ones
	// had no row.
	Missing, Older, Extra int
}

// Differences is how many documents differed.
func (d Drift) Differences() int { return d.Missing + d.Older + d.Extra }

// driftEvery is how often index and rows are compared.
const driftEvery = 10 * time.Minute

// CheckDrift compares both indices with the rows now and mends what differs.
func (p *Projection) CheckDrift(ctx context.Context) error {
	if err := p.people.checkDrift(ctx); err != nil {
		return err
	}
	return p.openings.checkDrift(ctx)
}

// Compare asks for a comparison soon, beside those at set times. Status tells when it was and what it found.
func (p *Projection) Compare() {
	select {
	case p.compares <- struct{}{}:
	default: // one is asked for already
	}
}

func (p *Projection) runDrift(ctx context.Context) error {
	for {
		wait(ctx, p.compares, driftEvery)
		if ctx.Err() != nil {
			return nil
		}
		p.comparing.Store(true)
		err := p.CheckDrift(ctx)
		p.comparing.Store(false)
		if err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "comparing the indices with the rows failed", "kind", fault.KindOf(err).String(), "error", err)
		}
	}
}

func (w *indexWriter[D]) checkDrift(ctx context.Context) error {
	if err := w.index.Refresh(ctx); err != nil {
		return err
	}
	upTo := w.position().Version // later rows are still on their way
	held, err := w.heldVersions(ctx)
	if err != nil {
		return err
	}
	var d Drift
	var mend []search.Entry[D]
	after := int64(0)
	for {
		entries, err := w.after(ctx, after)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			break
		}
		after = entries[len(entries)-1].Version
		for _, e := range entries {
			version, there := held[e.ID]
			delete(held, e.ID)
			if e.Version > upTo {
				continue
			}
			d.Compared++
			switch {
			case e.Deleted && there:
				d.Extra++
			case e.Deleted:
				continue
			case !there:
				d.Missing++
			case version < e.Version:
				d.Older++
			default:
				continue
			}
			mend = append(mend, e)
		}
	}
	for id, version := range held {
		if version <= upTo {
			d.Extra++
			mend = append(mend, search.Entry[D]{ID: id, Version: version, Deleted: true})
		}
	}
	return w.mend(ctx, d, mend)
}

// mend writes what differed and remembers how much that was.
func (w *indexWriter[D]) mend(ctx context.Context, d Drift, entries []search.Entry[D]) error {
	for len(entries) > 0 {
		n := min(batch, len(entries))
		if err := w.index.Put(ctx, entries[:n]...); err != nil {
			return err
		}
		entries = entries[n:]
	}
	d.CheckedAt = w.p.now()
	w.mu.Lock()
	w.drift = d
	if d.Differences() > 0 {
		w.found = d
	}
	w.mu.Unlock()
	if d.Differences() > 0 {
		w.p.log.WarnContext(ctx, "the index differed from the rows; it was mended", "index", w.name,
			"missing", d.Missing, "older", d.Older, "extra", d.Extra, "compared", d.Compared)
	}
	return nil
}

// heldVersions reads the id and version of every document in the index.
func (w *indexWriter[D]) heldVersions(ctx context.Context) (map[string]int64, error) {
	held := map[string]int64{}
	q := search.Query{Limit: search.MaxLimit, Versions: true}
	for {
		r, err := w.index.Query(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, h := range r.Hits {
			held[h.ID] = h.Version
		}
		if r.Next == "" {
			return held, nil
		}
		q.After = r.Next
	}
}
