package suite

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/web"
)

// A call to a peer that sets no deadline of its own gets this one. Long polls of feeds set their own.
const (
	peerDeadline  = 10 * time.Second
	peerTryAgain  = 50 * time.Millisecond
	peerIdleConns = 32
)

// network reaches peers: in memory where the service runs in this process, over TCP elsewhere.
type network struct {
	local  map[string]*memory
	remote map[string]string // service -> origin
	base   *http.Transport
}

func newNetwork(o Options) *network {
	n := &network{local: map[string]*memory{}, remote: map[string]string{}}
	for _, name := range elsewhere(o.Modules) {
		address, _ := o.Settings.Peer(name)
		n.remote[name] = strings.TrimSuffix(address, "/")
	}
	var d net.Dialer
	n.base = &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				return nil, fmt.Errorf("reach %s: %w", address, err)
			}
			if l, ok := n.local[host]; ok {
				return l.dial(ctx)
			}
			return d.DialContext(ctx, network, address)
		},
		MaxIdleConnsPerHost: peerIdleConns,
		IdleConnTimeout:     time.Minute,
	}
	return n
}

// origin is the address of a service without its prefix.
func (n *network) origin(service string) string {
	if url, ok := n.remote[service]; ok {
		return url
	}
	return "http://" + service + memorySuffix
}

// memorySuffix makes names that no resolver knows (RFC 6761).
const memorySuffix = ".celav.invalid"

// peer is the way from a service to another.
func (n *network) peer(id *identity.Identity, t *telemetry.Telemetry, demo *Demonstration, to string) Peer {
	return Peer{
		URL: n.origin(to) + "/" + to,
		Client: &http.Client{Transport: otelhttp.NewTransport(&calls{base: n.base, identity: id, demo: demo, audience: to},
			otelhttp.WithTracerProvider(t.TracerProvider), otelhttp.WithMeterProvider(t.MeterProvider), otelhttp.WithPropagators(t.Propagator),
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return "call " + to + " " + r.Method }),
		)},
	}
}

// calls adds to every request the token of its caller and a deadline, and tries a GET that could not be
// sent, or found the peer not ready, once more. A peer's mark of a demonstration is taken over.
type calls struct {
	base     http.RoundTripper
	identity *identity.Identity
	demo     *Demonstration
	audience string
}

// RoundTrip implements http.RoundTripper.
func (c *calls) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := req.Context(), context.CancelFunc(func() {})
	if _, ok := ctx.Deadline(); !ok {
		ctx, cancel = context.WithTimeout(ctx, peerDeadline)
	}
	token, err := c.identity.Token(ctx, c.audience)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("sign the call to %s: %w", c.audience, err)
	}
	req = req.Clone(ctx)
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.base.RoundTrip(req)
	if req.Method == http.MethodGet && (err != nil || resp.StatusCode == http.StatusServiceUnavailable) && ctx.Err() == nil {
		if resp != nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4<<10)) // the connection is used again
			_ = resp.Body.Close()
		}
		pause := time.NewTimer(peerTryAgain)
		defer pause.Stop()
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
		resp, err = c.base.RoundTrip(req)
	}
	if err != nil {
		cancel()
		return nil, fmt.Errorf("call %s: %w", c.audience, err)
	}
	if resp.Header.Get(web.DemonstrationHeader) != "" {
		// Who builds on invented data shows invented data.
		if err := c.demo.Mark(ctx); err != nil {
			cancel()
			_ = resp.Body.Close()
			return nil, err
		}
	}
	resp.Body = &releasing{resp.Body, cancel}
	return resp, nil
}

// releasing frees the deadline's timer when the body is done with.
type releasing struct {
	io.ReadCloser
	release context.CancelFunc
}

// Close implements io.Closer.
func (r *releasing) Close() error {
	defer r.release()
	return r.ReadCloser.Close()
}
