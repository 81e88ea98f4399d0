package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// ErrDuplicate says that a wake-up of the same id waits already.
var ErrDuplicate = errors.New("queue: the same wake-up waits already")

// Wake is a request to do something later. It says what and about which record, never what is in it: the
// payload is an id, and the work reads the truth from the records.
type Wake struct {
	// Kind is a stable name: "renewal.remind".
	Kind string
	// ID is the record's id; with Kind it also tells duplicates.
	ID string
	// At is when to start; the zero time means at once.
	At time.Time
	// Retries bounds how often a failed work is tried again.
	Retries int
}

// task is the wake-up's id in Redis: "step:ID".
func (w Wake) task() string { return w.Kind + ":" + w.ID }

// Work does what a wake-up asks. It must bear being called twice for the same id.
type Work func(ctx context.Context, id string) error

// Queue is one service's queue in Redis.
type Queue struct {
	name   string
	client *asynq.Client
	look   *asynq.Inspector
	redis  redis.UniversalClient
	trace  propagation.TextMapPropagator
	tracer trace.Tracer
	log    *slog.Logger
	poll   time.Duration
}

// Options are what a Queue is made of; all but Poll are needed.
type Options struct {
	// Service names the queue; services share one Redis.
	Service    string
	Redis      redis.UniversalClient
	Tracer     trace.Tracer
	Propagator propagation.TextMapPropagator
	Log        *slog.Logger
	// Poll is how often idle workers look for work; zero means five times a second.
	Poll time.Duration
}

// New makes a queue over an open Redis, which it does not close.
func New(o Options) *Queue {
	if o.Poll == 0 {
		o.Poll = 200 * time.Millisecond
	}
	return &Queue{
		name: o.Service, client: asynq.NewClientFromRedisClient(o.Redis), look: asynq.NewInspectorFromRedisClient(o.Redis), redis: o.Redis,
		trace: o.Propagator, tracer: o.Tracer, log: o.Log, poll: o.Poll,
	}
}

// Add puts a wake-up into the queue; ErrDuplicate when the same one waits already.
func (q *Queue) Add(ctx context.Context, w Wake) error {
	headers := map[string]string{}
	q.trace.Inject(ctx, propagation.MapCarrier(headers))
	options := []asynq.Option{asynq.Queue(q.name), asynq.TaskID(w.task()), asynq.MaxRetry(w.Retries), asynq.Timeout(time.Minute)}
	if !w.At.IsZero() {
		options = append(options, asynq.ProcessAt(w.At))
	}
	_, err := q.client.EnqueueContext(ctx, asynq.NewTaskWithHeaders(w.Kind, []byte(w.ID), headers), options...)
	if errors.Is(err, asynq.ErrTaskIDConflict) {
		return ErrDuplicate
	}
	if err != nil {
		return fmt.Errorf("queue %s: add %s: %w", q.name, w.Kind, err)
	}
	return nil
}

// Run does the works until ctx ends, then waits up to stop for those under way. What is not finished by
// then is done again later.
func (q *Queue) Run(ctx context.Context, stop time.Duration, works map[string]Work) error {
	mux := asynq.NewServeMux()
	for kind, work := range works {
		mux.HandleFunc(kind, q.traced(kind, work))
	}
	server := asynq.NewServerFromRedisClient(q.redis, asynq.Config{
		Concurrency:              4,
		Queues:                   map[string]int{q.name: 1},
		ShutdownTimeout:          stop,
		DelayedTaskCheckInterval: time.Second,
		TaskCheckInterval:        q.poll,
		RetryDelayFunc:           func(failed int, _ error, _ *asynq.Task) time.Duration { return retryDelay(failed) },
		BaseContext:              func() context.Context { return context.WithoutCancel(ctx) },
		Logger:                   quiet{q.log},
		LogLevel:                 asynq.WarnLevel,
	})
	if err := server.Start(mux); err != nil {
		return fmt.Errorf("queue %s: start: %w", q.name, err)
	}
	<-ctx.Done()
	server.Shutdown()
	return nil
}

// retryDelay doubles from a second to a minute: a work that failed is somebody's deadline.
func retryDelay(failed int) time.Duration {
	return min(time.Second<<min(failed, 10), time.Minute)
}

// traced continues the trace in which the wake-up was asked for.
func (q *Queue) traced(kind string, work Work) asynq.HandlerFunc {
	return func(ctx context.Context, t *asynq.Task) error {
		ctx = q.trace.Extract(ctx, propagation.MapCarrier(t.Headers()))
		ctx, span := q.tracer.Start(ctx, "work "+kind, trace.WithSpanKind(trace.SpanKindConsumer))
		defer span.End()
		return work(ctx, string(t.Payload()))
	}
}

// quiet passes the library's warnings on; its lines hold task ids at most.
type quiet struct{ log *slog.Logger }

// Debug implements asynq.Logger.
func (l quiet) Debug(...any) {}

// Info implements asynq.Logger.
func (l quiet) Info(...any) {}

// Warn implements asynq.Logger.
func (l quiet) Warn(args ...any) { l.log.Warn("queue", "detail", fmt.Sprint(args...)) }

// Error implements asynq.Logger.
func (l quiet) Error(args ...any) { l.log.Error("queue", "detail", fmt.Sprint(args...)) }

// Fatal is an error here: only main ends the process.
func (l quiet) Fatal(args ...any) { l.log.Error("queue", "detail", fmt.Sprint(args...)) }
