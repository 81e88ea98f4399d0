package paperwork_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// others are the other services: everybody has the right to work and a name.
type others struct{ carried []string }

func (*others) Person(id string) (match.Person, bool) {
	return match.Person{ID: id, Team: "t1", WorkAccess: []policy.Interval{{From: civil.Date{Year: 2020, Month: 1, Day: 1}, Outcome: policy.MayWork}}}, true
}

func (*others) Opening(string) (match.Opening, bool)              { return match.Opening{}, false }
func (*others) Names(context.Context, naming.Wanted) naming.Names { return naming.Names{} }
func (*others) Colleagues(context.Context) map[string]string {
	return map[string]string{"c1": "Rita Esempio"}
}

func (*others) Attended(context.Context, *traineeship.Traineeship) (papers.Attendance, error) {
	return papers.Attendance{PlannedMinutes: 600, AttendedMinutes: 540}, nil
}

func (*others) Sources(context.Context, *traineeship.Traineeship) (papers.Sources, error) {
	return papers.Sources{Trainee: "Awa Prova", Language: "fr", Host: papers.Host{Name: "Bar Prova"}}, nil
}

func (o *others) Carry(_ context.Context, to paperwork.Recipient, path string) error {
	o.carried = append(o.carried, to.Person+to.Company+" "+path)
	return nil
}

func draw(_ context.Context, c papers.Content) (string, error) {
	return "<p>" + string(c.Kind) + "</p>", nil
}

// now is the Monday of the tests.
func now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func newDesk(t *testing.T, db *sqldb.DB) (*paperwork.Desk, *others) {
	t.Helper()
	if _, err := store.Open(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), now)
	if err != nil {
		t.Fatal(err)
	}
	kept, o := store.NewPapers(db, sealer, recorder), &others{}
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	return &paperwork.Desk{
		Store: kept, Facts: o, Attendances: o, Draw: draw, Carrier: o, Names: o, Now: now, Zone: time.UTC, NewID: newID, Random: rand.Reader,
		Tries: &secretlink.Tries{Redis: queuetest.Embedded(t), Tag: sealer.Tag},
		Traineeships: &placement.Desk{
			Store: records.New(db, sealer, recorder), Rules: rules, Facts: o, Names: o, Signed: paperwork.Standing{Store: kept, Zone: time.UTC},
			Changed: func() {}, Now: now, Zone: time.UTC, NewID: newID,
		},
	}, o
}

