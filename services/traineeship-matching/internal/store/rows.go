package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

// PersonRow is a person as the feeds told: JSON states, nil where a feed told nothing or a removal.
type PersonRow struct {
	bun.BaseModel `bun:"table:projection_person"`

	ID        string  `bun:"id"`
	Version   int64   `bun:"version"`
	Candidate *string `bun:"candidate"`
	Profile   *string `bun:"profile"`
}

// OpeningRow is an opening as its feed told; nil after its removal.
type OpeningRow struct {
	bun.BaseModel `bun:"table:projection_opening"`

	ID      string  `bun:"id"`
	Version int64   `bun:"version"`
	Opening *string `bun:"opening"`
}

// People reads rows with a version above `after`, in the order of their versions.
func (s *Store) People(ctx context.Context, after int64, limit int) ([]PersonRow, error) {
	var rows []PersonRow
	err := s.db.NewSelect().Model(&rows).Column("id", "version", "candidate", "profile").
		Where("version > ?", after).OrderExpr("version").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read people's rows: %w", err)
	}
	return rows, nil
}

// Openings reads rows with a version above `after`, in the order of their versions.
func (s *Store) Openings(ctx context.Context, after int64, limit int) ([]OpeningRow, error) {
	var rows []OpeningRow
	err := s.db.NewSelect().Model(&rows).Column("id", "version", "opening").
		Where("version > ?", after).OrderExpr("version").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read openings' rows: %w", err)
	}
	return rows, nil
}

// Total is how many entities the rows hold and the newest version among all rows.
type Total struct {
	Rows    int
	Version int64
}

// CountPeople counts people that intake told of.
func (s *Store) CountPeople(ctx context.Context) (Total, error) {
	return s.total(ctx, "projection_person", "candidate")
}

// CountOpenings counts openings.
func (s *Store) CountOpenings(ctx context.Context) (Total, error) {
	return s.total(ctx, "projection_opening", "opening")
}

func (s *Store) total(ctx context.Context, table, column string) (t Total, err error) {
	query := "SELECT COUNT(?), COALESCE(MAX(version), 0) FROM ?"
	if err := s.db.NewRaw(query, bun.Ident(column), bun.Ident(table)).Scan(ctx, &t.Rows, &t.Version); err != nil {
		return t, fmt.Errorf("count the rows of %s: %w", table, err)
	}
	return t, nil
}

// Clock is the newest version of any row.
func (s *Store) Clock(ctx context.Context) (version int64, err error) {
	if err := s.db.NewRaw("SELECT version FROM projection_clock").Scan(ctx, &version); err != nil {
		return 0, fmt.Errorf("read the clock of the rows: %w", err)
	}
	return version, nil
}

// Written is how far an index was written: which copy of it, and up to which version.
type Written struct {
	Generation string
	Version    int64
}

// Written reads how far an index was written; zero when it never was.
func (s *Store) Written(ctx context.Context, index string) (w Written, err error) {
	err = s.db.NewRaw("SELECT generation, version FROM projection_index WHERE name = ?", index).Scan(ctx, &w.Generation, &w.Version)
	if err != nil && !sqldb.IsNotFound(err) {
		return w, fmt.Errorf("read how far index %s is: %w", index, err)
	}
	return w, nil
}

// SetWritten remembers how far an index was written.
func (s *Store) SetWritten(ctx context.Context, index string, w Written) error {
	_, err := s.db.NewRaw(`INSERT INTO projection_index (name, generation, version) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET generation = EXCLUDED.generation, version = EXCLUDED.version`,
		index, w.Generation, w.Version).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remember how far index %s is: %w", index, err)
	}
	return nil
}

// Advance remembers that an index was written further. Another generation than the one remembered, which another process
// may have put in place, and an earlier position change nothing.
func (s *Store) Advance(ctx context.Context, index string, w Written) error {
	_, err := s.db.NewRaw("UPDATE projection_index SET version = ? WHERE name = ? AND generation = ? AND version < ?",
		w.Version, index, w.Generation, w.Version).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remember how far index %s is: %w", index, err)
	}
	return nil
}

// Taxonomy is the relations as they were read, page by page, each a JSON array.
type Taxonomy struct {
	Version string
	Pages   []string
}

// Taxonomy reads what SetTaxonomy kept; the version is empty when nothing was.
func (s *Store) Taxonomy(ctx context.Context) (Taxonomy, error) {
	var rows []struct {
		Version string `bun:"version"`
		Body    string `bun:"body"`
	}
	if err := s.db.NewRaw("SELECT version, body FROM projection_taxonomy ORDER BY number").Scan(ctx, &rows); err != nil {
		return Taxonomy{}, fmt.Errorf("read the taxonomy: %w", err)
	}
	var t Taxonomy
	for _, r := range rows {
		t.Version = r.Version
		t.Pages = append(t.Pages, r.Body)
	}
	return t, nil
}

// SetTaxonomy replaces the taxonomy.
func (s *Store) SetTaxonomy(ctx context.Context, t Taxonomy) error {
	if t.Version == "" || len(t.Pages) == 0 {
		return errors.New("keep the taxonomy: it has no version or no pages")
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewRaw("DELETE FROM projection_taxonomy").Exec(ctx); err != nil {
			return fmt.Errorf("drop the former taxonomy: %w", err)
		}
		for i, page := range t.Pages {
			_, err := tx.NewRaw("INSERT INTO projection_taxonomy (number, version, body) VALUES (?, ?, ?)", i, t.Version, page).Exec(ctx)
			if err != nil {
				return fmt.Errorf("keep the taxonomy: %w", err)
			}
		}
		return nil
	})
}

// PeopleByID reads rows by id; missing ones are left out.
func (s *Store) PeopleByID(ctx context.Context, ids []string) ([]PersonRow, error) {
	var rows []PersonRow
	if len(ids) == 0 {
		return nil, nil
	}
	err := s.db.NewSelect().Model(&rows).Column("id", "version", "candidate", "profile").
		Where("id IN (?)", bun.List(ids)).OrderExpr("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read people's rows by id: %w", err)
	}
	return rows, nil
}

// OpeningsByID reads rows by id; missing ones are left out.
func (s *Store) OpeningsByID(ctx context.Context, ids []string) ([]OpeningRow, error) {
	var rows []OpeningRow
	if len(ids) == 0 {
		return nil, nil
	}
	err := s.db.NewSelect().Model(&rows).Column("id", "version", "opening").
		Where("id IN (?)", bun.List(ids)).OrderExpr("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read openings' rows by id: %w", err)
	}
	return rows, nil
}
