package renewal_test

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker")) // one per process, for ever
}

// clock is simulated: it stands until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// bench is a workflow with its records, queue and clock.
type bench struct {
	t     *testing.T
	store *records.Store
	flow  *renewal.Workflow
	queue *queue.Queue
	clock *clock
	zone  *time.Location
	rules policy.RuleSet
	redis redis.UniversalClient
	name  string // of the queue
}

func newBench(t *testing.T, db *sqldb.DB, client redis.UniversalClient) *bench {
	t.Helper()
	if _, err := store.Open(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, clock: &clock{}, zone: zone}
	if b.rules, err = lib.On(day("2026-09-01")); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	recorder, err := audit.New(t.Context(), db, sealer, log, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	name := "test-" + uuid.NewString()
	b.redis, b.name = client, name
	b.queue = queue.New(queue.Options{Service: name, Redis: client, Tracer: noop.NewTracerProvider().Tracer(""), Propagator: propagation.TraceContext{}, Log: log})
	t.Cleanup(func() {
		ctx := context.Background()
		for _, k := range client.Keys(ctx, "asynq:{"+name+"}*").Val() {
			client.Del(ctx, k)
		}
		client.SRem(ctx, "asynq:queues", name)
	})
	b.store = records.New(db, sealer, recorder)
	b.flow = renewal.New(renewal.Options{Store: b.store, Queue: b.queue, Rules: lib, Now: b.clock.Now, Zone: zone, NewID: newID, Log: log})
	return b
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (b *bench) moment(role traineeship.Party) traineeship.Moment {
	return traineeship.Moment{Now: records.Stamp(b.clock.Now()), Zone: b.zone, Rules: b.rules, By: "tutor", Role: role, NewID: newID}
}

// at sets the clock to an hour of a day in Rome.
func (b *bench) at(d civil.Date, hour int) {
	b.clock.Set(time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, b.zone).UTC())
}

func around() traineeship.Surroundings {
	return traineeship.Surroundings{Access: []policy.Interval{{From: day("2026-01-01"), Outcome: policy.MayWork}}, Known: true, SeatLimit: -1, Trainees: -1}
}

// started opens and starts a traineeship on a day.
func (b *bench) started(start civil.Date) *traineeship.Traineeship {
	b.t.Helper()
	b.at(start.AddDays(-10), 12)
	t, err := traineeship.OpenNew(b.moment(traineeship.Counsellor), traineeship.Opening{
		PersonID: newID(), Team: "equipe-1", CompanyID: newID(), OpeningID: newID(), Type: policy.OrdinaryTraineeship, Start: start, Months: 3,
		HoursWeek: 30, HostTutor: "Rita Prova", AllowanceCents: 50000,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, k := range traineeship.BroughtPapers() {
		if err := t.SetPaper(b.moment(traineeship.Counsellor), around(), k, start.AddDays(-10), "N-1"); err != nil {
			b.t.Fatal(err)
		}
	}
	b.at(start, 8)
	if err := t.Begin(b.moment(traineeship.Counsellor), around()); err != nil {
		b.t.Fatal(err)
	}
	if err := b.store.Create(b.t.Context(), t, "", audit.Entry{Action: "test", Kind: "traineeship"}); err != nil {
		b.t.Fatal(err)
	}
	return t
}

func (b *bench) read(id string) *traineeship.Traineeship {
	b.t.Helper()
	t, err := b.store.Read(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return t
}

// change does something to a traineeship now.
func (b *bench) change(id string, fn func(t *traineeship.Traineeship) error) error {
	_, err := b.store.Change(b.t.Context(), id, 0, func(t *traineeship.Traineeship) (records.Effects, bool, error) {
		return records.Effects{}, true, fn(t)
	})
	return err
}

// settle plans what is due and waits until nothing is.
func (b *bench) settle() {
	b.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		n, err := b.flow.Plan(b.t.Context(), b.clock.Now())
		if err != nil {
			b.t.Fatal(err)
		}
		if n == 0 {
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-b.t.Context().Done():
		}
	}
	due, err := b.store.Due(b.t.Context(), b.clock.Now(), records.Due{}, 1)
	for _, d := range due {
		err = b.flow.Wake(b.t.Context(), d.ID+":1.0")
	}
	b.t.Fatalf("due steps were not done: %v %v", due, err)
}

// work runs the queue's workers until the function returned is called.
func (b *bench) work() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- b.queue.Run(ctx, time.Second, map[string]queue.Work{renewal.StepKind: b.flow.Wake})
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Error(err)
		}
	})
	b.t.Cleanup(stop)
	return stop
}

// each runs a test on the embedded backends and on real ones.
func each(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		if db.Dialect == sqldb.SQLite {
			test(t, newBench(t, db, queuetest.Embedded(t)))
			return
		}
		test(t, newBench(t, db, queuetest.Real(t)))
	})
}

