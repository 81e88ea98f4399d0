// Package store keeps traineeship-matching's records in SQL.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// Store is the service's records.
type Store struct{ db *sqldb.DB }

// Open brings the tables up to date.
func Open(ctx context.Context, db *sqldb.DB) (*Store, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("open the matching migrations: %w", err)
	}
	if err := db.Migrate(ctx, files); err != nil {
		return nil, err
	}
	return &Store{db: db}, nil
}

// DB is the database, for what shares its transactions: feeds, audit.
func (s *Store) DB() *sqldb.DB { return s.db }
