// Package store keeps the service's records in SQL: taxonomy, imports, profiles. Each write of a profile appends to the
// change feed and to the audit record in the same transaction.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// Store is the service's records.
type Store struct {
	db     *sqldb.DB
	feed   *feed.Log
	audit  *audit.Recorder
	sealer *seal.Sealer
	now    func() time.Time
}

// Open brings the tables up to date and returns the records.
func Open(ctx context.Context, db *sqldb.DB, log *feed.Log, sealer *seal.Sealer, recorder *audit.Recorder, now func() time.Time) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("embedded migrations: %w", err)
	}
	if err := db.Migrate(ctx, sub); err != nil {
		return nil, fmt.Errorf("tables of the assessment: %w", err)
	}
	return &Store{db: db, feed: log, audit: recorder, sealer: sealer, now: now}, nil
}

// Saw records a reading in the audit.
func (s *Store) Saw(ctx context.Context, entries ...audit.Entry) error {
	return s.audit.Seen(ctx, entries...)
}

// instant is now as both databases keep it.
func (s *Store) instant() time.Time { return s.now().UTC().Truncate(time.Microsecond) }
