package consultation_test

import (
	"testing"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
)

func TestAVisitFromBookingToNote(t *testing.T) {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	before, after := start.Add(-time.Hour), start.Add(time.Hour)
	b := consultation.Booking{Kind: consultation.ForPerson, State: consultation.Booked, Visitor: consultation.Visitor{Name: "X", Reach: "+39 02 1"}}
	if err := b.Check(); err != nil {
		t.Errorf("a whole one: %v", err)
	}
	if err := (consultation.Booking{}).Check(); !fault.Is(err, fault.Invalid) {
		t.Errorf("an empty one: %v", err)
	}
	if _, err := b.Note(consultation.Held, "?", "!", start, before); !fault.Is(err, fault.Precondition) {
		t.Errorf("noted before it began: %v", err)
	}
	if _, err := b.Note(consultation.Held, "", "", start, after); !fault.Is(err, fault.Invalid) {
		t.Errorf("held without what was asked: %v", err)
	}
	held, err := b.Note(consultation.Held, "?", "!", start, after)
	if err != nil || held.State != consultation.Held {
		t.Errorf("held: %+v, %v", held, err)
	}
	if _, err := held.Cancel(start, after); !fault.Is(err, fault.Precondition) {
		t.Errorf("cancelled after it was held: %v", err)
	}
	gone, err := b.Cancel(start, before)
	if err != nil || gone.State != consultation.Cancelled {
		t.Errorf("cancelled: %+v, %v", gone, err)
	}
	if _, err := gone.Note(consultation.NoShow, "", "", start, after); !fault.Is(err, fault.Precondition) {
		t.Errorf("a no-show of what was cancelled: %v", err)
	}
}

func TestCut(t *testing.T) {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	slots, err := consultation.Cut(start, start.Add(100*time.Minute), 30*time.Minute)
	if err != nil || len(slots) != 3 || !slots[2].End.Equal(start.Add(90*time.Minute)) {
		t.Errorf("%+v, %v", slots, err)
	}
	for _, c := range []struct{ long, each time.Duration }{{-time.Hour, time.Hour}, {time.Hour, time.Minute}, {20 * time.Minute, time.Hour}, {24 * time.Hour, 10 * time.Minute}} {
		if _, err := consultation.Cut(start, start.Add(c.long), c.each); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s in parts of %s: %v", c.long, c.each, err)
		}
	}
}