func consents(m traineeship.Moment, t *traineeship.Traineeship) error {
	for _, p := range traineeship.Parties() {
		if err := t.Speak(m, p, traineeship.Renew, false); err != nil {
			return err
		}
	}
	return nil
}

// Three months and three: wakes at the right days, one decision, one renewal, and the second term may not be renewed.
func TestThreeMonthsAndThree(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		x := b.started(day("2026-09-01")) // to 30 November, over the end of summer time
		defer b.work()()
		acted := func(kind traineeship.StepKind) []string {
			var days []string
			for _, s := range b.read(x.ID).Steps {
				if s.Kind == kind && s.State == traineeship.StepDone {
					days = append(days, s.DueAt.In(b.zone).Format("2006-01-02 15:04"))
				}
			}
			return days
		}
		expect := func(kind traineeship.StepKind, want ...string) {
			t.Helper()
			got := acted(kind)
			if len(got) != len(want) {
				t.Fatalf("%s: %v, not %v", kind, got, want)
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("%s: %v, not %v", kind, got, want)
				}
			}
		}
		until := func(last civil.Date, hour int) {
			t.Helper()
			end := time.Date(last.Year, last.Month, last.Day, hour, 0, 0, 0, b.zone)
			for {
				next, err := b.store.NextDue(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if next.IsZero() || next.After(end) {
					b.clock.Set(end.UTC())
					return
				}
				b.clock.Set(next.Add(-time.Millisecond))
				if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != 0 {
					t.Fatalf("%d steps before their time: %v", n, err)
				}
				b.clock.Set(next)
				b.settle()
			}
		}
		until(day("2026-11-24"), 12)
		expect(traineeship.StepEvaluation, "2026-10-16 08:00")
		expect(traineeship.StepDecision, "2026-10-31 08:00")
		expect(traineeship.StepReminder, "2026-11-09 08:00")
		expect(traineeship.StepEscalation, "2026-11-15 08:00")
		expect(traineeship.StepDaily, "2026-11-23 08:00", "2026-11-24 08:00")

		err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			if err := consents(b.moment(traineeship.Counsellor), x); err != nil {
				return err
			}
			return x.Decide(b.moment(traineeship.Counsellor), traineeship.Verdict{Outcome: traineeship.Renew, Reason: "goals-open"})
		})
		if err != nil {
			t.Fatal(err)
		}
		until(day("2026-12-01"), 0)
		expect(traineeship.StepDaily, "2026-11-23 08:00", "2026-11-24 08:00")
		expect(traineeship.StepEnd, "2026-12-01 00:00")
		now := b.read(x.ID)
		if now.State != traineeship.Running || len(now.Terms) != 2 || now.Terms[0].Outcome != traineeship.Renewed || now.OpenTerm().PlannedEnd != day("2027-02-28") {
			t.Fatalf("after the first term: %s %+v", now.State, now.Terms)
		}
		err = b.change(x.ID, func(x *traineeship.Traineeship) error {
			if err := consents(b.moment(traineeship.Counsellor), x); err != nil {
				return err
			}
			return x.Decide(b.moment(traineeship.Coordinator), traineeship.Verdict{Outcome: traineeship.Renew, Reason: "goals-open", Override: "still"})
		})
		if !fault.Is(err, fault.Precondition) {
			t.Errorf("a second renewal: %v", err)
		}
		until(day("2027-03-02"), 0)
		now = b.read(x.ID)
		if now.State != traineeship.Ended || now.Outcome != traineeship.Undecided || !now.Unnoticed() || now.EndedOn != day("2027-02-28") {
			t.Errorf("nobody decided the second term: %s %s", now.State, now.Outcome)
		}
		if got := len(acted(traineeship.StepDaily)); got != 2+8 {
			t.Errorf("%d daily reminders", got)
		}
		letters, err := b.store.Letters(t.Context(), x.ID)
		if err != nil || letters[0].Kind != "term-undecided" {
			t.Errorf("the last letter: %+v %v", letters, err)
		}
	})
}

// Wake-ups of one traineeship that come together do not fail one another.
func TestWakeUpsTogether(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.started(day("2026-09-01"))
		b.at(day("2026-11-16"), 9)
		due, err := b.store.Due(t.Context(), b.clock.Now(), records.Due{}, 100)
		if err != nil || len(due) < 4 {
			t.Fatalf("%d steps are due: %v", len(due), err)
		}
		failed := make(chan error, len(due))
		for _, d := range due {
			go func() { failed <- b.flow.Wake(t.Context(), d.ID+":"+strconv.FormatInt(d.Version, 10)+".0") }()
		}
		for range due {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		if due, err = b.store.Due(t.Context(), b.clock.Now(), records.Due{}, 100); err != nil || len(due) != 0 {
			t.Errorf("%d steps are still due: %v", len(due), err)
		}
	})
}

