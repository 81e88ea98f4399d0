package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	entry = audit.Entry{Action: "test", Kind: "person"}
)

func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

type records struct {
	*store.Store
	db   *sqldb.DB
	feed *feed.Log
}

func open(t *testing.T, db *sqldb.DB) records {
	t.Helper()
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	log, err := feed.New(t.Context(), db, feed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), db, log, sealer, recorder)
	if err != nil {
		t.Fatal(err)
	}
	teams, partners, entries := directory.Development()
	for range 2 { // again changes nothing
		if err := s.Seed(t.Context(), teams, partners, entries); err != nil {
			t.Fatal(err)
		}
	}
	return records{s, db, log}
}

func sample(name, phone string) person.Person {
	return person.Person{
		ID: uuid.Must(uuid.NewV7()).String(), Version: 1, Team: "equipe-1", Name: name,
		Contact: person.Contact{Channel: person.Phone, Value: phone}, Language: "fr", Request: "un lavoro in cucina",
		Residence: person.Local, State: person.Active, WaitingSince: day("2026-11-01"), CreatedAt: noon, ChangedAt: noon,
	}
}

func create(t *testing.T, s records, p person.Person) person.Person {
	t.Helper()
	if err := s.Create(t.Context(), p, "", entry); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAFileComesBackAsItWasWritten(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		want := sample("Awa Diop", "3331234567")
		want.Availability = &person.Availability{From: day("2026-12-01"), MaxHoursWeek: 30, Slots: []person.Slot{{Day: 1, From: 480, To: 840}}}
		want.Reach = &person.Reach{Area: "bovisa", MaxMinutes: 45, Modes: []person.Mode{person.Transit, person.Walk}}
		create(t, s, want)
		got, err := s.Person(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if _, err := s.Person(t.Context(), uuid.Must(uuid.NewV7()).String()); !fault.Is(err, fault.NotFound) {
			t.Errorf("a file that does not exist: %v", err)
		}
	})
}

func TestTwoEditorsCannotOverwriteEachOther(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		p := create(t, s, sample("Awa Diop", "3331234567"))
		first, second := p, p
		first.Name, second.Name = "Awa Diop Fall", "Awa Ndiaye"
		saved, err := s.Save(t.Context(), first, entry)
		if err != nil || saved.Version != 2 {
			t.Fatalf("version %d, %v", saved.Version, err)
		}
		if _, err := s.Save(t.Context(), second, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second editor: %v", err)
		}
		found, _, err := s.List(t.Context(), store.Listing{Name: "fall", Limit: 10})
		if err != nil || len(found) != 1 {
			t.Errorf("the new name finds %d, %v", len(found), err)
		}
	})
}

func TestListIsPagedAndNarrowed(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		for i := range 7 {
			p := sample(fmt.Sprintf("Persona %c Òrta", 'A'+i), fmt.Sprintf("33312345%02d", i))
			p.WaitingSince = day("2026-11-01").AddDays(i / 3) // some wait since the same day
			if i == 6 {
				p.Team = "equipe-2"
			}
			create(t, s, p)
		}
		var names []string
		l := store.Listing{Team: "equipe-1", State: person.Active, Limit: 2}
		for {
			page, next, err := s.List(t.Context(), l)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range page {
				names = append(names, p.Name)
			}
			if next == "" {
				break
			}
			l.After = next
		}
		if got := strings.Join(names, "|"); got != "Persona A Òrta|Persona B Òrta|Persona C Òrta|Persona D Òrta|Persona E Òrta|Persona F Òrta" {
			t.Errorf("pages: %s", got)
		}
		for _, c := range []struct {
			l    store.Listing
			want int
		}{
			{store.Listing{Name: "orta pers"}, 7},
			{store.Listing{Name: "ORT"}, 7},
			{store.Listing{Name: "zz"}, 0},
			{store.Listing{Name: "%"}, 7},
			{store.Listing{Team: "equipe-2"}, 1},
			{store.Listing{NoTeam: true}, 0},
			{store.Listing{State: person.Closed}, 0},
			{store.Listing{Missing: store.NoReach}, 7},
		} {
			c.l.Limit = 50
			if found, _, err := s.List(t.Context(), c.l); err != nil || len(found) != c.want {
				t.Errorf("%+v finds %d (%v), want %d", c.l, len(found), err, c.want)
			}
		}
		if _, _, err := s.List(t.Context(), store.Listing{After: "nonsense", Limit: 1}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a made-up cursor: %v", err)
		}
		gaps, err := s.Gaps(t.Context(), "equipe-1")
		if err != nil || len(gaps) != 3 || gaps[0].Count != 6 || gaps[0].Since != day("2026-11-01") {
			t.Errorf("gaps %+v, %v", gaps, err)
		}
	})
}

