// Package sqldbtest gives tests a database of their own, and holds what both databases must do alike.
package sqldbtest

import (
	"context"
	"encoding/hex"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

// PostgresURL is the environment variable that names the PostgreSQL server for tests.
const PostgresURL = "CELAV_TEST_POSTGRES_URL"

// Each runs a test on both databases, each time on an empty one.
func Each(t *testing.T, test func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite opens an empty database in a temporary folder, closed when the test ends.
func SQLite(t testing.TB) *sqldb.DB {
	t.Helper()
	return Open(t, "sqlite:"+t.TempDir()+"/", "test")
}

// Postgres opens an empty schema on the server of CELAV_TEST_POSTGRES_URL, dropped when the test ends.
// Without a server the test is skipped, except in CI, where it fails.
func Postgres(t testing.TB) *sqldb.DB {
	t.Helper()
	url := os.Getenv(PostgresURL)
	if url == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: CI must run this on PostgreSQL", PostgresURL)
		}
		t.Skipf("%s is not set", PostgresURL)
	}
	random := uuid.New()
	db := Open(t, url, "test_"+hex.EncodeToString(random[:8]))
	t.Cleanup(func() { // runs before the closing that Open registered
		if err := drop(db); err != nil {
			t.Errorf("drop the test's schema: %v", err)
		}
	})
	return db
}

// drop removes a test's schema. What a test broke off may still end on the server, holding tables in another order:
// PostgreSQL then gives up one of the two, and a transaction is tried again.
func drop(db *sqldb.DB) error {
	return db.Tx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "DROP SCHEMA "+db.Schema+" CASCADE")
		return err
	})
}

// Open opens records by URL and closes them when the test ends.
func Open(t testing.TB, url, schema string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), sqldb.Options{URL: url, Schema: schema, Jitter: func() float64 { return 0.5 }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}
