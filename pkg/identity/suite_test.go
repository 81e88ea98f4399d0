package identity_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/identity/devissuer"
)

// clock can be moved by a test.
type clock struct {
	mu  sync.Mutex
	off time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.off)
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off += d
}

// staff is a directory that a test changes.
type staff struct {
	mu    sync.Mutex
	known map[string]identity.Principal
	err   error
	asked int
}

// Resolve implements identity.Directory.
func (s *staff) Resolve(_ context.Context, subject string) (identity.Principal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.known[subject], s.err
}

func (s *staff) set(subject string, p identity.Principal, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[subject], s.err = p, err
}

// site is one origin with an identity, its issuer, and a page that says who is signed in.
type site struct {
	url      string
	identity *identity.Identity
	issuer   *devissuer.Issuer
	staff    *staff
	clock    *clock
	redis    redis.UniversalClient
}

func newKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func noPeers(context.Context, string) ([]byte, error) {
	return nil, fault.New(fault.NotFound, "no such service")
}

func newSite(t *testing.T, client redis.UniversalClient) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{url: "http://" + listener.Addr().String(), clock: &clock{}, redis: client, staff: &staff{known: map[string]identity.Principal{
		"demo-counsellor-1": {Roles: []identity.Role{identity.Counsellor}, Team: "refugees"},
		"demo-auditor":      {Roles: []identity.Role{identity.Auditor}},
	}}}
	s.issuer, err = devissuer.New(devissuer.Options{URL: s.url + "/oidc", ClientID: "celav", RedirectURI: s.url + "/sign-in/callback", Now: s.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	s.identity, err = identity.New(identity.Options{
		Service: "intake", PublicURL: s.url, Redis: client, Key: newKey(t), PeerKeys: noPeers, Directory: s.staff, Now: s.clock.now,
		Operators: []string{"demo-operator"},
		Issuer:    identity.Issuer{URL: s.url + "/oidc", ClientID: "celav", Client: s.issuer.Client()},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(s.handler())
	server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return s
}

func fail(w http.ResponseWriter, _ *http.Request, err error) {
	http.Error(w, fault.KindOf(err).String(), http.StatusTeapot)
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				fail(w, r, err)
			}
		})
	}
	handle("GET /sign-in", s.identity.SignIn)
	handle("GET /sign-in/callback", s.identity.Callback)
	handle("POST /sign-out", s.identity.SignOut)
	handle("POST /by-link/{link}", func(w http.ResponseWriter, r *http.Request) error {
		return s.identity.OpenByLink(w, r, r.PathValue("link"))
	})
	mux.Handle("/oidc/", s.issuer)
	who := func(w http.ResponseWriter, r *http.Request) {
		p, ok := identity.From(r.Context())
		if !ok {
			p.Subject = "nobody"
		}
		_, _ = io.WriteString(w, p.Subject+" "+p.Team)
	}
	mux.Handle("/", s.identity.Sessions(fail)(http.HandlerFunc(who)))
	return mux
}

// browser keeps cookies and follows redirects within the site.
type browser struct {
	t    *testing.T
	site *site
	http *http.Client
}

func (s *site) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &browser{t, s, &http.Client{Jar: jar, Transport: transport}}
}

func (b *browser) get(path string) (*http.Response, string) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.site.url+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(request)
}

func (b *browser) post(path string, form url.Values) (*http.Response, string) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.site.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(request)
}

func (b *browser) do(request *http.Request) (*http.Response, string) {
	b.t.Helper()
	response, err := b.http.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return response, string(body)
}

var hiddenID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// choose opens the issuer's page by a link and returns the id of the sign-in.
func (b *browser) open(path string) string {
	b.t.Helper()
	_, page := b.get(path)
	match := hiddenID.FindStringSubmatch(page)
	if match == nil {
		b.t.Fatalf("no list of users: %s", page)
	}
	return match[1]
}

func (b *browser) signIn(subject, next string) (*http.Response, string) {
	b.t.Helper()
	return b.post("/oidc/login", url.Values{"id": {b.open("/sign-in?next=" + url.QueryEscape(next))}, "subject": {subject}})
}
