package planning_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

// world is a desk over a snapshot, with everything around it in memory.
type world struct {
	planning.Desk
	plans  map[string]store.Plan
	placed map[string]bool
	runs   []runlog.Run
}

func (w *world) Loaded() bool                                      { return true }
func (w *world) Beyond() bool                                      { return false }
func (w *world) Placed(context.Context) (map[string]bool, error)   { return w.placed, nil }
func (w *world) Names(context.Context, naming.Wanted) naming.Names { return naming.Names{} }
func (w *world) Groups(context.Context) naming.Groups              { return naming.Groups{} }
func (w *world) Plan(_ context.Context, g string) (store.Plan, error) {
	p := w.plans[g]
	p.Group = g
	return p, nil
}

func (w *world) Save(_ context.Context, p store.Plan, _, _ string, _ time.Time) (store.Plan, error) {
	p.Version++
	w.plans[p.Group] = p
	return p, nil
}

func (w *world) Write(_ context.Context, r runlog.Run, _ []runlog.Shown) error {
	w.runs = append(w.runs, r)
	return nil
}

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

func ptr[T any](x T) *T { return &x }

// made has two sites: at the first two openings share the law's limit of one trainee.
func made(t *testing.T) *world {
	t.Helper()
	rules, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := weights.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	s := match.NewSnapshot(rules, shipped, 2)
	opening := func(id, site string, limit *int) match.Opening {
		return match.Opening{
			ID: id, SiteID: site, Kind: "traineeship", Occupation: "o/waiter", ISCO: "5131", SeatLimit: limit, Seats: 1, Live: true,
			NeededAtStart: []match.OpeningSkill{{Skill: "s/serve", Weight: 3}}, HoursWeek: ptr(30), Start: ptr(today.AddDays(20)), Months: ptr(3),
		}
	}
	s.PutOpenings(opening("o1", "site", ptr(1)), opening("o2", "site", ptr(1)), opening("o3", "elsewhere", nil))
	for i := range 4 {
		s.PutPeople(match.Person{
			ID: fmt.Sprint("p", i), Team: []string{"one", "one", "one", "two"}[i], State: "active", Residence: "local", MinimumAge: 18,
			WorkAccess:   []policy.Interval{{From: today.AddDays(-100), Outcome: policy.MayWork, Rule: "WA-01"}},
			WaitingSince: ptr(today.AddDays(-i)), UpdatedOn: today, Skills: []match.PersonSkill{{Skill: "s/serve", Level: 4 - i, Evidence: "seen"}},
			Availability: &match.Availability{From: &today}, Licences: []string{}, Preferences: &match.Preferences{Kinds: []string{"traineeship"}},
			Occupations: []match.PastOccupation{{Occupation: "o/waiter", Held: true, Wanted: true, Months: 24}},
		})
	}
	w := &world{plans: map[string]store.Plan{}, placed: map[string]bool{}}
	w.Desk = planning.Desk{
		Snapshot: s, Documents: w, Store: w, Placed: w, Runs: w, Now: func() time.Time { return today.In(time.UTC).Add(10 * time.Hour) }, Zone: time.UTC,
	}
	w.Desk.Names = w
	return w
}

func as(role identity.Role, team string) context.Context {
	return identity.With(context.Background(), identity.Principal{Subject: "somebody", Roles: []identity.Role{role}, Team: team})
}

