package appointment_test

import (
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/appointment"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func planned() appointment.Appointment {
	return appointment.Appointment{State: appointment.Planned, Terms: appointment.Terms{
		Starts: now.Add(time.Hour), Minutes: 45, Place: "Sportello 2", Kind: "assessment", With: "demo-counsellor-1",
	}}
}

func TestTerms(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*appointment.Terms)
		field  string
	}{
		"no time":     {func(a *appointment.Terms) { a.Starts = time.Time{} }, "/startsAt"},
		"yesterday":   {func(a *appointment.Terms) { a.Starts = now.AddDate(0, 0, -1) }, "/startsAt"},
		"in 2 years":  {func(a *appointment.Terms) { a.Starts = now.AddDate(2, 0, 0) }, "/startsAt"},
		"too short":   {func(a *appointment.Terms) { a.Minutes = 1 }, "/minutes"},
		"nowhere":     {func(a *appointment.Terms) { a.Place = "  " }, "/place"},
		"long place":  {func(a *appointment.Terms) { a.Place = strings.Repeat("x", 121) }, "/place"},
		"for nothing": {func(a *appointment.Terms) { a.Kind = "chat" }, "/kind"},
		"with nobody": {func(a *appointment.Terms) { a.With = "" }, "/with"},
	} {
		terms := planned().Terms
		c.change(&terms)
		_, err := terms.Clean(now)
		f, ok := err.(*fault.Error) //nolint:errorlint // the domain returns it bare
		if !ok || f.Kind != fault.Invalid || f.Violations[0].Pointer != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := planned().Clean(now); err != nil {
		t.Error(err)
	}
}

func TestWhatBecomesOfIt(t *testing.T) {
	a := planned()
	if _, err := a.Record(true, now); !fault.Is(err, fault.Precondition) {
		t.Errorf("held before it began: %v", err)
	}
	later := now.Add(2 * time.Hour)
	if !a.Waits(later) || a.Waits(now) {
		t.Error("it waits for its outcome once it is over")
	}
	missed, err := a.Record(false, later)
	if err != nil || missed.State != appointment.Missed {
		t.Fatalf("%v %v", missed, err)
	}
	if held, err := missed.Record(true, later); err != nil || held.State != appointment.Held {
		t.Errorf("a mistake cannot be put right: %v", err)
	}
	if _, err := missed.Cancel(); !fault.Is(err, fault.Precondition) {
		t.Errorf("a missed one is cancelled: %v", err)
	}
	gone, err := a.Cancel()
	if err != nil || gone.State != appointment.Cancelled {
		t.Fatal(err)
	}
	if _, err := gone.Record(true, later); !fault.Is(err, fault.Precondition) {
		t.Errorf("a cancelled one is held: %v", err)
	}
	if _, err := gone.Move(a.Terms, now); !fault.Is(err, fault.Precondition) {
		t.Errorf("a cancelled one is moved: %v", err)
	}
}

// The reminder of a Monday's appointment leaves on Friday.
func TestTheReminderLeavesOnAWorkingDay(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	working := func(d civil.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	monday := appointment.Terms{Starts: time.Date(2026, 11, 30, 10, 0, 0, 0, rome)}
	if got := monday.RemindAt(rome, working).In(rome).Format("2006-01-02 15:04"); got != "2026-11-27 09:00" {
		t.Error(got)
	}
}
