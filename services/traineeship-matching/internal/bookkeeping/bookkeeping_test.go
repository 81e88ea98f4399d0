package bookkeeping_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

type nobody struct{}

func (nobody) Names(context.Context, naming.Wanted) naming.Names { return naming.Names{} }

// moved says that a person belongs to another team than when the traineeship was opened.
type moved map[string]string

func (m moved) TeamOf(person string) string { return m[person] }

// desk is the desk over records of its own, at a clock that the test turns.
type desk struct {
	*bookkeeping.Desk
	t     *testing.T
	db    *sqldb.DB
	now   time.Time
	teams moved
	trail *audit.Recorder
}

func open(t *testing.T, db *sqldb.DB) *desk {
	t.Helper()
	d := &desk{t: t, db: db, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), teams: moved{}}
	clock := func() time.Time { return d.now }
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
	d.must(err)
	d.trail, err = audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), clock)
	d.must(err)
	_, err = store.Open(t.Context(), db)
	d.must(err)
	rules, err := policy.Embedded()
	d.must(err)
	zone, err := time.LoadLocation("Europe/Rome")
	d.must(err)
	d.Desk = &bookkeeping.Desk{
		Ledger: store.NewLedger(db, d.trail), Traineeships: records.New(db, sealer, d.trail), Rules: rules, Teams: d.teams, Names: nobody{},
		Now: clock, Zone: zone, NewID: uuid.NewString,
	}
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// trainee is a traineeship of three months of a team at a company: 30 hours a week, 500 euros a month.
func (d *desk) trainee(team, company, state string, start civil.Date) (id, person string) {
	d.t.Helper()
	id, person = uuid.NewString(), uuid.NewString()
	end := start.AddDays(91)
	_, err := d.db.NewRaw(`INSERT INTO traineeship (id, version, person, team, company, type, state, start, months, hours_week, host_tutor, allowance_cents, due_on, opened_at)
		VALUES (?, 1, ?, ?, ?, 'tis', ?, ?, 3, 30, '', 50000, ?, ?)`, id, person, team, company, state, start.String(), end.String(), d.now).Exec(d.t.Context())
	d.must(err)
	_, err = d.db.NewRaw("INSERT INTO term (id, traineeship, number, start, planned_end, months, state) VALUES (?, ?, 1, ?, ?, 3, 'open')",
		uuid.NewString(), id, start.String(), end.String()).Exec(d.t.Context())
	d.must(err)
	return id, person
}

func as(subject string, p identity.Principal) context.Context {
	p.Subject = subject
	return identity.With(context.Background(), p)
}

func counsellor(subject string) context.Context {
	return as(subject, identity.Principal{Roles: []identity.Role{identity.Counsellor}, Team: "equipe-1"})
}

func coordinator() context.Context {
	return as("lead", identity.Principal{Roles: []identity.Role{identity.Coordinator}})
}

func host(company string) context.Context {
	return as("host of "+company, identity.Principal{Roles: []identity.Role{identity.Employer}, Company: company})
}

var october = ledger.Month{Year: 2026, Month: time.October}

func (d *desk) enter(ctx context.Context, id string, lines, minutes int) error {
	return d.Do(ctx, id, 1, october, bookkeeping.Act{Kind: ledger.Attendance, Lines: lines, Minutes: minutes})
}

func (d *desk) account(id string) bookkeeping.Account {
	d.t.Helper()
	_, a, _, err := d.Month(coordinator(), id, 1, october, "it")
	d.must(err)
	return a
}

