package identity_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue/queuetest"
)

func TestSignInAndOut(t *testing.T) {
	queuetest.Each(t, func(t *testing.T, client redis.UniversalClient) {
		s := newSite(t, client)
		b := s.browser(t)
		if _, who := b.get("/page"); who != "nobody " {
			t.Fatalf("before signing in: %q", who)
		}
		response, who := b.signIn("demo-counsellor-1", "/page?x=1")
		if who != "demo-counsellor-1 refugees" || response.Request.URL.RequestURI() != "/page?x=1" {
			t.Fatalf("signed in as %q at %s", who, response.Request.URL)
		}
		if response, _ := b.get("/sign-in?next=/there"); response.Request.URL.Path != "/there" {
			t.Errorf("signing in again leads to %s", response.Request.URL)
		}
		stolen := cookies(b)
		if _, who := b.post("/sign-out", nil); who != "nobody " {
			t.Errorf("after signing out: %q", who)
		}
		other := s.browser(t)
		setCookies(other, stolen)
		if _, who := other.get("/page"); who != "nobody " {
			t.Errorf("a kept cookie still works after signing out: %q", who)
		}
	})
}

func cookies(b *browser) []*http.Cookie { return b.http.Jar.Cookies(b.origin()) }

func setCookies(b *browser, c []*http.Cookie) { b.http.Jar.SetCookies(b.origin(), c) }

func (b *browser) origin() *url.URL {
	u, err := url.Parse(b.site.url)
	if err != nil {
		b.t.Fatal(err)
	}
	return u
}

func TestSessionCookie(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	b := s.browser(t)
	b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, _ := b.get("/sign-in")
	line := response.Header.Get("Set-Cookie")
	for _, want := range []string{"celav-sign-in=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(line, want) {
			t.Errorf("cookie %q lacks %q", line, want)
		}
	}
	if strings.Contains(line, "Expires") || strings.Contains(line, "Secure") {
		t.Errorf("cookie %q outlives the browser or never comes back over http", line)
	}
	target, err := url.Parse(response.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	q := target.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("nonce") == "" || len(q.Get("state")) < 20 || q.Get("scope") != "openid" {
		t.Errorf("asks the issuer with %v", q)
	}
}

func TestSecureCookieOverTLS(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	secure, err := identity.New(identity.Options{
		Service: "intake", PublicURL: "https://celav.example.org", Redis: s.redis, Key: newKey(t), PeerKeys: noPeers,
		Issuer: identity.Issuer{URL: s.url + "/oidc", ClientID: "celav", Client: s.issuer.Client()},
	})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/sign-in", nil)
	if err != nil {
		t.Fatal(err)
	}
	out := recorder()
	if err := secure.SignIn(out, request); err != nil {
		t.Fatal(err)
	}
	if line := out.Header().Get("Set-Cookie"); !strings.HasPrefix(line, "__Host-celav-sign-in=") || !strings.Contains(line, "Secure") {
		t.Errorf("cookie %q", line)
	}
}

