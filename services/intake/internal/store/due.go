package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
)

// DueKind is something in a file that runs out.
type DueKind string

// What runs out.
const (
	AccessEnds   DueKind = "access" // the access to work that holds now
	TurnsAdult   DueKind = "adult"  // the time as a minor
	NeedsConfirm DueKind = "needs"  // what was noted about needs and obstacles
)

// Due narrows to files in which something runs out between two days, both counted; a zero From means any day before.
type Due struct {
	Kind        DueKind
	From, Until civil.Date
}

func (d Due) narrow(q *bun.SelectQuery) *bun.SelectQuery {
	switch d.Kind {
	case AccessEnds:
		return d.between(q, "access_until")
	case TurnsAdult:
		return d.between(q.Where("minimum_age = 16"), "age_step_on")
	case NeedsConfirm:
		return q.Where("EXISTS (SELECT 1 FROM need n WHERE n.person = ?TableAlias.id AND n.state <> ? AND n.expires_on <= ?)", string(needs.Resolved), d.Until)
	default:
		return q
	}
}

func (d Due) between(q *bun.SelectQuery, column string) *bun.SelectQuery {
	if !d.From.IsZero() {
		q = q.Where("? >= ?", bun.Ident(column), d.From)
	}
	return q.Where("? <= ?", bun.Ident(column), d.Until)
}

// CountDue counts the active files of a team (of every team with "") in which something runs out, and says on which day
// it does first.
func (s *Store) CountDue(ctx context.Context, team string, d Due) (int, civil.Date, error) {
	var row struct {
		Count int         `bun:"count"`
		First *civil.Date `bun:"first"`
	}
	column := "access_until"
	if d.Kind == TurnsAdult {
		column = "age_step_on"
	}
	q := d.narrow(s.db.NewSelect().Model((*personRow)(nil)).ColumnExpr("COUNT(*) AS count").ColumnExpr("MIN(?) AS first", bun.Ident(column)).
		Where("state = ?", string(person.Active)))
	if team != "" {
		q = q.Where("team = ?", team)
	}
	if err := q.Scan(ctx, &row); err != nil {
		return 0, civil.Date{}, fmt.Errorf("count what runs out: %w", err)
	}
	return row.Count, orZero(row.First), nil
}
