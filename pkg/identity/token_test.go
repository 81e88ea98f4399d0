package identity_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue/queuetest"
)

func recorder() *httptest.ResponseRecorder { return httptest.NewRecorder() }

// pair is two services that know each other's keys.
type pair struct {
	clock              *clock
	matching, outreach *identity.Identity
	matchingKey        ed25519.PrivateKey
	fetched            int
	down               error
}

func newPair(t testing.TB) *pair {
	t.Helper()
	p := &pair{clock: &clock{}}
	client := queuetest.Embedded(t)
	build := func(name string, key ed25519.PrivateKey) *identity.Identity {
		id, err := identity.New(identity.Options{
			Service: name, PublicURL: "http://127.0.0.1:8080", Redis: client, Key: key, PeerKeys: p.keys, Now: p.clock.now,
			Issuer: identity.Issuer{URL: "http://127.0.0.1:1/oidc", ClientID: "celav"},
		})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	p.matchingKey = newKey(t)
	p.matching, p.outreach = build("matching", p.matchingKey), build("outreach", newKey(t))
	return p
}

func (p *pair) keys(_ context.Context, service string) ([]byte, error) {
	p.fetched++
	of := map[string]*identity.Identity{"matching": p.matching, "outreach": p.outreach}[service]
	if of == nil {
		return nil, fault.New(fault.NotFound, "no such service")
	}
	if p.down != nil {
		return nil, p.down
	}
	out := recorder()
	of.Keys().ServeHTTP(out, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/keys.json", nil))
	return out.Body.Bytes(), nil
}

func TestServiceTokenCarriesThePerson(t *testing.T) {
	p := newPair(t)
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z0-9-]{0,36}`)
		want := identity.Principal{
			Subject: rapid.StringN(1, 60, 255).Draw(t, "subject"), Service: "matching",
			Roles: rapid.SliceOfNDistinct(rapid.SampledFrom(identity.Roles()), 0, 8, rapid.ID[identity.Role]).Draw(t, "roles"),
			Team:  id.Draw(t, "team"), Company: id.Draw(t, "company"), Partner: id.Draw(t, "partner"), Person: id.Draw(t, "person"),
		}
		asking := want
		asking.Service = rapid.SampledFrom([]string{"", "intake"}).Draw(t, "came from")
		token, err := p.matching.Token(identity.With(context.Background(), asking), "outreach")
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.outreach.Bearer(context.Background(), token, "outreach")
		if err != nil {
			t.Fatal(err)
		}
		if got.Subject != want.Subject || got.Service != "matching" || got.Team != want.Team || got.Company != want.Company ||
			got.Partner != want.Partner || got.Person != want.Person || !slices.Equal(got.Roles, want.Roles) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
		if _, err := p.outreach.Bearer(context.Background(), token, "assessment"); !fault.Is(err, fault.Unauthenticated) {
			t.Fatalf("at another service: %v", err)
		}
	})
}

func TestWhoAServiceActsFor(t *testing.T) {
	p := newPair(t)
	bearer := func(ctx context.Context) identity.Principal {
		t.Helper()
		token, err := p.matching.Token(ctx, "outreach")
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.outreach.Bearer(t.Context(), token, "outreach")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := bearer(t.Context()); !got.Nobody() || got.Service != "matching" || identity.May(got, identity.Feed) == nil {
		t.Errorf("a call made for nobody gives %+v", got)
	}
	if got := bearer(identity.With(t.Context(), identity.AsService("matching"))); identity.May(got, identity.Feed) != nil {
		t.Errorf("a follower gives %+v", got)
	}
	// A person's principal with the role of a service does not exist, whatever a caller claims.
	got := bearer(identity.With(t.Context(), identity.Principal{Subject: "s", Roles: []identity.Role{identity.Service, identity.Person}}))
	if identity.May(got, identity.Feed) == nil || got.Has(identity.Service) || !got.Has(identity.Person) {
		t.Errorf("a person as a service gives %+v", got)
	}
}

func TestServiceTokensAreRefused(t *testing.T) {
	p := newPair(t)
	now := p.clock.now()
	good := jwt.MapClaims{"iss": "matching", "sub": "s", "aud": []string{"outreach"}, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "roles": []string{"operator"}}
	public, _ := p.matchingKey.Public().(ed25519.PublicKey)
	real, err := p.matching.Token(t.Context(), "outreach")
	if err != nil {
		t.Fatal(err)
	}
	parsed, _, err := jwt.NewParser().ParseUnverified(real, jwt.MapClaims{})
	if err != nil {
		t.Fatal(err)
	}
	make := func(method jwt.SigningMethod, key any, change func(header map[string]any, claims jwt.MapClaims)) string {
		claims := jwt.MapClaims{}
		for k, v := range good {
			claims[k] = v
		}
		token := jwt.NewWithClaims(method, claims)
		token.Header["typ"], token.Header["kid"] = parsed.Header["typ"], parsed.Header["kid"]
		change(token.Header, claims)
		signed, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	none := func(map[string]any, jwt.MapClaims) {}
	set := func(name string, value any) func(map[string]any, jwt.MapClaims) {
		return func(_ map[string]any, c jwt.MapClaims) { c[name] = value }
	}
	if _, err := p.outreach.Bearer(t.Context(), make(jwt.SigningMethodEdDSA, p.matchingKey, none), "outreach"); err != nil {
		t.Fatalf("the unchanged token: %v", err)
	}
	for what, token := range map[string]string{
		"empty":                 "",
		"not a token":           "a.b.c",
		"another key":           make(jwt.SigningMethodEdDSA, newKey(t), none),
		"no signature":          make(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, none),
		"the public key as MAC": make(jwt.SigningMethodHS256, []byte(public), none),
		"expired":               make(jwt.SigningMethodEdDSA, p.matchingKey, set("exp", now.Add(-time.Minute).Unix())),
		"without an end":        make(jwt.SigningMethodEdDSA, p.matchingKey, set("exp", nil)),
		"too long a life":       make(jwt.SigningMethodEdDSA, p.matchingKey, set("exp", now.Add(time.Hour).Unix())),
		"without a beginning":   make(jwt.SigningMethodEdDSA, p.matchingKey, set("iat", nil)),
		"from the future":       make(jwt.SigningMethodEdDSA, p.matchingKey, set("iat", now.Add(time.Minute).Unix())),
		"two audiences":         make(jwt.SigningMethodEdDSA, p.matchingKey, set("aud", []string{"outreach", "intake"})),
		"no audience":           make(jwt.SigningMethodEdDSA, p.matchingKey, set("aud", nil)),
		"another's name":        make(jwt.SigningMethodEdDSA, p.matchingKey, set("iss", "outreach")),
		"a stranger":            make(jwt.SigningMethodEdDSA, p.matchingKey, set("iss", "payroll")),
		"an unknown key": make(jwt.SigningMethodEdDSA, p.matchingKey, func(h map[string]any, _ jwt.MapClaims) {
			h["kid"] = "other"
		}),
		"another kind of token": make(jwt.SigningMethodEdDSA, p.matchingKey, func(h map[string]any, _ jwt.MapClaims) {
			h["typ"] = 7
		}),
		"cut":     real[:len(real)-4],
		"too big": real + strings.Repeat("A", 9000),
	} {
		got, err := p.outreach.Bearer(t.Context(), token, "outreach")
		// "another kind" goes to the issuer, which does not answer here.
		if kind := fault.KindOf(err); kind != fault.Unauthenticated && (kind != fault.Unavailable || what != "another kind of token") || !got.Nobody() {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
}

func TestKeysAreFetchedSparingly(t *testing.T) {
	p := newPair(t)
	token := func() string {
		s, err := p.matching.Token(t.Context(), "outreach")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for range 5 {
		if _, err := p.outreach.Bearer(t.Context(), token(), "outreach"); err != nil {
			t.Fatal(err)
		}
	}
	if p.fetched != 1 {
		t.Errorf("fetched %d times for one key", p.fetched)
	}
	renewed, err := identity.New(identity.Options{ // matching restarts with another key
		Service: "matching", PublicURL: "http://127.0.0.1:8080", Redis: queuetest.Embedded(t), Key: newKey(t), PeerKeys: p.keys, Now: p.clock.now,
		Issuer: identity.Issuer{URL: "http://127.0.0.1:1/oidc", ClientID: "celav"},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.matching = renewed
	for range 5 {
		if _, err := p.outreach.Bearer(t.Context(), token(), "outreach"); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("at once: %v", err)
		}
	}
	if p.fetched != 1 {
		t.Errorf("an unknown key fetched %d times within the pause", p.fetched)
	}
	p.clock.move(6 * time.Second)
	p.down = errors.New("connection refused")
	if _, err := p.outreach.Bearer(t.Context(), token(), "outreach"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("while the peer is down: %v", err)
	}
	p.down = nil
	if _, err := p.outreach.Bearer(t.Context(), token(), "outreach"); err != nil {
		t.Errorf("a moment later: %v", err)
	}
}

func TestAccessTokens(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	token, err := s.issuer.AccessToken("demo-counsellor-1")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.identity.Bearer(t.Context(), token, "intake")
	if err != nil || p.Subject != "demo-counsellor-1" || !p.Has(identity.Counsellor) || p.Team != "refugees" || p.Service != "" {
		t.Errorf("%+v, %v", p, err)
	}
	first, err := s.issuer.AccessToken("operator")
	if err != nil {
		t.Fatal(err)
	}
	if p, err := s.identity.Bearer(t.Context(), first, "intake"); err != nil || identity.May(p, identity.StaffWrite) != nil || len(p.Roles) != 1 {
		t.Errorf("the first operator, whom no directory knows: %+v, %v", p, err)
	}
	head, body, _ := strings.Cut(token, ".")
	middle, _, _ := strings.Cut(body, ".")
	forged := head + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"`+s.url+`/oidc","sub":"demo-operator","aud":"celav-api","exp":9999999999}`)) + body[len(middle):]
	for what, bad := range map[string]string{"forged": forged, "cut": token[:len(token)-3]} {
		if _, err := s.identity.Bearer(t.Context(), bad, "intake"); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", what, err)
		}
	}
	s.clock.move(2 * time.Hour)
	if _, err := s.identity.Bearer(t.Context(), token, "intake"); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("expired: %v", err)
	}
	if _, err := s.issuer.AccessToken("king"); err == nil {
		t.Error("a token for a role that nobody has")
	}
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "intake")
	one, err := identity.LoadOrCreateKey(path)
	if err != nil {
		t.Fatal(err)
	}
	two, err := identity.LoadOrCreateKey(path)
	if err != nil || !one.Equal(two) {
		t.Errorf("after a restart: %v", err)
	}
	for _, bad := range []string{"", "hunter2", "aHVudGVyMg=="} {
		if _, err := identity.ParseKey(bad); err == nil || (bad != "" && strings.Contains(err.Error(), bad)) {
			t.Errorf("ParseKey(%q) = %v", bad, err)
		}
	}
}

