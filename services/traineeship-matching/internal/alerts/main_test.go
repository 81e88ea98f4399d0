package alerts_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

func TestMain(m *testing.M) {
	// The search library's analysis workers live as long as the process.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func ptr[T any](x T) *T { return &x }

// world is people and openings that change, with a clock that is turned by hand.
type world struct {
	t        *testing.T
	db       *sqldb.DB
	store    *store.Alerts
	snapshot *match.Snapshot
	people   []search.Entry[match.Person]
	openings []search.Entry[match.Opening]
	clock    int64
	now      time.Time
	placed   map[string]bool
	worker   *alerts.Worker
	desk     *alerts.Desk
	made     int
	seen     []audit.Entry
}

func newWorld(t *testing.T, db *sqldb.DB) *world {
	t.Helper()
	rules, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := weights.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		t: t, db: db, snapshot: match.NewSnapshot(rules, shipped, 2), placed: map[string]bool{},
		now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), // a Monday
	}
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return w.now }
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), clock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	w.store = store.NewAlerts(db, sealer, recorder)
	w.worker = &alerts.Worker{
		Rows: w, Store: w.store, Snapshot: w.snapshot, Placed: w, Now: clock, Zone: time.UTC, Log: slog.New(slog.DiscardHandler),
		NewID: func() string { w.made++; return fmt.Sprintf("a%06d", w.made) },
	}
	w.desk = &alerts.Desk{Store: w.store, Snapshot: w.snapshot, Names: w, Audit: w, Now: clock, Zone: time.UTC}
	return w
}

func after[D any](entries []search.Entry[D], version int64) []search.Entry[D] {
	var out []search.Entry[D]
	for _, e := range entries {
		if e.Version > version {
			out = append(out, e)
		}
	}
	return out[:min(len(out), 500)]
}

func (w *world) PeopleAfter(_ context.Context, v int64) ([]search.Entry[match.Person], error) {
	return after(w.people, v), nil
}

func (w *world) OpeningsAfter(_ context.Context, v int64) ([]search.Entry[match.Opening], error) {
	return after(w.openings, v), nil
}
func (w *world) Clock(context.Context) (int64, error)              { return w.clock, nil }
func (w *world) Mirrored(int64) bool                               { return true }
func (w *world) Placed(context.Context) (map[string]bool, error)   { return w.placed, nil }
func (w *world) Names(context.Context, naming.Wanted) naming.Names { return naming.Names{} }
func (w *world) Seen(_ context.Context, entries ...audit.Entry) error {
	w.seen = append(w.seen, entries...)
	return nil
}

// put changes people or openings, as the feeds do.
func (w *world) putPerson(p match.Person) {
	w.clock++
	p.Version = w.clock
	w.people = append(slices.DeleteFunc(w.people, func(e search.Entry[match.Person]) bool { return e.ID == p.ID }),
		search.Entry[match.Person]{ID: p.ID, Version: p.Version, Doc: p})
	w.snapshot.PutPeople(p)
}

func (w *world) putOpenings(list ...match.Opening) {
	for i := range list {
		w.clock++
		list[i].Version = w.clock
		w.openings = append(w.openings, search.Entry[match.Opening]{ID: list[i].ID, Version: w.clock, Doc: list[i]})
	}
	w.snapshot.PutOpenings(list...)
}

// replaceOpening writes a new version of one that is there.
func (w *world) replaceOpening(o match.Opening) {
	w.openings = slices.DeleteFunc(w.openings, func(e search.Entry[match.Opening]) bool { return e.ID == o.ID })
	w.putOpenings(o)
}

// rest lets the clock run until a round is made.
func (w *world) rest() {
	w.t.Helper()
	for range 10 {
		made, err := w.worker.Look(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if made {
			return
		}
		w.now = w.now.Add(2 * time.Second)
	}
	w.t.Fatal("no round was made")
}

func (w *world) digest(ctx context.Context) alerts.Digest {
	w.t.Helper()
	var all alerts.Digest
	for cursor := ""; ; {
		d, err := w.desk.Digest(ctx, cursor, 7, "it")
		if err != nil {
			w.t.Fatal(err)
		}
		all.People, all.Count, all.Setting = append(all.People, d.People...), d.Count, d.Setting
		if cursor = d.Next; cursor == "" {
			return all
		}
	}
}

func counsellor(team string) context.Context {
	return identity.With(context.Background(), identity.Principal{Subject: "counsellor of " + team, Roles: []identity.Role{identity.Counsellor}, Team: team})
}

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

// skill names; a person has some, an opening asks for some.
func skill(n int) string { return fmt.Sprint("s/", n) }

func worker(id, team string, skills ...int) match.Person {
	p := match.Person{
		ID: id, Team: team, State: "active", Residence: "local", MinimumAge: 18, UpdatedOn: today, Licences: []string{},
		WorkAccess:   []policy.Interval{{From: today.AddDays(-100), Outcome: policy.MayWork, Rule: "WA-01"}},
		WaitingSince: ptr(today.AddDays(-30)), Availability: &match.Availability{From: &today, MaxHoursWeek: ptr(40)},
		Preferences: &match.Preferences{Kinds: []string{"traineeship"}},
		Occupations: []match.PastOccupation{{Occupation: "o/waiter", Held: true, Wanted: true, Months: 24}},
	}
	for _, s := range skills {
		p.Skills = append(p.Skills, match.PersonSkill{Skill: skill(s), Level: 4, Evidence: "documented"})
	}
	return p
}

func place(id string, skills ...int) match.Opening {
	o := match.Opening{
		ID: id, Kind: "traineeship", Occupation: "o/waiter", ISCO: "5131", Seats: 2, Live: true, HoursWeek: ptr(30), Start: ptr(today.AddDays(20)), Months: ptr(3),
	}
	for _, s := range skills {
		o.NeededAtStart = append(o.NeededAtStart, match.OpeningSkill{Skill: skill(s), Weight: 1})
	}
	return o
}

func sqlite(t *testing.T) *world { return newWorld(t, sqldbtest.SQLite(t)) }
