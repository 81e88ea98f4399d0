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
