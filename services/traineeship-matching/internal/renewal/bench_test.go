package renewal_test

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
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

// The test's own program is also a worker that is killed.
func TestMain(m *testing.M) {
	if name := os.Getenv(heldQueue); name != "" {
		if err := hold(name); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
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
