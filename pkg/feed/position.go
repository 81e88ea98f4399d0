package feed

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// Position is how far a feed was applied. Numbers of different epochs say nothing about each other.
type Position struct {
	Epoch string
	Seq   int64
}

// Position reads how far the feed was applied, through db or a transaction: unlike Status it is what is stored.
func (f *Follower) Position(ctx context.Context, db bun.IDB) (Position, error) {
	var at string
	if err := db.NewRaw("SELECT cursor FROM feed_cursor WHERE follower = ?", f.o.Name).Scan(ctx, &at); err != nil {
		return Position{}, fmt.Errorf("read the cursor of %s: %w", f.o.Name, err)
	}
	p, err := parseCursor(at)
	return Position{Epoch: p.epoch, Seq: p.seq}, err
}

// Told is the feed's newest number when it was last heard, with the epoch it belongs to; the zero value when the feed
// was never heard by this process.
func (f *Follower) Told() Position {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.status.HeardAt.IsZero() {
		return Position{}
	}
	at, _ := parseCursor(f.status.Cursor) // heard has stored it as it was read
	return Position{Epoch: at.epoch, Seq: f.status.Head}
}
