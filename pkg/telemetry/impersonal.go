package telemetry

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// impersonal removes from finished spans what could name a person: addresses with their paths and queries,
// peers, user agents, statements. http.route and ids of our own remain. Errors recorded on a span keep
// their type and lose their text.
type impersonal struct{ sdktrace.SpanExporter }

// ExportSpans implements sdktrace.SpanExporter.
func (e impersonal) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	clean := make([]sdktrace.ReadOnlySpan, len(spans))
	for i, s := range spans {
		clean[i] = cleaned{s}
	}
	return e.SpanExporter.ExportSpans(ctx, clean)
}

type cleaned struct{ sdktrace.ReadOnlySpan }

// Attributes implements sdktrace.ReadOnlySpan.
func (s cleaned) Attributes() []attribute.KeyValue { return keep(s.ReadOnlySpan.Attributes()) }

// Events implements sdktrace.ReadOnlySpan.
func (s cleaned) Events() []sdktrace.Event {
	events := append([]sdktrace.Event(nil), s.ReadOnlySpan.Events()...)
	for i := range events {
		events[i].Attributes = keep(events[i].Attributes)
	}
	return events
}

// Status implements sdktrace.ReadOnlySpan: the code without the description, which is an error's text.
func (s cleaned) Status() sdktrace.Status {
	return sdktrace.Status{Code: s.ReadOnlySpan.Status().Code}
}

func keep(list []attribute.KeyValue) []attribute.KeyValue {
	kept := make([]attribute.KeyValue, 0, len(list))
	for _, a := range list {
		if !personal(string(a.Key)) {
			kept = append(kept, a)
		}
	}
	return kept
}

func personal(key string) bool {
	for _, prefix := range []string{"url.", "http.url", "http.target", "client.", "network.peer.", "net.sock.peer", "net.peer", "user_agent", "http.user_agent", "http.client_ip", "db.query", "db.statement", "exception.message", "exception.stacktrace"} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}
