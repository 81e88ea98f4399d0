package feed_test

import (
	"testing"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/celav/celav/pkg/feed"
)

const (
	one = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	two = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
)

func TestWorkContinuesTheTraceOfItsCause(t *testing.T) {
	for name, test := range map[string]struct {
		origins       []string
		trace         string
		parent, links int
	}{
		"one cause":              {origins: []string{one, one, ""}, trace: "0af7651916cd43dd8448eb211c80319c", parent: 1},
		"several":                {origins: []string{one, two}, links: 2},
		"outside of a trace":     {origins: []string{""}},
		"not written as a trace": {origins: []string{"00-xyz", "DROP TABLE"}},
	} {
		t.Run(name, func(t *testing.T) {
			var items []feed.Item
			for _, o := range test.origins {
				items = append(items, feed.Item{Origin: o})
			}
			recorder := tracetest.NewSpanRecorder()
			tracer := trace.NewTracerProvider(trace.WithSpanProcessor(recorder)).Tracer("")
			_, span := feed.StartAfter(t.Context(), tracer, "follow", feed.Causes(items))
			span.End()
			got := recorder.Ended()[0]
			if test.trace != "" && got.SpanContext().TraceID().String() != test.trace {
				t.Errorf("trace %s, want %s", got.SpanContext().TraceID(), test.trace)
			}
			if got.Parent().IsValid() != (test.parent == 1) || len(got.Links()) != test.links {
				t.Errorf("parent %v, %d links; want %d and %d", got.Parent().IsValid(), len(got.Links()), test.parent, test.links)
			}
		})
	}
}