func TestAlikeFindsSpellingsAndContacts(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		known := create(t, s, sample("Mohamed El Amrani", "+39 333 1234567"))
		create(t, s, sample("Giulia Rossi", "3400000000"))
		people, contacts, err := s.Alike(t.Context(), "Muhammad Al-Amrani", person.Contact{Channel: person.Email, Value: "x@example.org"})
		if err != nil || len(people) != 1 || people[0].ID != known.ID || contacts[known.ID] {
			t.Errorf("by name: %v, %v, %v", people, contacts, err)
		}
		people, contacts, err = s.Alike(t.Context(), "Altro Nome", person.Contact{Channel: person.Phone, Value: "00393331234567"})
		if err != nil || len(people) != 1 || !contacts[known.ID] {
			t.Errorf("by contact: %v, %v, %v", people, contacts, err)
		}
	})
}

func TestNothingSensitiveIsReadableInTheDatabaseOrTheFeed(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		p := sample("Zebedeo Marcato", "3339998887")
		p.Request = "richiesta-marcata"
		p.Availability = &person.Availability{From: day("2026-12-01")}
		p.Reach = &person.Reach{Area: "bovisa", Modes: []person.Mode{person.Walk}}
		create(t, s, p)
		file := person.WorkFile{BirthDate: day("2009-06-01"), Documents: []policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: day("2026-10-01"), ExpiresOn: day("2027-04-01")}}}
		outcome := store.WorkOutcome{
			Intervals:  []policy.Interval{{From: day("2026-12-01"), Outcome: policy.MayWork, Rule: "WA-01", Renewable: true}},
			MinimumAge: 16, AgeStepOn: day("2027-06-01"),
		}
		if err := s.SaveWorkFile(t.Context(), p.ID, 1, file, outcome, entry); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveWorkFile(t.Context(), p.ID, 1, file, outcome, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		got, version, err := s.WorkFile(t.Context(), p.ID)
		if err != nil || version != 2 {
			t.Fatalf("version %d, %v", version, err)
		}
		if d := cmp.Diff(file, got); d != "" {
			t.Error(d)
		}
		row := dump(t, db, p.ID)
		for _, secret := range []string{"3339998887", "richiesta-marcata", "asylum", "2009-06-01"} {
			if strings.Contains(row, secret) {
				t.Errorf("%q is readable in the row", secret)
			}
		}
		page, err := s.feed.Changes(t.Context(), s.States, "", 10, 0)
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("%d items, %v", len(page.Items), err)
		}
		for _, secret := range []string{"Zebedeo", "3339998887", "asylum", "2009", "richiesta"} {
			if bytes.Contains(page.Items[0].State, []byte(secret)) {
				t.Errorf("%q is in the feed", secret)
			}
		}
		want := `{"personId":"` + p.ID + `","team":"equipe-1","residence":"local","cohort":null,"adult":false,"minimumAge":16,` +
			`"availability":{"from":"2026-12-01","maxHoursWeek":null,"slots":[]},"reach":{"lat":45.5,"lon":9.16,"maxMinutes":null,"modes":["walk"]},` +
			`"workAccess":[{"from":"2026-12-01","until":null,"outcome":"ok","rule":"WA-01","renewable":true,"hoursWeek":null}],"constraints":[],"waitingSince":"2026-11-01","state":"active"}`
		if d := cmp.Diff(want, string(page.Items[0].State)); d != "" {
			t.Error(d)
		}
		stepping, err := s.Stepping(t.Context(), day("2027-06-01"), 10)
		if err != nil || len(stepping) != 1 {
			t.Errorf("who turns 18: %v, %v", stepping, err)
		}
	})
}

