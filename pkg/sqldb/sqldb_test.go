package sqldb_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSQLite(t *testing.T) {
	sqldbtest.Run(t, func(t *testing.T) *sqldb.DB { return sqldbtest.SQLite(t) })
}

func TestPostgres(t *testing.T) {
	sqldbtest.Run(t, func(t *testing.T) *sqldb.DB { return sqldbtest.Postgres(t) })
}

func TestCheck(t *testing.T) {
	for url, want := range map[string]bool{
		"sqlite:var/": true, "sqlite:/srv/celav/": true, "postgres://u@h/db": true, "postgresql://u@h/db": true,
		"sqlite:": false, "": false, "var/": false, "mysql://u:secret@h/db": false, "postgres://u:secret@h:x/": false,
	} {
		err := sqldb.Check(url)
		if (err == nil) != want {
			t.Errorf("%q: got %v, want accepted: %t", url, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error shows the password: %v", url, err)
		}
	}
}

func TestOpenRefusesSchemaNames(t *testing.T) {
	for _, name := range []string{"", "Intake", "a-b", `x"; DROP`, "1st"} {
		if _, err := sqldb.Open(t.Context(), sqldb.Options{URL: "sqlite:" + t.TempDir(), Schema: name}); err == nil {
			t.Errorf("schema %q was taken", name)
		}
	}
}

func TestSQLitePragmasHoldOnEveryConnection(t *testing.T) {
	db := sqldbtest.SQLite(t)
	for range 3 { // a connection is kept open each time, so that each is another one
		conn, err := db.DB.DB.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		for pragma, want := range map[string]string{"journal_mode": "wal", "foreign_keys": "1", "synchronous": "2", "busy_timeout": "10000"} {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
			}
		}
	}
}

func TestTxTriesAgainAfterASerializationFailure(t *testing.T) {
	db := sqldbtest.SQLite(t)
	tries := 0
	err := db.Tx(t.Context(), func(context.Context, bun.Tx) error {
		if tries++; tries < 3 {
			return fmt.Errorf("insert: %w", &pgconn.PgError{Code: "40001"})
		}
		return nil
	})
	if err != nil || tries != 3 {
		t.Errorf("%d tries, %v", tries, err)
	}
	tries = 0
	err = db.Tx(t.Context(), func(context.Context, bun.Tx) error { tries++; return driver.ErrBadConn })
	if !errors.Is(err, driver.ErrBadConn) || tries != 1 {
		t.Errorf("another error was tried %d times: %v", tries, err)
	}
}

func TestSpansHoldNoValues(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	provider := trace.NewTracerProvider(trace.WithSpanProcessor(spans))
	db, err := sqldb.Open(t.Context(), sqldb.Options{URL: "sqlite:" + t.TempDir(), Schema: "spans", Tracer: provider})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	ctx, span := provider.Tracer("test").Start(t.Context(), "request")
	_, err = db.NewRaw("SELECT ? FROM nowhere WHERE 'marked' = ?", "marked-value", "marked-value").Exec(ctx)
	span.End()
	if err == nil {
		t.Fatal("there is no such table")
	}
	for _, s := range spans.Ended() {
		if text := fmt.Sprint(s.Name(), s.Attributes(), s.Events(), s.Status()); strings.Contains(text, "marked") {
			t.Errorf("span tells a query: %s", text)
		}
	}
	if len(spans.Ended()) < 2 {
		t.Error("the query has no span")
	}
}
