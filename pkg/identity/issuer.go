package identity

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/celav/celav/pkg/fault"
)

// issuer knows the identity provider by URL and finds out the rest when it is first needed; a failed
// discovery is tried again by the next request.
type issuer struct {
	Issuer
	callback string
	now      func() time.Time

	mu       sync.Mutex
	provider *oidc.Provider
}

func newIssuer(o Issuer, public *url.URL, now func() time.Time) (*issuer, error) {
	if o.URL == "" || o.ClientID == "" {
		return nil, errors.New("identity: issuer URL and client id are needed")
	}
	if o.Audience == "" {
		o.Audience = DefaultAudience
	}
	if o.Audience == o.ClientID {
		return nil, errors.New("identity: the API's audience must differ from the client id, else an ID token would open the API")
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 10 * time.Second}
	}
	return &issuer{Issuer: o, callback: public.String() + "/sign-in/callback", now: now}, nil
}

func (s *issuer) discover(ctx context.Context) (*oidc.Provider, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.provider != nil {
		return s.provider, nil
	}
	// The provider keeps this context's client to fetch keys later, so it must outlive the request.
	ctx = oidc.ClientContext(context.WithoutCancel(ctx), s.Client)
	provider, err := oidc.NewProvider(ctx, s.URL)
	if err != nil {
		return nil, unreachable(err)
	}
	s.provider = provider
	return provider, nil
}

func (s *issuer) flow(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: s.ClientID, ClientSecret: s.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: s.callback, Scopes: []string{oidc.ScopeOpenID},
	}
}

// subjectOf verifies an access token that a caller of the API brought and returns its subject.
func (s *issuer) subjectOf(ctx context.Context, raw string) (string, error) {
	provider, err := s.discover(ctx)
	if err != nil {
		return "", err
	}
	token, err := provider.VerifierContext(oidc.ClientContext(ctx, s.Client), &oidc.Config{ClientID: s.Audience, Now: s.now}).Verify(ctx, raw)
	if err != nil {
		return "", rejected(err)
	}
	if token.Nonce != "" || token.AccessTokenHash != "" {
		return "", rejected(errors.New("an ID token is not an access token"))
	}
	if err := foreign(token.Subject); err != nil {
		return "", rejected(err)
	}
	return token.Subject, nil
}

func unreachable(err error) error {
	return fault.New(fault.Unavailable, "The identity provider does not answer. Try again in a moment.").Because(err).After(5 * time.Second)
}

func rejected(err error) error {
	return fault.New(fault.Unauthenticated, "The access token is not valid.").Because(err)
}
