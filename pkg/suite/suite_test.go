package suite_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/web"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func settings(t *testing.T) *config.Settings {
	t.Helper()
	dir := t.TempDir()
	return &config.Settings{
		Addr: "127.0.0.1:0", InternalAddr: "127.0.0.1:0", DataDir: dir, Profile: config.Development,
		StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address("embedded:" + filepath.Join(dir, "index")),
		RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: "celav-api", StopTimeout: 5 * time.Second,
	}
}

type directory struct{}

func (directory) Resolve(_ context.Context, subject string) (identity.Principal, error) {
	return identity.Principal{Subject: subject, Roles: []identity.Role{identity.Coordinator}, Team: "t1"}, nil
}

// modules are four services: outreach asks intake who it is asked for, intake says it.
func modules() []suite.Module {
	module := func(name string, needs []string, routes func(env *suite.Env, e *echo.Echo)) suite.Module {
		return suite.Module{Name: name, Needs: needs, New: func(_ context.Context, env *suite.Env) (*suite.Service, error) {
			r := env.Router(nil)
			r.Page(http.MethodGet, "/hello", identity.Public, func(c echo.Context) error { return c.String(http.StatusOK, name) })
			h, err := r.Handler()
			if err != nil {
				return nil, err
			}
			e := echo.New()
			e.Any("/"+name+"/hello", echo.WrapHandler(h))
			routes(env, e)
			return &suite.Service{Handler: e, Routes: r.Routes(), Run: []func(context.Context) error{
				func(ctx context.Context) error { <-ctx.Done(); return nil },
			}}, nil
		}}
	}
	whoami := func(env *suite.Env, e *echo.Echo) {
		env.Identity.UseDirectory(directory{})
		e.GET("/intake/whoami", func(c echo.Context) error {
			p, err := env.Identity.Bearer(c.Request().Context(), strings.TrimPrefix(c.Request().Header.Get("Authorization"), "Bearer "), "intake")
			if err != nil {
				return err
			}
			if c.QueryParam("invented") != "" {
				c.Response().Header().Set(web.DemonstrationHeader, "invented")
			}
			return c.String(http.StatusOK, p.Subject+" by "+p.Service)
		})
	}
	ask := func(env *suite.Env, e *echo.Echo) {
		e.GET("/outreach/ask", func(c echo.Context) error {
			ctx := identity.With(c.Request().Context(), identity.Principal{Subject: "s1", Roles: []identity.Role{identity.Counsellor}, Team: "t1"})
			peer := env.Peer("intake")
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, peer.URL+"/whoami?"+c.QueryString(), nil)
			if err != nil {
				return err
			}
			resp, err := peer.Client.Do(req)
			if err != nil {
				return err
			}
			defer func() { _ = resp.Body.Close() }()
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				return err
			}
			if _, err := env.Peer("matching").Client.Get(env.Peer("matching").URL); err == nil {
				return errors.New("a peer that is not declared answers")
			}
			return c.String(resp.StatusCode, string(body))
		})
	}
	none := func(*suite.Env, *echo.Echo) {}
	return []suite.Module{
		module(suite.Intake, nil, whoami), module(suite.Assessment, nil, none),
		module(suite.Matching, nil, none), module(suite.Outreach, []string{suite.Intake}, ask),
	}
}

