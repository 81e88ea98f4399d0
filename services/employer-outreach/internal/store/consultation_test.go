package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
)

// Of many who want the same time, one gets it; cancelled, it is free again.
func TestATimeIsBookedOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		slot := consultation.Slot{ID: id(), Start: f.clock.at.Add(24 * time.Hour), End: f.clock.at.Add(25 * time.Hour), Place: "Marked place", By: "anna"}
		must(t, f.OpenSlots(ctx, []consultation.Slot{slot}))
		var all sync.WaitGroup
		var lock sync.Mutex
		var got []string
		for range 8 {
			b := consultation.Booking{
				ID: id(), Version: 1, SlotID: slot.ID, Kind: consultation.ForPerson, State: consultation.Booked, Hash: id(), BookedBy: "bruno",
				Visitor: consultation.Visitor{Name: "Marked name", Reach: "+39 02 1"},
			}
			all.Go(func() {
				switch err := f.Book(ctx, b, ""); {
				case err == nil:
					lock.Lock()
					defer lock.Unlock()
					got = append(got, b.ID)
				case !fault.Is(err, fault.Conflict):
					t.Errorf("booking: %v", err)
				}
			})
		}
		all.Wait()
		if len(got) != 1 {
			t.Fatalf("%d got the same time", len(got))
		}
		if free, err := f.FreeSlots(ctx, f.clock.at, f.clock.at.Add(48*time.Hour)); err != nil || len(free) != 0 {
			t.Errorf("free: %v, %v", free, err)
		}
		visit, err := f.VisitByID(ctx, got[0])
		if err != nil || visit.Booking.Visitor.Name != "Marked name" || !visit.Slot.Start.Equal(slot.Start) {
			t.Fatalf("the visit: %+v, %v", visit, err)
		}
		if own, err := f.BookedBy(ctx, "bruno", f.clock.at); err != nil || len(own) != 1 {
			t.Errorf("own: %+v, %v", own, err)
		}
		visit.Booking.State = consultation.Cancelled
		must(t, f.SaveBooking(ctx, visit.Booking, identity.DeskOwn))
		if err := f.SaveBooking(ctx, visit.Booking, identity.DeskOwn); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		if free, err := f.FreeSlots(ctx, f.clock.at, f.clock.at.Add(48*time.Hour)); err != nil || len(free) != 1 {
			t.Errorf("cancelled, free: %v, %v", free, err)
		}
		again := consultation.Booking{ID: id(), Version: 1, SlotID: slot.ID, Kind: consultation.ForPerson, State: consultation.Booked, Hash: id(), Visitor: visit.Booking.Visitor}
		must(t, f.Book(ctx, again, ""))
		agenda, err := f.Agenda(ctx, f.clock.at, f.clock.at.Add(48*time.Hour))
		if err != nil || len(agenda) != 1 || agenda[0].Booking.ID != again.ID {
			t.Errorf("agenda: %+v, %v", agenda, err)
		}
		f.clock.at = f.clock.at.Add(26 * time.Hour)
		if n, since, err := f.ToNote(ctx, "anna"); err != nil || n != 1 || !since.Equal(slot.Start) {
			t.Errorf("to note: %d since %v, %v", n, since, err)
		}
		late := again
		late.ID, late.Hash = id(), id()
		if err := f.Book(ctx, late, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("a time that is past: %v", err)
		}
	})
}
