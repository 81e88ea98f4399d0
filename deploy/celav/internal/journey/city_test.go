package journey_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/identity/devissuer"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/web"
)

// elasticsearchURL is the environment variable that names the Elasticsearch server for tests.
const elasticsearchURL = "CELAV_TEST_ELASTICSEARCH_URL"

// city is a running suite in one of its two shapes, reached as people and programs reach it: over HTTP.
type city struct {
	url    string
	issuer *devissuer.Issuer
	keys   map[string]ed25519.PrivateKey // of the services
	logs   *sink
	spans  *sink
	client *http.Client
	clock  moved
	// routes are those of each service; only a suite in this process tells them.
	routes map[string][]web.Route
	// restart stops a service, runs between, and starts it again. Only separate processes have it.
	restart func(t *testing.T, service string, between func())
	// Where to look for what was kept: Redis, and either a folder of indices, readable after stop, or a prefix
	// of names on Elasticsearch. metricsURL is empty for separate processes.
	redis                             redis.UniversalClient
	indexDir, indexPrefix, metricsURL string
	stop                              func()
}

// sink collects what the suite tells about itself.
type sink struct {
	mu   sync.Mutex
	kept bytes.Buffer
}

// Write implements io.Writer.
func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.Write(p)
}

// String implements fmt.Stringer.
func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.String()
}

// server returns the URL of a real server for tests. Without one the test is skipped, except in CI, where
// it fails.
func server(t *testing.T, variable string) string {
	t.Helper()
	address := os.Getenv(variable)
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: CI must run this on the real server", variable)
		}
		t.Skipf("%s is not set", variable)
	}
	return address
}

// eventually asks again until the answer is yes, for as long as a feed may take and some more.
func eventually(t *testing.T, within time.Duration, what string, yes func() bool) {
	t.Helper()
	deadline := time.NewTimer(within)
	defer deadline.Stop()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for !yes() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("not within %s: %s", within, what)
		}
	}
}

func newClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}

func (c *city) awaitReady(t *testing.T, address string) {
	t.Helper()
	eventually(t, 60*time.Second, address+" is ready\n"+c.logs.String(), func() bool {
		response, err := c.client.Get(address + "/readyz")
		if err != nil {
			return false
		}
		defer response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
}

// api calls operations of the JSON API with one bearer token.
type api struct {
	t     *testing.T
	city  *city
	token string
}

// as returns the API as a demo user.
func (c *city) as(t *testing.T, user string) *api {
	t.Helper()
	token, err := c.issuer.AccessToken(user)
	if err != nil {
		t.Fatal(err)
	}
	return &api{t, c, token}
}

// asService returns the API of a service as another service calls it, with the rights of p.
func (c *city) asService(t *testing.T, from, to string, p identity.Principal) *api {
	t.Helper()
	id, err := identity.New(identity.Options{
		Service: from, PublicURL: c.url, Key: c.keys[from], Redis: queuetest.Embedded(t),
		Issuer:   identity.Issuer{URL: c.url + "/oidc", ClientID: "celav"},
		PeerKeys: func(context.Context, string) ([]byte, error) { return nil, io.EOF },
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := id.Token(identity.With(t.Context(), p), to)
	if err != nil {
		t.Fatal(err)
	}
	return &api{t, c, token}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a *api) send(method, path string, body any) answer {
	a.t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		content = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			a.t.Fatal(err)
		}
		content = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.city.url+path, content)
	if err != nil {
		a.t.Fatal(err)
	}
	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if a.token != "" {
		request.Header.Set("Authorization", "Bearer "+a.token)
	}
	return do(a.t, a.city.client, request)
}

func do(t *testing.T, client *http.Client, request *http.Request) answer {
	t.Helper()
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s %s answered %d, then: %v after %d bytes of %d", request.Method, request.URL.Path, response.StatusCode, err, len(body), response.ContentLength)
	}
	return answer{response.StatusCode, response.Header, body}
}

// must sends and reads a 2xx answer into out, which may be nil.
func (a *api) must(method, path string, body, out any) {
	a.t.Helper()
	got := a.send(method, path, body)
	if got.status/100 != 2 {
		a.t.Fatalf("%s %s answered %d: %s\n%s", method, path, got.status, got.body, tail(a.city.logs.String()))
	}
	if out != nil {
		if err := json.Unmarshal(got.body, out); err != nil {
			a.t.Fatalf("%s %s: %v in %s", method, path, err, got.body)
		}
	}
}

func tail(s string) string { return s[max(0, len(s)-4000):] }

// browser keeps a session cookie.
type browser struct {
	t    *testing.T
	city *city
	http *http.Client
}

func (c *city) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := *c.client
	client.Jar = jar
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{t, c, &client}
}

func (b *browser) send(method, path string, form url.Values) answer {
	b.t.Helper()
	var content io.Reader
	if method != http.MethodGet {
		content = strings.NewReader(form.Encode())
	}
	address := path
	if strings.HasPrefix(path, "/") {
		address = b.city.url + path
	}
	request, err := http.NewRequestWithContext(b.t.Context(), method, address, content)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if content != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return do(b.t, b.http, request)
}

// follow goes on while the answer is a redirect.
func (b *browser) follow(a answer) answer {
	b.t.Helper()
	for range 10 {
		if a.status < 300 || a.status >= 400 {
			return a
		}
		a = b.send(http.MethodGet, a.header.Get("Location"), nil)
	}
	b.t.Fatal("redirects without end")
	return a
}

var hiddenID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// signIn signs in as a demo user, by the links and the form that people use.
func (b *browser) signIn(user string) answer {
	b.t.Helper()
	page := b.follow(b.send(http.MethodGet, "/sign-in?next=/", nil))
	id := hiddenID.FindSubmatch(page.body)
	if id == nil {
		b.t.Fatalf("no list of users: %d %s", page.status, page.body)
	}
	home := b.follow(b.send(http.MethodPost, "/oidc/login", url.Values{"id": {string(id[1])}, "subject": {user}}))
	if home.status != http.StatusOK {
		b.t.Fatalf("signing in as %s ends at %d: %s", user, home.status, home.body)
	}
	return home
}