// run starts the suite and stops it with the test.
func run(t *testing.T, s *suite.Suite) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the suite stopped with %v", err)
		}
	})
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestFourServicesInOneProcess(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	tel, err := telemetry.New(context.Background(), telemetry.Options{Service: "test", Exporter: spans, LogTo: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	s, err := suite.New(context.Background(), suite.Options{Settings: settings(t), Telemetry: tel, Modules: modules(), Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	run(t, s)
	for path, want := range map[string]string{
		"/outreach/ask":   "s1 by outreach", // the token carries the person for whom the call is made
		"/matching/hello": "matching",
		"/livez":          "alive\n",
		"/readyz":         "sessions ready\nintake ready\nassessment ready\nmatching ready\noutreach ready\n",
	} {
		if status, body := get(t, s.URL()+path); status != 200 || body != want {
			t.Errorf("%s: %d %q, want %q", path, status, body, want)
		}
	}
	if status, body := get(t, s.InternalURL()+"/metrics"); status != 200 || !strings.Contains(body, "go_goroutines") {
		t.Errorf("metrics: %d", status)
	}
	if status, _ := get(t, s.URL()+"/metrics"); status != 404 {
		t.Errorf("metrics on the public port: %d", status)
	}
	if s.Demonstration(suite.Outreach) {
		t.Error("a demonstration before anything was loaded")
	}
	if status, _ := get(t, s.URL()+"/outreach/ask?invented=1"); status != 200 || !s.Demonstration(suite.Outreach) || s.Demonstration(suite.Outreach, suite.Matching) {
		t.Error("who builds on invented data is not marked")
	}
	if len(s.Routes()) != 4 || len(s.Routes()["intake"]) != 1 {
		t.Errorf("routes %v", s.Routes())
	}
}

// A second process on the same folder is told at once who holds it.
func TestTheDataFolderHasOneHolder(t *testing.T) {
	set := settings(t)
	options := suite.Options{Settings: set, Telemetry: telemetry.Discard(), Modules: modules(), Clock: time.Now}
	first, err := suite.New(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	_, err = suite.New(context.Background(), options)
	var held *suite.HeldError
	if !errors.As(err, &held) || !strings.Contains(err.Error(), first.URL()) {
		t.Errorf("the second start says %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := first.Run(ctx); err != nil {
		t.Fatal(err)
	}
	again, err := suite.New(context.Background(), options)
	if err != nil {
		t.Fatalf("after a stop the folder is free: %v", err)
	}
	if err := again.Run(ctx); err != nil {
		t.Fatal(err)
	}
}

// A connection that a client keeps in reserve does not hold up a stop.
func TestAStopDoesNotWaitForUnusedConnections(t *testing.T) {
	set := settings(t)
	set.StopTimeout = time.Second
	s, err := suite.New(context.Background(), suite.Options{Settings: set, Telemetry: telemetry.Discard(), Modules: modules(), Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	var conn net.Conn
	t.Cleanup(func() { _ = conn.Close() }) // after the stop, which is the next to be cleaned up
	run(t, s)
	if conn, err = net.Dial("tcp", strings.TrimPrefix(s.URL(), "http://")); err != nil {
		t.Fatal(err)
	}
	if status, _ := get(t, s.URL()+"/livez"); status != 200 { // by now the server has taken the connection
		t.Fatal("not alive")
	}
}

// A service that runs alone is told all that it lacks at once.
func TestAloneNeedsItsPeers(t *testing.T) {
	_, err := suite.New(context.Background(), suite.Options{Settings: settings(t), Telemetry: telemetry.Discard(), Modules: modules()[:1], Clock: time.Now})
	for _, name := range []string{"CELAV_PEER_ASSESSMENT", "CELAV_PEER_MATCHING", "CELAV_PEER_OUTREACH", "CELAV_REDIS_URL", "CELAV_OIDC_ISSUER", "CELAV_PUBLIC_URL", "CELAV_SERVICE_KEY"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not asked for: %v", name, err)
		}
	}
}

// What was opened is closed again when a later part fails to start.
func TestAFailedStartLeavesNothing(t *testing.T) {
	set := settings(t)
	broken := modules()
	broken[3].New = func(context.Context, *suite.Env) (*suite.Service, error) { return nil, errors.New("no luck") }
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, err = suite.New(context.Background(), suite.Options{Settings: set, Telemetry: telemetry.Discard(), Modules: broken, Clock: time.Now, Listener: l})
	if err == nil || !strings.Contains(err.Error(), "start outreach: no luck") {
		t.Errorf("got %v", err)
	}
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the listener is still open: %v", err)
	}
	s, err := suite.New(context.Background(), suite.Options{Settings: set, Telemetry: telemetry.Discard(), Modules: modules(), Clock: time.Now})
	if err != nil {
		t.Fatalf("the folder is still held: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Run(ctx); err != nil {
		t.Error(err)
	}
}

// Check reaches every backend, says which one does not answer, and can run beside a running suite.
func TestCheck(t *testing.T) {
	set := settings(t)
	for _, f := range suite.Check(context.Background(), set) {
		if !f.OK {
			t.Errorf("%s: %s", f.Role, f.Detail)
		}
	}
	s, err := suite.New(context.Background(), suite.Options{Settings: set, Telemetry: telemetry.Discard(), Modules: modules(), Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	run(t, s)
	set.RedisURL = "redis://127.0.0.1:1"
	for _, f := range suite.Check(context.Background(), set) {
		if f.OK == (f.Role == "sessions") {
			t.Errorf("%s: ok %t, %s", f.Role, f.OK, f.Detail)
		}
		if f.Role == "search" && !strings.Contains(f.Detail, s.URL()) {
			t.Errorf("the holder of the index is not named: %q", f.Detail)
		}
	}
}
