// Package simulate lives a year of traineeships through with the product's own planner, queue, handler and records, kills
// what does the work at random, and counts what was lost, done twice or done before its time.
//
// The service runs in processes of its own, which are really killed. Whoever drives it holds the clock, acts for the
// people as the pages do, and judges the records at the end.
package simulate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/sqldb"
)

// Options say what to live through.
type Options struct {
	Terms int    // first terms; renewals add to them
	Days  int    // of simulated time
	Seed  uint64 // of what people do and when something is killed
	Store string // "sqlite:DIR/" or "postgres://…"; a schema of its own is made there and dropped
	// Redis is "embedded:", "redis://…" (keys of its own are used and removed) or "server": a redis-server of its own,
	// which is killed too.
	Redis    string
	Troubles int // how often something is killed, wiped, put back to an old state, or the clock jumps
	// Command starts a process of the service; it calls Serve.
	Command []string
	Env     []string
	Folder  string // for what is kept meanwhile
	// Progress gets a line now and then.
	Progress io.Writer
}

// begin is the first simulated day: the shipped rules hold from this year on.
func begin() civil.Date { return civil.Date{Year: 2026, Month: time.January, Day: 5} }

// Report is what was counted.
type Report struct {
	Seed    uint64
	Days    int
	Started int // terms that opened
	Due     int // steps whose time came
	Decided int // decisions in force
	Lost    int // steps and terms that nothing will wake, or that were not woken
	Doubled int // decisions, open terms, letters and steps that are there twice
	Early   int // steps acted on before their time
	Late    int // steps acted on more than a minute after it: what an outage does
	Found   []string

	Killed, Wiped, Restored, Jumps int
	Refused                        int           // acts of people that the rules refused
	Recovered                      time.Duration // the longest from a trouble's end until nothing due was left
	Took                           time.Duration
	Interrupted                    bool
}

// Sound reports whether nothing was lost, done twice or done early.
func (r Report) Sound() bool { return r.Lost == 0 && r.Doubled == 0 && r.Early == 0 }

// String is the report as it is printed.
func (r Report) String() string {
	out := fmt.Sprintf("seed %d, %d simulated days in %s: started %d, due %d, decided %d, lost %d, doubled %d, early %d, late %d\n",
		r.Seed, r.Days, r.Took.Round(time.Second), r.Started, r.Due, r.Decided, r.Lost, r.Doubled, r.Early, r.Late)
	out += fmt.Sprintf("processes killed %d, Redis wiped or killed %d, put back to an old state %d, clock jumps %d, acts refused by the rules %d, longest recovery %s\n",
		r.Killed, r.Wiped, r.Restored, r.Jumps, r.Refused, r.Recovered.Round(10*time.Millisecond))
	for _, f := range r.Found {
		out += "  " + f + "\n"
	}
	return out
}

// Run lives it through. An interrupted run is judged as far as it came.
func Run(ctx context.Context, o Options) (report Report, err error) {
	began := time.Now()
	w, err := newWorld(ctx, o)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	w.report.Seed = o.Seed
	if err := w.live(ctx); err != nil {
		if ctx.Err() == nil {
			return w.report, err
		}
		w.report.Interrupted = true
	}
	judged := context.WithoutCancel(ctx)
	if err := w.judge(judged); err != nil {
		return w.report, err
	}
	w.report.Took = time.Since(began)
	return w.report, nil
}

// schema is the name of the records of one run.
func schema(seed uint64) string {
	return fmt.Sprintf("simulate_%d_%d", seed%100000, time.Now().UnixMilli()%1e8)
}

func (w *world) at(d civil.Date, hour int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, w.zone).UTC()
}

