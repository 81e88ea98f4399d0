package telemetry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/celav/celav/pkg/telemetry"
)

func TestALogLineLeadsToItsTrace(t *testing.T) {
	var out bytes.Buffer
	tel, err := telemetry.New(context.Background(), telemetry.Options{Service: "intake", LogTo: &out})
	if err != nil {
		t.Fatal(err)
	}
	ctx, span := tel.Tracer.Start(context.Background(), "work")
	tel.For("matching").Log.InfoContext(ctx, "done", "count", 3)
	span.End()
	if id := telemetry.TraceID(ctx); id == "" || !strings.Contains(out.String(), "trace="+id) {
		t.Errorf("no trace id %q in %s", id, out.String())
	}
	if strings.Count(out.String(), "service=") != 1 || !strings.Contains(out.String(), "service=matching") {
		t.Errorf("the service is not named once: %s", out.String())
	}
	if telemetry.TraceID(context.Background()) != "" {
		t.Error("a trace id outside a trace")
	}
	if err := tel.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// What could name a person is gone before a span leaves.
func TestSpansLeaveImpersonal(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	tel, err := telemetry.New(context.Background(), telemetry.Options{Service: "intake", Exporter: spans, LogTo: &bytes.Buffer{}})
	if err != nil {
		t.Fatal(err)
	}
	_, span := tel.Tracer.Start(context.Background(), "GET /intake/people/:id")
	span.SetAttributes(attribute.String("url.full", "http://h/?q=Fatima"), attribute.String("client.address", "10.9.9.9"),
		attribute.String("http.route", "/intake/people/:id"), attribute.String("db.statement", "select 'Fatima'"))
	span.RecordError(errors.New("no such person Fatima"))
	span.SetStatus(codes.Error, "Fatima was not found")
	span.End()
	got := fmt.Sprintf("%+v", spans.GetSpans())
	for _, gone := range []string{"Fatima", "10.9.9.9"} {
		if strings.Contains(got, gone) {
			t.Errorf("%q left in %s", gone, got)
		}
	}
	if !strings.Contains(got, "/intake/people/:id") || len(spans.GetSpans()) != 1 {
		t.Errorf("the span itself is lost: %s", got)
	}
}

func TestMetricsAreServed(t *testing.T) {
	tel, err := telemetry.New(context.Background(), telemetry.Options{Service: "intake", LogTo: &bytes.Buffer{}})
	if err != nil {
		t.Fatal(err)
	}
	counter, err := tel.Meter.Int64Counter("celav_test_total")
	if err != nil {
		t.Fatal(err)
	}
	counter.Add(context.Background(), 2)
	rec := httptest.NewRecorder()
	tel.Metrics.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if !strings.Contains(rec.Body.String(), "celav_test_total") {
		t.Errorf("the counter is not served:\n%s", rec.Body)
	}
}
