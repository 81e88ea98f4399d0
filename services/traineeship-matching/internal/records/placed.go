package records

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Placed tells who has a traineeship, from its preparation to its end.
func (s *Store) Placed(ctx context.Context) (map[string]bool, error) {
	var people []string
	states := []traineeship.State{traineeship.Draft, traineeship.InPapers, traineeship.Ready, traineeship.Running, traineeship.Suspended}
	err := s.db.NewSelect().Table("traineeship").ColumnExpr("DISTINCT person").Where("state IN (?)", bun.List(states)).Scan(ctx, &people)
	if err != nil {
		return nil, fmt.Errorf("list who has a traineeship: %w", err)
	}
	placed := make(map[string]bool, len(people))
	for _, p := range people {
		placed[p] = true
	}
	return placed, nil
}
