package store

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/person"
)

// Merge says that a file became part of another one.
type Merge struct {
	ID, Kept, Other, Author string
	At                      time.Time
	Undone                  bool
	// Before is what undoing needs.
	Before Before
}

// Before is what the two files were. Of the kept one only what was taken from the other is put back, and only where
// nobody changed it since.
type Before struct {
	Kept, After         person.Person
	KeptWork, AfterWork person.WorkFile
	TookWork            bool
	OtherState          person.State
}

type mergeRow struct {
	bun.BaseModel `bun:"table:merge"`

	ID       string     `bun:"id,pk"`
	Kept     string     `bun:"kept"`
	Other    string     `bun:"other"`
	Before   string     `bun:"before"`
	Author   string     `bun:"author"`
	At       time.Time  `bun:"at"`
	UndoneAt *time.Time `bun:"undone_at"`
}

func (s *Store) mergeOf(r mergeRow) (Merge, error) {
	m := Merge{ID: r.ID, Kept: r.Kept, Other: r.Other, Author: r.Author, At: r.At.UTC(), Undone: r.UndoneAt != nil}
	raw, err := s.open(r.Before, r.ID, "merge.before")
	if err != nil {
		return m, err
	}
	if err := gob.NewDecoder(bytes.NewReader(raw)).Decode(&m.Before); err != nil {
		return m, fmt.Errorf("read what a merge kept: %w", err)
	}
	return m, nil
}

// Merges returns the merges into a file that stand, the newest first.
func (s *Store) Merges(ctx context.Context, id string) ([]Merge, error) {
	var rows []mergeRow
	if err := s.db.NewSelect().Model(&rows).Where("kept = ?", id).Where("undone_at IS NULL").OrderExpr("at DESC").Limit(20).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read merges: %w", err)
	}
	list := make([]Merge, 0, len(rows))
	for _, r := range rows {
		m, err := s.mergeOf(r)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// Merge returns one merge.
func (s *Store) Merge(ctx context.Context, id string) (Merge, error) {
	var r mergeRow
	if uuid.Validate(id) != nil {
		return Merge{}, fault.New(fault.NotFound, "There is no such merge.")
	}
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return Merge{}, sqldb.Fault(err, "merge")
	}
	return s.mergeOf(r)
}

// Join writes a merge: the kept file as it is now, with its papers when they are taken over, the other one closed
// and leading to it, the other's appointments with the kept one's. Both must be at their versions.
func (s *Store) Join(ctx context.Context, m Merge, kept, other person.Person, work *Papers, entries []audit.Entry, also Also) error {
	var raw bytes.Buffer // gob, because a date that is not known has no JSON
	if err := gob.NewEncoder(&raw).Encode(m.Before); err != nil {
		return fmt.Errorf("write what a merge keeps: %w", err)
	}
	sealed, err := s.seal(raw.Bytes(), m.ID, "merge.before")
	if err != nil {
		return err
	}
	row := &mergeRow{ID: m.ID, Kept: m.Kept, Other: m.Other, Before: sealed, Author: m.Author, At: m.At.UTC()}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.overwrite(ctx, tx, kept, work); err != nil {
			return err
		}
		if err := s.overwrite(ctx, tx, other, nil); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return fmt.Errorf("write a merge: %w", err)
		}
		_, err := tx.NewUpdate().Model((*appointmentRow)(nil)).Set("person = ?", kept.ID).Set("team = ?", kept.Team).Set("merged_from = ?", other.ID).
			Where("person = ?", other.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("take over appointments: %w", err)
		}
		return s.finish(ctx, tx, kept.ID, other.ID, entries, also)
	})
}

// Part undoes a merge. Both files must be at their versions.
func (s *Store) Part(ctx context.Context, m Merge, kept, other person.Person, work *Papers, now time.Time, entries []audit.Entry, also Also) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model((*mergeRow)(nil)).Set("undone_at = ?", now.UTC()).Where("id = ?", m.ID).Where("undone_at IS NULL").Exec(ctx)
		if err := sqldb.Versioned(res, err, "merge"); err != nil {
			return err
		}
		if err := s.overwrite(ctx, tx, kept, work); err != nil {
			return err
		}
		if err := s.overwrite(ctx, tx, other, nil); err != nil {
			return err
		}
		_, err = tx.NewUpdate().Model((*appointmentRow)(nil)).Set("person = ?", other.ID).Set("team = ?", other.Team).Set("merged_from = ''").
			Where("person = ?", kept.ID).Where("merged_from = ?", other.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("give appointments back: %w", err)
		}
		return s.finish(ctx, tx, kept.ID, other.ID, entries, also)
	})
}

