package feed

import (
	"context"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// parentField is where W3C Trace Context says which trace something belongs to.
const parentField = "traceparent"

// origin names the trace that ctx belongs to, "" when it belongs to none.
func origin(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier[parentField]
}

// Causes are the traces of the changes that items tell of, each once; changes outside of a trace have none.
func Causes(items []Item) []trace.SpanContext {
	var causes []trace.SpanContext
	seen := map[string]bool{}
	for _, i := range items {
		if i.Origin == "" || seen[i.Origin] {
			continue
		}
		seen[i.Origin] = true
		ctx := propagation.TraceContext{}.Extract(context.Background(), propagation.MapCarrier{parentField: i.Origin})
		if cause := trace.SpanContextFromContext(ctx); cause.IsValid() {
			causes = append(causes, cause)
		}
	}
	return causes
}

// maxLinks bounds a span: a page of an import has hundreds of causes.
const maxLinks = 32

// StartAfter begins the span of work that changes caused: it continues the trace of a single cause; with several it is a
// trace of its own that links to them.
func StartAfter(ctx context.Context, tracer trace.Tracer, name string, causes []trace.SpanContext) (context.Context, trace.Span) {
	options := []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindConsumer)}
	if len(causes) == 1 {
		return tracer.Start(trace.ContextWithRemoteSpanContext(ctx, causes[0]), name, options...)
	}
	links := make([]trace.Link, 0, min(len(causes), maxLinks))
	for _, cause := range causes[:min(len(causes), maxLinks)] {
		links = append(links, trace.Link{SpanContext: cause})
	}
	return tracer.Start(ctx, name, append(options, trace.WithLinks(links...))...)
}
