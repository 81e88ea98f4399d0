package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/person"
)

// Staff returns everybody whom the directory knows and who is no person in care, by name. Without all, only those
// who follow people: counsellors and coordinators.
func (s *Store) Staff(ctx context.Context, all bool) ([]directory.Entry, error) {
	var rows []staffRow
	q := s.db.NewSelect().Model(&rows).Where("person = ''").Where("roles <> ''").OrderExpr("name, subject").Limit(2000)
	if !all {
		q = q.Where("roles LIKE ? OR roles LIKE ?", "%counsellor%", "%coordinator%")
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list the staff: %w", err)
	}
	list := make([]directory.Entry, 0, len(rows))
	for _, r := range rows {
		list = append(list, directory.Entry{Subject: r.Subject, Name: r.Name, Roles: strings.Fields(r.Roles), Team: r.Team, Partner: r.Partner})
	}
	return list, nil
}

// Load is how many active files somebody follows.
type Load struct {
	Team  string `bun:"team"`
	Tutor string `bun:"tutor"` // "" counts those whom nobody follows
	Count int    `bun:"count"`
}

// Caseload counts the active files by team and tutor.
func (s *Store) Caseload(ctx context.Context) ([]Load, error) {
	var loads []Load
	err := s.db.NewSelect().Model((*personRow)(nil)).ColumnExpr("team, tutor, COUNT(*) AS count").
		Where("state = ?", string(person.Active)).Where("merged_into = ''").GroupExpr("team, tutor").OrderExpr("team, tutor").Scan(ctx, &loads)
	if err != nil {
		return nil, fmt.Errorf("count who follows how many: %w", err)
	}
	return loads, nil
}

// Unassigned counts the active files of a team, of every team with "", that nobody follows, and says since when the first
// of them waits.
func (s *Store) Unassigned(ctx context.Context, team string) (int, civil.Date, error) {
	var row struct {
		Count int         `bun:"count"`
		Since *civil.Date `bun:"since"`
	}
	q := s.db.NewSelect().Model((*personRow)(nil)).ColumnExpr("COUNT(*) AS count").ColumnExpr("MIN(waiting_since) AS since").
		Where("state = ?", string(person.Active)).Where("merged_into = ''").Where("tutor = ''")
	if team != "" {
		q = q.Where("team = ?", team)
	}
	if err := q.Scan(ctx, &row); err != nil {
		return 0, civil.Date{}, fmt.Errorf("count whom nobody follows: %w", err)
	}
	return row.Count, orZero(row.Since), nil
}

// LevelChange is one entry of the history of a person's level of support.
type LevelChange struct {
	bun.BaseModel `bun:"table:level_change"`

	Person string    `bun:"person,pk"`
	At     time.Time `bun:"at,pk"`
	Level  string    `bun:"level"`
	Author string    `bun:"author"`
}

// Levels returns how the level of support changed, the newest first.
func (s *Store) Levels(ctx context.Context, id string) ([]LevelChange, error) {
	var rows []LevelChange
	if err := s.db.NewSelect().Model(&rows).Where("person = ?", id).OrderExpr("at DESC").Limit(100).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the levels of support: %w", err)
	}
	return rows, nil
}

func addLevel(ctx context.Context, tx bun.Tx, c *LevelChange) error {
	if c == nil {
		return nil
	}
	if _, err := tx.NewInsert().Model(c).On("CONFLICT (person, at) DO UPDATE").Set("level = EXCLUDED.level").Set("author = EXCLUDED.author").Exec(ctx); err != nil {
		return fmt.Errorf("write the level of support: %w", err)
	}
	return nil
}
