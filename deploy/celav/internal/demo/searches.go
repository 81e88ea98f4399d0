package demo

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/contract/matching"
)

// searches gives staff some saved searches. What new matches there are comes by itself.
func (l *loader) searches(ctx context.Context, o Options) error {
	var batch matching.SearchBatch
	batch.Demo = ptr(true)
	add := func(owner, name string, kind matching.SearchKind, text string, picks ...matching.SearchPick) {
		s := matching.SearchToSave{Id: idOf(o.Seed, "search", len(batch.Items)), Name: name, Kind: kind, Picks: &picks}
		if text != "" {
			s.Text = &text
		}
		batch.Items = append(batch.Items, struct {
			Owner  string                `json:"owner"`
			Search matching.SearchToSave `json:"search"`
		}{owner, s})
	}
	for _, owner := range []string{"demo-counsellor-1", "demo-counsellor-2", "demo-coordinator"} {
		add(owner, "Ristorazione, italiano fino ad A2", matching.SearchKindOpenings, "cuoco", matching.SearchPick{Facet: "italian", Value: "2"})
		add(owner, "Tirocini al mattino", matching.SearchKindOpenings, "", matching.SearchPick{Facet: "kind", Value: "traineeship"}, matching.SearchPick{Facet: "schedule", Value: "mornings"})
		add(owner, "Subito disponibili, italiano da B1", matching.SearchKindPeople, "", matching.SearchPick{Facet: "language", Value: "it|3"}, matching.SearchPick{Facet: "free", Value: "now"})
	}
	if _, err := answer[matching.SearchBatchResult](l.matching.LoadSearches(ctx, batch)); err != nil {
		return fmt.Errorf("load saved searches: %w", err)
	}
	return nil
}
