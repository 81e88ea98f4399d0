package post_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/post"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// monday is a working morning in Milan.
func monday() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// staff is one colleague.
type staff struct{}

func (staff) Name(_ context.Context, subject string) string {
	if subject == "tutor" {
		return "Zqxtutor"
	}
	return ""
}

// words says the id of each sentence and whom to ask.
type words struct{}

func (words) Say(language, id string, args ...any) string {
	said := language + " " + id
	for _, a := range args {
		said += " " + a.(string)
	}
	return said
}

type desk struct {
	*post.Post
	t       *testing.T
	records *store.Store
	box     *outbox.Outbox
}

func open(t *testing.T, db *sqldb.DB) desk {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	key, err := seal.Generate()
	must(err)
	sealer, err := seal.New(key)
	must(err)
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), monday)
	must(err)
	log, err := feed.New(t.Context(), db, feed.Options{})
	must(err)
	records, err := store.New(t.Context(), db, log, sealer, recorder, func(civil.Date, string, int) (int, bool) { return 0, false }, monday)
	must(err)
	hours, err := outbox.NewHours()
	must(err)
	box, err := outbox.Open(t.Context(), db, sealer, outbox.Options{Now: monday, Hours: hours})
	must(err)
	return desk{post.New(records, box, staff{}, words{}), t, records, box}
}

func (d desk) company(c company.Contact) string {
	d.t.Helper()
	id := newID()
	if err := d.records.AddCompany(d.t.Context(), company.Company{ID: id, Version: 1, Name: "Prova", Contact: c}, "", ""); err != nil {
		d.t.Fatal(err)
	}
	return id
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func as(t *testing.T, p identity.Principal) context.Context { return identity.With(t.Context(), p) }

func service(t *testing.T) context.Context { return as(t, identity.AsService("matching")) }

func letter(to string) post.Letter {
	return post.Letter{
		ID: newID(), Company: to, Kind: "test", URL: "/outreach/candidates", Answer: "tutor",
		Texts: map[string]post.Text{"it": {"Oggetto", "Testo."}, "en": {"Subject", "Body."}, "fr": {"Objet", "Texte."}},
	}
}

// of are the messages to a company as its employer reads them.
func (d desk) of(id string) []outbox.Message {
	d.t.Helper()
	_, list, _, err := d.Of(as(d.t, identity.Principal{Subject: "e", Roles: []identity.Role{identity.Employer}, Company: id}), id, "", 25)
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

func TestACompanyIsWrittenToOnceInItsLanguage(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		id := d.company(company.Contact{Email: "marked@example.org", Language: "fr"})
		l := letter(id)
		for range 2 {
			if err := d.Send(service(t), l); err != nil {
				t.Fatal(err)
			}
		}
		list := d.of(id)
		if len(list) != 1 || list[0].Language != "fr" || list[0].Subject != "Objet" || list[0].Channel != outbox.Email || list[0].Address != "marked@example.org" {
			t.Fatalf("the company reads %+v", list)
		}
		if b := list[0].Body; !strings.HasPrefix(b, "Texte.") || !strings.Contains(b, "Zqxtutor, fr outreach.post.service") || strings.Contains(b, "Body.") {
			t.Errorf("the body is %q", b)
		}
		if _, err := d.box.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := d.of(id)[0].State; got != outbox.Held {
			t.Errorf("without a mail server it is %s", got)
		}
		if err := d.Again(as(t, identity.Principal{Subject: "c", Roles: []identity.Role{identity.Counsellor}, Team: "equipe-1"}), l.ID); err != nil {
			t.Errorf("queue it anew: %v", err)
		}
	})
}

func TestWithoutALanguageItIsItalianWithEnglishBelow(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		for want, contact := range map[outbox.Channel]company.Contact{outbox.SMS: {Phone: "+39 02 1234567"}, outbox.Letter: {}} {
			id := d.company(contact)
			l := letter(id)
			l.Answer = "nobody"
			if err := d.Send(service(t), l); err != nil {
				t.Fatal(err)
			}
			m := d.of(id)[0]
			if m.Channel != want || m.Language != "it" || m.Subject != "Oggetto" || !strings.Contains(m.Body, "Testo.") || !strings.Contains(m.Body, "Body.") {
				t.Errorf("by %s: %+v", want, m)
			}
			if !strings.Contains(m.Body, "outreach.post.answer it outreach.post.service") && !strings.Contains(m.Body, "Whom it outreach.post.service") {
				t.Errorf("it does not say whom to ask: %q", m.Body)
			}
		}
	})
}

func TestWhoMayWriteAndRead(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		id := d.company(company.Contact{})
		staff := as(t, identity.Principal{Subject: "c", Roles: []identity.Role{identity.Counsellor}, Team: "equipe-1"})
		if err := d.Send(staff, letter(id)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a counsellor writes: %v", err)
		}
		if err := d.Send(service(t), letter(newID())); !fault.Is(err, fault.NotFound) {
			t.Errorf("to a company that is not on record: %v", err)
		}
		away := letter(id)
		away.URL = "//elsewhere.example.org/"
		if err := d.Send(service(t), away); !fault.Is(err, fault.Invalid) {
			t.Errorf("a link to another origin: %v", err)
		}
		if err := d.Send(service(t), letter(id)); err != nil {
			t.Fatal(err)
		}
		other := as(t, identity.Principal{Subject: "o", Roles: []identity.Role{identity.Employer}, Company: newID()})
		if _, _, _, err := d.Of(other, id, "", 25); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another employer reads: %v", err)
		}
		if _, _, err := d.List(other, "", "", 25); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer lists every company's: %v", err)
		}
		notes, _, err := d.List(staff, outbox.Queued, "", 25)
		if err != nil || len(notes) != 1 || notes[0].Name != "Prova" {
			t.Errorf("staff reads %+v %v", notes, err)
		}
	})
}
