package hiring

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// bookable is how far ahead visits can be booked.
const bookable = 28 * 24 * time.Hour

// FreeSlots lists the times at which the desk can be visited. Everybody may know them.
func (d *Desk) FreeSlots(ctx context.Context) ([]consultation.Slot, error) {
	now := d.now()
	return d.store.FreeSlots(ctx, now, now.Add(bookable))
}

// OpenSlots opens times at the caller's desk.
func (d *Desk) OpenSlots(ctx context.Context, start, end time.Time, each time.Duration, place string) (int, error) {
	if err := check(ctx, identity.DeskWrite, ""); err != nil {
		return 0, err
	}
	slots, err := consultation.Cut(start, end, each)
	var v fault.Violations
	if start.Before(d.now()) {
		v.Add("/date", "past", "is past")
	}
	if place = strings.TrimSpace(place); place == "" || len(place) > 200 {
		v.Add("/place", "required", "is required")
	}
	add(&v, "", err)
	if err := v.Err(); err != nil {
		return 0, err //nolint:wrapcheck // a fault for the caller
	}
	p, _ := identity.From(ctx)
	for i := range slots {
		if slots[i].ID, err = newID(); err != nil {
			return 0, err
		}
		slots[i].Place, slots[i].By = place, p.Subject
	}
	return len(slots), d.store.OpenSlots(ctx, slots)
}

// CloseSlot takes a time back.
func (d *Desk) CloseSlot(ctx context.Context, id string) error {
	if err := check(ctx, identity.DeskWrite, ""); err != nil {
		return err
	}
	return d.store.CloseSlot(ctx, id)
}

// Book takes a free time for a visitor, who needs no account. It returns what the visitor's personal link holds, which
// is told once; of a second try with the same key it is empty, and the booking is the first one's.
func (d *Desk) Book(ctx context.Context, b consultation.Booking, key string) (booked consultation.Booking, token string, err error) {
	b.Visitor = consultation.Visitor{Name: strings.TrimSpace(b.Visitor.Name), Reach: strings.TrimSpace(b.Visitor.Reach), About: strings.TrimSpace(b.Visitor.About)}
	if err := b.Check(); err != nil {
		return b, "", err //nolint:wrapcheck // a fault for the caller
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return b, "", fmt.Errorf("draw a personal link: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	p, _ := identity.From(ctx)
	b.State, b.Version, b.BookedBy, b.Hash = consultation.Booked, 1, p.Subject, hashOf(token)
	if b.Kind == consultation.ForEmployer && p.Company != "" {
		b.CompanyID = p.Company
	}
	made := store.KeyOf("desk", p.Subject, key)
	id, err := d.once(ctx, made, func(id string) error {
		b.ID = id
		return d.store.Book(ctx, b, made)
	})
	if err != nil {
		return b, "", err
	}
	visit, err := d.store.VisitByID(ctx, id)
	if visit.Booking.Hash != b.Hash {
		token = ""
	}
	return visit.Booking, token, err
}

// VisitByLink reads the visit that a personal link leads to.
func (d *Desk) VisitByLink(ctx context.Context, token string) (store.Visit, error) {
	return d.store.VisitByHash(ctx, hashOf(token))
}

// CancelByLink gives the time back that a personal link leads to.
func (d *Desk) CancelByLink(ctx context.Context, token string) error {
	v, err := d.store.VisitByHash(ctx, hashOf(token))
	if err != nil {
		return err
	}
	return d.cancel(ctx, v, identity.DeskOwn)
}

// OwnVisits lists the coming visits that the caller booked.
func (d *Desk) OwnVisits(ctx context.Context) ([]store.Visit, error) {
	p, _ := identity.From(ctx)
	return d.store.BookedBy(ctx, p.Subject, d.now())
}

// CancelVisit gives a time back: the one who booked it does, or the desk.
func (d *Desk) CancelVisit(ctx context.Context, id string) error {
	if err := check(ctx, identity.DeskOwn, ""); err != nil {
		return err
	}
	v, err := d.store.VisitByID(ctx, id)
	if err != nil {
		return err
	}
	p, _ := identity.From(ctx)
	if v.Booking.BookedBy != p.Subject {
		if err := check(ctx, identity.DeskWrite, ""); err != nil {
			return fault.New(fault.NotFound, "There is no such booking.")
		}
	}
	return d.cancel(ctx, v, identity.DeskOwn)
}

func (d *Desk) cancel(ctx context.Context, v store.Visit, a identity.Action) error {
	if v.Booking.State == consultation.Cancelled {
		return nil
	}
	b, err := v.Booking.Cancel(v.Slot.Start, d.now())
	if err != nil {
		return err //nolint:wrapcheck // a fault for the caller
	}
	return d.store.SaveBooking(ctx, b, a)
}

// Agenda lists the desk's times of a stretch, with who comes.
func (d *Desk) Agenda(ctx context.Context, from, to time.Time) ([]store.Visit, error) {
	if err := check(ctx, identity.DeskRead, ""); err != nil {
		return nil, err
	}
	return d.store.Agenda(ctx, from, to)
}

// Visit reads one visit, with who comes and what was asked and answered; the audit says so.
func (d *Desk) Visit(ctx context.Context, id string) (store.Visit, error) {
	if err := check(ctx, identity.DeskRead, ""); err != nil {
		return store.Visit{}, err
	}
	v, err := d.store.VisitByID(ctx, id)
	if err != nil {
		return v, err
	}
	return v, d.store.Saw(ctx, audit.Entry{Action: identity.DeskRead, Kind: "desk-booking", ID: id})
}

// NoteVisit writes down how a visit went, on the version that it is based on.
func (d *Desk) NoteVisit(ctx context.Context, id string, version int64, to consultation.State, asked, answered string) (store.Visit, error) {
	if err := check(ctx, identity.DeskWrite, ""); err != nil {
		return store.Visit{}, err
	}
	v, err := d.store.VisitByID(ctx, id)
	if err != nil {
		return v, err
	}
	b, err := v.Booking.Note(to, asked, answered, v.Slot.Start, d.now())
	if err != nil {
		return v, err //nolint:wrapcheck // a fault for the caller
	}
	b.Version = version
	if err := d.store.SaveBooking(ctx, b, identity.DeskWrite); err != nil {
		return v, err
	}
	return d.store.VisitByID(ctx, id)
}

// ToNote counts the visits at the caller's desk that are to be noted.
func (d *Desk) ToNote(ctx context.Context) (n int, since *time.Time, err error) {
	p, _ := identity.From(ctx)
	if identity.May(p, identity.DeskWrite) != nil {
		return 0, nil, nil
	}
	return d.store.ToNote(ctx, p.Subject)
}

// LoadDesk writes many times and bookings.
func (d *Desk) LoadDesk(ctx context.Context, slots []consultation.Slot, bookings []consultation.Booking) (store.Written, error) {
	if err := check(ctx, identity.BatchLoad, ""); err != nil {
		return store.Written{}, err
	}
	var v fault.Violations
	for i, b := range bookings {
		add(&v, fmt.Sprintf("/bookings/%d", i), b.Check())
		bookings[i].Hash = hashOf(b.ID + " has no personal link")
	}
	if err := v.Err(); err != nil {
		return store.Written{}, err //nolint:wrapcheck // a fault for the caller
	}
	return d.store.LoadDesk(ctx, slots, bookings)
}

// Started reports whether a visit has begun.
func (d *Desk) Started(v store.Visit) bool { return !d.now().Before(v.Slot.Start) }
