package renewal_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// heldQueue is the variable that makes the test's program a worker that takes a wake-up in hand and never finishes it.
const heldQueue = "CELAV_TEST_HELD_QUEUE"

// hold works on the queue until the process is killed.
func hold(name string) error {
	ctx := context.Background()
	client, _, err := queue.OpenRedis(ctx, os.Getenv(queuetest.RedisURL), noop.NewTracerProvider())
	if err != nil {
		return err
	}
	q := queue.New(queue.Options{
		Service: name, Redis: client, Tracer: noop.NewTracerProvider().Tracer(""), Propagator: propagation.TraceContext{}, Log: slog.New(slog.DiscardHandler),
	})
	return q.Run(ctx, time.Second, map[string]queue.Work{renewal.StepKind: func(context.Context, string) error {
		if _, err := fmt.Fprintln(os.Stdout, "held"); err != nil {
			return err
		}
		select {}
	}})
}

// A worker is killed with a wake-up in hand. Its lease runs out half a minute after its last sign of life, and the next round
// of the planner, a quarter of a minute later at most, makes the wake-up anew: within a minute, on a real Redis.
func TestWhatADeadWorkerHadInHandIsTakenUp(t *testing.T) {
	client := queuetest.Real(t)
	b := newBench(t, sqldbtest.SQLite(t), client)
	x := b.started(day("2026-09-01"))
	b.at(day("2026-10-16"), 8)
	b.plan(1)
	b.killHolding()

	lease, err := client.ZRangeWithScores(t.Context(), "asynq:{"+b.name+"}:lease", 0, -1).Result()
	if err != nil || len(lease) != 1 {
		t.Fatalf("leases: %v %v", lease, err)
	}
	if left := time.Until(time.Unix(int64(lease[0].Score), 0)); left > 31*time.Second {
		t.Errorf("the lease lives on for %s", left)
	}
	b.plan(1) // it may still be alive: nothing is made anew
	if s := b.dueNow(); s.Attempts != 0 {
		t.Errorf("%d attempts while the lease holds", s.Attempts)
	}
	// Half a minute goes by.
	client.ZAdd(t.Context(), "asynq:{"+b.name+"}:lease", redis.Z{Score: float64(time.Now().Add(-2 * time.Second).Unix()), Member: lease[0].Member})
	b.plan(1)
	defer b.work()()
	b.settle()
	if s := b.read(x.ID).Steps[0]; s.State != traineeship.StepDone || s.Attempts != 1 {
		t.Errorf("the step is %s after %d attempts", s.State, s.Attempts)
	}
}

// killHolding lets a process take what is queued in hand, and kills it.
func (b *bench) killHolding() {
	b.t.Helper()
	worker := exec.CommandContext(b.t.Context(), os.Args[0]) //nolint:gosec // the test itself
	worker.Env = append(os.Environ(), heldQueue+"="+b.name)
	out, err := worker.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := worker.Start(); err != nil {
		b.t.Fatal(err)
	}
	if lines := bufio.NewScanner(out); !lines.Scan() || lines.Text() != "held" {
		b.t.Errorf("the worker said %q", lines.Text())
	}
	if err := worker.Process.Kill(); err != nil {
		b.t.Error(err)
	}
	_ = worker.Wait() // it was killed
}