func TestSignInCannotBeForged(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	refused := func(t *testing.T, b *browser, path string) {
		t.Helper()
		response, body := b.get(path)
		if response.StatusCode != http.StatusTeapot || !strings.Contains(body, "unauthenticated") {
			t.Errorf("%s answered %d %q", path, response.StatusCode, body)
		}
		if _, who := b.get("/page"); who != "nobody " {
			t.Errorf("and signed in %q", who)
		}
	}
	t.Run("an invented state", func(t *testing.T) { refused(t, s.browser(t), "/sign-in/callback?state=x&code=y") })
	t.Run("no state", func(t *testing.T) { refused(t, s.browser(t), "/sign-in/callback?code=y") })

	callback := func(t *testing.T, b *browser) string {
		t.Helper()
		id := b.open("/sign-in")
		b.http.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
			if r.URL.Path == "/sign-in/callback" {
				return http.ErrUseLastResponse
			}
			return nil
		}
		response, _ := b.post("/oidc/login", url.Values{"id": {id}, "subject": {"demo-auditor"}})
		b.http.CheckRedirect = nil
		u, err := url.Parse(response.Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		return u.RequestURI()
	}
	t.Run("another browser", func(t *testing.T) { refused(t, s.browser(t), callback(t, s.browser(t))) })
	t.Run("a code of another sign-in", func(t *testing.T) {
		mine, theirs := s.browser(t), s.browser(t)
		stolen, own := callback(t, theirs), callback(t, mine)
		code := func(path string) string { u, _ := url.Parse(path); return u.Query().Get("code") }
		refused(t, mine, strings.Replace(own, code(own), code(stolen), 1))
	})
	t.Run("a refusal", func(t *testing.T) {
		b := s.browser(t)
		path := callback(t, b)
		u, _ := url.Parse(path)
		refused(t, b, "/sign-in/callback?error=access_denied&state="+u.Query().Get("state"))
	})
	t.Run("another issuer's answer", func(t *testing.T) {
		b := s.browser(t)
		refused(t, b, callback(t, b)+"&iss=https://elsewhere.example")
	})
	t.Run("the same answer twice", func(t *testing.T) {
		b := s.browser(t)
		path := callback(t, b)
		if _, who := b.get(path); who != "demo-auditor " {
			t.Fatalf("first: %q", who)
		}
		if response, _ := b.get(path); response.StatusCode != http.StatusTeapot {
			t.Errorf("second answered %d", response.StatusCode)
		}
	})
	t.Run("another page to return to", func(t *testing.T) {
		for _, next := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "/a\tb", "evil", "/sign-out", "javascript:alert(1)"} {
			response, _ := s.browser(t).signIn("demo-auditor", next)
			if response.Request.URL.String() != s.url+"/" {
				t.Errorf("next=%q leads to %s", next, response.Request.URL)
			}
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	queuetest.Each(t, func(t *testing.T, client redis.UniversalClient) {
		s := newSite(t, client)
		b := s.browser(t)
		before := sessionKeys(t, client)
		b.signIn("demo-counsellor-1", "/")
		key := ""
		for k := range sessionKeys(t, client) {
			if !before[k] {
				key = k
			}
		}
		if key == "" {
			t.Fatal("no session in Redis")
		}
		for _, c := range cookies(b) {
			if strings.Contains(key, c.Value) {
				t.Error("Redis holds the cookie's token itself: reading Redis would be enough to sign in")
			}
		}
		if life := client.TTL(t.Context(), key).Val(); life <= 0 || life > time.Hour {
			t.Errorf("an idle session lives %s", life)
		}
		client.Expire(t.Context(), key, time.Minute)
		b.get("/page")
		if life := client.TTL(t.Context(), key).Val(); life < 59*time.Minute {
			t.Errorf("use does not push the idle end on: %s left", life)
		}
		s.clock.move(9*time.Hour + 30*time.Minute)
		if _, who := b.get("/page"); who != "demo-counsellor-1 refugees" {
			t.Errorf("within a working day: %q", who)
		}
		if life := client.TTL(t.Context(), key).Val(); life > 31*time.Minute {
			t.Errorf("use pushes the end beyond the working day: %s left", life)
		}
		s.clock.move(31 * time.Minute)
		if _, who := b.get("/page"); who != "nobody " {
			t.Errorf("after a working day: %q", who)
		}
		s.clock.move(-10 * time.Hour)
		client.Del(t.Context(), key)
		if _, who := b.get("/page"); who != "nobody " {
			t.Errorf("after Redis was wiped: %q", who)
		}
	})
}

func sessionKeys(t *testing.T, client redis.UniversalClient) map[string]bool {
	t.Helper()
	keys, err := client.Keys(t.Context(), "celav:session:*").Result()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, k := range keys {
		found[k] = true
	}
	return found
}

func TestIssuersOwnSession(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	to, err := s.identity.IssuerSignOut(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil || !strings.HasPrefix(to, s.url+"/oidc/") || u.Query().Get("client_id") != "celav" || u.Query().Get("post_logout_redirect_uri") != s.url+"/" {
		t.Errorf("ends the issuer's session at %s, %v", to, err)
	}
	if response, _ := s.browser(t).get(u.RequestURI()); response.Request.URL.String() != s.url+"/" {
		t.Errorf("the link ends at %s (%d)", response.Request.URL, response.StatusCode)
	}
}

func TestDirectoryIsAskedAgain(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	b := s.browser(t)
	b.signIn("demo-counsellor-1", "/")
	s.staff.set("demo-counsellor-1", identity.Principal{Subject: "somebody else", Service: "intake", Roles: []identity.Role{identity.Service, "king"}, Team: "moved"}, nil)
	if _, who := b.get("/"); who != "demo-counsellor-1 refugees" {
		t.Errorf("at once: %q", who)
	}
	s.clock.move(31 * time.Second)
	if _, who := b.get("/"); who != "demo-counsellor-1 moved" {
		t.Errorf("after half a minute: %q", who)
	}
	token, err := s.issuer.AccessToken("counsellor")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.identity.Bearer(t.Context(), token, "intake")
	if err != nil || len(p.Roles) != 0 || p.Service != "" {
		t.Errorf("a directory gave roles that no person has: %+v, %v", p, err)
	}
	s.clock.move(31 * time.Second)
	s.staff.set("demo-counsellor-1", identity.Principal{}, errors.New("down"))
	if response, body := b.get("/"); response.StatusCode != http.StatusTeapot || !strings.Contains(body, "unavailable") {
		t.Errorf("without a directory: %d %q", response.StatusCode, body)
	}
}

func TestRedisDown(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	b := s.browser(t)
	b.signIn("demo-auditor", "/")
	down := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1, DialTimeout: time.Second})
	defer down.Close()
	broken, err := identity.New(identity.Options{
		Service: "intake", PublicURL: s.url, Redis: down, Key: newKey(t), PeerKeys: noPeers, Directory: s.staff,
		Issuer: identity.Issuer{URL: s.url + "/oidc", ClientID: "celav", Client: s.issuer.Client()},
	})
	if err != nil {
		t.Fatal(err)
	}
	page := broken.Sessions(fail)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	for what, c := range map[string][]*http.Cookie{"with a session": cookies(b), "without": nil} {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range c {
			request.AddCookie(k)
		}
		out := recorder()
		page.ServeHTTP(out, request)
		if want := map[bool]int{true: http.StatusTeapot, false: http.StatusOK}[c != nil]; out.Code != want {
			t.Errorf("%s: answered %d, want %d", what, out.Code, want)
		}
	}
}
