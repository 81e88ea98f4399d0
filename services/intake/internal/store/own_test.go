package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/correction"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/personlink"
	"github.com/celav/celav/services/intake/internal/store"
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func somebody(t *testing.T, s records, team, tutor string) string {
	t.Helper()
	p := person.Person{
		ID: newID(), Version: 1, Team: team, Name: "Prova Propria", Language: "it", Residence: person.Local, State: person.Active,
		WaitingSince: day("2026-11-01"), CreatedAt: noon, ChangedAt: noon, Following: person.Following{Tutor: tutor},
	}
	if err := s.Create(t.Context(), p, "", entry); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

func nothing(context.Context, bun.Tx) error { return nil }

func TestPersonLinks(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		who := somebody(t, s, "equipe-1", "")
		if _, ok, err := s.PersonLink(t.Context(), who); ok || err != nil {
			t.Fatalf("a link that nobody made: %v", err)
		}
		var recalled []string
		recall := func(id string) store.Also {
			recalled = append(recalled, id)
			return nothing
		}
		first := personlink.Link{ID: newID(), Person: who, MadeBy: "c", MadeAt: noon, ExpiresAt: noon.AddDate(0, 0, 30)}
		if revoked, err := s.AddPersonLink(t.Context(), first, "hash-1", entry, recall); err != nil || len(revoked) != 0 {
			t.Fatalf("%v, %v", revoked, err)
		}
		if got, err := s.PersonLinkByHash(t.Context(), "hash-1"); err != nil || cmp.Diff(first, got) != "" {
			t.Errorf("%v %s", err, cmp.Diff(first, got))
		}
		if err := s.UsePersonLink(t.Context(), first.ID, noon.Add(time.Hour), entry); err != nil {
			t.Error(err)
		}
		if err := s.UsePersonLink(t.Context(), first.ID, first.ExpiresAt, entry); !fault.Is(err, fault.NotFound) {
			t.Errorf("an expired link was used: %v", err)
		}
		if got, err := s.PersonLinkByID(t.Context(), first.ID); err != nil || got.Uses != 1 || !got.LastUsed.Equal(noon.Add(time.Hour)) {
			t.Errorf("%+v, %v", got, err)
		}
		second := personlink.Link{ID: newID(), Person: who, MadeBy: "c", MadeAt: noon.Add(time.Hour), ExpiresAt: noon.AddDate(0, 0, 30)}
		if revoked, err := s.AddPersonLink(t.Context(), second, "hash-2", entry, recall); err != nil || len(revoked) != 1 || revoked[0] != first.ID || len(recalled) != 1 {
			t.Errorf("a new link revokes the old: %v, %v, %v", revoked, recalled, err)
		}
		if err := s.UsePersonLink(t.Context(), first.ID, noon.Add(2*time.Hour), entry); !fault.Is(err, fault.NotFound) {
			t.Errorf("a revoked link was used: %v", err)
		}
		if revoked, err := s.RevokePersonLinks(t.Context(), who, noon.Add(3*time.Hour), entry, recall); err != nil || len(revoked) != 1 || revoked[0] != second.ID {
			t.Errorf("%v, %v", revoked, err)
		}
		if last, ok, err := s.PersonLink(t.Context(), who); err != nil || !ok || last.ID != second.ID || last.Live(noon.Add(4*time.Hour)) {
			t.Errorf("%+v, %v", last, err)
		}
		if _, err := s.PersonLinkByHash(t.Context(), "none"); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such link: %v", err)
		}
	})
}

func TestCorrections(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		who, other := somebody(t, s, "equipe-1", "tutor"), somebody(t, s, "equipe-2", "")
		made, err := correction.Ask(newID(), who, "identity", "Il mio nome ha due n", noon)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []bool{true, false} {
			if added, err := s.AddCorrection(t.Context(), made, entry); err != nil || added != want {
				t.Errorf("try %d: %v, %v", i, added, err)
			}
		}
		theirs, err := correction.Ask(newID(), other, "other", "Altro", noon.Add(-time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if created, err := s.LoadCorrections(t.Context(), []correction.Request{theirs}, entry); err != nil || created != 1 {
			t.Errorf("%d, %v", created, err)
		}
		var lying string
		if err := db.QueryRowContext(t.Context(), "SELECT request FROM correction WHERE person = '"+who+"'").Scan(&lying); err != nil || strings.Contains(lying, "nome") {
			t.Errorf("the request lies open: %q, %v", lying, err)
		}
		for name, c := range map[string]struct {
			ask  store.Corrections
			want int
		}{
			"all": {store.Corrections{}, 2}, "the team's": {store.Corrections{Team: "equipe-1"}, 1}, "the person's": {store.Corrections{Person: who}, 1},
			"the tutor's and nobody's": {store.Corrections{Tutor: "tutor"}, 2}, "another tutor's": {store.Corrections{Tutor: "x"}, 1},
			"answered": {store.Corrections{State: correction.Corrected}, 0},
		} {
			if list, err := s.ListCorrections(t.Context(), c.ask); err != nil || len(list) != c.want {
				t.Errorf("%s: %d, %v", name, len(list), err)
			}
		}
		if list, err := s.ListCorrections(t.Context(), store.Corrections{}); err != nil || list[0].ID != theirs.ID {
			t.Errorf("the oldest comes first: %v, %v", list, err)
		}
		answered, err := made.Answered(correction.Declined, "È scritto così sul documento", "c", noon.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SaveCorrection(t.Context(), answered, entry, nothing); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveCorrection(t.Context(), answered, entry, nothing); !fault.Is(err, fault.Conflict) {
			t.Errorf("answered twice: %v", err)
		}
		answered.Version++
		if got, err := s.Correction(t.Context(), made.ID); err != nil || cmp.Diff(answered, got) != "" {
			t.Errorf("%v %s", err, cmp.Diff(answered, got))
		}
	})
}

func TestSkippedAppointments(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		who := somebody(t, s, "equipe-1", "")
		a := appointment.Appointment{
			ID: newID(), Version: 1, Person: who, Team: "equipe-1", State: appointment.Planned,
			Terms: appointment.Terms{Starts: noon.AddDate(0, 0, 2), Minutes: 30, Place: "Sportello", Kind: "meeting", With: "c"},
		}
		if _, err := s.AddAppointment(t.Context(), a, "", noon, entry, nothing); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.SkipAppointment(t.Context(), a, noon, entry, nothing); err != nil {
				t.Fatal(err)
			}
		}
		count := func(person, team string) int {
			list, err := s.SkippedAppointments(t.Context(), person, team, noon)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if count(who, "") != 1 || count("", "equipe-1") != 1 || count("", "equipe-2") != 0 || count("", "") != 1 {
			t.Error("who cannot come is not found where it should")
		}
		a.Starts = a.Starts.AddDate(0, 0, 1)
		if _, err := s.SaveAppointment(t.Context(), a, noon, entry, nothing); err != nil {
			t.Fatal(err)
		}
		if count(who, "") != 0 {
			t.Error("another time is another matter")
		}
	})
}
