package feed

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"
	"go.opentelemetry.io/otel/trace"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
)

func (f *Follower) cursor(ctx context.Context) (string, error) {
	var at string
	err := f.o.DB.NewRaw("SELECT cursor FROM feed_cursor WHERE follower = ?", f.o.Name).Scan(ctx, &at)
	if err != nil {
		return "", fmt.Errorf("read the cursor of %s: %w", f.o.Name, err)
	}
	return at, nil
}

// store applies a page and moves the cursor, unless the cursor is no longer where the page was asked from.
func (f *Follower) store(ctx context.Context, after string, page Page) (stored bool, err error) {
	from, err := parseCursor(after)
	if err != nil {
		return false, err
	}
	to, err := parseCursor(page.Cursor)
	if err != nil {
		return false, err
	}
	if after == page.Cursor && len(page.Items) == 0 {
		return true, nil
	}
	if len(page.Items) > 0 {
		var span trace.Span
		ctx, span = StartAfter(ctx, f.o.Tracer, "follow "+f.o.Name, Causes(page.Items))
		defer span.End()
	}
	err = f.o.DB.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		stored = false
		query := "SELECT cursor FROM feed_cursor WHERE follower = ?"
		if f.o.DB.Dialect == sqldb.Postgres {
			query += " FOR UPDATE"
		}
		var at string
		if err := tx.NewRaw(query, f.o.Name).Scan(ctx, &at); err != nil {
			return fmt.Errorf("read the cursor: %w", err)
		}
		if at != after {
			return nil
		}
		if from.epoch != "" && from.epoch != to.epoch && f.o.Reset != nil {
			if err := f.o.Reset(ctx, tx); err != nil {
				return fmt.Errorf("forget the earlier epoch: %w", err)
			}
		}
		if len(page.Items) > 0 {
			if err := f.o.Apply(ctx, tx, page.Items); err != nil {
				return err
			}
		}
		_, err := tx.NewRaw("UPDATE feed_cursor SET cursor = ? WHERE follower = ?", page.Cursor, f.o.Name).Exec(ctx)
		if err != nil {
			return fmt.Errorf("move the cursor: %w", err)
		}
		stored = true
		return nil
	})
	return stored && err == nil, err
}

// Status tells how the follower is doing now.
func (f *Follower) Status() Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

func (f *Follower) heard(ctx context.Context, page Page) {
	at, _ := parseCursor(page.Cursor) // store has parsed it
	now := f.o.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.status.Failures > 0 {
		f.o.Log.InfoContext(ctx, "following works again", "feed", f.o.Name, "failures", f.status.Failures)
	}
	f.status.Failures, f.status.Failure = 0, fault.Internal
	f.status.Cursor, f.status.Head, f.status.HeardAt = page.Cursor, page.Head, now
	f.status.Behind = max(page.Head-at.seq, 0)
	f.status.Applied += int64(len(page.Items))
	if !page.More {
		f.status.CaughtUpAt = now
	}
}

func (f *Follower) failed(err error) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status.Failures++
	f.status.Failure = fault.KindOf(err)
	return f.status.Failures
}

// backoff doubles with each failure in a row, spread over the upper half, and respects the feed's own hint.
func (f *Follower) backoff(failures int, err error) time.Duration {
	d := f.o.MaxBackoff
	if shift := failures - 1; shift < 16 {
		d = min(d, f.o.MinBackoff<<shift)
	}
	d = d/2 + time.Duration(f.o.Jitter()*float64(d)/2)
	var hint *fault.Error
	if errors.As(err, &hint) && hint.RetryAfter > d {
		return min(hint.RetryAfter, f.o.MaxBackoff)
	}
	return d
}
