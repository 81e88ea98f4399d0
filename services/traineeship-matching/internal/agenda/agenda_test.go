package agenda_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	ics "github.com/arran4/golang-ical"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/agenda"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/renewals"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// dates answers with one decision of the team that asks.
type dates struct{}

func (dates) DueDays(ctx context.Context, _ int) ([]placement.DueDay, error) {
	p, _ := identity.From(ctx)
	return []placement.DueDay{{
		Traineeship: "of-" + p.Team, Term: "term-" + p.Team, DecideBy: civil.Date{Year: 2026, Month: 11, Day: 30}, LastDay: civil.Date{Year: 2026, Month: 12, Day: 30}, Version: 7,
	}}, nil
}

// people are who somebody is now.
type people map[string]identity.Principal

func (p people) Resolve(_ context.Context, subject string) (identity.Principal, error) {
	return p[subject], nil
}

func TestCalendar(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		if _, err := store.Open(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
		if err != nil {
			t.Fatal(err)
		}
		recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		catalog, err := ui.NewCatalog(renewals.Messages())
		if err != nil {
			t.Fatal(err)
		}
		counsellor := identity.Principal{Subject: "c1", Roles: []identity.Role{identity.Counsellor}, Team: "t1"}
		who := people{"c1": counsellor}
		client := queuetest.Embedded(t)
		d := &agenda.Desk{
			Links: store.NewCalendarLinks(db, recorder), Renewals: dates{}, Directory: who, Catalog: catalog, Origin: "https://celav.example",
			Random: rand.Reader, Tries: &secretlink.Tries{Redis: client, Tag: sealer.Tag}, Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }, NewID: uuid.NewString,
		}
		ctx := identity.With(t.Context(), counsellor)
		if _, there, err := d.Of(ctx); there || err != nil {
			t.Fatalf("a link that nobody made: %v", err)
		}
		first, err := d.Make(ctx, "it")
		if err != nil {
			t.Fatal(err)
		}
		second, err := d.Make(ctx, "en")
		if err != nil {
			t.Fatal(err)
		}
		token := func(address string) string {
			return strings.TrimPrefix(address, "https://celav.example"+agenda.Path(""))
		}
		absent := func(what, address string) {
			t.Helper()
			if _, err := d.Read(t.Context(), token(address), "203.0.113.7"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		absent("a link that another took the place of", first)
		absent("no token", "short")
		absent("a token that nobody made", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
		data, err := d.Read(t.Context(), token(second), "203.0.113.7")
		if err != nil {
			t.Fatal(err)
		}
		read(t, string(data))
		l, there, err := d.Of(ctx)
		if err != nil || !there || l.LastUsed == nil {
			t.Errorf("the use is not noted: %+v, %v", l, err)
		}
		var kept []string
		if err := db.NewSelect().Table("calendar_link").ColumnExpr("id || subject || hash || language").Scan(ctx, &kept); err != nil || len(kept) != 2 {
			t.Fatalf("%d rows, %v", len(kept), err)
		}
		for _, row := range kept {
			if strings.Contains(row, token(first)) || strings.Contains(row, token(second)) {
				t.Error("a token is kept")
			}
		}
		who["c1"] = identity.Principal{Subject: "c1"} // the role is gone
		absent("a link of who has no role any more", second)
		who["c1"] = counsellor
		if err := d.Revoke(ctx); err != nil {
			t.Fatal(err)
		}
		absent("a link that was withdrawn", second)
		if err := d.Revoke(ctx); !fault.Is(err, fault.NotFound) {
			t.Errorf("withdrawing nothing: %v", err)
		}
		if _, err := d.Make(identity.With(t.Context(), identity.Principal{Subject: "e", Roles: []identity.Role{identity.Employer}, Company: "c"}), "it"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer: %v", err)
		}
	})
}

// read reads a calendar as a program does.
func read(t *testing.T, text string) {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	events := c.Events()
	if len(events) != 1 {
		t.Fatalf("%d events", len(events))
	}
	e := events[0]
	for property, want := range map[ics.ComponentProperty]string{
		ics.ComponentPropertyUniqueId: "term-t1@celav", ics.ComponentPropertyDtStart: "20261130", ics.ComponentPropertyDtEnd: "20261201",
		ics.ComponentPropertySummary: "Decision on the renewal of a traineeship", ics.ComponentPropertyUrl: "https://celav.example/matching/traineeships/of-t1",
		ics.ComponentPropertySequence: "7",
	} {
		if got := e.GetProperty(property); got == nil || got.Value != want {
			t.Errorf("%s: %+v, not %q", property, got, want)
		}
	}
	if !strings.Contains(text, "DTSTART;VALUE=DATE:20261130") || !strings.Contains(text, "\r\n") {
		t.Errorf("not as RFC 5545 wants it: %s", text)
	}
}
