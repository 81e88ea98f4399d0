// Package store keeps companies and openings in SQL, and tells each change of an opening in the feed, in the
// transaction that makes it.
package store

import (
	"context"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// FeedKind is the kind under which the feed tells of openings.
const FeedKind = "opening"

// Sealer closes fields for everybody who reads the database without the key.
type Sealer interface {
	Seal(plain []byte, table, row, column string) ([]byte, error)
	Open(sealed []byte, table, row, column string) ([]byte, error)
}

// Auditor records who did what, in the transaction that does it.
type Auditor interface {
	Record(ctx context.Context, tx bun.Tx, entries ...audit.Entry) error
	Seen(ctx context.Context, entries ...audit.Entry) error
}

// Store is the records of the service.
type Store struct {
	db     *sqldb.DB
	feed   *feed.Log
	sealer Sealer
	audit  Auditor
	limit  SeatLimit
	now    func() time.Time

	fresh fresh
}

// SeatLimit is how many trainees the law lets a host of that size have at a time in a region; false when
// the rule is not known.
type SeatLimit func(on civil.Date, region string, headcount int) (int, bool)

// New makes the tables when needed.
func New(ctx context.Context, db *sqldb.DB, log *feed.Log, sealer Sealer, auditor Auditor, limit SeatLimit, now func() time.Time) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("embedded migrations: %w", err)
	}
	if err := db.Migrate(ctx, sub); err != nil {
		return nil, err //nolint:wrapcheck // it names the service already
	}
	return &Store{db: db, feed: log, sealer: sealer, audit: auditor, limit: limit, now: now}, nil
}

// Query bounds a list; the cursor is the previous page's.
type Query struct {
	Cursor string
	Limit  int
}

// MaxPage is the most entries of one page of a list.
const MaxPage = 100

func (q Query) limit() int64 {
	if q.Limit <= 0 {
		return 25
	}
	return int64(min(q.Limit, MaxPage))
}

// place is where a page ended: the sort key and, among equals, the id.
type place struct {
	Key string `json:"k"`
	ID  string `json:"i"`
}

func (p place) cursor() string {
	raw, _ := json.Marshal(p) // two strings always marshal
	return base64.RawURLEncoding.EncodeToString(raw)
}

func readPlace(cursor string) (place, error) {
	var p place
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		return place{}, &fault.Error{Kind: fault.Invalid, Message: "The cursor is not one of this list's.", Violations: []fault.Violation{
			{Parameter: "cursor", Code: "invalid", Message: "is not a cursor of this list"},
		}}
	}
	return p, nil
}

// instant reads the key of a list that is ordered by time.
func (p place) instant() (time.Time, error) {
	at, err := time.Parse(time.RFC3339Nano, p.Key)
	if err != nil {
		_, err = readPlace("!") // the same fault as for any other foreign cursor
	}
	return at, err
}

// Saw records readings in the audit.
func (s *Store) Saw(ctx context.Context, entries ...audit.Entry) error {
	if err := s.audit.Seen(ctx, entries...); err != nil {
		return fmt.Errorf("record what was read: %w", err)
	}
	return nil
}