// After an outage several steps are due at once: only the latest acts. Waking again, early, or by an old date changes
// nothing.
func TestAfterAnOutageOnlyTheLatestActs(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		x := b.started(day("2026-09-01"))
		stale := x.Steps[0].ID + ":1.0"
		b.at(day("2026-11-16"), 9)
		stop := b.work()
		b.settle()
		stop()
		want := map[traineeship.StepKind]traineeship.StepState{
			"evaluation": "superseded", "decision": "superseded", "reminder": "superseded", "escalation": "done", "daily": "open", "end": "open",
		}
		after := b.read(x.ID)
		for _, s := range after.Steps {
			if s.State != want[s.Kind] {
				t.Errorf("%s is %s, not %s", s.Kind, s.State, want[s.Kind])
			}
		}
		early := ""
		for _, s := range after.Steps {
			if s.Kind == traineeship.StepEnd {
				early = s.ID + ":1.0"
			}
		}
		for _, wake := range []string{stale, early, newID() + ":1.0"} {
			if err := b.flow.Wake(t.Context(), wake); err != nil {
				t.Error(err)
			}
		}
		if again := b.read(x.ID); again.Version != after.Version {
			t.Error("a stale or early wake-up changed something")
		}
		// A suspension moves the end: the wake-up of the old date is stale.
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			return x.Suspend(b.moment(traineeship.Counsellor), policy.Illness, day("2026-11-16"), day("2026-12-15"))
		}); err != nil {
			t.Fatal(err)
		}
		b.at(day("2026-12-01"), 0)
		if err := b.flow.Wake(t.Context(), early); err != nil {
			t.Error(err)
		}
		if moved := b.read(x.ID); moved.State != traineeship.Suspended || moved.OpenTerm().PlannedEnd != day("2026-12-30") {
			t.Errorf("%s to %s", moved.State, moved.OpenTerm().PlannedEnd)
		}
	})
}

// Redis that lost everything is filled again by what is due.
func TestALostRedisIsFilledAgain(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		client := queuetest.Embedded(t)
		b := newBench(t, db, client)
		x := b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != 1 {
			t.Fatalf("%d planned: %v", n, err)
		}
		client.FlushAll(t.Context())
		stop := b.work()
		defer stop()
		b.settle()
		if s := b.read(x.ID).Steps[0]; s.State != traineeship.StepDone {
			t.Errorf("the step is %s", s.State)
		}
	})
}

// Many decide at once; one decision stands, in the rows as in what they were told.
func TestManyDecideOneDecisionStands(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		x := b.started(day("2026-09-01"))
		b.at(day("2026-11-10"), 10)
		seen := b.read(x.ID).Version
		const deciders = 50
		var won, lost atomic.Int32
		var wait sync.WaitGroup
		gate := make(chan struct{})
		for n := range deciders {
			version := seen
			if n%2 == 0 { // half of them would take it as it is
				version = 0
			}
			wait.Go(func() {
				<-gate
				_, err := b.store.Change(t.Context(), x.ID, version, func(x *traineeship.Traineeship) (records.Effects, bool, error) {
					return records.Effects{}, true, x.Decide(b.moment(traineeship.Counsellor), traineeship.Verdict{Outcome: traineeship.End, Reason: "goals-reached", Key: newID()})
				})
				switch {
				case err == nil:
					won.Add(1)
				case fault.Is(err, fault.Conflict):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		close(gate)
		wait.Wait()
		if won.Load() != 1 || lost.Load() != deciders-1 || len(b.read(x.ID).Decisions) != 1 {
			t.Errorf("%d decided, %d were told that somebody else had", won.Load(), lost.Load())
		}
		// Even past the version, the database holds one decision in force for each term.
		_, err := db.ExecContext(t.Context(), `INSERT INTO term_decision (id, traineeship, term, outcome, months, reason, ceiling, why, rules, by_subject, role, at)
			SELECT id || 'x', traineeship, term, outcome, months, reason, ceiling, why, rules, by_subject, role, at FROM term_decision`)
		if !sqldb.IsUnique(err) {
			t.Errorf("a second decision in the rows: %v", err)
		}
	})
}

// A wake-up that was given up is tried under another attempt.
func TestGivenUpWakesAreTriedAnew(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		b := newBench(t, db, queuetest.Embedded(t))
		b.started(day("2026-09-01"))
		b.at(day("2026-10-16"), 8)
		broken := &givesUp{taken: map[string]bool{}}
		b.flow.Queue = broken
		for range 3 {
			if _, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if len(broken.taken) != 2 {
			t.Errorf("wake-ups: %v", broken.taken)
		}
	})
}

// givesUp takes each wake-up once and gives it up.
type givesUp struct{ taken map[string]bool }

func (g *givesUp) Add(_ context.Context, w queue.Wake) error {
	if g.taken[w.ID] {
		return queue.ErrDuplicate
	}
	g.taken[w.ID] = true
	return nil
}

func (g *givesUp) Look(context.Context, queue.Wake) (queue.State, error) { return queue.GivenUp, nil }

func (g *givesUp) Depth(context.Context) (queue.Depth, error) { return queue.Depth{}, nil }
