package placement_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// city knows people by ids of which the first two letters are the team.
type city struct{ known }

func (city) Person(id string) (match.Person, bool) {
	return match.Person{ID: id, Team: id[:2], WorkAccess: []policy.Interval{{From: civil.Date{Year: 2020, Month: 1, Day: 1}, Outcome: policy.MayWork}}}, true
}

// today is a Monday; the traineeships end on days counted from it.
func today() civil.Date { return civil.Date{Year: 2026, Month: 11, Day: 23} }

// cockpit is a desk under a clock that stands, with traineeships in it.
type cockpit struct {
	*placement.Desk
	t   *testing.T
	db  *sqldb.DB
	now time.Time
}

func newCockpit(t *testing.T, db *sqldb.DB) *cockpit {
	t.Helper()
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
	c := &cockpit{t: t, db: db, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), func() time.Time { return c.now })
	if err != nil {
		t.Fatal(err)
	}
	c.Desk = &placement.Desk{
		Store: records.New(db, sealer, recorder), Rules: rules, Facts: city{}, Names: known{}, Changed: func() {},
		Now: func() time.Time { return c.now }, Zone: time.UTC, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	}
	return c
}

func as(role identity.Role, team string) context.Context {
	return identity.With(context.Background(), identity.Principal{Subject: string(role) + team, Roles: []identity.Role{role}, Team: team})
}

// load puts a traineeship in whose present term ends so many days from now; said are the parties that want a renewal.
func (c *cockpit) load(person, company string, left int, second bool, said ...traineeship.Party) string {
	c.t.Helper()
	start := monthsBefore(today().AddDays(left+1), 3)
	if second {
		start = monthsBefore(start, 3)
	}
	p := placement.Past{ID: uuid.Must(uuid.NewV7()).String(), Opening: traineeship.Opening{
		PersonID: person, Team: person[:2], CompanyID: company, Type: policy.OrdinaryTraineeship, Start: start, Months: 3, HoursWeek: 30, HostTutor: "Rita Prova", AllowanceCents: 50_000,
	}}
	act := func(day civil.Date, in placement.Input) {
		p.Acts = append(p.Acts, placement.PastAct{Day: day, Role: traineeship.Counsellor, Input: in})
	}
	for _, k := range traineeship.BroughtPapers() {
		act(start.AddDays(-3), placement.Input{Act: traineeship.ActPaper, Paper: k, On: start.AddDays(-3), Reference: "N-1"})
	}
	act(start, placement.Input{Act: traineeship.ActStart})
	if second {
		for _, who := range traineeship.Parties() {
			act(start.AddDays(60), placement.Input{Act: traineeship.ActAnswer, Party: who, Wish: traineeship.Renew})
		}
		act(start.AddDays(60), placement.Input{Act: traineeship.ActDecide, Wish: traineeship.Renew, Reason: "goals-open"})
	}
	for _, who := range said {
		act(today().AddDays(-1), placement.Input{Act: traineeship.ActAnswer, Party: who, Wish: traineeship.Renew})
	}
	if _, err := c.Load(as(identity.Operator, ""), []placement.Past{p}, nil); err != nil {
		c.t.Fatal(err)
	}
	return p.ID
}

func monthsBefore(d civil.Date, n int) civil.Date {
	return civil.DateOf(time.Date(d.Year, d.Month-time.Month(n), d.Day, 0, 0, 0, 0, time.UTC))
}

func TestRenewalsOfATeam(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		c := newCockpit(t, db)
		late := c.load("t1-awa", "c1", 10, false, traineeship.Host)
		blocked := c.load("t1-bruno", "c1", 35, true)
		far := c.load("t1-carla", "c1", 80, false)
		other := c.load("t2-dario", "c2", 20, false)
		page, err := c.Renewals(as(identity.Counsellor, "t1"), placement.RenewalQuery{Weeks: 4, Limit: 50})
		if err != nil || len(page.Items) != 2 || page.Items[0].ID != late || page.Items[1].ID != blocked {
			t.Fatalf("the team's: %d, %v", len(page.Items), err)
		}
		r := page.Items[0]
		if !r.Late || !r.Urgent || r.Cost != 150_000 || len(r.Silent) != 1 || r.Silent[0] != traineeship.Trainee || len(r.Ceiling.Missing) != 2 || len(r.Stops()) != 0 {
			t.Errorf("late %v, urgent %v, cost %d, silent %v, missing %v, stops %v", r.Late, r.Urgent, r.Cost, r.Silent, r.Ceiling.Missing, r.Stops())
		}
		if r := page.Items[1]; r.Late || r.Urgent || len(r.Stops()) == 0 || r.Stops()[0].Reason != "extended-already" {
			t.Errorf("renewed once already: %+v", r.Stops())
		}
		all, err := c.Renewals(as(identity.Coordinator, ""), placement.RenewalQuery{Weeks: 26, Limit: 2})
		if err != nil || len(all.Items) != 2 || all.Items[1].ID != other || all.Next == "" {
			t.Fatalf("all, the first part: %d, %v", len(all.Items), err)
		}
		all, err = c.Renewals(as(identity.Coordinator, ""), placement.RenewalQuery{Weeks: 26, Limit: 2, Cursor: all.Next})
		if err != nil || len(all.Items) != 2 || all.Items[1].ID != far {
			t.Fatalf("all, the second part: %d, %v", len(all.Items), err)
		}
		if page, err := c.Renewals(as(identity.Counsellor, "t1"), placement.RenewalQuery{Weeks: 26, Limit: 9, Team: "t2"}); err != nil || len(page.Items) != 0 {
			t.Errorf("another team's: %d, %v", len(page.Items), err)
		}
		if _, err := c.Renewals(as(identity.Employer, ""), placement.RenewalQuery{Weeks: 4, Limit: 9}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer: %v", err)
		}
		days, err := c.DueDays(as(identity.Counsellor, "t1"), 10)
		if err != nil || len(days) != 3 || days[0].DecideBy != today().AddDays(-20) || days[0].LastDay != today().AddDays(10) {
			t.Errorf("the days: %+v, %v", days, err)
		}
	})
}

