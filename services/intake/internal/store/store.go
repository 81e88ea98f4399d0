// Package store keeps intake's records in SQL. Each write of a file appends to the change feed and to the
// audit record in the same transaction; names are searchable, everything sensitive is sealed.
package store

import (
	"context"
	"embed"
	"encoding/base64"
	"fmt"
	"io/fs"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// Store is intake's records.
type Store struct {
	db     *sqldb.DB
	feed   *feed.Log
	sealer *seal.Sealer
	audit  *audit.Recorder
}

// Open brings the tables up to date and returns the records.
func Open(ctx context.Context, db *sqldb.DB, log *feed.Log, sealer *seal.Sealer, recorder *audit.Recorder) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("embedded migrations: %w", err)
	}
	if err := db.Migrate(ctx, sub); err != nil {
		return nil, err
	}
	return &Store{db: db, feed: log, sealer: sealer, audit: recorder}, nil
}

// Saw records a reading in the audit.
func (s *Store) Saw(ctx context.Context, entries ...audit.Entry) error {
	return s.audit.Seen(ctx, entries...)
}

// Within runs work that is not the store's own in a transaction with its entry in the audit.
func (s *Store) Within(ctx context.Context, entry audit.Entry, also Also) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := also(ctx, tx); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// seal seals one column of one person.
func (s *Store) seal(plain []byte, id, column string) (string, error) {
	sealed, err := s.sealer.Seal(plain, "person", id, column)
	if err != nil {
		return "", fmt.Errorf("seal %s: %w", column, err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

func (s *Store) open(sealed, id, column string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, fmt.Errorf("read sealed %s: %w", column, err)
	}
	plain, err := s.sealer.Open(raw, "person", id, column)
	if err != nil {
		return nil, fmt.Errorf("open sealed %s: %w", column, err)
	}
	return plain, nil
}

// index returns the blind index of a contact's key: equal contacts have equal indices, and nothing else can
// be learnt from one.
func (s *Store) index(contactKey string) string {
	if contactKey == "" {
		return ""
	}
	return base64.StdEncoding.EncodeToString(s.sealer.BlindIndex("intake/contact", contactKey))
}

// taxIndex returns the blind index of a tax code, "" without one.
func (s *Store) taxIndex(code string) string {
	if code == "" {
		return ""
	}
	return base64.StdEncoding.EncodeToString(s.sealer.BlindIndex("intake/tax-code", code))
}
