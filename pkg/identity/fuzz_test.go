package identity

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/celav/celav/pkg/fault"
)

// No text but a token that was signed for this service makes anybody of nobody, and none ends in a panic.
func FuzzBearer(f *testing.F) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		f.Fatal(err)
	}
	now := func() time.Time { return time.Unix(1_700_000_000, 0) }
	sign, err := newSigner("matching", key, now)
	if err != nil {
		f.Fatal(err)
	}
	provider, err := newIssuer(Issuer{URL: "http://127.0.0.1:1", ClientID: "celav"}, &url.URL{Scheme: "http", Host: "127.0.0.1"}, now)
	if err != nil {
		f.Fatal(err)
	}
	i := &Identity{service: "outreach", signer: sign, issuer: provider, directory: newDirectory(nil, nil, now), now: now}
	i.peers = newKeyring(func(context.Context, string) ([]byte, error) { return nil, fault.New(fault.NotFound, "none") }, now)
	token, err := sign.sign(Principal{Subject: "s", Roles: []Role{Operator}}, "outreach")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add(token[:len(token)-1])
	f.Add("e30.e30.")
	f.Add("eyJhbGciOiJub25lIiwidHlwIjoiY2VsYXYtc2VydmljZStqd3QifQ.eyJpc3MiOiJvdXRyZWFjaCJ9.")
	f.Fuzz(func(t *testing.T, raw string) {
		p, err := i.Bearer(t.Context(), raw, "outreach")
		if err == nil || !p.Nobody() {
			t.Errorf("%q gave %+v", raw, p)
		}
		if kind := fault.KindOf(err); kind != fault.Unauthenticated && kind != fault.Unavailable {
			t.Errorf("%q: %v", raw, err)
		}
	})
}

func FuzzParseKeys(f *testing.F) {
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		f.Fatal(err)
	}
	good, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: public, KeyID: "k", Use: "sig", Algorithm: "EdDSA"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"","kid":"k","use":"sig"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		keys, err := parseKeys(raw)
		for id, key := range keys {
			if err != nil || id == "" || len(key) != ed25519.PublicKeySize {
				t.Errorf("key %q of %d bytes, %v", id, len(key), err)
			}
		}
	})
}

// Wherever a sign-in link points, it stays on this origin.
func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/", "/a?b=c#d", "//evil.example", `/\evil.example`, "https://evil.example", "/\t/evil.example", "/%2f/evil"} {
		f.Add(s)
	}
	base := &url.URL{Scheme: "https", Host: "celav.example.org", Path: "/sign-in"}
	f.Fuzz(func(t *testing.T, raw string) {
		got := localPath(raw)
		to, err := base.Parse(got)
		if err == nil && (to.Host != base.Host || to.Scheme != base.Scheme) || strings.ContainsAny(got, "\\\r\n\t") || !strings.HasPrefix(got, "/") {
			t.Errorf("%q leads to %q", raw, got)
		}
	})
}
