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
	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/project"
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
	// TookWork says that papers came from the other file: all of them, or those that were missing.
	TookWork   bool
	OtherState person.State
	// The personal projects before, and the kept one after.
	KeptProject, OtherProject, AfterProject project.Project
}

// Joined is a merge, or its undoing, to be written: both files, each at its version, and what changes with them.
type Joined struct {
	Merge       Merge
	Kept, Other person.Person
	Work        *Papers // of the kept file; nil leaves them
	// Projects to be written; nil leaves one as it is.
	KeptProject, OtherProject *project.Project
	Entries                   []audit.Entry
	// Also moves what lies beside the store's own records.
	Also func(ctx context.Context, tx bun.Tx, m filemerge.Move) error
}

func (j Joined) move() filemerge.Move {
	return filemerge.Move{Merge: j.Merge.ID, From: j.Other.ID, To: j.Kept.ID, FromTeam: j.Other.Team, ToTeam: j.Kept.Team}
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

// Join writes a merge: the kept file as it is now, the other one closed and leading to it, the other's records with the
// kept one's. The other services are told by and by.
func (s *Store) Join(ctx context.Context, j Joined) error {
	var raw bytes.Buffer // gob, because a date that is not known has no JSON
	if err := gob.NewEncoder(&raw).Encode(j.Merge.Before); err != nil {
		return fmt.Errorf("write what a merge keeps: %w", err)
	}
	sealed, err := s.seal(raw.Bytes(), j.Merge.ID, "merge.before")
	if err != nil {
		return err
	}
	row := &mergeRow{ID: j.Merge.ID, Kept: j.Kept.ID, Other: j.Other.ID, Before: sealed, Author: j.Merge.Author, At: j.Merge.At.UTC()}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.overwriteBoth(ctx, tx, j); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return fmt.Errorf("write a merge: %w", err)
		}
		if err := filemerge.Follow(ctx, tx, j.move(), MovesWithAMerge()); err != nil {
			return err
		}
		if err := addErrands(ctx, tx, j.Merge.ID, j.Merge.At); err != nil {
			return err
		}
		return s.finish(ctx, tx, j)
	})
}

// Part undoes a merge.
func (s *Store) Part(ctx context.Context, j Joined, now time.Time) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model((*mergeRow)(nil)).Set("undone_at = ?", now.UTC()).Where("id = ?", j.Merge.ID).Where("undone_at IS NULL").Exec(ctx)
		if err := sqldb.Versioned(res, err, "merge"); err != nil {
			return err
		}
		if err := s.overwriteBoth(ctx, tx, j); err != nil {
			return err
		}
		if err := filemerge.Return(ctx, tx, j.move(), MovesWithAMerge()); err != nil {
			return err
		}
		if err := turnErrands(ctx, tx, j.Merge.ID, now); err != nil {
			return err
		}
		return s.finish(ctx, tx, j)
	})
}

func (s *Store) overwriteBoth(ctx context.Context, tx bun.Tx, j Joined) error {
	if err := s.overwrite(ctx, tx, j.Kept, j.Work); err != nil {
		return err
	}
	if err := s.overwrite(ctx, tx, j.Other, nil); err != nil {
		return err
	}
	if err := s.putProject(ctx, tx, j.KeptProject, j.Merge); err != nil {
		return err
	}
	return s.putProject(ctx, tx, j.OtherProject, j.Merge)
}

func (s *Store) finish(ctx context.Context, tx bun.Tx, j Joined) error {
	if err := j.Also(ctx, tx, j.move()); err != nil {
		return err
	}
	if err := s.audit.Record(ctx, tx, j.Entries...); err != nil {
		return err
	}
	return s.feed.Append(ctx, tx, feed.Entry{Kind: candidateKind, ID: j.Kept.ID}, feed.Entry{Kind: candidateKind, ID: j.Other.ID})
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
