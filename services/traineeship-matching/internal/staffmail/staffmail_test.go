package staffmail_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/letters"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/staffmail"
)

// colleagues are how they want to be written to.
type colleagues map[string]alerts.Setting

func (c colleagues) Setting(_ context.Context, subject string) (alerts.Setting, error) {
	return c[subject], nil
}

func post(t *testing.T, db *sqldb.DB) *staffmail.Post {
	t.Helper()
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.json")
	if err != nil {
		t.Fatal(err)
	}
	hours, err := outbox.NewHours()
	if err != nil {
		t.Fatal(err)
	}
	box, err := outbox.Open(t.Context(), db, sealer, outbox.Options{Now: time.Now, Hours: hours, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	texts, err := letters.New()
	if err != nil {
		t.Fatal(err)
	}
	return &staffmail.Post{DB: db, Letters: texts, Box: box, Settings: colleagues{
		"tutor": {Language: "it"}, "c1": {Address: "uno@example.org", Language: "it"}, "c2": {Language: "it"}, "c3": {Address: "trois@example.org", Language: "fr"},
	}, Coordinators: func(context.Context) ([]string, error) { return []string{"c1", "c2", "c3"}, nil }}
}

// What is escalated reaches every coordinator who gave an address, each in the own language, once however often it is told.
func TestAnEscalationReachesEveryCoordinator(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		p := post(t, db)
		day := civil.Date{Year: 2026, Month: time.November, Day: 30}
		o := records.Outgoing{ID: "019f0000-0000-7000-8000-000000000001", Traineeship: "x1", Target: records.ToCoordination, TargetID: "equipe-1", Kind: "escalated", Day: &day}
		for range 2 {
			if err := p.Keep(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		kept, _, err := p.Box.List(t.Context(), outbox.Filter{Limit: 10})
		if err != nil || len(kept) != 2 {
			t.Fatalf("%d messages: %v", len(kept), err)
		}
		for _, m := range kept {
			words := map[string]string{"uno@example.org": "30\u00a0novembre\u00a02026", "trois@example.org": "personne n’a décidé"}[m.Address]
			if words == "" || !strings.Contains(m.Body, words) || m.Channel != outbox.Email || m.URL != "/matching/traineeships/x1" {
				t.Errorf("%+v", m)
			}
		}
	})
}

// Who coordinates is asked again later when nobody tells it: an escalation is not lost.
func TestAnEscalationWaitsForWhoTellsTheCoordinators(t *testing.T) {
	db := sqldbtest.SQLite(t)
	p := post(t, db)
	away := errors.New("away")
	p.Coordinators = func(context.Context) ([]string, error) { return nil, away }
	err := p.Keep(t.Context(), records.Outgoing{ID: "019f0000-0000-7000-8000-000000000002", Traineeship: "x1", Target: records.ToCoordination, TargetID: "equipe-1", Kind: "escalated"})
	if !errors.Is(err, away) {
		t.Errorf("%v", err)
	}
}

// The colleague who follows is written to even without an address: the message stays to be read on the page.
func TestWhoFollowsIsWrittenToInAnyCase(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		p := post(t, db)
		o := records.Outgoing{ID: "019f0000-0000-7000-8000-000000000003", Traineeship: "x1", Target: records.ToStaff, TargetID: "tutor", Kind: "decision-due"}
		if err := p.Keep(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if m, there := p.Delivery(t.Context(), o.ID); !there || m.Recipient != "tutor" || m.Channel != outbox.Letter {
			t.Errorf("%v %+v", there, m)
		}
	})
}
