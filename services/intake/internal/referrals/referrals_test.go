package referrals_test

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// words say the id of a text, so that a test sees which one was chosen.
type words struct{}

func (words) Say(_, id string, _ ...any) string { return id }

// desk is the referrals' desk over records of its own, at a clock that the test turns.
type desk struct {
	*referrals.Desk
	t      *testing.T
	now    time.Time
	box    *outbox.Outbox
	trail  *audit.Recorder
	person string
	read   map[string]bool // links that a test has read
}

func open(t *testing.T, db *sqldb.DB) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), read: map[string]bool{}}
	clock := func() time.Time { return d.now }
	newID := func() (string, error) { id, err := uuid.NewV7(); return id.String(), err }
	key, err := seal.Generate()
	d.must(err)
	sealer, err := seal.New(key)
	d.must(err)
	log, err := feed.New(t.Context(), db, feed.Options{})
	d.must(err)
	d.trail, err = audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), clock)
	d.must(err)
	records, err := store.Open(t.Context(), db, log, sealer, d.trail)
	d.must(err)
	d.must(registration.SeedDevelopment(t.Context(), records, d.now))
	rules, err := policy.Embedded()
	d.must(err)
	zone, err := time.LoadLocation("Europe/Rome")
	d.must(err)
	hours, err := outbox.NewHours()
	d.must(err)
	d.box, err = outbox.Open(t.Context(), db, sealer, outbox.Options{Now: clock, Hours: hours, Log: slog.New(slog.DiscardHandler)})
	d.must(err)
	files := registration.New(records, rules, clock, newID, zone)
	d.Desk = &referrals.Desk{Store: records, Files: files, Rules: rules, Box: d.box, Words: words{}, Now: clock, NewID: newID, Zone: zone, Origin: "https://celav.example"}
	d.must(d.Seed(t.Context()))
	p, _, err := files.Meet(as("equipe-1"), registration.Meeting{FirstMeeting: person.FirstMeeting{
		Name: "Zahra Qadiri", Language: "fr", Contact: person.Contact{Channel: person.Phone, Value: "3331234567"}, Request: "Cerca lavoro come sarta",
	}})
	d.must(err)
	d.person = p.ID
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func as(team string) context.Context {
	return identity.With(context.Background(), identity.Principal{Subject: "c-" + team, Roles: []identity.Role{identity.Counsellor}, Team: team})
}

func (d *desk) begin(r referral.Referral) referral.Referral {
	d.t.Helper()
	r, err := d.Begin(as("equipe-1"), d.person, r, uuid.NewString())
	d.must(err)
	return r
}

func (d *desk) act(r referral.Referral, act referral.Act, g referral.Given) referral.Referral {
	d.t.Helper()
	r, err := d.Act(as("equipe-1"), d.person, r.ID, r.Version, act, g)
	d.must(err)
	return r
}

// out is somebody sent to a service with consent, but for what a test changes.
func (d *desk) out(service string, items ...referral.Item) referral.Referral {
	return referral.Referral{
		Direction: referral.Out, Service: service, Reason: referral.Reasons()[0], Items: items, Note: "Nota per il servizio",
		Consent: &referral.Consent{On: d.Today(), How: referral.Hows()[0]},
	}
}

var link = regexp.MustCompile(`https://celav\.example/intake/answers/([\w-]{43})`)

// token is what the newest message's link holds. No message names the person.
func (d *desk) token() string {
	d.t.Helper()
	list, _, err := d.box.List(d.t.Context(), outbox.Filter{Limit: 50})
	d.must(err)
	for _, m := range list {
		if strings.Contains(m.Body+m.Subject, "Zahra") {
			d.t.Errorf("a message names the person: %s", m.Body)
		}
		if found := link.FindStringSubmatch(m.Body); found != nil && !d.read[found[1]] {
			d.read[found[1]] = true
			return found[1]
		}
	}
	d.t.Fatal("no message with a new link")
	return ""
}

// bare reports whether nothing of a person is in what is shown.
func bare(s referrals.Shown) bool {
	return s.Person == "" && s.Name == "" && s.Told == nil && s.Note == "" && len(s.Items) == 0 && s.Reason == ""
}

func TestALinkTellsNothingUntilSomebodyOpensIt(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		r := d.act(d.begin(d.out("caf", referral.NameAndContact, referral.Request)), referral.Send, referral.Given{})
		token := d.token()
		cover, err := d.Cover(t.Context(), token)
		if err != nil || !bare(cover) || cover.State != referral.Sent {
			t.Errorf("the cover: %+v, %v", cover, err)
		}
		shown, err := d.OpenByLink(t.Context(), token)
		if err != nil || shown.State != referral.Seen || shown.Told == nil || shown.Told.Name != "Zahra Qadiri" || shown.Told.Language != "" {
			t.Fatalf("opened: %+v, %v", shown, err)
		}
		if cover, err := d.Cover(t.Context(), token); err != nil || !bare(cover) {
			t.Errorf("the cover of one that was opened: %+v, %v", cover, err)
		}
		again, err := d.OpenByLink(t.Context(), token)
		if err != nil || again.Version != shown.Version || again.Told == nil {
			t.Errorf("opened again: %+v, %v", again, err)
		}
		if err := d.ActByLink(t.Context(), token, r.Version, referral.Accept, referral.Given{}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an answer to the page before: %v", err)
		}
		d.must(d.ActByLink(t.Context(), token, shown.Version, referral.Refuse, referral.Given{Refusal: referral.Refusals()[0]}))
		if over, err := d.OpenByLink(t.Context(), token); err != nil || !bare(over) || over.State != referral.Refused {
			t.Errorf("opened when it is over: %+v, %v", over, err)
		}
		page, err := d.trail.List(t.Context(), audit.Filter{Person: d.person}, "", 100)
		d.must(err)
		var opened int
		for _, e := range page.Events {
			if e.Action == string(identity.ReferralRead) && e.Detail == "by link" {
				opened++
			}
		}
		if opened != 2 {
			t.Errorf("the person's trail holds %d looks by the service, want the two at which it saw something", opened)
		}
	})
}