// load puts in a traineeship in its second term, or one that ended with its first.
func load(t *testing.T, d *paperwork.Desk, renewed bool) string {
	t.Helper()
	start := civil.Date{Year: 2026, Month: 8, Day: 3}
	if !renewed {
		start = civil.Date{Year: 2026, Month: 7, Day: 1}
	}
	p := placement.Past{ID: uuid.NewString(), Opening: traineeship.Opening{
		PersonID: "awa", Team: "t1", CompanyID: "bar", Type: policy.OrdinaryTraineeship, Start: start, Months: 3, HoursWeek: 30, HostTutor: "Rita Prova", AllowanceCents: 50_000,
	}}
	act := func(day civil.Date, in placement.Input) {
		p.Acts = append(p.Acts, placement.PastAct{Day: day, Role: traineeship.Counsellor, Input: in})
	}
	for _, k := range traineeship.BroughtPapers() {
		act(start.AddDays(-3), placement.Input{Act: traineeship.ActPaper, Paper: k, On: start.AddDays(-3), Reference: "N-1"})
	}
	act(start, placement.Input{Act: traineeship.ActStart})
	wish, reason := traineeship.End, "goals-reached"
	if renewed {
		wish, reason = traineeship.Renew, "goals-open"
	}
	for _, who := range traineeship.Parties() {
		act(start.AddDays(60), placement.Input{Act: traineeship.ActAnswer, Party: who, Wish: wish})
	}
	act(start.AddDays(60), placement.Input{Act: traineeship.ActDecide, Wish: wish, Reason: reason})
	operator := identity.With(t.Context(), identity.Principal{Subject: "o", Roles: []identity.Role{identity.Operator}})
	if _, err := d.Traineeships.Load(operator, []placement.Past{p}, nil); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

func counsellor(ctx context.Context) context.Context {
	return identity.With(ctx, identity.Principal{Subject: "c1", Roles: []identity.Role{identity.Counsellor}, Team: "t1"})
}

const from = "203.0.113.7"

func token(path string) string { return strings.TrimPrefix(path, paperwork.Path("")) }

// An addendum is owed until all three have signed it, two of them by links without an account.
func TestAnAddendumIsSignedByLinks(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d, o := newDesk(t, db)
		ctx, id := counsellor(t.Context()), load(t, d, true)
		owed := func() *traineeship.Duty {
			x, err := d.Traineeships.Own(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			return x.Unsigned(2)
		}
		v, err := d.Prepare(ctx, id, papers.Addendum)
		if err != nil || v.Number != 1 || owed() == nil {
			t.Fatalf("%+v, %v", v, err)
		}
		if again, err := d.Prepare(ctx, id, papers.Addendum); err != nil || again.ID != v.ID {
			t.Errorf("without a change another version was made: %v", err)
		}
		first, _, err := d.Give(ctx, id, v.ID, traineeship.Host, false)
		if err != nil {
			t.Fatal(err)
		}
		path, _, err := d.Give(ctx, id, v.ID, traineeship.Host, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.Open(t.Context(), token(first), from, true); !fault.Is(err, fault.NotFound) {
			t.Errorf("a link that another took the place of: %v", err)
		}
		yes := papers.Consent{Hash: v.Hash, Signer: "Ada Prova", Agreed: true}
		if err := d.SignBy(t.Context(), token(path), from, papers.Consent{Hash: "other", Signer: "Ada Prova", Agreed: true}); !fault.Is(err, fault.Conflict) {
			t.Errorf("another document: %v", err)
		}
		if err := d.SignBy(t.Context(), token(path), from, yes); err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.Give(ctx, id, v.ID, traineeship.Trainee, true); err != nil || len(o.carried) != 1 || !strings.HasPrefix(o.carried[0], "awa ") {
			t.Fatalf("sent: %v, %v", o.carried, err)
		}
		sent := token(strings.TrimPrefix(o.carried[0], "awa "))
		if err := d.Sign(ctx, id, v.ID, yes); err != nil {
			t.Fatal(err)
		}
		if owed() == nil {
			t.Error("two signatures are enough")
		}
		if err := d.SignBy(t.Context(), sent, from, yes); err != nil {
			t.Fatal(err)
		}
		if x := owed(); x != nil {
			t.Errorf("signed by all three it is owed: %+v", x)
		}
	})
}

func TestALinkIsWithdrawnAndTriesAreCounted(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d, _ := newDesk(t, db)
		ctx, id := counsellor(t.Context()), load(t, d, true)
		v, err := d.Prepare(ctx, id, papers.Addendum)
		if err != nil {
			t.Fatal(err)
		}
		path, _, err := d.Give(ctx, id, v.ID, traineeship.Trainee, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, b, err := d.Open(t.Context(), token(path), from, true); err != nil || b.Trainee != "Awa Prova" && b.Version.ID != v.ID {
			t.Fatalf("%+v, %v", b, err)
		}
		if err := d.Withdraw(ctx, id, v.ID, traineeship.Trainee); err != nil {
			t.Fatal(err)
		}
		tries := 0
		for ; tries < 100; tries++ {
			if _, _, err = d.Open(t.Context(), token(path), from, true); !fault.Is(err, fault.NotFound) {
				break
			}
		}
		if !fault.Is(err, fault.Throttled) || tries != 20 {
			t.Errorf("after %d tries: %v", tries, err)
		}
		elsewhere := identity.With(t.Context(), identity.Principal{Subject: "x", Roles: []identity.Role{identity.Counsellor}, Team: "t2"})
		if _, _, err := d.Give(elsewhere, id, v.ID, traineeship.Host, false); err == nil {
			t.Error("another team gives links")
		}
	})
}

// An attestation is given once it is signed.
func TestAnAttestationWaitsForItsSignature(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d, _ := newDesk(t, db)
		ctx, id := counsellor(t.Context()), load(t, d, false)
		attest := func() error {
			_, err := d.Traineeships.Act(ctx, id, 0, placement.Input{Act: traineeship.ActAttest, On: civil.DateOf(now())})
			return err
		}
		if err := attest(); !fault.Is(err, fault.Precondition) {
			t.Errorf("without a paper: %v", err)
		}
		v, err := d.Prepare(ctx, id, papers.Attestation)
		if err != nil {
			t.Fatal(err)
		}
		if err := attest(); !fault.Is(err, fault.Precondition) {
			t.Errorf("unsigned: %v", err)
		}
		if err := d.Sign(ctx, id, v.ID, papers.Consent{Hash: v.Hash, Signer: "Rita", Agreed: true}); err != nil {
			t.Fatal(err)
		}
		if err := attest(); err != nil {
			t.Errorf("signed: %v", err)
		}
		if x, err := d.Traineeships.Own(ctx, id); err != nil || x.State != traineeship.Attested {
			t.Errorf("%v, %v", x.State, err)
		}
	})
}
