package finding

import (
	"context"
	"strings"
)

// Understanding is what was made of a text that was typed to find people.
type Understanding struct {
	Filter Filter
	// Unknown are the parts that no concept fits. They are for the answer alone: they may name somebody.
	Unknown []string
}

// A part of a text is taken for its best concept from this score on.
const understoodFrom = 0.5

const maxParts = 5

// Understand adds to a filter what a text means. Commas part it: every part is to fit.
func (d *Desk) Understand(ctx context.Context, f Filter, text, language string) (Understanding, error) {
	u := Understanding{Filter: f}
	u.Filter.Maybe = nil
	parts := strings.FieldsFunc(Clean(text), func(r rune) bool { return strings.ContainsRune(",;،؛", r) })
	for _, part := range parts[:min(len(parts), maxParts)] {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		concepts, err := d.Names.Find(ctx, part, language, maxMaybe)
		if err != nil {
			return u, err
		}
		if len(concepts) == 0 || concepts[0].Score < understoodFrom {
			u.Unknown = append(u.Unknown, part)
			continue
		}
		u.Filter = u.Filter.With(Means, concepts[0].ID)
		for _, c := range concepts[1:] {
			if c.Score >= understoodFrom && len(u.Filter.Maybe) < maxMaybe {
				u.Filter.Maybe = append(u.Filter.Maybe, concepts[0].ID+or+c.ID)
			}
		}
	}
	return u, nil
}
