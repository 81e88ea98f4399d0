package outbox_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// monday is a working morning in Milan.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// clock is a time that the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// carrier records what it carried and fails as told.
type carrier struct {
	mu      sync.Mutex
	carried []outbox.Message
	fail    error
}

func (c *carrier) Carry(_ context.Context, m outbox.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.carried = append(c.carried, m)
	return c.fail
}

type box struct {
	*outbox.Outbox
	t     *testing.T
	db    *sqldb.DB
	clock *clock
	mail  *carrier
}

func open(t *testing.T, db *sqldb.DB) box {
	t.Helper()
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	hours, err := outbox.NewHours()
	if err != nil {
		t.Fatal(err)
	}
	b := box{t: t, db: db, clock: &clock{at: monday}, mail: &carrier{}}
	b.Outbox, err = outbox.Open(t.Context(), db, sealer, outbox.Options{Now: b.clock.now, Hours: hours, Carriers: map[outbox.Channel]outbox.Carrier{outbox.Email: b.mail, outbox.SMS: b.mail}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b box) put(m outbox.Message) bool {
	b.t.Helper()
	added := false
	err := b.db.Tx(b.t.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		added, err = b.Put(ctx, tx, m)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return added
}

func (b box) deliver() {
	b.t.Helper()
	if _, err := b.Deliver(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

func (b box) state(id string) outbox.Message {
	b.t.Helper()
	m, err := b.Message(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

func message(id string) outbox.Message {
	return outbox.Message{
		ID: id, Recipient: "person-1", Team: "equipe-1", Kind: "appointment-reminder", Language: "fr", Channel: outbox.Email,
		Address: "awa@example.org", Subject: "Rendez-vous demain", Body: "Demain à 10 h.", URL: "/intake/appointments",
	}
}

func TestAMessageIsSentOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		if !b.put(message("m-1")) || b.put(message("m-1")) {
			t.Error("the same id makes two messages")
		}
		b.deliver()
		b.deliver()
		if len(b.mail.carried) != 1 || b.mail.carried[0].Address != "awa@example.org" || b.mail.carried[0].Body != "Demain à 10 h." {
			t.Errorf("carried %v", b.mail.carried)
		}
		if m := b.state("m-1"); m.State != outbox.Sent || !m.DoneAt.Equal(monday) {
			t.Errorf("it is %v", m)
		}
		if b.put(message("m-1")) {
			t.Error("a message that was sent is put again")
		}
	})
}

// A no-break blank, which French and days in words have, is not in an SMS's small alphabet.
func TestAnSMSKeepsToItsAlphabet(t *testing.T) {
	b := open(t, sqldbtest.SQLite(t))
	m := message("m-1")
	m.Channel, m.Body = outbox.SMS, "Demain, 1er\u00a0mars\u00a02026\u00a0: 10 h."
	b.put(m)
	m.ID, m.Channel = "m-2", outbox.Email
	b.put(m)
	b.deliver()
	for _, got := range b.mail.carried {
		if want := strings.Contains(got.Body, "\u00a0"); want != (got.Channel == outbox.Email) {
			t.Errorf("%s carries %q", got.Channel, got.Body)
		}
	}
	if len(b.mail.carried) != 2 {
		t.Errorf("carried %d", len(b.mail.carried))
	}
}

func TestNothingReadableIsStored(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		b.put(message("m-1"))
		var stored []string
		err := db.NewRaw("SELECT address || subject || body FROM outbox_message").Scan(t.Context(), &stored)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"awa", "Rendez", "Demain"} {
			if strings.Contains(stored[0], secret) {
				t.Errorf("%q stands there to read", secret)
			}
		}
	})
}

func TestARolledBackMessageIsNone(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		gone := errors.New("no")
		err := b.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			if _, err := b.Put(ctx, tx, message("m-1")); err != nil {
				return err
			}
			return gone
		})
		if !errors.Is(err, gone) {
			t.Fatal(err)
		}
		if _, err := b.Message(t.Context(), "m-1"); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is there: %v", err)
		}
	})
}

func TestAChannelWithoutACarrierKeepsItsMessages(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		m := message("m-1")
		m.Channel = outbox.Letter
		b.put(m)
		b.deliver()
		if got := b.state("m-1"); got.State != outbox.Held || got.Body != m.Body {
			t.Errorf("it is %v", got)
		}
	})
}

func TestFailuresAreTriedAgainAndGivenUp(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		b.mail.fail = errors.New("no answer")
		b.put(message("m-1"))
		for range 400 {
			b.deliver()
			b.clock.pass(30 * time.Minute)
		}
		m := b.state("m-1")
		if m.State != outbox.Failed || m.Problem != "unreachable" || len(b.mail.carried) != m.Attempts || m.Attempts < 3 {
			t.Errorf("after %d tries: %+v", len(b.mail.carried), m)
		}
		again := func() error {
			return b.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return b.Again(ctx, tx, "m-1") })
		}
		if err := again(); err != nil {
			t.Fatal(err)
		}
		b.mail.fail = nil
		b.clock.pass(b.state("m-1").NotBefore.Sub(b.clock.now()))
		b.deliver()
		if m := b.state("m-1"); m.State != outbox.Sent {
			t.Errorf("queued anew it is %v", m)
		}
		if err := again(); !fault.Is(err, fault.Conflict) {
			t.Errorf("a sent message is queued anew: %v", err)
		}
	})
}

