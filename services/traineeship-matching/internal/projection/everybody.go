package projection

import (
	"context"
	"fmt"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// EachPerson tells of everybody, from the rows: also while the snapshot loads or is not filled.
func (p *Projection) EachPerson(ctx context.Context, tell func(match.Person)) error {
	for after := int64(0); ; {
		rows, err := p.store.People(ctx, after, batch)
		if err != nil {
			return fmt.Errorf("read everybody: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		for _, r := range rows {
			if doc, deleted := p.readPerson(ctx, r); !deleted {
				tell(doc)
			}
		}
		after = rows[len(rows)-1].Version
	}
}