// From the host's hours to the paying office: too few hours wait for a person, the amount for a second one.
func TestAMonthFromTheHostToThePayingOffice(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		id, person := d.trainee("equipe-1", "host-1", "running", civil.Date{Year: 2026, Month: 10, Day: 1})
		planned := d.account(id).Portion.Planned
		if planned != 22*6*60 {
			t.Errorf("October has %d planned minutes", planned)
		}
		d.must(d.enter(host("host-1"), id, 0, planned/2))
		if a := d.account(id); a.State != ledger.Confirm {
			t.Fatalf("half of the hours is %s", a.State)
		}
		d.must(d.Do(counsellor("first"), id, 1, october, bookkeeping.Act{Kind: ledger.Confirmation, Lines: 1, Verdict: ledger.InProportion}))
		if err := d.Do(counsellor("first"), id, 1, october, bookkeeping.Act{Kind: ledger.Approval, Lines: 2}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who confirmed approves: %v", err)
		}
		if err := d.Do(counsellor("second"), id, 1, october, bookkeeping.Act{Kind: ledger.Approval, Lines: 1}); !fault.Is(err, fault.Conflict) {
			t.Errorf("approved from an old page: %v", err)
		}
		d.must(d.Do(counsellor("second"), id, 1, october, bookkeeping.Act{Kind: ledger.Approval, Lines: 2}))
		if err := d.enter(host("host-1"), id, 3, planned); !fault.Is(err, fault.Precondition) {
			t.Errorf("the host changes what is approved: %v", err)
		}
		if _, err := d.Export(counsellor("second")); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a counsellor exports: %v", err)
		}
		e, err := d.Export(coordinator())
		if err != nil || e.Rows != 1 || e.Cents != 25_000 || e.Month != october.String() {
			t.Fatalf("exported: %+v, %v", e, err)
		}
		if _, err := d.Export(coordinator()); !fault.Is(err, fault.Precondition) {
			t.Errorf("exported twice: %v", err)
		}
		// A correction is a new line, and comes with the next export as the difference.
		d.must(d.enter(counsellor("first"), id, 3, planned))
		d.must(d.Do(counsellor("second"), id, 1, october, bookkeeping.Act{Kind: ledger.Approval, Lines: 4}))
		if e, err = d.Export(coordinator()); err != nil || e.Number != 2 || e.Cents != 25_000 {
			t.Errorf("the correction: %+v, %v", e, err)
		}
		_, rows, err := d.ReadExport(coordinator(), e.ID)
		if err != nil || len(rows) != 1 || rows[0].Reference != bookkeeping.Reference(id) {
			t.Errorf("the rows of the correction: %+v, %v", rows, err)
		}
		page, err := d.trail.List(t.Context(), audit.Filter{Person: person}, "", 100)
		d.must(err)
		if !slices.ContainsFunc(page.Events, func(e audit.Event) bool {
			return e.Action == string(identity.GrantApprove) && e.Subject == "second"
		}) {
			t.Error("the person's trail does not say who approved")
		}
	})
}

// A month of a renewed term waits for the addendum that all three sign (TR-06): its hours are written down, nothing is
// confirmed or approved, and once it is signed the month goes on as any other.
func TestAMonthOfARenewalWaitsForItsAddendum(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		id, _ := d.trainee("equipe-1", "host-1", "running", civil.Date{Year: 2026, Month: 7, Day: 1})
		duty := d.renewed(id, civil.Date{Year: 2026, Month: 10, Day: 1})
		act := func(k ledger.Kind, lines, minutes int) error {
			return d.Do(counsellor("second"), id, 2, october, bookkeeping.Act{Kind: k, Lines: lines, Minutes: minutes, Verdict: ledger.InFull})
		}
		file, a, _, err := d.Month(coordinator(), id, 2, october, "it")
		d.must(err)
		if !file.Held(a) {
			t.Error("the month is not held")
		}
		d.must(d.Do(host("host-1"), id, 2, october, bookkeeping.Act{Kind: ledger.Attendance, Minutes: a.Portion.Planned}))
		if err := act(ledger.Approval, 1, 0); !fault.Is(err, fault.Precondition) {
			t.Errorf("approved without the addendum: %v", err)
		}
		if err := act(ledger.Confirmation, 1, 0); !fault.Is(err, fault.Precondition) {
			t.Errorf("confirmed without the addendum: %v", err)
		}
		_, err = db.NewRaw("UPDATE duty SET done_on = ? WHERE id = ?", "2026-11-20", duty).Exec(t.Context())
		d.must(err)
		if file, a, _, err := d.Month(coordinator(), id, 2, october, "it"); err != nil || file.Held(a) {
			t.Errorf("held after it was signed: %v", err)
		}
		d.must(act(ledger.Approval, 1, 0))
	})
}

// renewed lets a second term begin whose addendum nobody has signed, and returns the duty of the addendum.
func (d *desk) renewed(id string, from civil.Date) (duty string) {
	d.t.Helper()
	duty = uuid.NewString()
	_, err := d.db.NewRaw("UPDATE term SET state = 'closed', outcome = 'renewed', planned_end = ? WHERE traineeship = ?", from.AddDays(-1).String(), id).Exec(d.t.Context())
	d.must(err)
	_, err = d.db.NewRaw("INSERT INTO term (id, traineeship, number, start, planned_end, months, state) VALUES (?, ?, 2, ?, ?, 3, 'open')",
		uuid.NewString(), id, from.String(), from.AddDays(91).String()).Exec(d.t.Context())
	d.must(err)
	_, err = d.db.NewRaw("INSERT INTO duty (id, traineeship, term, kind, event, event_on, due_on) SELECT ?, traineeship, id, 'addendum', 'renewed', ?, ? FROM term WHERE traineeship = ? AND number = 1",
		duty, from.AddDays(-20).String(), from.AddDays(-15).String(), id).Exec(d.t.Context())
	d.must(err)
	return duty
}