// live goes through the days: the night's work at midnight, the morning's at eight, people at noon.
func (w *world) live(ctx context.Context) error {
	troubles := w.troubles()
	last := time.Now()
	for n := range w.o.Days {
		day := begin().AddDays(n)
		w.report.Days = n + 1
		if time.Since(last) > 5*time.Second {
			last = time.Now()
			_, _ = fmt.Fprintf(w.o.Progress, "%s: day %d of %d, %d terms started\n", day, n+1, w.o.Days, w.report.Started)
		}
		if w.outage > 0 {
			if w.outage--; w.outage > 0 {
				w.postpone(day)
				continue
			}
			if err := w.restart(ctx); err != nil {
				return err
			}
			w.recovering = time.Now()
		}
		if err := w.work(ctx, w.at(day, 0), nil); err != nil {
			return err
		}
		if err := w.work(ctx, w.at(day, 8), troubles[n]); err != nil {
			return err
		}
		w.clock.Set(w.at(day, 12))
		if err := w.people(ctx, day); err != nil {
			return err
		}
	}
	if w.outage > 0 {
		if err := w.restart(ctx); err != nil {
			return err
		}
		w.outage = 0
	}
	// The last evening: nothing due may be left.
	return w.work(ctx, w.at(begin().AddDays(w.o.Days), 0), nil)
}

// troubles are the days on which something happens, and what.
func (w *world) troubles() map[int]func(context.Context, *rand.Rand) error {
	kinds := []func(context.Context, *rand.Rand) error{w.kill, w.kill, w.wipe, w.jump}
	if !w.embedded() {
		kinds = append(kinds, w.restore)
	}
	out := map[int]func(context.Context, *rand.Rand) error{}
	if w.o.Days < 20 {
		return out
	}
	for n := range w.o.Troubles {
		out[5+w.rng.IntN(w.o.Days-15)] = kinds[n%len(kinds)]
	}
	return out
}

// patience is how long the oldest due step may stay the same before it counts as lost: a killed worker's tasks wait for a
// minute and a half before anybody takes them over.
const patience = 5 * time.Minute

// planEvery is how often a planner looks while there is something to do.
const planEvery = 15 * time.Second

// errStuck says that something due was not done in time.
var errStuck = errors.New("what is due is not done")

// work sets the clock and waits until nothing due is left. A trouble strikes in the middle.
func (w *world) work(ctx context.Context, now time.Time, trouble func(context.Context, *rand.Rand) error) error {
	w.clock.Set(now)
	for _, s := range w.services {
		s.tick(now)
	}
	if trouble != nil {
		if err := wait(ctx, time.Duration(w.rng.IntN(40))*time.Millisecond); err != nil {
			return err
		}
		if err := trouble(ctx, w.rng); err != nil {
			return err
		}
		if w.outage > 0 {
			return nil
		}
		w.recovering = time.Now()
	}
	began, oldest := time.Now(), ""
	for told := began; ; {
		left, err := w.store.Due(ctx, now, w.nothing, 1)
		if err != nil {
			return fmt.Errorf("look for what is due: %w", err)
		}
		if len(left) == 0 {
			break
		}
		if left[0].ID != oldest {
			began, oldest = time.Now(), left[0].ID
		}
		if time.Since(began) > patience {
			return fmt.Errorf("%w: step %s, due %s, at %s", errStuck, left[0].ID, left[0].DueAt, now)
		}
		// The planner of a running service looks four times a minute; when nothing moves it need not be waited for.
		if stands := time.Since(began) > time.Second; time.Since(told) > planEvery || stands && time.Since(told) > time.Second {
			told = time.Now()
			for _, s := range w.services {
				s.tick(now)
			}
		}
		if err := wait(ctx, 5*time.Millisecond); err != nil {
			return err
		}
	}
	if !w.recovering.IsZero() {
		w.report.Recovered = max(w.report.Recovered, time.Since(w.recovering))
		w.recovering = time.Time{}
	}
	return nil
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // the caller knows what it waited for
	}
}

// dropSchema removes the records of a run.
func dropSchema(ctx context.Context, db *sqldb.DB) error {
	if db.Dialect != sqldb.Postgres {
		return nil
	}
	if _, err := db.ExecContext(ctx, `DROP SCHEMA "`+db.Schema+`" CASCADE`); err != nil {
		return fmt.Errorf("drop the records of the simulation: %w", err)
	}
	return nil
}
