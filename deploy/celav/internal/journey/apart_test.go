package journey_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // to make and drop the test's own database
	"github.com/redis/go-redis/v9"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	"google.golang.org/protobuf/proto"

	"github.com/celav/celav/pkg/identity/devissuer"
	"github.com/celav/celav/pkg/queue/queuetest"

	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/pkg/suite"
)

// apart starts each service in a process of its own, on PostgreSQL, Redis and Elasticsearch, behind one
// origin that passes requests on by their path; the identity provider and the collector run in the test.
func apart(t *testing.T) *city {
	t.Helper()
	return apartAt(t, moved{})
}

// apartAt does so under a clock.
func apartAt(t *testing.T, clock moved) *city {
	t.Helper()
	c := &city{client: newClient(t), clock: clock, logs: &sink{}, spans: &sink{}, keys: map[string]ed25519.PrivateKey{}}
	store := ownDatabase(t, server(t, sqldbtest.PostgresURL))
	redisURL, client := ownRedis(t, server(t, queuetest.RedisURL))
	c.redis = client
	searchURL, prefix := ownIndices(t, server(t, elasticsearchURL))
	c.indexPrefix = prefix

	names := []string{suite.Intake, suite.Assessment, suite.Matching, suite.Outreach}
	addresses := map[string]string{}
	for _, name := range names {
		addresses[name] = freeAddress(t)
	}
	origin := httptest.NewUnstartedServer(nil)
	c.url = "http://" + origin.Listener.Addr().String()
	var err error
	c.issuer, err = devissuer.New(devissuer.Options{URL: c.url + "/oidc", ClientID: "celav", RedirectURI: c.url + "/sign-in/callback", Now: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	origin.Config.Handler = oneOrigin(t, addresses, c.issuer)
	origin.Start()
	t.Cleanup(origin.Close)
	spans := httptest.NewServer(receiver(c.spans))
	t.Cleanup(spans.Close)

	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	processes := map[string]*process{}
	for _, name := range names {
		seed := make([]byte, ed25519.SeedSize)
		if _, err := rand.Read(seed); err != nil {
			t.Fatal(err)
		}
		c.keys[name] = ed25519.NewKeyFromSeed(seed)
		environment := []string{
			moduleVariable + "=" + name, clockVariable + "=" + clock.file, "CELAV_ADDR=" + addresses[name], "CELAV_INTERNAL_ADDR=off", "CELAV_PUBLIC_URL=" + c.url,
			"CELAV_DATA_DIR=" + t.TempDir(), "CELAV_STORE_URL=" + store, "CELAV_REDIS_URL=" + redisURL, "CELAV_SEARCH_URL=" + searchURL,
			"CELAV_OIDC_ISSUER=" + c.url + "/oidc", "CELAV_OPERATORS=demo-operator", "CELAV_SEAL_KEY=" + key,
			"CELAV_SERVICE_KEY=" + base64.StdEncoding.EncodeToString(seed), "CELAV_LOG_LEVEL=debug", "CELAV_LOG_FORMAT=json",
			"CELAV_OTLP_ENDPOINT=" + spans.URL, "PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.TempDir(),
		}
		for _, peer := range names {
			if peer != name {
				environment = append(environment, "CELAV_PEER_"+strings.ToUpper(peer)+"=http://"+addresses[peer])
			}
		}
		processes[name] = &process{environment: environment, output: c.logs}
		processes[name].start(t)
	}
	c.stop = sync.OnceFunc(func() {
		for _, name := range names {
			processes[name].stop(t)
		}
	})
	t.Cleanup(c.stop)
	for _, name := range names {
		c.awaitReady(t, "http://"+addresses[name])
	}
	c.restart = func(t *testing.T, service string, between func()) {
		t.Helper()
		processes[service].stop(t)
		between()
		processes[service].start(t)
		c.awaitReady(t, "http://"+addresses[service])
	}
	return c
}

// process is one service, run by this test's binary.
type process struct {
	environment []string
	output      io.Writer
	command     *exec.Cmd
	ended       chan error
}

func (p *process) start(t *testing.T) {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p.command = exec.Command(binary)
	p.command.Env, p.command.Stdout, p.command.Stderr = p.environment, p.output, p.output
	p.command.WaitDelay = 5 * time.Second
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	p.ended = make(chan error, 1)
	go func(c *exec.Cmd, ended chan<- error) { ended <- c.Wait() }(p.command, p.ended)
}

// stop asks the process to end, as an orchestrator does, and expects that it does so cleanly.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if p.command == nil {
		return
	}
	_ = p.command.Process.Signal(syscall.SIGTERM) // it may have ended by itself: the wait tells
	select {
	case err := <-p.ended:
		if err != nil {
			t.Errorf("%s ended with %v\n%s", p.environment[0], err, tail(fmt.Sprint(p.output)))
		}
	case <-time.After(20 * time.Second):
		_ = p.command.Process.Kill()
		t.Errorf("%s did not stop; killed: %v", p.environment[0], <-p.ended)
	}
	p.command = nil
}

// freeAddress finds a port below those that the system gives out by itself: between this look and the service's start
// nobody else is given it.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 12_000+mathrand.IntN(16_000)))
		if err != nil {
			continue
		}
		defer listener.Close()
		return listener.Addr().String()
	}
	t.Fatal("found no free port")
	return ""
}

