// Package telemetry is the only importer of the OpenTelemetry SDK: it makes the logger, the tracer and the
// meter that everything else is handed, with exporters by configuration and a quiet version for tests.
//
// Nothing personal leaves here: spans lose every URL and client attribute before export, and logs are
// records of ids and counts (see the leak test of the suite).
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	otelprom "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// scope names the instrumentation of the suite's own spans and metrics.
const scope = "github.com/celav/celav"

// Telemetry is handed to whoever logs, traces or measures; there are no globals.
type Telemetry struct {
	Log            *slog.Logger
	Tracer         trace.Tracer
	TracerProvider trace.TracerProvider
	Meter          metric.Meter
	MeterProvider  metric.MeterProvider
	Propagator     propagation.TextMapPropagator
	// Metrics serves Prometheus's text format.
	Metrics  http.Handler
	log      *slog.Logger // without a service's name
	shutdown []func(context.Context) error
}

// Options choose where telemetry goes.
type Options struct {
	Service      string
	OTLPEndpoint string // collector's base URL; empty: spans are made, linked into logs and dropped
	LogLevel     string
	LogFormat    string // text or json
	LogTo        io.Writer
	// Exporter receives the finished spans besides the collector, at once: for tests.
	Exporter sdktrace.SpanExporter
}

// New starts telemetry. Close it, to send what is still held.
func New(ctx context.Context, o Options) (*Telemetry, error) {
	t := &Telemetry{Propagator: propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})}
	t.log = slog.New(withTrace{newHandler(o)})
	t.Log = t.log.With("service", o.Service)
	res := resource.NewSchemaless(attribute.String("service.name", "celav-"+o.Service))

	spans := []sdktrace.TracerProviderOption{sdktrace.WithResource(res)}
	if o.OTLPEndpoint != "" {
		exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(strings.TrimSuffix(o.OTLPEndpoint, "/")+"/v1/traces"))
		if err != nil {
			return nil, fmt.Errorf("prepare the export of spans: %w", err)
		}
		spans = append(spans, sdktrace.WithBatcher(impersonal{exporter}))
	}
	if o.Exporter != nil {
		spans = append(spans, sdktrace.WithSyncer(impersonal{o.Exporter}))
	}
	tp := sdktrace.NewTracerProvider(spans...)
	t.TracerProvider, t.Tracer = tp, tp.Tracer(scope)

	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	reader, err := otelprom.New(otelprom.WithRegisterer(registry))
	if err != nil {
		return nil, fmt.Errorf("prepare the metrics: %w", err)
	}
	mp := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader), sdkmetric.WithResource(res))
	t.MeterProvider, t.Meter = mp, mp.Meter(scope)
	t.Metrics = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	t.shutdown = []func(context.Context) error{tp.Shutdown, mp.Shutdown}
	return t, nil
}

// For returns the same telemetry for one of several services in the process.
func (t *Telemetry) For(service string) *Telemetry {
	c := *t
	c.Log = t.log.With("service", service)
	c.Tracer = t.TracerProvider.Tracer(scope + "/" + service)
	c.Meter = t.MeterProvider.Meter(scope + "/" + service)
	return &c
}

// Close sends what is held and stops the exporters.
func (t *Telemetry) Close(ctx context.Context) error {
	var errs []error
	for _, f := range t.shutdown {
		errs = append(errs, f(ctx))
	}
	return errors.Join(errs...)
}

// Discard logs nothing and exports nothing; its spans still carry ids. For tests.
func Discard() *Telemetry {
	tp := sdktrace.NewTracerProvider()
	return &Telemetry{
		Log:            slog.New(slog.DiscardHandler),
		log:            slog.New(slog.DiscardHandler),
		Tracer:         tp.Tracer(scope),
		TracerProvider: tp,
		Meter:          metricnoop.Meter{},
		MeterProvider:  metricnoop.NewMeterProvider(),
		Propagator:     propagation.TraceContext{},
		Metrics:        http.NotFoundHandler(),
	}
}

// TraceID is the id of the request's trace, empty outside one.
func TraceID(ctx context.Context) string {
	sc := trace.SpanContextFromContext(ctx)
	if !sc.HasTraceID() {
		return ""
	}
	return sc.TraceID().String()
}