func TestConfigurationFaults(t *testing.T) {
	client := queuetest.Embedded(t)
	for what, change := range map[string]func(*identity.Options){
		"http beyond this machine": func(o *identity.Options) { o.PublicURL = "http://celav.example.org" },
		"a path in the origin":     func(o *identity.Options) { o.PublicURL = "https://example.org/celav" },
		"no issuer":                func(o *identity.Options) { o.Issuer.URL = "" },
		"audience is the client":   func(o *identity.Options) { o.Issuer.Audience = "celav" },
		"no key":                   func(o *identity.Options) { o.Key = nil },
	} {
		o := identity.Options{
			Service: "intake", PublicURL: "https://celav.example.org", Redis: client, Key: newKey(t), PeerKeys: noPeers,
			Issuer: identity.Issuer{URL: "https://id.example.org", ClientID: "celav"},
		}
		change(&o)
		if _, err := identity.New(o); err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
	err := identity.RefuseEmbedded("embedded:", "embedded:")
	if err == nil || !strings.Contains(err.Error(), "CELAV_REDIS_URL") || !strings.Contains(err.Error(), "CELAV_OIDC_ISSUER") {
		t.Errorf("embedded for a service alone: %v", err)
	}
	if err := identity.RefuseEmbedded("redis://r:6379/0", "https://id.example.org"); err != nil {
		t.Error(err)
	}
}