func dump(t *testing.T, db *sqldb.DB, id string) string {
	t.Helper()
	var row map[string]any
	if err := db.NewSelect().Table("person").Where("id = ?", id).Scan(t.Context(), &row); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(row)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOneCallMakesOneFile(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		p := sample("Awa Diop", "3331234567")
		if err := s.Create(t.Context(), p, "key-1", entry); err != nil {
			t.Fatal(err)
		}
		if err := s.Create(t.Context(), sample("Awa Diop", "3331234567"), "key-1", entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second click: %v", err)
		}
		made, ok, err := s.MadeBy(t.Context(), "key-1")
		if err != nil || !ok || made.ID != p.ID {
			t.Errorf("%v, %v, %v", made.ID, ok, err)
		}
	})
}

func TestLoadReplacesAndCounts(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		var batch []store.Record
		for i := range 500 {
			p := sample(fmt.Sprintf("Persona Numero%d", i), fmt.Sprintf("3330000%03d", i))
			p.Demo = true
			batch = append(batch, store.Record{Person: p, Work: person.WorkFile{Documents: []policy.Document{{Kind: policy.Citizen}}}, Outcome: store.WorkOutcome{Intervals: []policy.Interval{}}})
		}
		if n, err := s.Load(t.Context(), batch, entry); err != nil || n != 500 {
			t.Fatalf("first: %d, %v", n, err)
		}
		batch[0].Person.Name = "Nome Nuovo"
		if n, err := s.Load(t.Context(), batch[:10], entry); err != nil || n != 0 {
			t.Fatalf("again: %d, %v", n, err)
		}
		p, err := s.Person(t.Context(), batch[0].Person.ID)
		if err != nil || p.Name != "Nome Nuovo" || p.Version != 2 || !p.Demo {
			t.Errorf("%+v, %v", p, err)
		}
		batch[1].Person.Team = "nowhere"
		if _, err := s.Load(t.Context(), batch[:2], entry); !fault.Is(err, fault.Invalid) {
			t.Errorf("an unknown team: %v", err)
		}
		page, err := s.feed.Changes(t.Context(), s.States, "", 500, 0)
		if err != nil || len(page.Items) != 500 {
			t.Errorf("%d in the feed, %v", len(page.Items), err)
		}
	})
}

func TestDirectory(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		ctx := context.Background()
		e, known, err := s.Entry(ctx, "demo-counsellor-1")
		if err != nil || !known || e.Team != "equipe-1" || len(e.Roles) != 1 || e.Roles[0] != "counsellor" {
			t.Errorf("%+v, %v, %v", e, known, err)
		}
		if _, known, err := s.Entry(ctx, "stranger"); known || err != nil {
			t.Errorf("a stranger: %v, %v", known, err)
		}
		if err := s.PutEntry(ctx, directory.Entry{Subject: "x", Roles: []string{"counsellor"}, Team: "nowhere"}, entry); !fault.Is(err, fault.Invalid) {
			t.Errorf("an unknown team: %v", err)
		}
		if err := s.PutTeam(ctx, directory.Team{ID: "equipe-9", Code: "Équipe 1", Label: "x"}, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("a code that is taken: %v", err)
		}
		if err := s.PutEntry(ctx, directory.Entry{Subject: "demo-auditor"}, entry); err != nil {
			t.Fatal(err)
		}
		if err := s.Seed(ctx, nil, nil, []directory.Entry{{Subject: "demo-auditor", Roles: []string{"auditor"}}}); err != nil {
			t.Fatal(err)
		}
		if e, _, _ := s.Entry(ctx, "demo-auditor"); len(e.Roles) != 0 {
			t.Error("seeding gave back a role that was taken away")
		}
	})
}
