package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/merging"
)

// MovesWithAMerge says of every column that names a person what a merge of two files does to it. A test fails for a
// column that is not here. What plans for a group say of a person stands in their documents: takeChoices.
func MovesWithAMerge() []filemerge.Table {
	return []filemerge.Table{
		filemerge.Audit(),
		{Name: "traineeship", Column: "person", Key: "id", Team: "team", Versioned: true, How: filemerge.Follows},
		{Name: "hire", Column: "person", Key: "id", Team: "team", How: filemerge.Follows},
		{Name: "shortlist_entry", Column: "person", How: filemerge.Combined, Why: "one entry for an opening: merging.Rearrange"},
		{Name: "shortlist_view", Column: "person", How: filemerge.Combined, Why: "goes with its entry"},
		{Name: "shortlist_contest", Column: "person", How: filemerge.Combined, Why: "goes with its entry; a contest of a run stays with the run"},
		{Name: "alert", Column: "person", How: filemerge.Stays, Why: "who was told of which file; the file that is left has its own"},
		{Name: "match_run", Column: "person", How: filemerge.Stays, Why: "what was computed for which file is not rewritten"},
		{Name: "run_decision", Column: "person", How: filemerge.Stays, Why: "it is what was decided on a run, which stays"},
		{Name: "merge_told", Column: "kept", How: filemerge.Stays, Why: "it is the merge"},
		{Name: "merge_told", Column: "other", How: filemerge.Stays, Why: "it is the merge"},
	}
}

// Merges moves the records of people whose files are merged.
type Merges struct {
	db    *sqldb.DB
	audit *audit.Recorder
}

// NewMerges works on records that Open has brought up to date.
func NewMerges(db *sqldb.DB, recorder *audit.Recorder) *Merges { return &Merges{db, recorder} }

type mergeRow struct {
	bun.BaseModel `bun:"table:merge_told"`

	Merge    string `bun:"merge,pk"`
	Kept     string `bun:"kept"`
	Other    string `bun:"other"`
	Standing bool   `bun:"standing"`
	Revision int64  `bun:"revision"`
}

// Standing implements merging.Records.
func (s *Merges) Standing(ctx context.Context, kept, other string) (merging.Both, error) {
	return both(ctx, s.db.DB, kept, other)
}

// MergedInto returns the files that became part of somebody's.
func (s *Merges) MergedInto(ctx context.Context, person string) ([]string, error) {
	return filemerge.Gathered(ctx, person, func(ctx context.Context, files []string) (others []string, err error) {
		err = s.db.NewSelect().Model((*mergeRow)(nil)).Column("other").Where("kept IN (?)", bun.List(files)).Where("standing").Scan(ctx, &others)
		if err != nil {
			return nil, fmt.Errorf("read who was merged into a file: %w", err)
		}
		return others, nil
	})
}

func both(ctx context.Context, db bun.IDB, kept, other string) (merging.Both, error) {
	var b merging.Both
	people := bun.List([]string{kept, other})
	var entries []entryRow
	if err := db.NewSelect().Model(&entries).Column("id", "opening", "person", "waits").Where("person IN (?)", people).OrderExpr("id").Scan(ctx); err != nil {
		return b, fmt.Errorf("read two people's entries: %w", err)
	}
	for _, e := range entries {
		b.Entries = append(b.Entries, merging.Entry{ID: e.ID, Opening: e.Opening, Person: e.Person, Open: e.Waits != ""})
	}
	err := db.NewSelect().Table("traineeship").Column("person", "state").Where("person IN (?)", people).OrderExpr("id").Scan(ctx, &b.Traineeships)
	if err != nil {
		return b, fmt.Errorf("read two people's traineeships: %w", err)
	}
	return b, nil
}

// Follow implements merging.Records.
func (s *Merges) Follow(ctx context.Context, m merging.Told) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		known := mergeRow{Merge: m.ID}
		if err := tx.NewSelect().Model(&known).WherePK().Scan(ctx); err != nil && !sqldb.IsNotFound(err) {
			return fmt.Errorf("read a merge: %w", err)
		}
		if known.Revision >= m.Revision {
			return nil
		}
		row := &mergeRow{Merge: m.ID, Kept: m.Kept, Other: m.Other, Standing: m.Standing, Revision: m.Revision}
		if _, err := tx.NewInsert().Model(row).On("CONFLICT (merge) DO UPDATE").Set("standing = EXCLUDED.standing").Set("revision = EXCLUDED.revision").Exec(ctx); err != nil {
			return fmt.Errorf("write a merge: %w", err)
		}
		if known.Standing != m.Standing {
			if err := s.move(ctx, tx, m); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.MergeFollow, Kind: "merge", ID: m.ID, Person: m.Kept},
			audit.Entry{Action: identity.MergeFollow, Kind: "merge", ID: m.ID, Person: m.Other})
	})
}

