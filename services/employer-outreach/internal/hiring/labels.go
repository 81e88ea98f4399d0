package hiring

import (
	"context"
	"slices"
	"time"

	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Taxonomy answers for concepts: the assessment service.
type Taxonomy interface {
	// Find MUST return the concepts that a text may mean, best first; kind is "occupation" or "skill".
	Find(ctx context.Context, kind, text, language string) ([]Concept, error)
	// Occupation reads one occupation; NotFound when the taxonomy has none of that id.
	Occupation(ctx context.Context, id, language string) (Occupation, error)
	// Labels MUST leave unknown ids out.
	Labels(ctx context.Context, language string, ids []string) (map[string]string, error)
}

// Concept is an occupation or a skill as it is called in one language.
type Concept struct {
	ID, Label string
	// Matched is the label that fitted the text, in MatchedLanguage, when it is another than Label.
	Matched, MatchedLanguage string
}

// Occupation is what the taxonomy knows of an occupation: its ISCO-08 code and the skills that belong to it.
type Occupation struct {
	ISCO                string
	Essential, Optional []Concept
}

// Labels tells what concepts are called. It remembers what it was told, so that a page needs the taxonomy
// for new concepts only, and a public page never.
type Labels struct {
	taxonomy Taxonomy
	store    *store.Store
}

// NewLabels makes labels over the taxonomy and the records.
func NewLabels(taxonomy Taxonomy, records *store.Store) *Labels {
	return &Labels{taxonomy: taxonomy, store: records}
}

const (
	labelTime  = 2 * time.Second
	labelBatch = 500
)

// Of returns labels by id, asking the taxonomy for those that it does not remember. A concept that stays
// without one is called by its id: a page is not lost for a label.
func (l *Labels) Of(ctx context.Context, language string, ids ...string) (map[string]string, error) {
	labels, err := l.Known(ctx, language, ids...)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, id := range ids {
		if _, ok := labels[id]; !ok && id != "" {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return labels, nil
	}
	asked, cancel := context.WithTimeout(ctx, labelTime)
	defer cancel()
	found, err := l.taxonomy.Labels(asked, language, missing[:min(len(missing), labelBatch)])
	if err != nil {
		found = nil // the taxonomy does not answer: the ids must do
	}
	if err := l.store.KeepLabels(ctx, language, found); err != nil {
		return nil, err
	}
	for _, id := range missing {
		if labels[id] = found[id]; labels[id] == "" {
			labels[id] = id
		}
	}
	return labels, nil
}

// Known returns what is remembered, and asks nobody.
func (l *Labels) Known(ctx context.Context, language string, ids ...string) (map[string]string, error) {
	return l.store.Labels(ctx, language, ids)
}

// LearnOf asks for those of some concepts that have no label yet, in all languages of the pages.
func (l *Labels) LearnOf(ctx context.Context, languages, ids []string) error {
	for _, language := range languages {
		for part := range slices.Chunk(ids, labelBatch) {
			known, err := l.Known(ctx, language, part...)
			if err != nil {
				return err
			}
			missing := slices.DeleteFunc(slices.Clone(part), func(id string) bool { return known[id] != "" })
			if len(missing) == 0 {
				continue
			}
			found, err := l.taxonomy.Labels(ctx, language, missing)
			if err != nil {
				return err //nolint:wrapcheck // the taxonomy names itself
			}
			if err := l.store.KeepLabels(ctx, language, found); err != nil {
				return err
			}
		}
	}
	return nil
}

// Learn asks for the concepts of openings that have no label yet, in all languages of the pages.
func (l *Labels) Learn(ctx context.Context, languages []string) error {
	for _, language := range languages {
		ids, err := l.store.Unlabelled(ctx, language, labelBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		found, err := l.taxonomy.Labels(ctx, language, ids)
		if err != nil {
			return err //nolint:wrapcheck // the taxonomy names itself
		}
		if err := l.store.KeepLabels(ctx, language, found); err != nil {
			return err
		}
	}
	return nil
}
