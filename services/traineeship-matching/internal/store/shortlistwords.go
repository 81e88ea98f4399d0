package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// View is one look of an employer at somebody by name.
type View struct {
	bun.BaseModel `bun:"table:shortlist_view"`

	ID      string    `bun:"id,pk"`
	Entry   string    `bun:"entry"`
	Person  string    `bun:"person"`
	Company string    `bun:"company"`
	Subject string    `bun:"subject"`
	At      time.Time `bun:"at"`
}

// Viewed records a look, in the audit too. What is shown is shown only once this has returned.
func (s *Shortlists) Viewed(ctx context.Context, v View) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&v).Exec(ctx); err != nil {
			return fmt.Errorf("record a look at a person: %w", err)
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ShortlistHost, Kind: "shortlist", ID: v.Entry, Person: v.Person, Detail: "seen by name"})
	})
}

// Views reads the looks at a person, the newest first.
func (s *Shortlists) Views(ctx context.Context, person string) ([]View, error) {
	var rows []View
	if err := s.db.NewSelect().Model(&rows).Where("person = ?", person).OrderExpr("at DESC, id").Limit(MostEntries).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the looks at a person: %w", err)
	}
	return rows, nil
}

// Load writes entries as they are, with the events and contests that come along, replacing those with the same id: for a
// demonstration.
func (s *Shortlists) Load(ctx context.Context, entries []shortlist.Entry, events []Event, contests []shortlist.Contest, views []View, also func(ctx context.Context, tx bun.Tx) error) (created, updated int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		created, updated = 0, 0
		for _, e := range entries {
			e.Version = max(e.Version, 1)
			r, err := s.row(e)
			if err != nil {
				return err
			}
			res, err := tx.NewDelete().Model((*entryRow)(nil)).Where("id = ? OR (opening = ? AND person = ?)", e.ID, e.Opening, e.Person).Exec(ctx)
			if err != nil {
				return fmt.Errorf("replace an entry: %w", err)
			}
			if n, err := res.RowsAffected(); err == nil && n > 0 {
				updated++
			} else {
				created++
			}
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return sqldb.Fault(err, "entry of a shortlist")
			}
		}
		for _, v := range events {
			if _, err := tx.NewInsert().Model(&v).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
				return fmt.Errorf("load what happened to an entry: %w", err)
			}
		}
		for _, c := range contests {
			if _, err := s.insertContest(ctx, tx, c); err != nil {
				return err
			}
		}
		for _, v := range views {
			if _, err := tx.NewInsert().Model(&v).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
				return fmt.Errorf("load a look: %w", err)
			}
		}
		if err := also(ctx, tx); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.BatchLoad, Kind: "shortlist", Detail: fmt.Sprintf("batch of %d", len(entries))})
	})
	return created, updated, err
}
