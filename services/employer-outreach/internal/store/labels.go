package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

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

// Unlabelled finds occupations and skills of openings that have no label in a language yet, at most limit. It looks at
// all openings there are; Fresh tells what came since.
func (s *Store) Unlabelled(ctx context.Context, language string, limit int64) ([]string, error) {
	var ids []string
	used := s.db.NewSelect().TableExpr("opening").ColumnExpr("occupation AS concept").
		Union(s.db.NewSelect().TableExpr("opening_skill").ColumnExpr("skill AS concept"))
	err := s.db.NewSelect().TableExpr("(?) AS u", used).ColumnExpr("u.concept").
		Where("NOT EXISTS (SELECT 1 FROM concept_label AS l WHERE l.concept = u.concept AND l.language = ?)", language).
		Limit(limit).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("find concepts without a label: %w", err)
	}
	return ids, nil
}

// fresh collects the concepts of openings that are written.
type fresh struct {
	mu  sync.Mutex
	ids map[string]bool
}

// FreshAgain gives back what Fresh returned: it could not be learnt now.
func (s *Store) FreshAgain(ids []string) { s.fresh.put(ids...) }

func (f *fresh) put(ids ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ids == nil {
		f.ids = map[string]bool{}
	}
	for _, id := range ids {
		f.ids[id] = true
	}
}

func (f *fresh) add(openings []opening.Opening) {
	for _, o := range openings {
		f.put(o.Terms.Occupation)
		for _, r := range skillRows(o) {
			f.put(r.Skill)
		}
	}
}

// Fresh returns the concepts of openings that were written by this process since it was last asked: some may have no
// label yet.
func (s *Store) Fresh() []string {
	s.fresh.mu.Lock()
	defer s.fresh.mu.Unlock()
	ids := slices.Collect(maps.Keys(s.fresh.ids))
	s.fresh.ids = nil
	return ids
}