// oneOrigin passes each request to the service of its path, as an ingress does.
func oneOrigin(t *testing.T, addresses map[string]string, issuer http.Handler) http.Handler {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	mux := http.NewServeMux()
	pass := func(prefix, service string) {
		proxy := &httputil.ReverseProxy{Transport: transport, Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: addresses[service]})
			r.SetXForwarded()
			r.Out.Host = r.In.Host
		}}
		mux.Handle(prefix, wholeRequests(proxy))
	}
	for name := range addresses {
		pass("/"+name+"/", name)
	}
	pass("/", suite.Intake)
	mux.Handle("/oidc/", issuer)
	return mux
}

// wholeRequests reads a request's body before it is passed on, as ingresses do. Go's own proxy streams it, and cuts the
// answer of a service that refuses a request without reading its body.
func wholeRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "unreadable", http.StatusBadRequest)
			return
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		if len(body) == 0 {
			r.Body = http.NoBody
		}
		next.ServeHTTP(w, r)
	})
}

// receiver is a collector that keeps what it is sent, in the form that exporter writes.
func receiver(to *sink) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		var sent collector.ExportTraceServiceRequest
		if err != nil || proto.Unmarshal(raw, &sent) != nil {
			http.Error(w, "unreadable", http.StatusBadRequest)
			return
		}
		for _, resource := range sent.ResourceSpans {
			for _, scope := range resource.ScopeSpans {
				for _, s := range scope.Spans {
					line := span{Trace: fmt.Sprintf("%x", s.TraceId), ID: fmt.Sprintf("%x", s.SpanId), Parent: fmt.Sprintf("%x", s.ParentSpanId), Name: s.Name, Attributes: map[string]string{}}
					take := func(prefix string, list []*common.KeyValue) {
						for _, a := range list {
							line.Attributes[prefix+a.Key] = a.Value.String()
						}
					}
					take("resource.", resource.Resource.Attributes)
					take("", s.Attributes)
					for _, event := range s.Events {
						take("event."+event.Name+".", event.Attributes)
					}
					line.Attributes["status"] = s.Status.GetMessage()
					for _, a := range s.Attributes {
						if a.Key == "celav.service" {
							line.Service = a.Value.GetStringValue()
						}
					}
					if text, err := json.Marshal(line); err == nil {
						_, _ = to.Write(append(text, '\n'))
					}
				}
			}
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	})
}

// ownDatabase makes a database that is dropped when the test ends.
func ownDatabase(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("the PostgreSQL URL cannot be read")
	}
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	name := "celav_journey_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	u.Path = "/" + name
	return u.String()
}

// ownRedis takes a database of the server that holds nothing, and empties it when the test ends. Tests run side by side,
// so the first key that it holds is the claim on it.
func ownRedis(t *testing.T, address string) (string, redis.UniversalClient) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("the Redis URL cannot be read")
	}
	for n := 15; n > 0; n-- {
		u.Path = fmt.Sprint("/", n)
		options, err := redis.ParseURL(u.String())
		if err != nil {
			t.Fatal("the Redis URL cannot be read")
		}
		client := redis.NewClient(options)
		if !claimed(t, client) {
			_ = client.Close()
			continue
		}
		t.Cleanup(func() {
			if err := client.FlushDB(context.Background()).Err(); err != nil {
				t.Error(err)
			}
			_ = client.Close()
		})
		return u.String(), client
	}
	t.Fatal("no empty database on the Redis server")
	return "", nil
}

// claimed reports whether the database was empty and is the caller's now.
func claimed(t *testing.T, client redis.UniversalClient) bool {
	t.Helper()
	const claim = "journey:claim"
	mine, err := client.SetNX(t.Context(), claim, 1, time.Hour).Result()
	if err != nil {
		t.Fatal(err)
	}
	if !mine {
		return false
	}
	size, err := client.DBSize(t.Context()).Result()
	if err != nil {
		t.Fatal(err)
	}
	if size > 1 { // what another run left behind
		if err := client.Del(t.Context(), claim).Err(); err != nil {
			t.Fatal(err)
		}
	}
	return size == 1
}

// ownIndices names indices of the test's own, and removes them when the test ends.
func ownIndices(t *testing.T, address string) (string, string) {
	t.Helper()
	prefix := "journey" + strings.ReplaceAll(uuid.NewString(), "-", "")[:12]
	t.Cleanup(func() {
		for _, name := range indices(t, address, prefix) {
			request, err := http.NewRequestWithContext(context.Background(), http.MethodDelete, address+"/"+name, nil)
			if err != nil {
				t.Fatal(err)
			}
			if response, err := http.DefaultClient.Do(request); err == nil {
				_ = response.Body.Close()
			}
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return "elasticsearch+" + address + "?prefix=" + prefix, prefix
}

func indices(t *testing.T, address, prefix string) []string {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address+"/_cat/indices/"+prefix+"*?format=json&h=index", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := do(t, http.DefaultClient, request)
	var rows []struct{ Index string }
	if err := json.Unmarshal(got.body, &rows); err != nil {
		t.Fatalf("list indices: %d %s", got.status, got.body)
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Index
	}
	return names
}
