package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
)

// connection is a suite to talk to, as somebody.
type connection struct {
	// URL is the one origin; Client adds the bearer token.
	URL    string
	Client *http.Client
	// Close stops a suite that was started for the command.
	Close func() error
}

// aliveWithin is how long a running suite, which may be busy, has to say that it is there. Where none listens, the answer
// comes at once.
const aliveWithin = 10 * time.Second

// connect finds the running suite, or starts one in this process, and takes on a role there.
func connect(ctx context.Context, settings *config.Settings, role string) (*connection, error) {
	url := settings.URL
	if url == "" {
		url = "http://" + settings.Addr
		if !alive(ctx, url) {
			return startHere(ctx, settings, role)
		}
	} else if !alive(ctx, url) {
		return nil, fault.New(fault.Unavailable, "Nothing answers at CELAV_URL (%s).", config.Address(url))
	}
	token, err := tokenFor(ctx, settings, url, role)
	if err != nil {
		return nil, err
	}
	return &connection{URL: url, Client: bearing(token), Close: func() error { return nil }}, nil
}

// alive reports whether a suite answers there.
func alive(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, aliveWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/livez", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	return resp.StatusCode == http.StatusOK
}

// startHere runs the suite in this process on a port of its own, for as long as the command takes.
func startHere(ctx context.Context, settings *config.Settings, role string) (*connection, error) {
	mine := *settings
	mine.Addr, mine.InternalAddr, mine.PublicURL = "127.0.0.1:0", "off", ""
	tel, err := telemetry.New(ctx, telemetry.Options{Service: "command", OTLPEndpoint: mine.OTLPEndpoint, LogLevel: "warn", LogFormat: mine.LogFormat})
	if err != nil {
		return nil, fmt.Errorf("start telemetry: %w", err)
	}
	s, err := suite.New(ctx, suite.Options{Settings: &mine, Telemetry: tel, Modules: Modules(), Clock: time.Now})
	if err != nil {
		return nil, errors.Join(err, tel.Close(ctx))
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan error, 1)
	go func() { done <- s.Run(running) }()
	shut := func() error {
		stop()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return errors.Join(<-done, tel.Close(grace))
	}
	token := mine.Token.Reveal()
	if issuer := s.Issuer(); token == "" && issuer != nil {
		if token, err = issuer.AccessToken(role); err != nil {
			return nil, errors.Join(fmt.Errorf("take on the role %s: %w", role, err), shut())
		}
	}
	if token == "" {
		return nil, errors.Join(errNoToken(), shut())
	}
	return &connection{URL: s.URL(), Client: bearing(token), Close: shut}, nil
}

func errNoToken() error {
	return fault.New(fault.Unauthenticated, "CELAV_TOKEN must be set: the identity provider is not the development one.")
}

// tokenFor takes the configured token, or asks the development provider of the suite for one.
func tokenFor(ctx context.Context, settings *config.Settings, url, role string) (string, error) {
	if token := settings.Token.Reveal(); token != "" {
		return token, nil
	}
	body, err := json.Marshal(map[string]string{"as": role})
	if err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/oidc/token-for", bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", fault.New(fault.Unavailable, "The suite does not answer.").Because(err)
	}
	defer func() { _ = resp.Body.Close() }()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "", errNoToken()
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return "", &usageError{fmt.Errorf("no demonstration user has the role %q", role)}
	default:
		return "", problem.Read(resp)
	}
	var answer struct {
		Token string `json:"token"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&answer); err != nil || answer.Token == "" {
		return "", fault.New(fault.Unavailable, "The development provider gave no token.").Because(err)
	}
	return answer.Token, nil
}

// bearing is a client that carries a token.
func bearing(token string) *http.Client {
	return &http.Client{Transport: bearer(token)}
}

type bearer string

// RoundTrip implements http.RoundTripper.
func (b bearer) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(req)
}
