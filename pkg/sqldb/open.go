package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/XSAM/otelsql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"
	"modernc.org/sqlite"
)

func openSQLite(dir string, o Options) (*sql.DB, schema.Dialect, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make the folder: %w", err)
	}
	// Pragmas belong in the DSN: a PRAGMA run on the pool would reach one connection of many.
	q := url.Values{
		"_busy_timeout": {"10000"}, "_journal_mode": {"WAL"}, "_foreign_keys": {"on"}, "_synchronous": {"FULL"},
		"_txlock": {"immediate"}, "_time_format": {"sqlite"}, "_timezone": {"UTC"}, "_dqs": {"0"},
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.Join(dir, o.Schema+".db")}).EscapedPath(), RawQuery: q.Encode()}
	connector, err := sqlite.NewConnector(dsn.String())
	if err != nil {
		return nil, nil, err
	}
	return otelsql.OpenDB(connector, observe(o, "sqlite")...), sqlitedialect.New(), nil
}

func openPostgres(ctx context.Context, o Options) (*sql.DB, schema.Dialect, error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, nil, err // pgx keeps the password out of this error
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	// The simple protocol sends one text per query: works behind poolers, and nothing is logged as parameters.
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	config.RuntimeParams["search_path"] = o.Schema
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "celav-" + o.Schema
	}
	if err := createSchema(ctx, config, o.Schema); err != nil {
		return nil, nil, err
	}
	inUTC := stdlib.OptionAfterConnect(func(_ context.Context, c *pgx.Conn) error {
		c.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	})
	return otelsql.OpenDB(stdlib.GetConnector(*config, inUTC), observe(o, "postgresql")...), pgdialect.New(), nil
}

// createSchema asks before it creates, so that an account without CREATE on the database can use a schema
// that an administrator made for it. Several processes may start at once: the lock makes the second wait.
func createSchema(ctx context.Context, config *pgx.ConnConfig, name string) error {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('celav/schema', 0))"); err != nil {
			return err
		}
		var there bool
		row := tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", name)
		if err := row.Scan(&there); err != nil || there {
			return err
		}
		_, err := tx.Exec(ctx, "CREATE SCHEMA "+pgx.Identifier{name}.Sanitize())
		return err
	})
}
