package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

type labelRow struct {
	bun.BaseModel `bun:"table:concept_label"`

	Concept  string `bun:"concept,pk"`
	Language string `bun:"language,pk"`
	Label    string `bun:"label"`
}

// Labels reads what concepts were called when the taxonomy was last asked. Unknown ones are left out.
func (s *Store) Labels(ctx context.Context, language string, ids []string) (map[string]string, error) {
	labels := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return labels, nil
	}
	var rows []labelRow
	err := s.db.NewSelect().Model(&rows).Where("language = ?", language).Where("concept IN (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read labels: %w", err)
	}
	for _, r := range rows {
		labels[r.Concept] = r.Label
	}
	return labels, nil
}

// KeepLabels keeps what concepts are called in a language.
func (s *Store) KeepLabels(ctx context.Context, language string, labels map[string]string) error {
	if len(labels) == 0 {
		return nil
	}
	rows := make([]labelRow, 0, len(labels))
	for id, label := range labels {
		rows = append(rows, labelRow{Concept: id, Language: language, Label: label})
	}
	_, err := s.db.NewInsert().Model(&rows).On("CONFLICT (concept, language) DO UPDATE").Set("label = EXCLUDED.label").Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep %d labels: %w", len(rows), err)
	}
	return nil
}

// Unlabelled finds occupations and skills of openings that have no label in a language yet, at most limit.
func (s *Store) Unlabelled(ctx context.Context, language string, limit int64) ([]string, error) {
	var ids []string
	skills := s.db.NewSelect().TableExpr("opening_skill AS k").Join("JOIN opening AS o ON o.id = k.opening_id").ColumnExpr("k.skill AS concept").
		Where("o.state <> ?", opening.Closed)
	used := s.db.NewSelect().TableExpr("opening AS o").ColumnExpr("o.occupation AS concept").Where("o.state <> ?", opening.Closed).Union(skills)
	err := s.db.NewSelect().TableExpr("(?) AS u", used).ColumnExpr("u.concept").
		Where("NOT EXISTS (SELECT 1 FROM concept_label AS l WHERE l.concept = u.concept AND l.language = ?)", language).
		Limit(limit).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("find concepts without a label: %w", err)
	}
	return ids, nil
}
