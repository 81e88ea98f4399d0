package journey_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
)

// together starts the four services in this process, on embedded backends or, with change, on others.
func together(t *testing.T, change func(*config.Settings)) *city {
	t.Helper()
	return togetherAt(t, moved{}, change)
}

// togetherAt does so under a clock.
func togetherAt(t *testing.T, clock moved, change func(*config.Settings)) *city {
	t.Helper()
	dir := t.TempDir()
	settings := &config.Settings{
		Addr: "127.0.0.1:0", InternalAddr: "127.0.0.1:0", DataDir: dir, Profile: config.Development, LogLevel: "debug", LogFormat: "json",
		StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address("embedded:" + filepath.Join(dir, "index")),
		RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: identity.DefaultAudience, StopTimeout: 10 * time.Second,
	}
	if change != nil {
		change(settings)
	}
	c := &city{
		client: newClient(t), clock: clock, logs: &sink{}, spans: &sink{}, keys: map[string]ed25519.PrivateKey{},
		indexDir: filepath.Join(dir, "index"),
	}
	tel, err := telemetry.New(t.Context(), telemetry.Options{Service: "suite", LogLevel: settings.LogLevel, LogFormat: settings.LogFormat, LogTo: c.logs, Exporter: exporter{c.spans}})
	if err != nil {
		t.Fatal(err)
	}
	seen := modules()
	for i, m := range seen { // the embedded Redis has no port: the test looks into it by the client of a service
		seen[i].New = func(ctx context.Context, env *suite.Env) (*suite.Service, error) {
			c.redis = env.Redis
			return m.New(ctx, env)
		}
	}
	s, err := suite.New(t.Context(), suite.Options{Settings: settings, Telemetry: tel, Modules: seen, Clock: clock.now})
	if err != nil {
		t.Fatalf("%v\n%s", err, c.logs)
	}
	c.url, c.issuer, c.routes = s.URL(), s.Issuer(), s.Routes()
	for _, name := range []string{suite.Intake, suite.Assessment, suite.Matching, suite.Outreach} {
		if c.keys[name], err = identity.LoadOrCreateKey(filepath.Join(dir, "keys", name+".key")); err != nil {
			t.Fatal(err)
		}
	}
	c.metricsURL = s.InternalURL()
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	c.stop = sync.OnceFunc(func() {
		end()
		if err := <-done; err != nil {
			t.Errorf("the suite stopped with %v", err)
		}
		if err := tel.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(c.stop)
	c.awaitReady(t, c.url)
	return c
}

// span is what a test asks of a span, whichever way it arrived.
type span struct {
	Trace, ID, Parent, Service, Name string
	Attributes                       map[string]string
}

// exporter keeps spans as lines of JSON with all that a collector would be told.
type exporter struct{ to *sink }

// ExportSpans implements sdktrace.SpanExporter.
func (e exporter) ExportSpans(_ context.Context, spans []sdktrace.ReadOnlySpan) error {
	for _, s := range spans {
		line := span{Trace: s.SpanContext().TraceID().String(), ID: s.SpanContext().SpanID().String(), Name: s.Name(), Attributes: map[string]string{}}
		if s.Parent().IsValid() {
			line.Parent = s.Parent().SpanID().String()
		}
		for _, a := range s.Resource().Attributes() {
			line.Attributes["resource."+string(a.Key)] = a.Value.String()
		}
		for _, a := range s.Attributes() {
			line.Attributes[string(a.Key)] = a.Value.String()
		}
		line.Service = line.Attributes["celav.service"]
		for _, event := range s.Events() {
			for _, a := range event.Attributes {
				line.Attributes["event."+event.Name+"."+string(a.Key)] = a.Value.String()
			}
		}
		line.Attributes["status"] = s.Status().Description
		raw, err := json.Marshal(line)
		if err != nil {
			return err
		}
		if _, err := e.to.Write(append(raw, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// Shutdown implements sdktrace.SpanExporter.
func (exporter) Shutdown(context.Context) error { return nil }
