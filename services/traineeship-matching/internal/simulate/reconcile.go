package simulate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"time"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
)

// Reconcile measures what the planner takes for so many open steps: when none is due, when all are, when all wait in
// Redis already, and when Redis has lost them by name only.
func Reconcile(ctx context.Context, o Options, steps int, out io.Writer) (err error) {
	w := &world{o: o, clock: &clock{}, shut: func() error { return nil }}
	key, err := seal.Generate()
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	name := schema(o.Seed)
	w.setting = setting{Store: o.Store, Schema: name, Redis: o.Redis, Queue: name, Key: key}
	if o.Redis == "server" {
		if err := w.ownRedis(); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if w.kept, err = open(ctx, w.setting, w.clock.Now); err != nil {
		return err
	}
	if err := w.reachRedis(ctx); err != nil {
		return err
	}
	now := w.at(begin(), 8)
	w.clock.Set(now)
	t, err := w.open(ctx, begin())
	if err != nil {
		return err
	}
	const rows = `INSERT INTO step (id, traineeship, term, kind, due_at, state, version)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT 'step-' || i, ?, ?, 'papers', ?, 'open', 1 FROM n`
	if _, err := w.db.NewRaw(rows, steps, t.ID, t.Terms[0].ID, now.Add(time.Hour).UTC()).Exec(ctx); err != nil {
		return fmt.Errorf("make the steps: %w", err)
	}
	log := slog.New(slog.DiscardHandler)
	wakes := queue.New(queue.Options{Service: name, Redis: w.redis, Tracer: noop.NewTracerProvider().Tracer(""), Propagator: propagation.TraceContext{}, Log: log})
	flow := renewal.New(renewal.Options{Store: w.store, Queue: wakes, Rules: w.rules, Now: w.clock.Now, Zone: w.zone, NewID: newID, Log: log})
	_, _ = fmt.Fprintf(out, "%-44s %10s %10s %12s\n", "reconcile of "+fmt.Sprint(steps)+" open steps", "found", "ms", "heap MiB")
	measure := func(what string, at time.Time) error {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		began := time.Now()
		found, err := flow.Plan(ctx, at)
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		if err != nil {
			return fmt.Errorf("plan: %w", err)
		}
		_, _ = fmt.Fprintf(out, "%-44s %10d %10d %12.1f\n", what, found, took.Milliseconds(), float64(after.HeapAlloc)/(1<<20))
		return nil
	}
	if err := measure("none is due", now); err != nil {
		return err
	}
	if err := measure("all are due", now.Add(time.Hour)); err != nil {
		return err
	}
	if err := measure("all wait in Redis already", now.Add(time.Hour)); err != nil {
		return err
	}
	if err := w.forget(ctx); err != nil {
		return err
	}
	return measure("all are due, Redis was wiped", now.Add(time.Hour))
}
