package queue_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/queue/queuetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRedisAgesItsKeys(t *testing.T) {
	queuetest.Each(t, func(t *testing.T, client redis.UniversalClient) {
		ctx, key := t.Context(), "celav:test:"+uuid.NewString()
		if err := client.Set(ctx, key, "v", 20*time.Millisecond).Err(); err != nil {
			t.Fatal(err)
		}
		deadline := time.NewTimer(5 * time.Second)
		defer deadline.Stop()
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			if errors.Is(client.Get(ctx, key).Err(), redis.Nil) {
				return
			}
			select {
			case <-tick.C:
			case <-deadline.C:
				t.Fatal("the key outlived its time")
			}
		}
	})
}

func open(t *testing.T, client redis.UniversalClient, tracer *sdktrace.TracerProvider) *queue.Queue {
	t.Helper()
	name := "test-" + uuid.NewString()
	t.Cleanup(func() {
		ctx := context.Background()
		keys := client.Keys(ctx, "asynq:{"+name+"}*").Val()
		for _, k := range keys {
			client.Del(ctx, k)
		}
		client.SRem(ctx, "asynq:queues", name)
	})
	return queue.New(queue.Options{
		Service: name, Redis: client, Tracer: tracer.Tracer("test"), Propagator: propagation.TraceContext{}, Log: slog.New(slog.DiscardHandler),
	})
}

func TestWorkIsDoneOnceInTheTraceThatAskedForIt(t *testing.T) {
	queuetest.Each(t, func(t *testing.T, client redis.UniversalClient) {
		spans := tracetest.NewInMemoryExporter()
		tracer := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
		q := open(t, client, tracer)
		ctx, span := tracer.Tracer("test").Start(t.Context(), "asking")
		if err := q.Add(ctx, queue.Wake{Kind: "test.kind", ID: "r-1"}); err != nil {
			t.Fatal(err)
		}
		if err := q.Add(ctx, queue.Wake{Kind: "test.kind", ID: "r-1"}); !errors.Is(err, queue.ErrDuplicate) {
			t.Errorf("the same wake-up again: %v", err)
		}
		span.End()
		done := make(chan string, 4)
		run, stop := context.WithCancel(t.Context())
		stopped := make(chan error, 1)
		go func() {
			stopped <- q.Run(run, time.Second, map[string]queue.Work{"test.kind": func(_ context.Context, id string) error {
				done <- id
				return nil
			}})
		}()
		select {
		case id := <-done:
			if id != "r-1" {
				t.Errorf("worked on %q", id)
			}
		case <-time.After(10 * time.Second):
			t.Error("nothing was done")
		}
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		if len(done) != 0 {
			t.Error("done more than once")
		}
		found := spans.GetSpans()
		if len(found) != 2 || found[0].SpanContext.TraceID() != found[1].SpanContext.TraceID() {
			t.Errorf("%d spans, not one trace", len(found))
		}
	})
}

func TestLaterIsNotNow(t *testing.T) {
	queuetest.Each(t, func(t *testing.T, client redis.UniversalClient) {
		q := open(t, client, sdktrace.NewTracerProvider())
		if err := q.Add(t.Context(), queue.Wake{Kind: "k", ID: "later", At: time.Now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if err := q.Add(t.Context(), queue.Wake{Kind: "k", ID: "now"}); err != nil {
			t.Fatal(err)
		}
		run, stop := context.WithCancel(t.Context())
		defer stop()
		err := q.Run(run, time.Second, map[string]queue.Work{"k": func(_ context.Context, id string) error {
			if id != "now" {
				t.Errorf("worked on %q", id)
			}
			stop()
			return nil
		}})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestURLs(t *testing.T) {
	secret := "s3cret"
	for _, url := range []string{
		"", "nonsense", "http://localhost", "redis://u:" + secret + "@host:notaport/0", "redis+cluster://u:" + secret + "@host",
		"redis+sentinel://u:" + secret + "@127.0.0.1:1", "redis://u:" + secret + "@127.0.0.1:1/0",
		"redis+sentinel://u:" + secret + "@127.0.0.1:1/main", "redis+cluster://u:" + secret + "@127.0.0.1:1,127.0.0.1:2",
	} {
		client, _, err := queue.OpenRedis(t.Context(), url, noop.NewTracerProvider())
		if err == nil || client != nil {
			t.Errorf("%q opened", url)
		} else if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
