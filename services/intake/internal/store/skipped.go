package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/services/intake/internal/appointment"
)

type skippedRow struct {
	bun.BaseModel `bun:"table:appointment_skipped"`

	Appointment string    `bun:"appointment,pk"`
	StartsAt    time.Time `bun:"starts_at,pk"`
	SaidAt      time.Time `bun:"said_at"`
}

// SkipAppointment records that the person cannot come at the time that was agreed. Saying so twice is saying so once.
func (s *Store) SkipAppointment(ctx context.Context, a appointment.Appointment, at time.Time, entry audit.Entry, also Also) error {
	r := &skippedRow{Appointment: a.ID, StartsAt: a.Starts.UTC(), SaidAt: at.UTC().Truncate(time.Second)}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewInsert().Model(r).On("CONFLICT (appointment, starts_at) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("record that somebody cannot come: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		if err := also(ctx, tx); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Skipped is an appointment to which the person cannot come.
type Skipped struct {
	Appointment string    `bun:"appointment"`
	Person      string    `bun:"person"`
	SaidAt      time.Time `bun:"said_at"`
}

// SkippedAppointments returns the planned appointments after a moment to which the person cannot come, the longest known
// first: of one person, or of a team, or with "" for both of all.
func (s *Store) SkippedAppointments(ctx context.Context, person, team string, after time.Time) ([]Skipped, error) {
	var list []Skipped
	q := s.db.NewSelect().TableExpr("appointment_skipped AS k").
		Join("JOIN appointment AS a ON a.id = k.appointment AND a.starts_at = k.starts_at").
		ColumnExpr("k.appointment, a.person, k.said_at").
		Where("a.state = ?", string(appointment.Planned)).Where("a.starts_at > ?", after.UTC()).OrderExpr("k.said_at, k.appointment").Limit(200)
	if person != "" {
		q = q.Where("a.person = ?", person)
	}
	if team != "" {
		q = q.Where("a.team = ?", team)
	}
	if err := q.Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("look for appointments to which somebody cannot come: %w", err)
	}
	return list, nil
}
