// Package audit keeps the record of who saw and did what. Rows are plain inserts, so that reading pages
// never queue; a sealer chains them in batches, so that a row that is changed or taken away is found.
//
// An event tells ids and codes, never personal data: who (the issuer's subject), what, which record, whose.
package audit

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"go.opentelemetry.io/otel/trace"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// Entry is what happened. Who did it is in the context.
type Entry struct {
	Action identity.Action
	// Kind and ID name the record: "profile", its id.
	Kind, ID string
	// Person is whose data was concerned; empty when nobody's.
	Person string
	// Detail is a code such as "batch of 500"; never personal data.
	Detail string
}

// Event is an entry as it was recorded.
type Event struct {
	bun.BaseModel `bun:"table:audit_event,alias:e"`

	ID      string    `bun:"id,pk"`
	At      time.Time `bun:"at"`
	Subject string    `bun:"subject"` // who; empty when a service acted for nobody
	Service string    `bun:"service"` // the calling service, when one called for the subject
	Action  string    `bun:"action"`
	Kind    string    `bun:"kind"`
	Record  string    `bun:"record"`
	Person  string    `bun:"person"`
	Detail  string    `bun:"detail"`
	Trace   string    `bun:"trace"`
}

type waiting struct {
	bun.BaseModel `bun:"table:audit_waiting"`
	Event         string `bun:"event,pk"`
}

// Recorder records one service's events in its own store.
type Recorder struct {
	db     *sqldb.DB
	sealer *seal.Sealer
	log    *slog.Logger
	now    func() time.Time
	verify time.Duration // from one verification to the next
	merged func(ctx context.Context, person string) ([]string, error)
}

// IncludeMerged lets a person's trail hold what was done with files that became part of the person's; find tells which
// those are. It is for the start of a service, before anybody reads.
func (r *Recorder) IncludeMerged(find func(ctx context.Context, person string) ([]string, error)) {
	r.merged = find
}

// New makes the audit tables where they are missing and returns a recorder over them.
func New(ctx context.Context, db *sqldb.DB, sealer *seal.Sealer, log *slog.Logger, now func() time.Time) (*Recorder, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	if err := db.MigrateSet(ctx, "audit", files); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	return &Recorder{db: db, sealer: sealer, log: log, now: now, verify: verifyPause}, nil
}

// Record adds entries in a transaction: what they tell happened if and only if it commits.
func (r *Recorder) Record(ctx context.Context, tx bun.Tx, entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	p, _ := identity.From(ctx)
	traceID := ""
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		traceID = span.TraceID().String()
	}
	events, queue := make([]Event, len(entries)), make([]waiting, len(entries))
	for i, e := range entries {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("audit: %w", err)
		}
		events[i] = Event{
			ID: id.String(), At: r.now().UTC().Truncate(time.Microsecond), Subject: p.Subject, Service: p.Service,
			Action: string(e.Action), Kind: e.Kind, Record: e.ID, Person: e.Person, Detail: e.Detail, Trace: traceID,
		}
		queue[i] = waiting{Event: events[i].ID}
	}
	if _, err := tx.NewInsert().Model(&events).Exec(ctx); err != nil {
		return fmt.Errorf("audit: record %s: %w", entries[0].Action, err)
	}
	if _, err := tx.NewInsert().Model(&queue).Exec(ctx); err != nil {
		return fmt.Errorf("audit: record %s: %w", entries[0].Action, err)
	}
	return nil
}

// Seen records a reading, in a transaction of its own.
func (r *Recorder) Seen(ctx context.Context, entries ...Entry) error {
	return r.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return r.Record(ctx, tx, entries...) })
}
