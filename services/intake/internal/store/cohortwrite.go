package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/person"
)

// CreateCohort writes a new cohort. Of two calls with one request key, the second is a Conflict.
func (s *Store) CreateCohort(ctx context.Context, c cohort.Cohort, requestKey string, entry audit.Entry) error {
	r := rowOfCohort(c)
	if requestKey != "" {
		r.RequestKey = &requestKey
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			if sqldb.IsForeignKey(err) {
				return fault.New(fault.NotFound, "There is no such partner.")
			}
			return sqldb.Fault(err, whatCohort)
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// CohortChange is one change of a cohort, written whole or not at all.
type CohortChange struct {
	// Cohort is as it shall be; its Version is the one that the change is based on.
	Cohort cohort.Cohort
	// Anyway leaves the cohort's version out of account: the change is of single rows, which have versions of their own.
	// It needs that the state has not changed.
	Anyway  bool
	Put     []cohort.Row // Version is the one that the row was read at; 0 for a new row
	Removed []string
	People  []Record        // files made of accepted rows
	Request *cohort.Request // what the partner asks for, or the City answered
	// Corrected is the file of an accepted person as a change makes it, at its version; Work its papers with it.
	Corrected *person.Person
	Work      *Papers
	File      []byte            // keeps a file until it is read
	Forget    bool              // the file has been read
	Meant     map[string]string // what the partner's headings mean, to be remembered
	Entries   []audit.Entry
}

// ChangeCohort writes a change and returns the cohort at its new version.
func (s *Store) ChangeCohort(ctx context.Context, ch CohortChange) (cohort.Cohort, error) {
	rows := make([]*traineeRow, 0, len(ch.Put))
	for _, r := range ch.Put {
		row, err := s.rowOfTrainee(ch.Cohort.Partner, r)
		if err != nil {
			return ch.Cohort, err
		}
		rows = append(rows, row)
	}
	people, err := s.peopleRows(ch.People)
	if err != nil {
		return ch.Cohort, err
	}
	var request *requestRow
	if ch.Request != nil {
		if request, err = s.rowOfRequest(*ch.Request); err != nil {
			return ch.Cohort, err
		}
	}
	if ch.Corrected != nil {
		people.changes = append(people.changes, feed.Entry{Kind: candidateKind, ID: ch.Corrected.ID})
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.moveCohort(ctx, tx, ch); err != nil {
			return err
		}
		if err := putTrainees(ctx, tx, ch, rows); err != nil {
			return err
		}
		if err := s.cohortExtras(ctx, tx, ch); err != nil {
			return err
		}
		if err := putRequest(ctx, tx, request); err != nil {
			return err
		}
		if ch.Corrected != nil {
			if err := s.overwrite(ctx, tx, *ch.Corrected, ch.Work); err != nil {
				return err
			}
		}
		if err := s.audit.Record(ctx, tx, ch.Entries...); err != nil {
			return err
		}
		return s.putPeople(ctx, tx, people)
	})
	if err != nil {
		return ch.Cohort, err
	}
	return s.Cohort(ctx, ch.Cohort.ID)
}

func (s *Store) moveCohort(ctx context.Context, tx bun.Tx, ch CohortChange) error {
	c := ch.Cohort
	q := tx.NewUpdate().Model((*cohortRow)(nil)).Set("version = version + 1").Set("changed_at = ?", c.ChangedAt.UTC()).
		Set("state = ?", string(c.State)).Set("title = ?", c.Title).Set("submitted_on = ?", orNil(c.Submitted)).Where("id = ?", c.ID)
	if ch.Anyway {
		q = q.Where("state = ?", string(c.State))
	} else {
		q = q.Where("version = ?", c.Version)
	}
	res, err := q.Exec(ctx)
	return sqldb.Versioned(res, err, whatCohort)
}

func putTrainees(ctx context.Context, tx bun.Tx, ch CohortChange, rows []*traineeRow) error {
	for _, r := range rows {
		if r.Version == 0 {
			r.Version = 1
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return fmt.Errorf("write a row: %w", err)
			}
			continue
		}
		before := r.Version
		r.Version++
		res, err := tx.NewUpdate().Model(r).ExcludeColumn("id", "cohort").Where("id = ?", r.ID).Where("cohort = ?", r.Cohort).Where("version = ?", before).Exec(ctx)
		if err := sqldb.Versioned(res, err, "row"); err != nil {
			return err
		}
	}
	if len(ch.Removed) > 0 {
		if _, err := tx.NewDelete().Model((*traineeRow)(nil)).Where("cohort = ?", ch.Cohort.ID).Where("id IN (?)", bun.List(ch.Removed)).Exec(ctx); err != nil {
			return fmt.Errorf("take out rows: %w", err)
		}
	}
	return nil
}

