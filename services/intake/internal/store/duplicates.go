package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
)

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
	// Files that share nothing with any other are left out first: comparing each with each would take four times as long
	// for twice as many people, and every front page of a counsellor asks.
	files := s.db.NewSelect().TableExpr("person").ColumnExpr("id, contact_index, lower(name) AS called").Where("state = 'active' AND merged_into = ''")
	if team != "" {
		files = files.Where("team = ?", team)
	}
	likely := s.db.NewSelect().TableExpr("files").ColumnExpr("*").
		Where("called IN (SELECT called FROM files GROUP BY called HAVING COUNT(*) > 1)").
		WhereOr("contact_index IN (SELECT contact_index FROM files WHERE contact_index <> '' GROUP BY contact_index HAVING COUNT(*) > 1)")
	q := s.db.NewSelect().With("files", files).With("likely", likely).TableExpr("likely AS a").
		ColumnExpr("a.id AS first, b.id AS second").
		ColumnExpr("(a.contact_index <> '' AND a.contact_index = b.contact_index) AS same_contact").
		Join("JOIN likely AS b ON a.id < b.id AND ((a.contact_index <> '' AND a.contact_index = b.contact_index) OR a.called = b.called)").
		Where("NOT EXISTS (SELECT 1 FROM not_duplicate n WHERE n.first = a.id AND n.second = b.id)").
		OrderExpr("b.id DESC").Limit(int64(limit))
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
