package records

import (
	"context"
	"fmt"
	"time"

	"github.com/celav/celav/pkg/sqldb"
)

// Due is a step to be woken.
type Due struct {
	ID       string `bun:"id"`
	Version  int64  `bun:"version"`
	Attempts int    `bun:"attempts"`
}

// Due returns open steps whose time has come, the oldest first.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]Due, error) {
	var due []Due
	err := s.db.NewSelect().Model((*stepRow)(nil)).Column("id", "version", "attempts").
		Where("state = 'open'").Where("due_at <= ?", now.UTC()).OrderExpr("due_at, id").Limit(int64(limit)).Scan(ctx, &due)
	if err != nil {
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

// NextAttempt counts a wake-up that was given up, so that the next one has an id of its own.
func (s *Store) NextAttempt(ctx context.Context, step string, attempts int) error {
	_, err := s.db.NewUpdate().Model((*stepRow)(nil)).Set("attempts = attempts + 1").Where("id = ?", step).Where("attempts = ?", attempts).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count a failed wake-up: %w", err)
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