func TestWhoSeesWhichMonths(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		start := civil.Date{Year: 2026, Month: 10, Day: 1}
		own, person := d.trainee("equipe-1", "host-1", "running", start)
		other, _ := d.trainee("equipe-2", "host-2", "running", start)
		waiting := func(ctx context.Context, a identity.Action) []string {
			t.Helper()
			page, err := d.List(ctx, a, "", 10, "it", bookkeeping.Shows("missing")...)
			d.must(err)
			var ids []string
			for _, x := range page.Items {
				ids = append(ids, x.Traineeship)
			}
			slices.Sort(ids)
			return ids
		}
		both := []string{own, other}
		slices.Sort(both)
		for who, got := range map[string][]string{
			"team":      waiting(counsellor("first"), identity.GrantList),
			"host":      waiting(host("host-1"), identity.GrantsOfHost),
			"leads all": waiting(coordinator(), identity.GrantList),
		} {
			want := []string{own}
			if who == "leads all" {
				want = both
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", who, got, want)
			}
		}
		if _, err := d.List(host("host-1"), identity.GrantList, "", 10, "it", ledger.Missing); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a host lists amounts: %v", err)
		}
		for who, ctx := range map[string]context.Context{"another host": host("host-2"), "another team": as("x", identity.Principal{Roles: []identity.Role{identity.Counsellor}, Team: "equipe-2"})} {
			if err := d.enter(ctx, own, 0, 60); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s enters hours: %v", who, err)
			}
		}
		d.teams[person] = "equipe-2" // who has moved is followed by the new team
		if err := d.enter(counsellor("first"), own, 0, 60); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the team before enters hours: %v", err)
		}
		if _, err := d.List(coordinator(), identity.GrantList, "nonsense", 10, "it"); !fault.Is(err, fault.Invalid) {
			t.Errorf("an invented cursor: %v", err)
		}
	})
}

// What waits says since when, what was sent back waits again for hours, and a list comes in pages.
func TestWhatWaits(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		var ids []string
		for range 3 {
			id, _ := d.trainee("equipe-1", "host-1", "running", civil.Date{Year: 2026, Month: 10, Day: 1})
			ids = append(ids, id)
		}
		tasks := func(ctx context.Context) string {
			t.Helper()
			list, err := d.Tasks(ctx)
			d.must(err)
			text := ""
			for _, x := range list {
				text += fmt.Sprintf("%s %d since %s;", x.Kind, x.Count, x.Since)
			}
			return text
		}
		if got := tasks(counsellor("first")); got != "missing 3 since 2026-10-31;" {
			t.Error(got)
		}
		planned := d.account(ids[0]).Portion.Planned
		d.must(d.enter(host("host-1"), ids[0], 0, planned))
		d.must(d.enter(host("host-1"), ids[1], 0, planned/10))
		if got := tasks(counsellor("first")); got != "missing 1 since 2026-10-31;confirm 1 since 2026-11-23;approve 1 since 2026-11-23;" {
			t.Error(got)
		}
		d.must(d.Do(counsellor("first"), ids[1], 1, october, bookkeeping.Act{Kind: ledger.Return, Lines: 1, Reason: ledger.Reasons()[0]}))
		if got := tasks(host("host-1")); got != "missing 2 since 2026-10-31;" {
			t.Errorf("the host's: %s", got)
		}
		first, err := d.List(counsellor("first"), identity.GrantList, "", 1, "it", bookkeeping.Shows("missing")...)
		d.must(err)
		second, err := d.List(counsellor("first"), identity.GrantList, first.Next, 1, "it", bookkeeping.Shows("missing")...)
		if err != nil || len(second.Items) != 1 || second.Next != "" || first.Items[0].Traineeship == second.Items[0].Traineeship {
			t.Errorf("the second page: %+v, %v", second, err)
		}
	})
}

// A renewal that nobody has decided is counted apart; a traineeship that prepares its start counts from its start on.
func TestTheForecast(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := open(t, db)
		d.trainee("equipe-1", "host-1", "running", civil.Date{Year: 2026, Month: 11, Day: 1})
		d.trainee("equipe-1", "host-1", "papers", civil.Date{Year: 2026, Month: 12, Day: 1})
		d.trainee("equipe-2", "host-1", "running", civil.Date{Year: 2026, Month: 11, Day: 1})
		months, err := d.Forecast(counsellor("first"))
		d.must(err)
		if len(months) != 12 || months[0].Month != (ledger.Month{Year: 2026, Month: time.November}) {
			t.Fatalf("%d months from %v", len(months), months[0].Month)
		}
		if got := months[0]; got.Sure != 50_000 || got.Starting != 0 || got.Pending != 0 {
			t.Errorf("November: %+v", got)
		}
		if got := months[1]; got.Sure != 50_000 || got.Starting != 50_000 || got.Pending != 0 {
			t.Errorf("December: %+v", got)
		}
		if got := months[3]; got.Sure != 0 && got.Pending == 0 {
			t.Errorf("February, in which the term may be renewed: %+v", got)
		}
		if got := months[10]; got.With() != 0 {
			t.Errorf("September: %+v", got)
		}
		all, err := d.Forecast(coordinator())
		if err != nil || all[0].Sure != 100_000 {
			t.Errorf("who leads all sees %+v, %v", all[0], err)
		}
	})
}
