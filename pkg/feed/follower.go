package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/uptrace/bun"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
)

// FollowerOptions say whom to follow and what to do with what is read.
type FollowerOptions struct {
	// Name is the stored cursor's key: the service that is followed. Required.
	Name string
	// DB holds the cursor and what Apply writes. Required.
	DB *sqldb.DB
	// Source is the feed. Required.
	Source Source
	// Apply writes items, in order, through tx, which also stores the cursor: all of it happens or nothing.
	// It MUST be idempotent, because an entity comes again after a restart from zero. Required.
	Apply func(ctx context.Context, tx bun.Tx, items []Item) error
	// Reset forgets what was applied from earlier epochs: their entities may not exist any more, and their
	// versions mean nothing now. It runs before the new epoch's first Apply, in its transaction. Nil means
	// that nothing needs to be forgotten.
	Reset func(ctx context.Context, tx bun.Tx) error
	// Committed is called after a page was stored, for instance to wake an indexer; may be nil.
	Committed func(items []Item)
	// Limit is how many items to take at once; 0 means MaxLimit. Wait is how long to wait; 0 means 20 s.
	Limit int
	Wait  time.Duration
	// MinBackoff and MaxBackoff bound the pause after a failure; 0 means 200 ms and 15 s.
	MinBackoff, MaxBackoff time.Duration
	// Now and Jitter ([0,1)) are for tests; nil means the real ones.
	Now    func() time.Time
	Jitter func() float64
	// Tracer takes a span per page, in the trace of what changed; nil means none.
	Tracer trace.Tracer
	// Log hears when following fails and when it works again; nil means silence.
	Log *slog.Logger
}

// Follower applies another service's feed to this service's records.
type Follower struct {
	o FollowerOptions

	mu     sync.Mutex
	status Status
	turn   context.CancelFunc // ends the current long poll, for Rewind
}

// Status is how a follower is doing.
type Status struct {
	Name   string
	Cursor string
	// Head is the feed's newest number when last heard, Behind the numbers still to come.
	Head, Behind int64
	// Applied counts the items applied since the start of the process.
	Applied int64
	// HeardAt is when the feed last answered; zero when never.
	HeardAt time.Time
	// CaughtUpAt is when nothing was left to apply; zero when never. Lag grows from here.
	CaughtUpAt time.Time
	// Failures counts failures in a row, Failure is the kind of the last one.
	Failures int
	Failure  fault.Kind
}

// NewFollower makes the feed's tables when needed, so that the cursor has a place.
func NewFollower(ctx context.Context, o FollowerOptions) (*Follower, error) {
	if o.Name == "" || o.DB == nil || o.Source == nil || o.Apply == nil {
		return nil, errors.New("a follower needs Name, DB, Source and Apply")
	}
	if o.Limit == 0 {
		o.Limit = MaxLimit
	}
	if o.Wait == 0 {
		o.Wait = 20 * time.Second
	}
	if o.MinBackoff == 0 {
		o.MinBackoff = 200 * time.Millisecond
	}
	if o.MaxBackoff == 0 {
		o.MaxBackoff = 15 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Tracer == nil {
		o.Tracer = noop.NewTracerProvider().Tracer("")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := Migrate(ctx, o.DB); err != nil {
		return nil, err
	}
	_, err := o.DB.NewRaw("INSERT INTO feed_cursor (follower, cursor) VALUES (?, '') ON CONFLICT DO NOTHING", o.Name).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("place the cursor of %s: %w", o.Name, err)
	}
	return &Follower{o: o, status: Status{Name: o.Name}}, nil
}

// Run follows until ctx ends, and then returns nil. It outlives every failure of the feed and of Apply,
// pausing longer each time.
func (f *Follower) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		_, err := f.Step(ctx, f.o.Wait)
		if err == nil || ctx.Err() != nil {
			continue
		}
		n := f.failed(err)
		if n == 1 {
			f.o.Log.WarnContext(ctx, "following fails, will try again", "feed", f.o.Name, "kind", fault.KindOf(err).String(), "error", err)
		}
		t := time.NewTimer(f.backoff(n, err))
		select {
		case <-ctx.Done():
		case <-t.C:
		}
		t.Stop()
	}
	return nil
}

// CatchUp steps until nothing is left to apply: for commands and tests.
func (f *Follower) CatchUp(ctx context.Context) error {
	for {
		more, err := f.Step(ctx, 0)
		if err != nil {
			f.failed(err)
			return err
		}
		if !more {
			return nil
		}
	}
}

// Step asks once and applies what came. more says that the feed had further items.
func (f *Follower) Step(ctx context.Context, wait time.Duration) (more bool, err error) {
	turn, cancel := context.WithCancel(ctx)
	defer cancel()
	f.mu.Lock()
	f.turn = cancel
	f.mu.Unlock()
	after, err := f.cursor(ctx)
	if err != nil {
		return false, err
	}
	page, err := f.o.Source.Changes(turn, after, f.o.Limit, wait)
	if err != nil {
		if turn.Err() != nil && ctx.Err() == nil {
			return true, nil // Rewind ended the wait
		}
		return false, fmt.Errorf("read the feed %s: %w", f.o.Name, err)
	}
	stored, err := f.store(ctx, after, page)
	if err != nil {
		return false, fmt.Errorf("apply the feed %s: %w", f.o.Name, err)
	}
	if !stored {
		return true, nil // another process or Rewind moved the cursor: read again from there
	}
	f.heard(ctx, page)
	if f.o.Committed != nil && len(page.Items) > 0 {
		f.o.Committed(page.Items)
	}
	return page.More, nil
}

// Rewind makes the follower read the feed from zero, without forgetting anything: every entity is applied
// again while readers go on. It may be called while Run runs.
func (f *Follower) Rewind(ctx context.Context) error {
	at, err := f.cursor(ctx)
	if err != nil {
		return err
	}
	from, err := parseCursor(at)
	if err != nil {
		return fmt.Errorf("rewind the feed %s: %w", f.o.Name, err)
	}
	from.seq = 0 // the epoch stays, so that a change of it is still noticed
	_, err = f.o.DB.NewRaw("UPDATE feed_cursor SET cursor = ? WHERE follower = ?", from.String(), f.o.Name).Exec(ctx)
	if err != nil {
		return fmt.Errorf("rewind the feed %s: %w", f.o.Name, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status.CaughtUpAt, f.status.Cursor, f.status.Behind = time.Time{}, from.String(), f.status.Head
	if f.turn != nil {
		f.turn()
	}
	return nil
}
