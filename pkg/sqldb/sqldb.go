// Package sqldb opens a service's own records, on SQLite or PostgreSQL, behind one bun.DB.
//
// It is small on purpose: opening, migrations, transactions, and the meaning of the few database errors
// that callers act upon. Queries are written with bun where they are needed.
package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/XSAM/otelsql"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"
)

// Dialect names the database that answers. Its value is also the name of the folder in which a
// migration set keeps what only that database understands.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Options say which records to open.
type Options struct {
	// URL is "sqlite:DIR/" (one file per service in DIR) or "postgres://…" (one schema per service).
	URL string
	// Schema is the service's name: lower-case letters, digits and underscores. It becomes the file's
	// name on SQLite and the schema, created when missing, on PostgreSQL.
	Schema string
	// MaxConns bounds the connections; 0 means 8.
	MaxConns int
	// Tracer and Meter receive spans and metrics without any query text; nil means none.
	Tracer trace.TracerProvider
	Meter  metric.MeterProvider
	// Jitter spreads the retries of transactions, in [0,1); nil means random.
	Jitter func() float64
}

// DB is one service's records.
type DB struct {
	*bun.DB
	Dialect Dialect
	// Schema is the service's name, as given.
	Schema string

	// writer lets one transaction at a time into SQLite: it serialises writers anyway, and queueing here
	// is fair and immediate, while its own busy handler polls. Nil on PostgreSQL.
	writer chan struct{}
	jitter func() float64
}

var schemaName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

// Check says what is wrong with a store URL, without opening anything.
func Check(rawURL string) error {
	if dir, ok := strings.CutPrefix(rawURL, "sqlite:"); ok {
		if dir == "" {
			return fmt.Errorf("a sqlite: URL names a folder, as in sqlite:var/")
		}
		return nil
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return fmt.Errorf("not a URL") // url.Error repeats the URL, which may hold a password
	}
	if u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return fmt.Errorf("scheme %q is none of sqlite, postgres", u.Scheme)
	}
	return nil
}

// Open opens the records and makes sure that they answer. It creates the file or the schema, no tables.
func Open(ctx context.Context, o Options) (*DB, error) {
	if err := Check(o.URL); err != nil {
		return nil, fmt.Errorf("store URL: %w", err)
	}
	if !schemaName.MatchString(o.Schema) {
		return nil, fmt.Errorf("schema name %q: want lower-case letters, digits, underscores", o.Schema)
	}
	if o.MaxConns == 0 {
		o.MaxConns = 8
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	var (
		pool    *sql.DB
		dialect schema.Dialect
		err     error
	)
	db := &DB{Schema: o.Schema, jitter: o.Jitter}
	if dir, ok := strings.CutPrefix(o.URL, "sqlite:"); ok {
		db.Dialect, db.writer = SQLite, make(chan struct{}, 1)
		pool, dialect, err = openSQLite(dir, o)
	} else {
		db.Dialect = Postgres
		pool, dialect, err = openPostgres(ctx, o)
	}
	if err != nil {
		return nil, fmt.Errorf("open the %s store %s: %w", db.Dialect, o.Schema, err)
	}
	pool.SetMaxOpenConns(o.MaxConns)
	pool.SetMaxIdleConns(o.MaxConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	db.DB = bun.NewDB(pool, dialect, bun.WithDiscardUnknownColumns())
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("reach the %s store %s: %w", db.Dialect, o.Schema, err)
	}
	return db, nil
}

// observe lists what otelsql may tell: methods and durations, never a query (bun writes arguments into
// it), never an error's text (databases quote values in theirs).
func observe(o Options, system string) []otelsql.Option {
	tracer, meter := o.Tracer, o.Meter
	if tracer == nil {
		tracer = tracenoop.NewTracerProvider()
	}
	if meter == nil {
		meter = metricnoop.NewMeterProvider()
	}
	return []otelsql.Option{
		otelsql.WithTracerProvider(tracer),
		otelsql.WithMeterProvider(meter),
		otelsql.WithAttributes(attribute.String("db.system.name", system), attribute.String("db.namespace", o.Schema)),
		otelsql.WithSpanOptions(otelsql.SpanOptions{
			DisableQuery: true, DisableErrSkip: true,
			RecordError:          func(error) bool { return false },
			OmitConnResetSession: true, OmitConnPrepare: true, OmitRows: true, OmitConnectorConnect: true,
		}),
	}
}
