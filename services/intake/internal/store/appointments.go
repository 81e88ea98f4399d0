package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/appointment"
)

type appointmentRow struct {
	bun.BaseModel `bun:"table:appointment"`

	ID         string    `bun:"id,pk"`
	Version    int64     `bun:"version"`
	Person     string    `bun:"person"`
	Team       string    `bun:"team"`
	StartsAt   time.Time `bun:"starts_at"`
	Minutes    int       `bun:"minutes"`
	Place      string    `bun:"place"`
	Kind       string    `bun:"kind"`
	Staff      string    `bun:"staff"`
	State      string    `bun:"state"`
	Reminder   string    `bun:"reminder"`
	RequestKey *string   `bun:"request_key"`
	ChangedAt  time.Time `bun:"changed_at"`
}

// Also is work that belongs to the same transaction: a message, most often.
type Also func(ctx context.Context, tx bun.Tx) error

func appointmentRowOf(a appointment.Appointment, now time.Time) *appointmentRow {
	return &appointmentRow{
		ID: a.ID, Version: a.Version, Person: a.Person, Team: a.Team, StartsAt: a.Starts.UTC(), Minutes: a.Minutes, Place: a.Place,
		Kind: string(a.Kind), Staff: a.With, State: string(a.State), Reminder: a.Reminder, ChangedAt: now.UTC(),
	}
}

func (r appointmentRow) appointment() appointment.Appointment {
	return appointment.Appointment{
		ID: r.ID, Version: r.Version, Person: r.Person, Team: r.Team, State: appointment.State(r.State), Reminder: r.Reminder,
		Terms: appointment.Terms{Starts: r.StartsAt.UTC(), Minutes: r.Minutes, Place: r.Place, Kind: appointment.Kind(r.Kind), With: r.Staff},
	}
}

// Appointment returns one appointment of a person.
func (s *Store) Appointment(ctx context.Context, personID, id string) (appointment.Appointment, error) {
	var r appointmentRow
	if uuid.Validate(id) != nil {
		return appointment.Appointment{}, fault.New(fault.NotFound, "There is no such appointment.")
	}
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Where("person = ?", personID).Scan(ctx); err != nil {
		return appointment.Appointment{}, sqldb.Fault(err, "appointment")
	}
	return r.appointment(), nil
}

// AddAppointment writes a new appointment. A second call with the key of an earlier one returns the earlier one.
func (s *Store) AddAppointment(ctx context.Context, a appointment.Appointment, key string, now time.Time, entry audit.Entry, also Also) (appointment.Appointment, error) {
	r := appointmentRowOf(a, now)
	if key != "" {
		r.RequestKey = &key
	}
	earlier := appointmentRow{}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		earlier = appointmentRow{}
		res, err := tx.NewInsert().Model(r).On("CONFLICT (request_key) DO NOTHING").Exec(ctx)
		if err != nil {
			return sqldb.Fault(err, "appointment")
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = tx.NewSelect().Model(&earlier).Where("request_key = ?", key).Scan(ctx)
			}
			return sqldb.Fault(err, "appointment")
		}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err
		}
		return also(ctx, tx)
	})
	if err == nil && earlier.ID != "" {
		return earlier.appointment(), nil
	}
	return a, err
}

// SaveAppointment writes a changed appointment, if it is still at the version that a was read with.
func (s *Store) SaveAppointment(ctx context.Context, a appointment.Appointment, now time.Time, entry audit.Entry, also Also) (appointment.Appointment, error) {
	r := appointmentRowOf(a, now)
	r.Version++
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(r).ExcludeColumn("id", "person", "request_key").
			Where("id = ?", a.ID).Where("version = ?", a.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "appointment"); err != nil {
			return err
		}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err
		}
		return also(ctx, tx)
	})
	a.Version = r.Version
	return a, err
}

// Calendar narrows a list of appointments. Empty fields narrow nothing.
type Calendar struct {
	Person, Team, With string
	State              appointment.State
	From, Until        time.Time // Until is not included
	Newest             bool      // the newest first
	Limit              int
}

// Appointments returns appointments in the order of time.
func (s *Store) Appointments(ctx context.Context, c Calendar) ([]appointment.Appointment, error) {
	var rows []appointmentRow
	q := s.db.NewSelect().Model(&rows).Limit(int64(c.Limit))
	if c.Newest {
		q = q.OrderExpr("starts_at DESC, id DESC")
	} else {
		q = q.OrderExpr("starts_at, id")
	}
	for column, value := range map[string]string{"person": c.Person, "team": c.Team, "staff": c.With, "state": string(c.State)} {
		if value != "" {
			q = q.Where("? = ?", bun.Ident(column), value)
		}
	}
	if !c.From.IsZero() {
		q = q.Where("starts_at >= ?", c.From.UTC())
	}
	if !c.Until.IsZero() {
		q = q.Where("starts_at < ?", c.Until.UTC())
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list appointments: %w", err)
	}
	list := make([]appointment.Appointment, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.appointment())
	}
	return list, nil
}

// Came says how many appointments of a person were held and how many missed.
func (s *Store) Came(ctx context.Context, personID string) (held, missed int, err error) {
	var rows []struct {
		State string `bun:"state"`
		Count int    `bun:"count"`
	}
	err = s.db.NewSelect().Model((*appointmentRow)(nil)).ColumnExpr("state, COUNT(*) AS count").Where("person = ?", personID).GroupExpr("state").Scan(ctx, &rows)
	if err != nil {
		return 0, 0, fmt.Errorf("count appointments: %w", err)
	}
	for _, r := range rows {
		switch appointment.State(r.State) {
		case appointment.Held:
			held = r.Count
		case appointment.Missed:
			missed = r.Count
		case appointment.Planned, appointment.Cancelled:
		}
	}
	return held, missed, nil
}

// LoadAppointments writes many appointments, replacing those whose id exists, and what belongs to them.
func (s *Store) LoadAppointments(ctx context.Context, list []appointment.Appointment, now time.Time, entry audit.Entry, also []Also) (created int, err error) {
	rows := make([]*appointmentRow, 0, len(list))
	ids := make([]string, 0, len(list))
	for _, a := range list {
		rows = append(rows, appointmentRowOf(a, now))
		ids = append(ids, a.ID)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		there, err := tx.NewSelect().Model((*appointmentRow)(nil)).Where("id IN (?)", bun.List(ids)).Count(ctx)
		if err != nil {
			return fmt.Errorf("count appointments that exist: %w", err)
		}
		created = len(list) - int(there)
		q := tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").Set("version = ?TableAlias.version + 1")
		for _, column := range []string{"person", "team", "starts_at", "minutes", "place", "kind", "staff", "state", "reminder", "changed_at"} {
			q = q.Set("? = EXCLUDED.?", bun.Ident(column), bun.Ident(column))
		}
		if _, err := q.Exec(ctx); err != nil {
			if sqldb.IsForeignKey(err) {
				return fault.New(fault.Precondition, "An appointment belongs to a file that is not there.")
			}
			return fmt.Errorf("write appointments: %w", err)
		}
		for _, do := range also {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return created, err
}
