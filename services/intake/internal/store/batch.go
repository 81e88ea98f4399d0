package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/person"
)

// Record is a whole file, as a batch brings it.
type Record struct {
	Person  person.Person
	Work    person.WorkFile
	Outcome WorkOutcome
}

// Load writes files in one transaction. A file whose id exists is replaced, whatever its version.
func (s *Store) Load(ctx context.Context, records []Record, entry audit.Entry) (created int, err error) {
	rows := make([]*personRow, 0, len(records))
	var names []nameRow
	ids := make([]string, 0, len(records))
	changes := make([]feed.Entry, 0, len(records))
	for _, rec := range records {
		r, err := s.row(rec.Person)
		if err != nil {
			return 0, err
		}
		if err := s.setWork(r, rec.Work, rec.Outcome); err != nil {
			return 0, err
		}
		rows = append(rows, r)
		names = append(names, nameRows(r.ID, r.Name)...)
		ids = append(ids, r.ID)
		changes = append(changes, feed.Entry{Kind: candidateKind, ID: r.ID})
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		there, err := tx.NewSelect().Model((*personRow)(nil)).Where("id IN (?)", bun.List(ids)).Count(ctx)
		if err != nil {
			return fmt.Errorf("count files that exist: %w", err)
		}
		created = len(records) - int(there)
		q := tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").Set("version = ?TableAlias.version + 1")
		for _, column := range []string{
			"team", "name", "contact_channel", "contact", "contact_index", "language", "request", "residence", "state",
			"waiting_since", "availability", "reach", "work_file", "work_access", "minimum_age", "age_step_on", "demo",
			"tutor", "level", "unemployed", "in_milan", "changed_at",
			"partner", "cohort", "title_on", "access_until", "tax_index", "practical",
		} {
			q = q.Set("? = EXCLUDED.?", bun.Ident(column), bun.Ident(column))
		}
		if _, err := q.Exec(ctx); err != nil {
			if sqldb.IsForeignKey(err) {
				return unknownTeam()
			}
			return sqldb.Fault(err, what)
		}
		if _, err := tx.NewDelete().Model((*nameRow)(nil)).Where("person IN (?)", bun.List(ids)).Exec(ctx); err != nil {
			return fmt.Errorf("replace the names' words: %w", err)
		}
		if len(names) > 0 {
			if _, err := tx.NewInsert().Model(&names).Exec(ctx); err != nil {
				return fmt.Errorf("write the names' words: %w", err)
			}
		}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.feed.Append(ctx, tx, changes...)
	})
	return created, err
}

// Demonstration reports whether the store holds invented people.
func (s *Store) Demonstration(ctx context.Context) (bool, error) {
	demo, err := s.db.NewSelect().Model((*personRow)(nil)).Where("demo").Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for invented people: %w", err)
	}
	return demo, nil
}