// cohortExtras writes the file that waits and what headings mean.
func (s *Store) cohortExtras(ctx context.Context, tx bun.Tx, ch CohortChange) error {
	if ch.Forget || ch.File != nil {
		if _, err := tx.NewDelete().Model((*cohortFile)(nil)).Where("cohort = ?", ch.Cohort.ID).Exec(ctx); err != nil {
			return fmt.Errorf("put a file away: %w", err)
		}
	}
	if ch.File != nil {
		sealed, err := s.sealIn("cohort_file", ch.Cohort.ID, "content", ch.File)
		if err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&cohortFile{Cohort: ch.Cohort.ID, Content: sealed, SentAt: ch.Cohort.ChangedAt.UTC()}).Exec(ctx); err != nil {
			return fmt.Errorf("keep a file: %w", err)
		}
	}
	for heading, meaning := range ch.Meant {
		r := &headingRow{Partner: ch.Cohort.Partner, Heading: heading, Meaning: meaning}
		if _, err := tx.NewInsert().Model(r).On("CONFLICT (partner, heading) DO UPDATE").Set("meaning = EXCLUDED.meaning").Exec(ctx); err != nil {
			return fmt.Errorf("remember what headings mean: %w", err)
		}
	}
	return nil
}

// peopleBatch is files ready to be written.
type peopleBatch struct {
	rows    []*personRow
	names   []nameRow
	changes []feed.Entry
}

func (s *Store) peopleRows(records []Record) (peopleBatch, error) {
	var b peopleBatch
	for _, rec := range records {
		r, err := s.row(rec.Person)
		if err != nil {
			return b, err
		}
		if err := s.setWork(r, rec.Work, rec.Outcome); err != nil {
			return b, err
		}
		b.rows = append(b.rows, r)
		b.names = append(b.names, nameRows(r.ID, r.Name)...)
		b.changes = append(b.changes, feed.Entry{Kind: candidateKind, ID: r.ID})
	}
	return b, nil
}

// putPeople writes new files. It is a transaction's last statement: it ends with the feed.
func (s *Store) putPeople(ctx context.Context, tx bun.Tx, b peopleBatch) error {
	if len(b.rows) == 0 {
		return s.feed.Append(ctx, tx, b.changes...)
	}
	if _, err := tx.NewInsert().Model(&b.rows).Exec(ctx); err != nil {
		if sqldb.IsForeignKey(err) {
			return unknownTeam()
		}
		return sqldb.Fault(err, what)
	}
	if len(b.names) > 0 {
		if _, err := tx.NewInsert().Model(&b.names).Exec(ctx); err != nil {
			return fmt.Errorf("write the names' words: %w", err)
		}
	}
	return s.feed.Append(ctx, tx, b.changes...)
}

// LoadCohorts writes whole cohorts, in place of what had their ids: for a demonstration.
func (s *Store) LoadCohorts(ctx context.Context, cohorts []cohort.Cohort, rows []cohort.Row, requests []cohort.Request, entry audit.Entry) error {
	partners := map[string]string{}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, c := range cohorts {
			partners[c.ID] = c.Partner
			if _, err := tx.NewDelete().Model((*traineeRow)(nil)).Where("cohort = ?", c.ID).Exec(ctx); err != nil {
				return fmt.Errorf("replace a cohort: %w", err)
			}
			if _, err := tx.NewDelete().Model((*cohortRow)(nil)).Where("id = ?", c.ID).Exec(ctx); err != nil {
				return fmt.Errorf("replace a cohort: %w", err)
			}
			if _, err := tx.NewInsert().Model(rowOfCohort(c)).Exec(ctx); err != nil {
				if sqldb.IsForeignKey(err) {
					return fault.New(fault.NotFound, "There is no such partner.")
				}
				return sqldb.Fault(err, whatCohort)
			}
		}
		for _, r := range rows {
			row, err := s.rowOfTrainee(partners[r.Cohort], r)
			if err != nil {
				return err
			}
			row.Version = 1
			if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
				return sqldb.Fault(err, "row")
			}
		}
		for _, q := range requests {
			row, err := s.rowOfRequest(q)
			if err != nil {
				return err
			}
			if err := putRequest(ctx, tx, row); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, entry)
	})
}
