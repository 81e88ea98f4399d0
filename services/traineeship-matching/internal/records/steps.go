package records

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

// Due is a step to be woken.
type Due struct {
	ID       string    `bun:"id"`
	DueAt    time.Time `bun:"due_at"`
	Version  int64     `bun:"version"`
	Attempts int       `bun:"attempts"`
}

// Due returns open steps whose time has come, the oldest first, from after the given one on; the zero one is before all.
// Those that rest after a failure are left out.
func (s *Store) Due(ctx context.Context, now time.Time, after Due, limit int) ([]Due, error) {
	var due []Due
	q := s.db.NewSelect().Model((*stepRow)(nil)).Column("id", "due_at", "version", "attempts").
		Where("state = 'open'").Where("due_at <= ?", now.UTC()).
		Where("NOT EXISTS (SELECT 1 FROM step_failure AS f WHERE f.step = s.id AND f.version = s.version AND f.retry_at > ?)", now.UTC()).
		OrderExpr("due_at, id").Limit(int64(limit))
	if after.ID != "" {
		q = q.Where("(due_at, id) > (?, ?)", after.DueAt.UTC(), after.ID)
	}
	if err := q.Scan(ctx, &due); err != nil {
		return nil, fmt.Errorf("look for due steps: %w", err)
	}
	return due, nil
}

// StepOwner says which traineeship a step belongs to; "" when there is no such step.
func (s *Store) StepOwner(ctx context.Context, step string) (string, error) {
	var id string
	err := s.db.NewSelect().Model((*stepRow)(nil)).Column("traineeship").Where("id = ?", step).Scan(ctx, &id)
	if sqldb.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find a step's traineeship: %w", err)
	}
	return id, nil
}

// NextAttempt counts wake-ups that were lost, so that the next ones have ids of their own.
func (s *Store) NextAttempt(ctx context.Context, steps []string) error {
	for some := range slices.Chunk(steps, 500) {
		if err := nextAttempt(ctx, s.db.DB, some); err != nil {
			return err
		}
	}
	return nil
}

func nextAttempt(ctx context.Context, db bun.IDB, steps []string) error {
	_, err := db.NewUpdate().Model((*stepRow)(nil)).Set("attempts = attempts + 1").Where("id IN (?)", bun.List(steps)).Where("state = 'open'").Exec(ctx)
	if err != nil {
		return fmt.Errorf("count wake-ups: %w", err)
	}
	return nil
}

// NextDue is when the next open step is due; zero when none is.
func (s *Store) NextDue(ctx context.Context) (time.Time, error) {
	var at time.Time
	err := s.db.NewSelect().Model((*stepRow)(nil)).Column("due_at").Where("state = 'open'").OrderExpr("due_at, id").Limit(1).Scan(ctx, &at)
	if sqldb.IsNotFound(err) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the next step: %w", err)
	}
	return at.UTC(), nil
}
