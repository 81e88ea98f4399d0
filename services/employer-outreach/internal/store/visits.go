package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
)

// VisitByID reads a booking with its time.
func (s *Store) VisitByID(ctx context.Context, id string) (Visit, error) {
	return s.visit(ctx, "id", id)
}

// VisitByHash reads the booking that a personal link leads to.
func (s *Store) VisitByHash(ctx context.Context, hash string) (Visit, error) {
	return s.visit(ctx, "hash", hash)
}

func (s *Store) visit(ctx context.Context, column, value string) (Visit, error) {
	var row bookingRow
	if err := s.db.NewSelect().Model(&row).Where("? = ?", bun.Ident(column), value).Scan(ctx); err != nil {
		return Visit{}, sqldb.Fault(err, "booking")
	}
	b, err := s.booking(row)
	if err != nil {
		return Visit{}, err
	}
	var slot slotRow
	if err := s.db.NewSelect().Model(&slot).Where("id = ?", row.SlotID).Scan(ctx); err != nil {
		return Visit{}, sqldb.Fault(err, "time")
	}
	return Visit{Slot: slot.slot(), Booking: b}, nil
}

// Agenda lists the times between two instants, each with its booking, and records that the visitors were seen.
func (s *Store) Agenda(ctx context.Context, from, to time.Time) ([]Visit, error) {
	var slots []slotRow
	err := s.db.NewSelect().Model(&slots).Where("starts_at >= ?", from.UTC()).Where("starts_at < ?", to.UTC()).Order("starts_at", "id").Limit(500).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the desk's times: %w", err)
	}
	visits, err := s.withBookings(ctx, slots, nil)
	if err != nil {
		return nil, err
	}
	return visits, s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // it names itself
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.DeskRead, Kind: "desk-agenda"})
	})
}

func (s *Store) withBookings(ctx context.Context, slots []slotRow, only []bookingRow) ([]Visit, error) {
	rows := only
	if rows == nil && len(slots) > 0 {
		ids := make([]string, len(slots))
		for i, one := range slots {
			ids[i] = one.ID
		}
		err := s.db.NewSelect().Model(&rows).Where("slot_id IN (?)", bun.List(ids)).Where("state <> ?", consultation.Cancelled).Scan(ctx)
		if err != nil {
			return nil, fmt.Errorf("list bookings: %w", err)
		}
	}
	taken := make(map[string]bookingRow, len(rows))
	for _, r := range rows {
		taken[r.SlotID] = r
	}
	visits := make([]Visit, 0, len(slots))
	for _, one := range slots {
		v := Visit{Slot: one.slot()}
		if r, ok := taken[one.ID]; ok {
			b, err := s.booking(r)
			if err != nil {
				return nil, err
			}
			v.Booking = b
		}
		if v.Booking.ID != "" || !one.Closed {
			visits = append(visits, v)
		}
	}
	return visits, nil
}

// BookedBy lists the visits that somebody booked and that were not cancelled, from an instant on.
func (s *Store) BookedBy(ctx context.Context, subject string, from time.Time) ([]Visit, error) {
	if subject == "" {
		return nil, nil
	}
	var rows []bookingRow
	err := s.db.NewSelect().Model(&rows).Where("booked_by = ?", subject).Where("state <> ?", consultation.Cancelled).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return nil, wrap("list own bookings", err)
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.SlotID
	}
	var slots []slotRow
	err = s.db.NewSelect().Model(&slots).Where("id IN (?)", bun.List(ids)).Where("ends_at > ?", from.UTC()).Order("starts_at").Limit(MaxPage).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the times of own bookings: %w", err)
	}
	return s.withBookings(ctx, slots, rows)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// ToNote counts the visits at somebody's desk that were and are not noted yet, and tells since when.
func (s *Store) ToNote(ctx context.Context, by string) (n int, since *time.Time, err error) {
	var starts []time.Time
	err = s.db.NewSelect().TableExpr("desk_slot AS t").Join("JOIN desk_booking AS b ON b.slot_id = t.id").Column("t.starts_at").
		Where("t.by_subject = ?", by).Where("b.state = ?", consultation.Booked).Where("t.starts_at < ?", s.now().UTC()).
		Order("t.starts_at").Limit(MaxPage).Scan(ctx, &starts)
	if err != nil {
		return 0, nil, fmt.Errorf("count the visits to note: %w", err)
	}
	if len(starts) > 0 {
		since = &starts[0]
	}
	return len(starts), since, nil
}

// LoadDesk writes times and bookings; those whose id exists are replaced.
func (s *Store) LoadDesk(ctx context.Context, slots []consultation.Slot, bookings []consultation.Booking) (Written, error) {
	slotRows, rows := make([]slotRow, len(slots)), make([]bookingRow, len(bookings))
	for i, one := range slots {
		slotRows[i] = slotRow{ID: one.ID, StartsAt: one.Start.UTC(), EndsAt: one.End.UTC(), Place: one.Place, By: one.By, Closed: one.Closed, Demo: one.Demo}
	}
	for i, b := range bookings {
		b.Version = 1
		var err error
		if rows[i], err = s.bookingRow(b); err != nil {
			return Written{}, err
		}
	}
	w := Written{Created: len(slots) + len(bookings)}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&slotRows).On("CONFLICT (id) DO UPDATE").Set("starts_at = EXCLUDED.starts_at").
			Set("ends_at = EXCLUDED.ends_at").Set("place = EXCLUDED.place").Exec(ctx)
		if err != nil {
			return fmt.Errorf("write %d times: %w", len(slotRows), err)
		}
		if len(rows) > 0 {
			_, err = tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").Set("version = b.version + 1").Set("state = EXCLUDED.state").
				Set("who = EXCLUDED.who").Set("asked = EXCLUDED.asked").Set("answered = EXCLUDED.answered").Exec(ctx)
			if err != nil {
				return fmt.Errorf("write %d bookings: %w", len(rows), err)
			}
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.BatchLoad, Kind: "desk-booking", Detail: fmt.Sprintf("batch of %d", len(rows))})
	})
	return w, err //nolint:wrapcheck // the parts are wrapped
}
