package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

func noted(p person.Person, code needs.Code) needs.Fact {
	return needs.Fact{
		ID: uuid.Must(uuid.NewV7()).String(), Person: p.ID, Version: 1, Code: code, State: needs.Open, Note: "nota-marcata", Author: "somebody",
		NotedOn: day("2026-11-01"), ExpiresOn: day("2026-11-20"),
	}
}

func TestNeeds(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		p := create(t, s, sample("Awa Diop", "3331234567"))
		want := noted(p, "housing")
		for range 2 { // a double click makes one
			if err := s.CreateNeed(t.Context(), want, entry); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Needs(t.Context(), p.ID)
		if err != nil || cmp.Diff([]needs.Fact{want}, got) != "" {
			t.Fatalf("%v\n%s", err, cmp.Diff([]needs.Fact{want}, got))
		}
		stale, err := s.StaleNeeds(t.Context(), "equipe-1", day("2026-11-23"))
		if err != nil || stale.Count != 1 || stale.Since != want.ExpiresOn || stale.First != p.ID {
			t.Errorf("to confirm: %+v, %v", stale, err)
		}
		list, _, err := s.List(t.Context(), store.Listing{Due: store.Due{Kind: store.NeedsConfirm, Until: day("2026-11-22")}, Limit: 5})
		if err != nil || len(list) != 1 {
			t.Errorf("files with needs to confirm: %d, %v", len(list), err)
		}
		changed := want
		changed.State = needs.Resolved
		if err := s.SaveNeed(t.Context(), changed, entry); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveNeed(t.Context(), changed, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		if err := s.RemoveNeed(t.Context(), p.ID, want.ID, 1, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("taking out an old version: %v", err)
		}
		if err := s.RemoveNeed(t.Context(), p.ID, want.ID, 2, entry); err != nil {
			t.Error(err)
		}
	})
}

func TestReservedFactsAreSealedAndStayInTheTeam(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		p := create(t, s, sample("Awa Diop", "3331234567"))
		want := noted(p, "addiction")
		if err := s.CreateReserved(t.Context(), "equipe-1", want, entry); err != nil {
			t.Fatal(err)
		}
		got, err := s.Reserved(t.Context(), p.ID, "equipe-1")
		if err != nil || cmp.Diff([]needs.Fact{want}, got) != "" {
			t.Fatalf("%v\n%s", err, cmp.Diff([]needs.Fact{want}, got))
		}
		if got, err = s.Reserved(t.Context(), p.ID, "equipe-2"); err != nil || len(got) != 0 {
			t.Errorf("another team has %d (%v)", len(got), err)
		}
		var rows []map[string]any
		if err := db.NewSelect().Table("reserved_fact").Scan(t.Context(), &rows); err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprint(rows); strings.Contains(text, "addiction") || strings.Contains(text, "nota-marcata") {
			t.Error("what is reserved is readable in the table")
		}
		if err := s.SaveReserved(t.Context(), "equipe-2", want, entry); err == nil {
			t.Error("another team changed it")
		}
		if err := s.RemoveReserved(t.Context(), p.ID, "equipe-2", want.ID, 1, entry); err == nil {
			t.Error("another team took it out")
		}
		o := store.Opening{ID: uuid.NewString(), Person: p.ID, Team: "equipe-1", Subject: "one", Reason: "interview", OpenedAt: noon, OpenUntil: noon.Add(time.Minute)}
		if err := s.OpenReserved(t.Context(), o, entry); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			subject string
			at      time.Time
			open    bool
		}{{"one", noon, true}, {"one", noon.Add(time.Minute), false}, {"two", noon, false}} {
			if _, ok, err := s.OpenNow(t.Context(), p.ID, "equipe-1", c.subject, c.at); err != nil || ok != c.open {
				t.Errorf("%+v: %v, %v", c, ok, err)
			}
		}
	})
}

func TestATaxCodeIsOnePersons(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		one, two := create(t, s, sample("Awa Diop", "3331234567")), create(t, s, sample("Giulia Rossi", "3400000000"))
		file := person.WorkFile{TaxCode: "RSSMRA85T10A562S", Documents: []policy.Document{}}
		outcome := store.WorkOutcome{EndsOn: day("2026-12-13")}
		if err := s.SaveWorkFile(t.Context(), one.ID, 1, file, outcome, entry); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveWorkFile(t.Context(), two.ID, 1, file, outcome, entry); !fault.Is(err, fault.Invalid) {
			t.Errorf("twice the same tax code: %v", err)
		}
		if strings.Contains(dump(t, db, one.ID), "RSSMRA") {
			t.Error("the tax code is readable")
		}
		n, first, err := s.CountDue(t.Context(), "equipe-1", store.Due{Kind: store.AccessEnds, From: day("2026-11-23"), Until: day("2026-12-23")})
		if err != nil || n != 1 || first != outcome.EndsOn {
			t.Errorf("papers that end soon: %d, %s, %v", n, first, err)
		}
	})
}
