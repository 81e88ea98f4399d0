// Package runlog keeps a record of every match that somebody asked for.
package runlog

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// Run is one match that was asked for.
type Run struct {
	bun.BaseModel `bun:"table:match_run"`

	ID        string    `bun:"id,pk"`
	At        time.Time `bun:"at"`
	Subject   string    `bun:"subject"` // who asked: the issuer's id
	Direction string    `bun:"direction"`
	Person    string    `bun:"person"`
	Opening   string    `bun:"opening"`
	Group     string    `bun:"people_group"`
	Via       string    `bun:"via"`
	Rules     string    `bun:"rules"`
	Weights   string    `bun:"weights"`
	Taxonomy  string    `bun:"taxonomy"`
	InputHash string    `bun:"input_hash"`
	Scored    int       `bun:"scored"`
	Eligible  int       `bun:"eligible"`
	NotEnough int       `bun:"not_enough"`
	Blocked   int       `bun:"blocked"`
	Shown     string    `bun:"shown"`
	// What was found and with which weights: written from Results and Parts, and read back into them by Get.
	WeightParts string         `bun:"weight_parts"`
	Packed      string         `bun:"results"`
	Results     []Result       `bun:"-"`
	Parts       map[string]int `bun:"-"`
}

// Shown is one result as it was shown.
type Shown struct {
	ID      string `json:"id"`
	Version int64  `json:"version"`
	Opening string `json:"opening,omitempty"` // where a person of a group was placed
	Total   int32  `json:"total"`             // hundredths of a point
}

// The directions of a run.
const (
	ForPerson  = "person"
	ForOpening = "opening"
	ForPair    = "pair"
	ForGroup   = "group" // many people placed at once
)

// Log writes runs, each together with the audit entry of who looked.
type Log struct {
	db      *sqldb.DB
	sealer  *seal.Sealer
	audit   *audit.Recorder
	log     *slog.Logger
	months  int
	writers sync.Pool
}

// keptMonths is how long runs are kept where nobody says; the law on high-risk systems asks for six months at least.
const keptMonths = 24

// Open brings the tables up to date. Runs are kept for so many months; for none, as long as is usual.
func Open(ctx context.Context, db *sqldb.DB, sealer *seal.Sealer, recorder *audit.Recorder, log *slog.Logger, months int) (*Log, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("open the run log's migrations: %w", err)
	}
	if err := db.MigrateSet(ctx, "runlog", files); err != nil {
		return nil, fmt.Errorf("open the run log: %w", err)
	}
	if months < 1 {
		months = keptMonths
	}
	return &Log{db: db, sealer: sealer, audit: recorder, log: log, months: months}, nil
}

// Write records a run. An answer is given only once its run is recorded.
func (l *Log) Write(ctx context.Context, r Run, shown []Shown) error {
	text, err := json.Marshal(shown)
	if err != nil {
		return fmt.Errorf("write down what run %s showed: %w", r.ID, err)
	}
	r.Shown = string(text)
	if len(r.Parts) > 0 {
		parts, err := json.Marshal(r.Parts)
		if err != nil {
			return fmt.Errorf("write down the weights of run %s: %w", r.ID, err)
		}
		r.WeightParts = string(parts)
	}
	if r.Packed, err = l.pack(r.ID, r.Results); err != nil {
		return fmt.Errorf("write down what run %s found: %w", r.ID, err)
	}
	entry := audit.Entry{Action: identity.MatchPerson, Kind: "match", ID: r.ID, Person: r.Person, Detail: r.Direction}
	switch r.Direction {
	case ForOpening:
		entry.Action = identity.MatchOpening
	case ForGroup:
		entry.Action, entry.Kind, entry.Detail = identity.AssignmentRead, "assignment", r.Group
	}
	var people []string
	for _, s := range shown {
		if r.Person == "" {
			people = append(people, s.ID)
		}
	}
	err = l.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("insert: %w", err)
		}
		return l.audit.Record(ctx, tx, ofEach(entry, people)...)
	})
	if err != nil {
		return fmt.Errorf("record run %s: %w", r.ID, err)
	}
	return nil
}

// mostOfEach bounds how many people one run is told of in the audit; a page shows fewer.
const mostOfEach = 1000

// ofEach is an entry and, for everybody else whom it shows, one that stands in the person's own trail.
func ofEach(entry audit.Entry, people []string) []audit.Entry {
	list := []audit.Entry{entry}
	told := map[string]bool{"": true, entry.Person: true}
	for _, id := range people {
		if !told[id] && len(list) <= mostOfEach {
			told[id] = true
			entry.Person = id
			list = append(list, entry)
		}
	}
	return list
}

// DropBefore forgets runs that are older than the time of keeping, and what was decided on them. It says how many.
func (l *Log) DropBefore(ctx context.Context, day time.Time) (n int64, err error) {
	err = l.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewDelete().Model((*Decision)(nil)).Where("at < ?", day.UTC()).Exec(ctx); err != nil {
			return fmt.Errorf("drop decisions: %w", err)
		}
		result, err := tx.NewDelete().Model((*Run)(nil)).Where("at < ?", day.UTC()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("drop runs: %w", err)
		}
		n, err = result.RowsAffected()
		return err //nolint:wrapcheck // wrapped below
	})
	if err != nil {
		return 0, fmt.Errorf("drop runs before %s: %w", day.Format(time.DateOnly), err)
	}
	return n, nil
}

// Expire drops old runs, now and once a day, until its context ends.
func (l *Log) Expire(ctx context.Context, now func() time.Time) error {
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	for {
		if n, err := l.DropBefore(ctx, now().AddDate(0, -l.months, 0)); ctx.Err() == nil && err != nil {
			l.log.WarnContext(ctx, "old runs could not be dropped, will try again tomorrow", "error", err)
		} else if n > 0 {
			l.log.InfoContext(ctx, "old runs were dropped", "runs", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-daily.C:
		}
	}
}