func hindrances(all []placement.Candidate) string {
	var out []string
	for _, c := range all {
		out = append(out, "["+string(c.Hindrance)+"]")
	}
	return strings.Join(out, " ")
}

func (c *cockpit) batch(key string, w traineeship.Wish, reason string, ids ...string) placement.Batch {
	b := placement.Batch{Outcome: w, Reason: reason, Key: key}
	for _, id := range ids {
		version := int64(1)
		if t, err := c.Store.Read(context.Background(), id); err == nil {
			version = t.Version
		}
		b.Items = append(b.Items, placement.Chosen{ID: id, Version: version})
	}
	return b
}

// Several are decided together, each by itself: what is refused holds up no other, and sending again decides nothing twice.
func TestSeveralAreDecided(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		c, ctx := newCockpit(t, db), as(identity.Counsellor, "t1")
		all := traineeship.Parties()
		good, blocked := c.load("t1-awa", "c1", 10, false, all...), c.load("t1-bruno", "c1", 12, true, all...)
		silent, other := c.load("t1-carla", "c1", 14, false), c.load("t2-dario", "c2", 14, false, all...)
		ids := []string{good, blocked, silent, other, uuid.NewString(), good}
		seen, _, err := c.Foresee(ctx, ids, traineeship.Renew, "it")
		if got := hindrances(seen); err != nil || got != "[] [stopped] [consent] [unknown] [unknown]" {
			t.Fatalf("foreseen: %s, %v", got, err)
		}
		b := c.batch("key-0001", traineeship.Renew, "goals-open", ids...)
		for range 2 { // a double click
			done, _, err := c.DecideAll(ctx, b, "it")
			if got := hindrances(done); err != nil || got != "[] [stopped] [consent] [unknown] [unknown]" {
				t.Fatalf("decided: %s, %v", got, err)
			}
		}
		x, err := c.Store.Read(ctx, good)
		if err != nil || len(x.Decisions) != 1 || len(x.Terms) != 2 {
			t.Fatalf("%d decisions, %d terms, %v", len(x.Decisions), len(x.Terms), err)
		}
		again := c.batch("key-0002", traineeship.End, "goals-reached", good, silent, blocked)
		again.Items[1].Version += 5
		done, _, err := c.DecideAll(ctx, again, "it")
		if got := hindrances(done); err != nil || got != "[before] [changed] []" || done[0].Made == nil || done[0].Made.Outcome != traineeship.Renew {
			t.Fatalf("decided otherwise: %s, %v", got, err)
		}
		for what, bad := range map[string]placement.Batch{
			"another outcome's reason": c.batch("key-0003", traineeship.Renew, "goals-reached", silent),
			"a hire":                   c.batch("key-0003", traineeship.Hire, "offered-by-host", silent),
			"no key":                   c.batch("", traineeship.End, "goals-reached", silent),
			"nothing":                  c.batch("key-0003", traineeship.End, "goals-reached"),
		} {
			if _, _, err := c.DecideAll(ctx, bad, "it"); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, _, err := c.DecideAll(as(identity.Employer, ""), b, "it"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer decides: %v", err)
		}
	})
}

// Many who decide the same at once: one decision each, and everybody is told what is so.
func TestManyDecideAtOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		c, ctx := newCockpit(t, db), as(identity.Coordinator, "")
		var ids []string
		for _, p := range []string{"t1-awa", "t1-bruno", "t2-carla"} {
			ids = append(ids, c.load(p, "c1", 10, false, traineeship.Parties()...))
		}
		done := make([]string, 8)
		var wait sync.WaitGroup
		for i := range done {
			b := c.batch("key-000"+string(rune('a'+i/2)), traineeship.Renew, "goals-open", ids...) // each sent twice
			wait.Go(func() {
				if got, _, err := c.DecideAll(ctx, b, "it"); err != nil {
					done[i] = err.Error()
				} else {
					done[i] = hindrances(got)
				}
			})
		}
		wait.Wait()
		for _, id := range ids {
			x, err := c.Store.Read(ctx, id)
			if err != nil || len(x.Decisions) != 1 || len(x.Terms) != 2 {
				t.Errorf("%d decisions, %d terms, %v", len(x.Decisions), len(x.Terms), err)
			}
		}
		t.Log(done)
	})
}
