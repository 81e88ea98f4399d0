package registration_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a desk whose clock the test turns.
type desk struct {
	*registration.Desk
	store *store.Store
	feed  *feed.Log
	now   time.Time
}

func open(t *testing.T) *desk {
	t.Helper()
	db := sqldbtest.SQLite(t)
	d := &desk{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return d.now }
	key, err := seal.Generate()
	must(t, err)
	sealer, err := seal.New(key)
	must(t, err)
	d.feed, err = feed.New(t.Context(), db, feed.Options{})
	must(t, err)
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), clock)
	must(t, err)
	d.store, err = store.Open(t.Context(), db, d.feed, sealer, recorder)
	must(t, err)
	must(t, registration.SeedDevelopment(t.Context(), d.store, d.now))
	rules, err := policy.Embedded()
	must(t, err)
	zone, err := time.LoadLocation("Europe/Rome")
	must(t, err)
	n := 0
	d.Desk = registration.New(d.store, rules, clock, func() (string, error) {
		n++
		return fmt.Sprintf("0190a0de-0000-7000-a000-%012d", n), nil
	}, zone)
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func counsellor(team string) context.Context {
	return identity.With(context.Background(), identity.Principal{Subject: "c-" + team, Roles: []identity.Role{identity.Counsellor}, Team: team})
}

func meet(t *testing.T, d *desk) person.Person {
	t.Helper()
	p, alike, err := d.Meet(counsellor("equipe-1"), registration.Meeting{FirstMeeting: person.FirstMeeting{
		Name: "Awa Diop", Language: "fr", Contact: person.Contact{Channel: person.Phone, Value: "3331234567"},
	}})
	if err != nil || len(alike) > 0 {
		t.Fatalf("%v, %v", alike, err)
	}
	return p
}

func TestTodayIsTheDateInRome(t *testing.T) {
	d := open(t)
	d.now = time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC)
	if got := d.Today(); got.String() != "2026-11-24" {
		t.Errorf("%s", got)
	}
}

// Matching must learn by itself that somebody turned 18: nobody opens the file on that day.
func TestAgesStepWithTheCalendar(t *testing.T) {
	d := open(t)
	ctx := counsellor("equipe-1")
	p := meet(t, d)
	born := civil.Date{Year: 2008, Month: 12, Day: 1}
	must(t, d.SetWorkAccess(ctx, p.ID, 1, person.WorkFile{BirthDate: born, Documents: []policy.Document{{Kind: policy.Citizen}}}, ""))
	for _, c := range []struct {
		days  int
		steps int
		age   string
	}{{0, 0, `"adult":false,"minimumAge":16`}, {7, 0, `"adult":false,"minimumAge":16`}, {8, 1, `"adult":true,"minimumAge":18`}, {9, 0, `"adult":true,"minimumAge":18`}} {
		d.now = time.Date(2026, 11, 23+c.days, 12, 0, 0, 0, time.UTC)
		steps, err := d.StepAges(context.Background())
		if err != nil || steps != c.steps {
			t.Errorf("after %d days: %d steps, %v", c.days, steps, err)
		}
		page, err := d.feed.Changes(t.Context(), d.store.States, "", 10, 0)
		must(t, err)
		if last := string(page.Items[len(page.Items)-1].State); !strings.Contains(last, c.age) {
			t.Errorf("after %d days: %s", c.days, last)
		}
	}
	work, err := d.WorkAccess(ctx, p.ID)
	if err != nil || work.File.BirthDate != born {
		t.Errorf("%v, %v", work.File, err)
	}
}

func TestWatchingAgesEndsWithItsContext(t *testing.T) {
	d := open(t)
	ctx, stop := context.WithCancel(t.Context())
	tick := make(chan time.Time)
	done := make(chan error, 1)
	go func() { done <- d.WatchAges(ctx, tick) }()
	tick <- d.now
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWhoMayActOnAFile(t *testing.T) {
	d := open(t)
	p := meet(t, d)
	other := counsellor("equipe-2")
	self := identity.With(context.Background(), identity.Principal{Subject: "p", Roles: []identity.Role{identity.Person}, Person: p.ID})
	walk := person.Reach{Area: "bovisa", Modes: []person.Mode{person.Walk}}
	for name, act := range map[string]func(ctx context.Context) error{
		"open":        func(ctx context.Context) error { _, err := d.Open(ctx, p.ID); return err },
		"work access": func(ctx context.Context) error { _, err := d.WorkAccess(ctx, p.ID); return err },
		"papers":      func(ctx context.Context) error { return d.SetWorkAccess(ctx, p.ID, 1, person.WorkFile{}, "") },
		"reach":       func(ctx context.Context) error { _, err := d.SetReach(ctx, p.ID, 1, walk); return err },
	} {
		if err := act(other); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s, another team: %v", name, err)
		}
		if err := act(context.Background()); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s, nobody: %v", name, err)
		}
		err := act(self)
		if name == "papers" != fault.Is(err, fault.Forbidden) || (name != "papers" && err != nil) {
			t.Errorf("%s, the person: %v", name, err)
		}
	}
	if _, _, err := d.Meet(other, registration.Meeting{Team: "equipe-1", FirstMeeting: person.FirstMeeting{
		Name: "Li Wei", Language: "zh", Contact: person.Contact{Channel: person.Other, Value: "CAS"},
	}}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a file for another team: %v", err)
	}
}

type companies struct {
	company string
	err     error
}

func (c companies) CompanyOf(context.Context, string) (string, error) { return c.company, c.err }

func TestTheDirectory(t *testing.T) {
	d := open(t)
	down := errors.New("outreach is down")
	for _, c := range []struct {
		subject string
		asked   companies
		want    identity.Principal
		err     bool
	}{
		{"demo-counsellor-1", companies{err: down}, identity.Principal{Subject: "demo-counsellor-1", Roles: []identity.Role{"counsellor"}, Team: "equipe-1"}, false},
		{"demo-employer", companies{company: "c1"}, identity.Principal{Subject: "demo-employer", Roles: []identity.Role{"employer"}, Company: "c1"}, false},
		{"demo-employer", companies{err: down}, identity.Principal{}, true},
		{"new-employer", companies{company: "c2"}, identity.Principal{Subject: "new-employer", Roles: []identity.Role{"employer"}, Company: "c2"}, false},
		{"stranger", companies{}, identity.Principal{Subject: "stranger"}, false},
		{"stranger", companies{err: down}, identity.Principal{Subject: "stranger"}, false},
	} {
		got, err := registration.NewMembers(d.store, c.asked, time.Now).Resolve(t.Context(), c.subject)
		if (err != nil) != c.err || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s with %+v: %+v, %v", c.subject, c.asked, got, err)
		}
	}
}
