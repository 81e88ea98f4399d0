package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
)

type slotRow struct {
	bun.BaseModel `bun:"table:desk_slot,alias:t"`

	ID       string    `bun:"id,pk"`
	StartsAt time.Time `bun:"starts_at"`
	EndsAt   time.Time `bun:"ends_at"`
	Place    string    `bun:"place"`
	By       string    `bun:"by_subject"`
	Closed   bool      `bun:"closed"`
	Demo     bool      `bun:"demo"`
}

func (r slotRow) slot() consultation.Slot {
	return consultation.Slot{ID: r.ID, Start: r.StartsAt.UTC(), End: r.EndsAt.UTC(), Place: r.Place, By: r.By, Closed: r.Closed, Demo: r.Demo}
}

type bookingRow struct {
	bun.BaseModel `bun:"table:desk_booking,alias:b"`

	ID        string             `bun:"id,pk"`
	Version   int64              `bun:"version"`
	SlotID    string             `bun:"slot_id"`
	Kind      string             `bun:"kind"`
	CompanyID string             `bun:"company_id,nullzero"`
	State     consultation.State `bun:"state"`
	Who       []byte             `bun:"who"`
	Asked     []byte             `bun:"asked"`
	Answered  []byte             `bun:"answered"`
	Hash      string             `bun:"hash"`
	BookedBy  string             `bun:"booked_by"`
	Demo      bool               `bun:"demo"`
	ChangedAt time.Time          `bun:"changed_at"`
}

func (s *Store) bookingRow(b consultation.Booking) (bookingRow, error) {
	row := bookingRow{
		ID: b.ID, Version: b.Version, SlotID: b.SlotID, Kind: b.Kind, CompanyID: b.CompanyID, State: b.State, Hash: b.Hash,
		BookedBy: b.BookedBy, Demo: b.Demo, ChangedAt: s.now().UTC(),
	}
	who, err := json.Marshal(b.Visitor)
	if err != nil {
		return row, fmt.Errorf("write a visitor: %w", err)
	}
	var errs [3]error
	row.Who, errs[0] = s.sealText(string(who), "desk_booking", b.ID, "who")
	row.Asked, errs[1] = s.sealText(b.Asked, "desk_booking", b.ID, "asked")
	row.Answered, errs[2] = s.sealText(b.Answered, "desk_booking", b.ID, "answered")
	return row, errors.Join(errs[:]...)
}

func (s *Store) booking(r bookingRow) (consultation.Booking, error) {
	b := consultation.Booking{
		ID: r.ID, Version: r.Version, SlotID: r.SlotID, Kind: r.Kind, CompanyID: r.CompanyID, State: r.State, Hash: r.Hash, BookedBy: r.BookedBy, Demo: r.Demo,
	}
	who, err := s.openText(r.Who, "desk_booking", r.ID, "who")
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal([]byte(who), &b.Visitor); err != nil {
		return b, fmt.Errorf("read a visitor: %w", err)
	}
	var errs [2]error
	b.Asked, errs[0] = s.openText(r.Asked, "desk_booking", r.ID, "asked")
	b.Answered, errs[1] = s.openText(r.Answered, "desk_booking", r.ID, "answered")
	return b, errors.Join(errs[:]...)
}

// Visit is a slot with the booking that took it; the booking's id is empty while the slot is free.
type Visit struct {
	Slot    consultation.Slot
	Booking consultation.Booking
}

// OpenSlots opens times. One that the same counsellor has open already is left as it is.
func (s *Store) OpenSlots(ctx context.Context, slots []consultation.Slot) error {
	rows := make([]slotRow, len(slots))
	for i, one := range slots {
		rows[i] = slotRow{ID: one.ID, StartsAt: one.Start.UTC(), EndsAt: one.End.UTC(), Place: one.Place, By: one.By, Closed: one.Closed, Demo: one.Demo}
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if _, err := tx.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("open %d times: %w", len(rows), err)
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.DeskWrite, Kind: "desk-slot", Detail: fmt.Sprintf("%d opened", len(rows))})
	})
}

// CloseSlot takes a time back; who booked it already keeps it.
func (s *Store) CloseSlot(ctx context.Context, id string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewUpdate().Model((*slotRow)(nil)).Set("closed = ?", true).Where("id = ?", id).Exec(ctx)
		if err != nil {
			return fmt.Errorf("close a time: %w", err)
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such time.")
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.DeskWrite, Kind: "desk-slot", ID: id, Detail: "closed"})
	})
}

// FreeSlots lists the times between two instants that can be booked.
func (s *Store) FreeSlots(ctx context.Context, from, to time.Time) ([]consultation.Slot, error) {
	var rows []slotRow
	err := s.db.NewSelect().Model(&rows).Where("starts_at > ?", from.UTC()).Where("starts_at < ?", to.UTC()).Where("closed = ?", false).
		Where("NOT EXISTS (SELECT 1 FROM desk_booking AS b WHERE b.slot_id = t.id AND b.state <> ?)", consultation.Cancelled).
		Order("starts_at", "id").Limit(MaxPage).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list free times: %w", err)
	}
	slots := make([]consultation.Slot, len(rows))
	for i, r := range rows {
		slots[i] = r.slot()
	}
	return slots, nil
}

// Book takes a free slot; a slot that somebody else took first is a Conflict. The second of two calls with one form
// key is a Conflict too, and Made tells what the first one made.
func (s *Store) Book(ctx context.Context, b consultation.Booking, key FormKey) error {
	row, err := s.bookingRow(b)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if err := s.keep(ctx, tx, key, b.ID); err != nil {
			return err
		}
		n, err := tx.NewSelect().Model((*slotRow)(nil)).Where("id = ?", b.SlotID).Where("closed = ?", false).Where("starts_at > ?", s.now().UTC()).Count(ctx)
		if err != nil {
			return fmt.Errorf("look for a time: %w", err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "This time cannot be booked any more.")
		}
		_, err = tx.NewInsert().Model(&row).Exec(ctx)
		if sqldb.IsUnique(err) {
			return fault.New(fault.Conflict, "Somebody else has just booked this time.")
		}
		if err != nil {
			return sqldb.Fault(err, "booking")
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.DeskOwn, Kind: "desk-booking", ID: b.ID, Detail: "booked"})
	})
}

// SaveBooking replaces how a booking stands, on the version that it is based on.
func (s *Store) SaveBooking(ctx context.Context, b consultation.Booking, action identity.Action) error {
	row, err := s.bookingRow(b)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewUpdate().Model(&row).Column("state", "asked", "answered", "changed_at").Set("version = version + 1").
			Where("id = ?", b.ID).Where("version = ?", b.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "booking"); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: action, Kind: "desk-booking", ID: b.ID, Detail: string(b.State)})
	})
}
