package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// SkillWanted is how much live openings ask for a skill.
type SkillWanted struct {
	Skill string `bun:"skill"`
	// Openings that need it at the start or find it useful, and their free seats.
	Openings int `bun:"openings"`
	Seats    int `bun:"seats"`
	// Taught is how many live openings teach it.
	Taught int `bun:"taught"`
}

// SkillsWanted counts the skills that live openings ask for, the most asked for first; of equals the one with
// more seats, then by id.
func (s *Store) SkillsWanted(ctx context.Context, limit int) ([]SkillWanted, error) {
	wanted := []SkillWanted{}
	asked := s.live(s.db.NewSelect().TableExpr("opening_skill AS k").Join("JOIN opening AS o ON o.id = k.opening_id").
		ColumnExpr("DISTINCT k.skill, o.id, o.seats - o.seats_taken AS free").Where("k.need IN (?)", bun.List([]Need{NeededAtStart, Useful})))
	taught := s.live(s.db.NewSelect().TableExpr("opening_skill AS t").Join("JOIN opening AS o ON o.id = t.opening_id").
		ColumnExpr("count(*)").Where("t.skill = a.skill").Where("t.need = ?", LearnedHere))
	err := s.db.NewSelect().TableExpr("(?) AS a", asked).
		ColumnExpr("a.skill, count(*) AS openings, sum(a.free) AS seats, (?) AS taught", taught).
		GroupExpr("a.skill").OrderExpr("2 DESC, 3 DESC, a.skill").Limit(int64(limit)).Scan(ctx, &wanted)
	if err != nil {
		return nil, fmt.Errorf("count the skills asked for: %w", err)
	}
	return wanted, nil
}

// Place is a municipality with live openings.
type Place struct {
	Municipality string `bun:"municipality"`
	Openings     int    `bun:"openings"`
}

// Choices are what the filters of the orientation desk can usefully offer: what live openings have.
type Choices struct {
	Places    []Place
	Groups    []string
	Languages []string
	Openings  int
	Seats     int
}

// Choices reads them.
func (s *Store) Choices(ctx context.Context) (Choices, error) {
	var c Choices
	from := func() *bun.SelectQuery { return s.live(s.db.NewSelect().TableExpr("opening AS o")) }
	err := from().Join("JOIN site AS s ON s.id = o.site_id").ColumnExpr("s.municipality, count(*) AS openings").
		GroupExpr("s.municipality").OrderExpr("s.municipality").Scan(ctx, &c.Places)
	if err == nil {
		err = from().ColumnExpr("DISTINCT substr(o.isco, 1, 1)").Where("o.isco <> ''").OrderExpr("1").Scan(ctx, &c.Groups)
	}
	if err == nil {
		err = from().Join("JOIN opening_language AS g ON g.opening_id = o.id").ColumnExpr("DISTINCT g.language").
			Where("g.language <> 'it'").OrderExpr("1").Scan(ctx, &c.Languages)
	}
	if err == nil {
		err = from().ColumnExpr("count(*), coalesce(sum(o.seats - o.seats_taken), 0)").Scan(ctx, &c.Openings, &c.Seats)
	}
	if err != nil {
		return c, fmt.Errorf("read what can be looked for: %w", err)
	}
	return c, nil
}
