// Package feed tells other services what changed in this one's records: in order, replayable, over HTTP.
//
// The feed holds one row per entity, moved to a new number in the transaction of each change, and is served
// with the entity's current state. So there is no history to erase (an erased entity leaves a tombstone
// without content), and a follower that starts from zero reads each entity once.
//
// A producer appends with Log.Append and serves Log.Handler; a consumer runs a Follower.
package feed

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// Item is an entity at its place in the feed.
type Item struct {
	Seq     int64  `json:"seq"`
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Deleted bool   `json:"deleted"`
	// Version grows with each change of the entity, within an epoch.
	Version int64 `json:"version"`
	// State is the entity as it is now, which may be newer than Seq (it then comes again); absent when deleted.
	State json.RawMessage `json:"state,omitempty"`
	// Origin is the trace of the change, as W3C Trace Context writes it; empty for a change outside of one.
	Origin string `json:"origin,omitempty"`
}

// Page is a piece of the feed.
type Page struct {
	Items []Item `json:"items"`
	// Cursor is what to ask after next time. When its epoch is not that of the cursor asked after, the feed
	// began anew and Items start from zero.
	Cursor string `json:"cursor"`
	// More says that further items are there already.
	More bool `json:"more"`
	// Head is the number of the feed's newest item: how far behind a reader is.
	Head int64 `json:"head"`
}

// State is what a producer shows of an entity.
type State struct {
	// Version may be left 0: then the feed's number is the version.
	Version int64
	// JSON is marshalled into the item's state.
	JSON any
}

// StateReader reads the current state of entities of one kind. An id that is missing from the answer is
// served as deleted.
type StateReader func(ctx context.Context, kind string, ids []string) (map[string]State, error)

// Options adjust a Log; the zero value is good.
type Options struct {
	// Poll is how often a waiting reader looks for changes written by another process; 0 means 500 ms.
	// Changes of this process wake readers at once.
	Poll time.Duration
	// NewEpoch names a new epoch; nil means a random UUID.
	NewEpoch func() (string, error)
}

// Log is a service's own feed.
type Log struct {
	db       *sqldb.DB
	poll     time.Duration
	newEpoch func() (string, error)

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at each commit of an append
	stop    chan struct{}
	stopped sync.Once
}

// Migrate makes the feed's tables in a service's records. New and NewFollower both need them.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("embedded feed migrations: %w", err)
	}
	return db.MigrateSet(ctx, "feed", sub)
}

// New opens the feed in a service's records, making its tables when needed.
func New(ctx context.Context, db *sqldb.DB, o Options) (*Log, error) {
	if o.Poll == 0 {
		o.Poll = 500 * time.Millisecond
	}
	if o.NewEpoch == nil {
		o.NewEpoch = func() (string, error) {
			id, err := uuid.NewRandom()
			return id.String(), err
		}
	}
	l := &Log{db: db, poll: o.Poll, newEpoch: o.NewEpoch, changed: make(chan struct{}), stop: make(chan struct{})}
	if err := Migrate(ctx, db); err != nil {
		return nil, err
	}
	epoch, err := l.newEpoch()
	if err != nil {
		return nil, fmt.Errorf("name the feed's epoch: %w", err)
	}
	_, err = db.NewRaw("INSERT INTO feed_head (one, epoch, seq) VALUES (1, ?, 0) ON CONFLICT DO NOTHING", epoch).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin the feed: %w", err)
	}
	return l, nil
}

// Restart begins a new epoch: every follower starts from zero. Call it after restoring a backup, whose
// numbers were given to other changes since.
func (l *Log) Restart(ctx context.Context) error {
	epoch, err := l.newEpoch()
	if err != nil {
		return fmt.Errorf("name the feed's epoch: %w", err)
	}
	if _, err := l.db.NewRaw("UPDATE feed_head SET epoch = ?", epoch).Exec(ctx); err != nil {
		return fmt.Errorf("begin a new epoch of the feed: %w", err)
	}
	l.wake()
	return nil
}

// Run ends every long poll when ctx ends, so that a server can stop without waiting for them. It belongs
// among a service's Run functions, which are stopped before its HTTP server.
func (l *Log) Run(ctx context.Context) error {
	select {
	case <-ctx.Done():
		l.Stop()
	case <-l.stop:
	}
	return nil
}

// Stop ends every long poll, now and later: readers get what is there without waiting.
func (l *Log) Stop() { l.stopped.Do(func() { close(l.stop) }) }

func (l *Log) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *Log) change() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}