func (s *Merges) move(ctx context.Context, tx bun.Tx, m merging.Told) error {
	way := filemerge.Move{Merge: m.ID, From: m.Other, To: m.Kept, FromTeam: m.OtherTeam, ToTeam: m.KeptTeam}
	if !m.Standing {
		if err := filemerge.Return(ctx, tx, way, MovesWithAMerge()); err != nil {
			return err
		}
		if err := s.returnChoices(ctx, tx, m); err != nil {
			return err
		}
		return returnEntries(ctx, tx, m)
	}
	b, err := both(ctx, tx, m.Kept, m.Other)
	if err != nil {
		return err
	}
	if err := b.Refusal(m.Kept, m.Other); err != nil {
		return err
	}
	if err := filemerge.Follow(ctx, tx, way, MovesWithAMerge()); err != nil {
		return err
	}
	if err := s.takeChoices(ctx, tx, m); err != nil {
		return err
	}
	return takeEntries(ctx, tx, m, b)
}

// What merge_moved calls the entries that went to the file that stays, and those that made place for them.
const (
	entriesMoved = entryTable
	entriesLeft  = entryTable + " left"
)

func takeEntries(ctx context.Context, tx bun.Tx, m merging.Told, b merging.Both) error {
	taken, left := b.Rearrange(m.Kept, m.Other)
	for _, x := range []struct {
		name string
		ids  []string
	}{{entriesMoved, taken}, {entriesLeft, left}} {
		for _, id := range x.ids {
			if _, err := tx.NewRaw("INSERT INTO merge_moved (merge, tbl, record) VALUES (?, ?, ?)", m.ID, x.name, id).Exec(ctx); err != nil {
				return fmt.Errorf("remember what moves: %w", err)
			}
		}
	}
	return swapEntries(ctx, tx, m, left, m.Other, m.OtherTeam, taken, m.Kept, m.KeptTeam)
}

func returnEntries(ctx context.Context, tx bun.Tx, m merging.Told) error {
	moved := map[string][]string{}
	for name, person := range map[string]string{entriesMoved: m.Kept, entriesLeft: m.Other} {
		var ids []string
		err := tx.NewRaw("SELECT e.id FROM shortlist_entry e JOIN merge_moved v ON v.record = e.id WHERE v.merge = ? AND v.tbl = ? AND e.person = ? ORDER BY e.id",
			m.ID, name, person).Scan(ctx, &ids)
		if err != nil {
			return fmt.Errorf("read what moved: %w", err)
		}
		moved[name] = ids
	}
	if _, err := tx.NewRaw("DELETE FROM merge_moved WHERE merge = ?", m.ID).Exec(ctx); err != nil {
		return fmt.Errorf("forget what moved: %w", err)
	}
	return swapEntries(ctx, tx, m, moved[entriesLeft], m.Kept, m.KeptTeam, moved[entriesMoved], m.Other, m.OtherTeam)
}

// swapEntries gives some entries to one person and others to another. While it does nobody has two for one opening:
// the first ones are nobody's for a moment.
func swapEntries(ctx context.Context, tx bun.Tx, m merging.Told, first []string, toFirst, teamFirst string, then []string, toThen, teamThen string) error {
	for _, step := range []struct {
		ids          []string
		person, team string
	}{{first, "", teamFirst}, {then, toThen, teamThen}, {first, toFirst, teamFirst}} {
		if len(step.ids) == 0 {
			continue
		}
		_, err := tx.NewUpdate().Model((*entryRow)(nil)).Set("person = ?", step.person).Set("team = ?", step.team).Set("version = version + 1").
			Where("id IN (?)", bun.List(step.ids)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("move entries of shortlists: %w", err)
		}
	}
	for _, table := range []string{"shortlist_view", "shortlist_contest"} {
		_, err := tx.NewRaw("UPDATE ? SET person = (SELECT e.person FROM shortlist_entry e WHERE e.id = entry) WHERE entry <> '' AND person IN (?)",
			bun.Ident(table), bun.List([]string{m.Kept, m.Other})).Exec(ctx)
		if err != nil {
			return fmt.Errorf("move %s: %w", table, err)
		}
	}
	return nil
}
