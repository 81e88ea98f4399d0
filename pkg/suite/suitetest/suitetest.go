// Package suitetest runs services in a suite of a test's own, and looks at them as a client of the API and as a browser
// without scripts do. Nothing keeps a connection, so that nothing is left running when the test ends.
package suitetest

import (
	"context"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
)

// Start runs the four services on embedded backends, in a folder of the test's own, until the test ends.
func Start(t *testing.T, modules ...suite.Module) *suite.Suite {
	t.Helper()
	return StartOn(t, "", modules...)
}

// StartOn is Start with a search engine at a URL; empty for the embedded one.
func StartOn(t *testing.T, searchURL string, modules ...suite.Module) *suite.Suite {
	t.Helper()
	dir := t.TempDir()
	if searchURL == "" {
		searchURL = "embedded:" + filepath.Join(dir, "index")
	}
	s, err := suite.New(t.Context(), suite.Options{
		Settings: &config.Settings{
			Addr: "127.0.0.1:0", InternalAddr: "off", DataDir: dir, Profile: config.Development,
			StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address(searchURL),
			RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: "celav-api", StopTimeout: 5 * time.Second,
		},
		Telemetry: telemetry.Discard(), Clock: time.Now, Modules: modules,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the suite stopped with %v", err)
		}
	})
	return s
}

// Client is an HTTP client that keeps no connection.
func Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

// Bearer makes a call to the API one of a demonstration user; an empty user is nobody.
func Bearer(t *testing.T, s *suite.Suite, user string) func(context.Context, *http.Request) error {
	t.Helper()
	if user == "" {
		return func(context.Context, *http.Request) error { return nil }
	}
	token, err := s.Issuer().AccessToken(user)
	if err != nil {
		t.Fatal(err)
	}
	return func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	}
}

// Acting makes a call over a peer's client one that a service makes for a principal, or for itself.
func Acting(p identity.Principal) func(context.Context, *http.Request) error {
	return func(ctx context.Context, r *http.Request) error {
		*r = *r.WithContext(identity.With(ctx, p))
		return nil
	}
}