func TestPlan(t *testing.T) {
	w := made(t)
	ctx := as(identity.Counsellor, "one")
	ask := planning.Ask{Limit: 10}
	a, err := w.Desk.Plan(ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	if a.Group != (planning.Group{Kind: planning.Team, ID: "one"}) || a.People != 3 {
		t.Errorf("a counsellor's everybody is %+v with %d people", a.Group, a.People)
	}
	// Three openings, but the law lets one unit have one trainee.
	if a.Seated != 2 || a.Persons[0].Opening != "" || a.Persons[0].Why.Eligible != 3 || len(a.Persons[0].Others) == 0 {
		t.Fatalf("%d placed; first %+v", a.Seated, a.Persons[0])
	}
	if a.Total < a.FirstCome || a.Total != a.Free || len(w.runs) != 1 || w.runs[0].Group != "team one" {
		t.Errorf("total %d, first come %d, free %d, runs %+v", a.Total, a.FirstCome, a.Free, w.runs)
	}
	left := a.Persons[0]
	other := left.Others[0]
	changed, err := w.Change(ctx, planning.Change{Person: left.Person.ID, Opening: other.Opening, Act: planning.Fix})
	if err != nil || changed.Version != 1 || changed.Cost != other.Cost {
		t.Fatalf("told %d, changed %+v, %v", other.Cost, changed, err)
	}
	if again, err := w.Change(ctx, planning.Change{Person: left.Person.ID, Opening: other.Opening, Act: planning.Fix}); err != nil || again.Version != 1 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	b, err := w.Desk.Plan(ctx, ask)
	if err != nil || b.Version != 1 || len(b.Overrides) != 1 || b.Overrides[0].Cost != other.Cost || b.Total != a.Total-other.Cost || b.Free != a.Free {
		t.Errorf("after it: %+v, %v", b.Overrides, err)
	}
	stale := planning.Change{Person: "p1", Opening: "o3", Act: planning.Forbid}
	if _, err := w.Change(ctx, stale); !fault.Is(err, fault.Conflict) {
		t.Errorf("a change of an old version: %v", err)
	}
	if changed, err = w.Change(ctx, planning.Change{Version: 1, Person: left.Person.ID, Opening: other.Opening, Act: planning.Release}); err != nil || changed.Cost != -other.Cost {
		t.Errorf("released: %+v, %v", changed, err)
	}
	if c, err := w.Desk.Plan(ctx, ask); err != nil || c.Total != a.Total || len(c.Overrides) != 0 {
		t.Errorf("as before: %+v, %v", c.Overrides, err)
	}
}

func TestFixedBesideFixed(t *testing.T) {
	w := made(t)
	ctx := as(identity.Coordinator, "")
	if _, err := w.Change(ctx, planning.Change{Person: "p0", Opening: "o1", Act: planning.Fix}); err != nil {
		t.Fatal(err)
	}
	// The unit's only trainee is fixed in its other opening.
	if _, err := w.Change(ctx, planning.Change{Version: 1, Person: "p1", Opening: "o2", Act: planning.Fix}); !fault.Is(err, fault.Precondition) {
		t.Errorf("two in a unit that may have one: %v", err)
	}
	a, err := w.Desk.Plan(ctx, planning.Ask{Limit: 10})
	if err != nil || len(a.Overrides) != 1 || a.Version != 1 {
		t.Errorf("the refused one is not kept: %+v, %v", a.Overrides, err)
	}
	// Facts change: what was fixed is told as not possible and left out.
	o, _ := w.Snapshot.Opening("o1")
	o.Version, o.Live = 9, false
	w.Snapshot.PutOpenings(o)
	if a, err = w.Desk.Plan(ctx, planning.Ask{Limit: 10}); err != nil || len(a.Overrides) != 1 || !a.Overrides[0].Void {
		t.Errorf("an opening that closed: %+v, %v", a.Overrides, err)
	}
}

func TestWhoIsInAPlan(t *testing.T) {
	w := made(t)
	w.placed["p0"] = true
	if a, err := w.Desk.Plan(as(identity.Coordinator, ""), planning.Ask{Limit: 2}); err != nil || a.People != 3 || a.HaveTraineeship != 1 || a.Next == "" {
		t.Errorf("everybody: %d people, %d left out, %v", a.People, a.HaveTraineeship, err)
	} else if b, err := w.Desk.Plan(as(identity.Coordinator, ""), planning.Ask{Limit: 2, Cursor: a.Next}); err != nil || len(b.Persons) != 1 || b.Next != "" {
		t.Errorf("the second page: %d people, %v", len(b.Persons), err)
	}
	ctx := as(identity.Counsellor, "one")
	if _, err := w.Desk.Plan(ctx, planning.Ask{Group: planning.GroupOf("", "two"), Limit: 2}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("another team's plan: %v", err)
	}
	if _, err := w.Person(ctx, planning.Ask{}, "p3"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("another team's person: %v", err)
	}
	if _, err := w.Change(ctx, planning.Change{Person: "p3", Opening: "o1", Act: planning.Forbid}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("another team's person changed: %v", err)
	}
	if a, err := w.Person(ctx, planning.Ask{}, "p1"); err != nil || a.Persons[0].Person.ID != "p1" {
		t.Errorf("the own person: %v", err)
	}
	if lines, _, err := w.Desk.Groups(ctx); err != nil || len(lines) != 1 || lines[0].People != 3 {
		t.Errorf("a counsellor's groups: %+v, %v", lines, err)
	}
}
