package placement_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

const (
	awa, bruno = "person-awa", "person-bruno"
	ofBruno    = "entry-of-bruno"
	ofAwa      = "entry-of-awa"
)

// known are two people of one team and no openings.
type known struct{}

func (known) Person(id string) (match.Person, bool) { return match.Person{ID: id, Team: "t1"}, true }

func (known) Opening(string) (match.Opening, bool) { return match.Opening{}, false }

func (known) Names(context.Context, naming.Wanted) naming.Names { return naming.Names{} }

// entries are two entries on which something is agreed. failing makes closing them fail.
type entries struct {
	failing bool
	placed  map[string]string
}

func (*entries) Whose(_ context.Context, entry string) (person, opening string, err error) {
	return map[string]string{ofAwa: awa, ofBruno: bruno}[entry], "", nil
}

func (e *entries) Placed(_ context.Context, entry, record string) error {
	if e.failing {
		return errors.New("the records do not answer")
	}
	e.placed[entry] = record
	return nil
}

func newDesk(t *testing.T, e *entries) *placement.Desk {
	t.Helper()
	db := sqldbtest.SQLite(t)
	if _, err := store.Open(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return &placement.Desk{
		Store: records.New(db, sealer, recorder), Rules: rules, Facts: known{}, Names: known{}, Entries: e, Changed: func() {},
		Now: func() time.Time { return time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC) }, Zone: time.UTC, NewID: uuid.NewString,
	}
}

func asCounsellor(t *testing.T) context.Context {
	return identity.With(t.Context(), identity.Principal{Subject: "c1", Roles: []identity.Role{identity.Counsellor}, Team: "t1"})
}

func opening(entry, key string) placement.Opening {
	return placement.Opening{Key: key, Opening: traineeship.Opening{
		PersonID: awa, CompanyID: "company", EntryID: entry, Type: policy.OrdinaryTraineeship, Start: civil.Date{Year: 2026, Month: 10, Day: 12},
		Months: 3, HoursWeek: 30, HostTutor: "Rita Prova", AllowanceCents: 50_000,
	}}
}

func contract(entry string) traineeship.Employment {
	return traineeship.Employment{
		PersonID: awa, Employer: "Forno Prova", EntryID: entry, Kind: "open-ended", Start: civil.Date{Year: 2026, Month: 10, Day: 12}, HoursWeek: 30,
	}
}

// Nobody closes an entry of somebody else's by naming it.
func TestAnEntryIsAboutWhoIsPlaced(t *testing.T) {
	e := &entries{placed: map[string]string{}}
	d := newDesk(t, e)
	if _, err := d.Open(asCounsellor(t), opening(ofBruno, "k1")); !fault.Is(err, fault.Invalid) {
		t.Errorf("a traineeship on somebody else's entry: %v", err)
	}
	if _, err := d.Hire(asCounsellor(t), contract(ofBruno), "k2"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a hire on somebody else's entry: %v", err)
	}
	if len(e.placed) != 0 {
		t.Errorf("closed: %v", e.placed)
	}
}

// An entry that could not be closed is closed when the same form comes again, and what it made stays one.
func TestTheSameFormAgainClosesTheEntry(t *testing.T) {
	e := &entries{placed: map[string]string{}, failing: true}
	d := newDesk(t, e)
	if _, err := d.Open(asCounsellor(t), opening(ofAwa, "k1")); err == nil {
		t.Fatal("nothing failed")
	}
	e.failing = false
	made, err := d.Open(asCounsellor(t), opening(ofAwa, "k1"))
	if err != nil || e.placed[ofAwa] != made.ID {
		t.Fatalf("%v, closed: %v", err, e.placed)
	}
	e.failing = true
	if _, err := d.Hire(asCounsellor(t), contract(ofAwa), "k2"); err == nil {
		t.Fatal("nothing failed")
	}
	e.failing = false
	hire, err := d.Hire(asCounsellor(t), contract(ofAwa), "k2")
	if err != nil || e.placed[ofAwa] != hire.ID {
		t.Fatalf("%v, closed: %v", err, e.placed)
	}
}