func TestARefusalIsFinal(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		b.mail.fail = outbox.Refused("recipient")
		b.put(message("m-1"))
		b.deliver()
		if m := b.state("m-1"); m.State != outbox.Failed || m.Problem != "recipient" {
			t.Errorf("it is %v", m)
		}
	})
}

func TestNobodyIsWrittenToAtNight(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		b.clock.pass(11 * time.Hour) // 21:00 in Milan
		b.put(message("m-1"))
		urgent := message("m-2")
		urgent.Urgent = true
		b.put(urgent)
		b.deliver()
		if b.state("m-1").State != outbox.Queued || b.state("m-2").State != outbox.Sent {
			t.Error("only the urgent one may leave at night")
		}
		b.clock.pass(11 * time.Hour)
		b.deliver()
		if b.state("m-1").State != outbox.Sent {
			t.Error("in the morning it does not leave")
		}
	})
}

func TestTwoSendersTakeDifferentMessages(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
			b.put(message(id))
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := b.Deliver(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(b.mail.carried) != 6 {
			t.Errorf("%d messages were carried, want each once", len(b.mail.carried))
		}
	})
}

func TestListsAndWithdrawals(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := open(t, db)
		for _, id := range []string{"a", "b", "c"} {
			b.put(message(id))
		}
		later := message("d")
		later.NotBefore = monday.Add(26 * time.Hour)
		b.put(later)
		b.deliver()
		page, next, err := b.List(t.Context(), outbox.Filter{Team: "equipe-1", Limit: 3})
		if err != nil || len(page) != 3 || next == "" {
			t.Fatalf("%v %q %v", page, next, err)
		}
		rest, end, err := b.List(t.Context(), outbox.Filter{Team: "equipe-1", Limit: 3, After: next})
		if err != nil || len(rest) != 1 || end != "" {
			t.Fatalf("%v %q %v", rest, end, err)
		}
		arrived, _, err := b.List(t.Context(), outbox.Filter{Recipient: "person-1", Arrived: true, Limit: 9})
		if err != nil || len(arrived) != 3 {
			t.Errorf("%d arrived, %v", len(arrived), err)
		}
		if none, _, err := b.List(t.Context(), outbox.Filter{Team: "equipe-2", Limit: 9}); err != nil || len(none) != 0 {
			t.Errorf("another team sees %v, %v", none, err)
		}
		err = b.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			if err := b.Hand(ctx, tx, "person-1", "person-2", "equipe-2"); err != nil {
				return err
			}
			if err := b.Withdraw(ctx, tx, "a"); err != nil { // it has left: it stays
				return err
			}
			return b.Withdraw(ctx, tx, "d")
		})
		if err != nil {
			t.Fatal(err)
		}
		counts, err := b.Counts(t.Context(), "equipe-2")
		if err != nil || counts[outbox.Sent] != 3 || counts[outbox.Queued] != 0 {
			t.Errorf("%v %v", counts, err)
		}
	})
}

func TestHours(t *testing.T) {
	hours, err := outbox.NewHours()
	if err != nil {
		t.Fatal(err)
	}
	rome, _ := time.LoadLocation("Europe/Rome")
	for name, c := range map[string][2]string{
		"working morning":     {"2026-11-23 09:00", "2026-11-23 09:00"},
		"before eight":        {"2026-11-23 07:59", "2026-11-23 08:00"},
		"evening":             {"2026-11-23 19:00", "2026-11-24 08:00"},
		"Friday evening":      {"2026-11-27 19:30", "2026-11-30 08:00"},
		"Sunday":              {"2026-11-29 12:00", "2026-11-30 08:00"},
		"Saint Ambrose":       {"2026-12-07 10:00", "2026-12-09 08:00"},
		"Christmas Eve, late": {"2026-12-24 20:00", "2026-12-28 08:00"},
		"Easter Monday":       {"2027-03-29 10:00", "2027-03-30 08:00"},
		"clocks go forward":   {"2026-03-29 03:30", "2026-03-30 08:00"},
	} {
		at, _ := time.ParseInLocation("2006-01-02 15:04", c[0], rome)
		if got := hours.Next(at).In(rome).Format("2006-01-02 15:04"); got != c[1] {
			t.Errorf("%s: %s leads to %s, want %s", name, c[0], got, c[1])
		}
	}
	if outbox.Working(civil.Date{Year: 2024, Month: time.April, Day: 1}) {
		t.Error("Easter Monday 2024 is no working day")
	}
}
