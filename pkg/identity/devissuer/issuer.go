// Package devissuer is an OpenID Connect provider for development, tests and demonstrations. It lets
// whoever reaches it sign in as one of a few invented users, without a password, and keeps all in memory.
// Production refuses it.
package devissuer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/text/language"

	"github.com/celav/celav/pkg/identity"
)

// tokenLife is how long a token for the API works: enough for an hour at the command line.
const tokenLife = time.Hour

// Options are what an Issuer is made of.
type Options struct {
	// URL is the issuer as browsers and services reach it, path included: http://127.0.0.1:8080/oidc.
	URL string
	// ClientID is the one client; it is public and must use PKCE.
	ClientID string
	// RedirectURI is where the client takes the browser back: http://127.0.0.1:8080/sign-in/callback.
	RedirectURI string
	// Audience is what tokens for the API name; identity.DefaultAudience when empty.
	Audience string
	Log      *slog.Logger // nil for none
	Now      func() time.Time
}

// Issuer is the provider: an http.Handler to be mounted at the path of its URL, which it keeps.
type Issuer struct {
	http.Handler
	url      string
	audience string
	key      signingKey
	now      func() time.Time
}

// New makes a provider with a fresh key: its tokens end with the process.
func New(o Options) (*Issuer, error) {
	at, err := url.Parse(o.URL)
	if err != nil || at.Host == "" || o.ClientID == "" || o.RedirectURI == "" {
		return nil, errors.New("development provider: URL, client id and redirect URI are needed")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Audience == "" {
		o.Audience = identity.DefaultAudience
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("development provider: make a key: %w", err)
	}
	key := signingKey{id: rand.Text(), key: private}
	prefix := strings.TrimSuffix(at.Path, "/")
	store := &storage{
		client:   client{id: o.ClientID, redirect: o.RedirectURI, login: prefix + "/login", home: strings.TrimSuffix(o.RedirectURI, "sign-in/callback")},
		key:      key,
		now:      o.Now,
		requests: map[string]*authRequest{},
		codes:    map[string]string{},
	}
	config := &op.Config{CodeMethodS256: true, SupportedUILocales: []language.Tag{language.Italian, language.English, language.French, language.Arabic}}
	if _, err := rand.Read(config.CryptoKey[:]); err != nil {
		return nil, fmt.Errorf("development provider: make a key: %w", err)
	}
	provider, err := op.NewProvider(config, store, op.StaticIssuer(o.URL), op.WithAllowInsecure(), op.WithCORSOptions(nil), op.WithLogger(o.Log))
	if err != nil {
		return nil, fmt.Errorf("development provider: %w", err)
	}
	i := &Issuer{url: o.URL, audience: o.Audience, key: key, now: o.Now}
	page, err := newLogin(store, prefix, o.RedirectURI, op.AuthCallbackURL(provider), provider)
	if err != nil {
		return nil, fmt.Errorf("development provider: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+prefix+"/login", page.show)
	mux.Handle("POST "+prefix+"/login", http.NewCrossOriginProtection().Handler(http.HandlerFunc(page.choose)))
	mux.HandleFunc("GET "+prefix+"/login.css", style)
	mux.HandleFunc("POST "+prefix+"/token-for", i.tokenFor)
	mux.Handle(prefix+"/", http.StripPrefix(prefix, provider))
	i.Handler = http.MaxBytesHandler(mux, 64<<10)
	return i, nil
}

// AccessToken makes a short-lived bearer token for the API, for a role or a subject of Users.
func (i *Issuer) AccessToken(as string) (string, error) {
	user, ok := find(as)
	if !ok {
		return "", fmt.Errorf("no demo user %q", as)
	}
	now := i.now()
	token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.RegisteredClaims{
		Issuer: i.url, Subject: user.Subject, Audience: jwt.ClaimStrings{i.audience}, ID: rand.Text(),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
	})
	token.Header["typ"], token.Header["kid"] = "at+jwt", i.key.id
	signed, err := token.SignedString(i.key.key)
	if err != nil {
		return "", fmt.Errorf("development provider: sign: %w", err)
	}
	return signed, nil
}