func (s *Store) finish(ctx context.Context, tx bun.Tx, kept, other string, entries []audit.Entry, also Also) error {
	if err := also(ctx, tx); err != nil {
		return err
	}
	if err := s.audit.Record(ctx, tx, entries...); err != nil {
		return err
	}
	return s.feed.Append(ctx, tx, feed.Entry{Kind: candidateKind, ID: kept}, feed.Entry{Kind: candidateKind, ID: other})
}

// Papers are a work file and what follows from it.
type Papers struct {
	File    person.WorkFile
	Outcome WorkOutcome
}

// overwrite writes a file at its version plus one, and its papers when there are any.
func (s *Store) overwrite(ctx context.Context, tx bun.Tx, p person.Person, work *Papers) error {
	r, err := s.row(p)
	if err != nil {
		return err
	}
	leave := []string{"id", "demo", "request_key", "created_at"}
	if work == nil {
		leave = append(leave, "work_file", "work_access", "minimum_age", "age_step_on")
	} else if err := s.setWork(r, work.File, work.Outcome); err != nil {
		return err
	}
	r.Version++
	res, err := tx.NewUpdate().Model(r).ExcludeColumn(leave...).Where("id = ?", p.ID).Where("version = ?", p.Version).Exec(ctx)
	if err := sqldb.Versioned(res, err, what); err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model((*nameRow)(nil)).Where("person = ?", p.ID).Exec(ctx); err != nil {
		return fmt.Errorf("replace the name's words: %w", err)
	}
	if names := nameRows(r.ID, r.Name); len(names) > 0 {
		if _, err := tx.NewInsert().Model(&names).Exec(ctx); err != nil {
			return fmt.Errorf("write the name's words: %w", err)
		}
	}
	return nil
}

// Pair is two files that may be one person's.
type Pair struct {
	First, Second string
	SameContact   bool
}

type notDuplicateRow struct {
	bun.BaseModel `bun:"table:not_duplicate"`

	First  string `bun:"first,pk"`
	Second string `bun:"second,pk"`
}

// Pairs returns active files of a team, of every team with "", that have the same contact or are written alike, the
// newest first. Pairs that somebody told apart are left out.
func (s *Store) Pairs(ctx context.Context, team string, limit int) ([]Pair, error) {
	var rows []struct {
		First       string `bun:"first"`
		Second      string `bun:"second"`
		SameContact bool   `bun:"same_contact"`
	}
	q := s.db.NewSelect().TableExpr("person AS a").
		ColumnExpr("a.id AS first, b.id AS second").
		ColumnExpr("(a.contact_index <> '' AND a.contact_index = b.contact_index) AS same_contact").
		Join("JOIN person AS b ON a.id < b.id AND ((a.contact_index <> '' AND a.contact_index = b.contact_index) OR lower(a.name) = lower(b.name))").
		Where("a.state = 'active' AND b.state = 'active' AND a.merged_into = '' AND b.merged_into = ''").
		Where("NOT EXISTS (SELECT 1 FROM not_duplicate n WHERE n.first = a.id AND n.second = b.id)").
		OrderExpr("b.id DESC").Limit(int64(limit))
	if team != "" {
		q = q.Where("a.team = ? AND b.team = ?", team, team)
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("look for duplicates: %w", err)
	}
	pairs := make([]Pair, 0, len(rows))
	for _, r := range rows {
		pairs = append(pairs, Pair(r))
	}
	return pairs, nil
}

// TellApart records that two files are two people's.
func (s *Store) TellApart(ctx context.Context, a, b string, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		row := &notDuplicateRow{First: min(a, b), Second: max(a, b)}
		if _, err := tx.NewInsert().Model(row).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("tell two files apart: %w", err)
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// AddLevel writes an entry of the history of the level of support; nil writes nothing.
func (s *Store) AddLevel(c *LevelChange) Also {
	return func(ctx context.Context, tx bun.Tx) error { return addLevel(ctx, tx, c) }
}

// HandToTeam gives a person's appointments that are planned to another team.
func (s *Store) HandToTeam(ctx context.Context, tx bun.Tx, id, team string) error {
	_, err := tx.NewUpdate().Model((*appointmentRow)(nil)).Set("team = ?", team).Where("person = ?", id).Where("state = 'planned'").Exec(ctx)
	if err != nil {
		return fmt.Errorf("hand appointments to another team: %w", err)
	}
	return nil
}
