package suite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/search/engine"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/telemetry"
)

// Finding says whether one backend can be reached.
type Finding struct {
	// Role is what the backend serves: records, search, sessions, identity.
	Role string `json:"role"`
	// Backend is its address without credentials.
	Backend string `json:"backend"`
	OK      bool   `json:"ok"`
	// Detail says what is wrong, or what is remarkable.
	Detail string `json:"detail,omitempty"`
}

// checkWithin bounds the check of one backend.
const checkWithin = 5 * time.Second

// Check tries to reach every configured backend. It changes nothing but what opening needs: folders and schemas.
func Check(ctx context.Context, s *config.Settings) []Finding {
	findings := []Finding{
		try("records", s.StoreURL.String(), func() (string, error) { return checkStore(ctx, s) }),
		try("search", engine.Describe(string(s.SearchURL)), func() (string, error) { return checkSearch(ctx, s) }),
		try("sessions", s.RedisURL.String(), func() (string, error) { return checkRedis(ctx, s) }),
		try("identity", s.OIDCIssuer.String(), func() (string, error) { return checkIssuer(ctx, s) }),
	}
	return findings
}

func try(role, backend string, check func() (string, error)) Finding {
	detail, err := check()
	if err != nil {
		return Finding{Role: role, Backend: backend, Detail: err.Error()}
	}
	return Finding{Role: role, Backend: backend, OK: true, Detail: detail}
}

func checkStore(ctx context.Context, s *config.Settings) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	for _, name := range names() {
		db, err := sqldb.Open(ctx, sqldb.Options{URL: string(s.StoreURL), Schema: name})
		if err != nil {
			return "", fmt.Errorf("open the records of %s: %w", name, err)
		}
		if err := errors.Join(db.PingContext(ctx), db.Close()); err != nil {
			return "", fmt.Errorf("reach the records of %s: %w", name, err)
		}
	}
	return "", nil
}

func checkSearch(ctx context.Context, s *config.Settings) (string, error) {
	if engine.Embedded(string(s.SearchURL)) {
		lock, err := lockData(s.DataDir, "celav check")
		var held *HeldError
		if errors.As(err, &held) {
			return "in use by " + held.Holder, nil
		}
		if err != nil {
			return "", err
		}
		defer func() { _ = lock.release() }() // released with the process at the latest
	}
	driver, err := engine.Open(string(s.SearchURL), engine.Options{Name: "check", Transport: http.DefaultTransport})
	if err != nil {
		return "", err
	}
	if err := driver.Close(); err != nil || engine.Embedded(string(s.SearchURL)) {
		return "", err
	}
	return reachServer(ctx, strings.TrimPrefix(string(s.SearchURL), "elasticsearch+"))
}

// reachServer asks an Elasticsearch for its version, without making an index.
func reachServer(ctx context.Context, address string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("the search URL cannot be read")
	}
	u.RawQuery = ""
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return "", errors.New("the search URL cannot be read")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", errors.New("the server does not answer")
	}
	defer resp.Body.Close()
	var answer struct {
		Version struct {
			Number string `json:"number"`
		} `json:"version"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&answer); err != nil || resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the server answers %d", resp.StatusCode)
	}
	if !strings.HasPrefix(answer.Version.Number, "8.") {
		return "", fmt.Errorf("the server is version %q, want 8", answer.Version.Number)
	}
	return "version " + answer.Version.Number, nil
}

func checkRedis(ctx context.Context, s *config.Settings) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	client, closeClient, err := queue.OpenRedis(ctx, string(s.RedisURL), telemetry.Discard().TracerProvider)
	if err != nil {
		return "", err
	}
	return "", errors.Join(client.Ping(ctx).Err(), closeClient())
}

func checkIssuer(ctx context.Context, s *config.Settings) (string, error) {
	if strings.HasPrefix(string(s.OIDCIssuer), "embedded:") {
		return "development provider: anybody can sign in", nil
	}
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	_, err := identity.FetchKeys(ctx, http.DefaultClient, strings.TrimSuffix(string(s.OIDCIssuer), "/")+"/.well-known/openid-configuration")
	if err != nil {
		return "", fmt.Errorf("discover the identity provider: %w", err)
	}
	return "", nil
}