func TestTheAnswerToWhoSentSomebody(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		came := d.begin(referral.Referral{Direction: referral.In, Service: "wish-mi", Reason: referral.Reasons()[0], CreatedOn: d.Today().AddDays(-1), Consent: &referral.Consent{On: d.Today(), How: referral.Hows()[0]}})
		if came.State != referral.Received || came.AnswerBy.IsZero() {
			t.Fatalf("one that came in: %+v", came)
		}
		d.act(came, referral.Refuse, referral.Given{Refusal: referral.Refusals()[0], Note: "Vive a Lodi"})
		token := d.token()
		cover, err := d.Cover(t.Context(), token)
		if err != nil || !bare(cover) || cover.AnswerNote != "" || cover.Refusal != "" {
			t.Errorf("the cover: %+v, %v", cover, err)
		}
		shown, err := d.OpenByLink(t.Context(), token)
		if err != nil || shown.Name != "Z. Q." || shown.AnswerNote != "Vive a Lodi" || shown.Told != nil {
			t.Errorf("opened: %+v, %v", shown, err)
		}
	})
}

func TestConsentAndDraftsBeforeSending(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		without := d.out("caf", referral.NameAndContact)
		without.Consent = nil
		draft := d.begin(without)
		if _, err := d.Act(as("equipe-1"), d.person, draft.ID, draft.Version, referral.Send, referral.Given{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("sent without consent: %v", err)
		}
		if _, err := d.Begin(as("equipe-1"), d.person, d.out("no-such-service"), "k"); !fault.Is(err, fault.Invalid) {
			t.Errorf("to a service that is not in the directory: %v", err)
		}
		if _, err := d.Begin(as("equipe-2"), d.person, d.out("caf"), "k"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("by another team: %v", err)
		}
		changed := d.out("caf", referral.Language)
		changed.ID = draft.ID
		amended, err := d.Amend(as("equipe-1"), d.person, draft.Version, changed)
		d.must(err)
		if _, err := d.Amend(as("equipe-1"), d.person, draft.Version, changed); !fault.Is(err, fault.Conflict) {
			t.Errorf("amended twice from one page: %v", err)
		}
		sent := d.act(amended, referral.Send, referral.Given{})
		first := d.token()
		if sent.Told.Name != "" || sent.Told.Language != "fr" {
			t.Errorf("told: %+v", sent.Told)
		}
		reminded := d.act(sent, referral.Remind, referral.Given{})
		second := d.token()
		if _, err := d.Cover(t.Context(), first); !fault.Is(err, fault.NotFound) {
			t.Errorf("the link before the reminder: %v", err)
		}
		if _, err := d.WithdrawConsent(as("equipe-1"), d.person, reminded.ID, reminded.Version); err != nil {
			t.Fatal(err)
		}
		for _, token := range []string{second, "nobody-has-made-this-one"} {
			if _, err := d.OpenByLink(t.Context(), token); !fault.Is(err, fault.NotFound) {
				t.Errorf("a link after the consent went: %v", err)
			}
		}
	})
}

// Who is sent to a reserved service is the team's to know: who leads the teams sees that there is one.
func TestReservedServicesStayInTheTeam(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		d.act(d.begin(d.out("serd", referral.Language)), referral.Send, referral.Given{})
		lead := identity.With(t.Context(), identity.Principal{Subject: "lead", Roles: []identity.Role{identity.Coordinator}})
		list, err := d.Of(lead, d.person)
		if err != nil || len(list) != 1 || !list[0].Hidden || list[0].At.ID != "" || list[0].Service != "" {
			t.Errorf("who leads sees %+v, %v", list, err)
		}
		own, err := d.Of(as("equipe-1"), d.person)
		if err != nil || len(own) != 1 || own[0].Hidden || own[0].At.ID != "serd" {
			t.Errorf("the team sees %+v, %v", own, err)
		}
	})
}

// An answer that does not come surfaces after its working days, in the list of the team alone.
func TestWhatNobodyAnswersSurfaces(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		r := d.act(d.begin(d.out("caf", referral.Language)), referral.Send, referral.Given{})
		overdue := func(team string) int {
			t.Helper()
			w, err := d.WaitingFor(as(team), "overdue", 5)
			d.must(err)
			return w.Count
		}
		if n := overdue("equipe-1"); n != 0 {
			t.Errorf("%d are overdue on the day of sending", n)
		}
		d.now = time.Date(r.AnswerBy.Year, r.AnswerBy.Month, r.AnswerBy.Day, 12, 0, 0, 0, time.UTC)
		if n := overdue("equipe-1"); n != 0 {
			t.Errorf("%d are overdue on the last day", n)
		}
		d.now = d.now.AddDate(0, 0, 1)
		if n, other := overdue("equipe-1"), overdue("equipe-2"); n != 1 || other != 0 {
			t.Errorf("the day after, %d are overdue, and for another team %d", n, other)
		}
	})
}
