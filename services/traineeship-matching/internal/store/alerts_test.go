package store_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

var alertDay = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func openAlerts(t *testing.T, db *sqldb.DB) (context.Context, *store.Alerts) {
	t.Helper()
	ctx := identity.With(context.Background(), identity.Principal{Subject: "demo-counsellor-1", Roles: []identity.Role{identity.Counsellor}, Team: "equipe-1"})
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := audit.New(ctx, db, sealer, slog.New(slog.DiscardHandler), func() time.Time { return alertDay })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, db); err != nil {
		t.Fatal(err)
	}
	return ctx, store.NewAlerts(db, sealer, recorder)
}

func alert(id, person, opening string, total int32) alerts.Alert {
	return alerts.Alert{
		Pair: alerts.Pair{Person: person, Opening: opening}, ID: id, Team: "equipe-1", About: alerts.NewOpening, Total: total,
		FoundAt: alertDay, FoundOn: "2026-11-23", State: alerts.Open,
	}
}

func TestAlertsAreToldOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx, s := openAlerts(t, db)
		first := alerts.Change{
			From: 0, UpTo: 7, Add: []alerts.Alert{alert("a1", "p1", "o1", 8000), alert("a2", "p1", "o2", 9000), alert("a3", "p2", "o1", 7500)},
			Known: []alerts.Known{{Kind: "opening", ID: "o1", Digest: "x"}},
		}
		if err := s.Save(ctx, first); err != nil {
			t.Fatal(err)
		}
		if err := s.Save(ctx, first); !fault.Is(err, fault.Conflict) {
			t.Errorf("a round made twice: %v", err)
		}
		again := alerts.Change{From: 7, UpTo: 9, Add: []alerts.Alert{alert("a9", "p1", "o1", 9900)}, Known: []alerts.Known{{Kind: "opening", ID: "o1", Digest: "y"}}}
		if err := s.Save(ctx, again); err != nil {
			t.Fatal(err)
		}
		if at, err := s.Position(ctx); err != nil || at != 9 {
			t.Errorf("at %d: %v", at, err)
		}
		if known, err := s.Known(ctx, "opening", []string{"o1", "o2"}); err != nil || !cmp.Equal(known, map[string]string{"o1": "y"}) {
			t.Errorf("known: %v, %v", known, err)
		}
		told, err := s.Told(ctx)
		if err != nil || len(told) != 3 || told[alerts.Pair{Person: "p1", Opening: "o1"}].ID != "a1" {
			t.Errorf("told: %v, %v", told, err)
		}
		// Two people, a page each, the best first; a scope sees its own.
		team := alerts.Scope{Team: "equipe-1", Floor: 7000}
		list, next, err := s.List(ctx, team, "", 1)
		if err != nil || len(list) != 1 || list[0].Person != "p1" || len(list[0].Alerts) != 2 || list[0].Alerts[0].ID != "a2" {
			t.Fatalf("the first page: %+v, %v", list, err)
		}
		list, next, err = s.List(ctx, team, next, 1)
		if err != nil || len(list) != 1 || list[0].Person != "p2" || next != "" {
			t.Errorf("the second page: %+v %q, %v", list, next, err)
		}
		if c, err := s.Count(ctx, alerts.Scope{Floor: 7600}); err != nil || c.Pairs != 2 || c.People != 1 || !c.Since.Equal(alertDay) {
			t.Errorf("counted %+v, %v", c, err)
		}
		if c, err := s.Count(ctx, alerts.Scope{Team: "equipe-2"}); err != nil || c.Pairs != 0 {
			t.Errorf("another team counts %+v, %v", c, err)
		}
		dismiss(ctx, t, s)
		// A person who moves takes the alerts along; what is gone waits no more.
		if err := s.Save(ctx, alerts.Change{From: 9, UpTo: 10, Teams: map[string]string{"p1": "equipe-2"}, GoneOpenings: []string{"o1"}}); err != nil {
			t.Fatal(err)
		}
		if c, err := s.Count(ctx, alerts.Scope{}); err != nil || c.Pairs != 1 {
			t.Errorf("after the opening went: %+v, %v", c, err)
		}
		if c, err := s.Count(ctx, alerts.Scope{Team: "equipe-2"}); err != nil || c.Pairs != 1 {
			t.Errorf("after the move: %+v, %v", c, err)
		}
	})
}

func dismiss(ctx context.Context, t *testing.T, s *store.Alerts) {
	t.Helper()
	a, err := s.Read(ctx, "a3")
	if err != nil {
		t.Fatal(err)
	}
	at := alertDay.Add(time.Hour)
	a.State, a.Reason, a.DecidedBy, a.DecidedAt = alerts.Dismissed, "not-now", "demo-counsellor-1", &at
	if err := s.Dismiss(ctx, a); err != nil {
		t.Fatal(err)
	}
	if err := s.Dismiss(ctx, a); !fault.Is(err, fault.Conflict) {
		t.Errorf("put aside twice: %v", err)
	}
	past, next, err := s.Dismissed(ctx, alerts.Scope{Team: "equipe-1"}, "", 5)
	if err != nil || len(past) != 1 || past[0].Reason != "not-now" || next != "" {
		t.Errorf("put aside: %+v, %v", past, err)
	}
	if _, err := s.Read(ctx, "nobody"); !fault.Is(err, fault.NotFound) {
		t.Errorf("an alert that is not there: %v", err)
	}
}

func TestAlertSettingsAreKept(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx, s := openAlerts(t, db)
		set, err := s.Setting(ctx, "u1")
		if err != nil || set.Version != 0 || set.Threshold != alerts.DefaultThreshold {
			t.Fatalf("before anything was set: %+v, %v", set, err)
		}
		set.Threshold, set.Mail, set.Address, set.Team = 60, true, "u1@example.org", "equipe-1"
		if err := s.SaveSetting(ctx, set); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveSetting(ctx, set); !fault.Is(err, fault.Conflict) {
			t.Errorf("set twice from nothing: %v", err)
		}
		floors, err := s.Floors(ctx)
		if err != nil || floors.Teams["equipe-1"] != 6000 || floors.Everywhere != 7000 {
			t.Errorf("the lowest scores: %+v, %v", floors, err)
		}
		wishes, err := s.Wishes(ctx)
		if err != nil || len(wishes) != 1 || wishes[0].Address != "u1@example.org" {
			t.Fatalf("who wants a message: %+v, %v", wishes, err)
		}
		for i, want := range []bool{true, false} {
			err := db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
				mine, err := s.Sent(ctx, tx, wishes[0], alertDay)
				if mine != want {
					t.Errorf("sending %d: %v", i, mine)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		var sealed string
		if err := db.NewRaw("SELECT address FROM alert_setting").Scan(ctx, &sealed); err != nil || sealed == "" || sealed == "u1@example.org" {
			t.Errorf("the address lies in the clear: %q, %v", sealed, err)
		}
	})
}
