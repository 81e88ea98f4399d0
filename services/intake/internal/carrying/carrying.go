// Package carrying tells the services that keep records of people beside intake which files were merged, and which were
// taken apart again, until each has followed. Nothing is lost while one of them is down: what is to be told stands in the
// records.
package carrying

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/intake/internal/store"
)

// Carrier runs the errands.
type Carrier struct {
	Store   *store.Store
	Peers   map[string]suite.Peer // by the errand's place
	Service string                // whose name the calls carry
	Now     func() time.Time
	Log     *slog.Logger

	rung chan struct{}
}

// New makes a carrier.
func New(s *store.Store, peers map[string]suite.Peer, service string, now func() time.Time, log *slog.Logger) *Carrier {
	return &Carrier{s, peers, service, now, log, make(chan struct{}, 1)}
}

const (
	perRound = 50
	every    = 3 * time.Second
	longest  = 5 * time.Minute // between two attempts
	asking   = 3 * time.Second
	// settling is the pause after a refusal: somebody has to do something first.
	settling = time.Minute
)

// Ring starts a round at once.
func (c *Carrier) Ring() {
	select {
	case c.rung <- struct{}{}:
	default: // a round is due already
	}
}

// Run carries until ctx ends.
func (c *Carrier) Run(ctx context.Context) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := c.Carry(ctx); err != nil && ctx.Err() == nil {
			c.Log.WarnContext(ctx, "merges could not be handed on, will try again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-c.rung:
		case <-tick.C:
		}
	}
}

// Carry runs the errands that are due. A service that does not answer hears of no later merge before it has heard of the
// earlier one.
func (c *Carrier) Carry(ctx context.Context) error {
	ctx = identity.With(ctx, identity.AsService(c.Service))
	due, err := c.Store.ErrandsDue(ctx, c.Now(), perRound)
	if err != nil {
		return err
	}
	silent := map[string]bool{}
	for _, e := range due {
		if silent[e.Place] {
			continue
		}
		state, next := store.ErrandDone, c.Now()
		switch err := c.tell(ctx, e); {
		case err == nil:
		case ctx.Err() != nil:
			return ctx.Err()
		case fault.Is(err, fault.Conflict) || fault.Is(err, fault.Precondition):
			state, next = store.ErrandRefused, next.Add(settling)
		default:
			c.Log.InfoContext(ctx, "a service did not follow a merge, will try again", "service", e.Place, "attempt", e.Attempts+1, "error", err)
			silent[e.Place] = true
			state, next = store.ErrandWaits, next.Add(min(time.Second<<min(e.Attempts, 12), longest))
		}
		if err := c.Store.Ran(ctx, e, state, next); err != nil {
			return err
		}
	}
	return nil
}

// told is the body of the call: what intake knows of a merge, and no more.
type told struct {
	Kept      string `json:"kept"`
	Other     string `json:"other"`
	KeptTeam  string `json:"keptTeam"`
	OtherTeam string `json:"otherTeam"`
	Standing  bool   `json:"standing"`
	Revision  int64  `json:"revision"`
}

func (c *Carrier) tell(ctx context.Context, e store.Errand) error {
	return call(ctx, c.Peers[e.Place], http.MethodPut, "/v1/merges/"+e.Merge, told{e.Kept, e.Other, e.KeptTeam, e.OtherTeam, e.Standing, e.Revision}, nil)
}

// Hindrances implements registration.Placements: traineeship-matching is asked for the caller.
func (c *Carrier) Hindrances(ctx context.Context, kept, other string) (blocks, notices []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	var answer struct {
		Blocks  []string `json:"blocks"`
		Notices []string `json:"notices"`
	}
	err = call(ctx, c.Peers[suite.Matching], http.MethodPost, "/v1/merges/check", map[string]string{"kept": kept, "other": other}, &answer)
	return answer.Blocks, answer.Notices, err
}

const mostAnswer = 64 << 10

func call(ctx context.Context, to suite.Peer, method, path string, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write what a service is told of a merge: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, method, to.URL+path, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("tell of a merge: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := to.Client.Do(req)
	if err != nil {
		return fmt.Errorf("tell of a merge: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode >= http.StatusMultipleChoices {
		return problem.Read(resp) //nolint:wrapcheck // the fault as it was
	}
	answer := io.LimitReader(resp.Body, mostAnswer)
	if into == nil {
		_, err = io.Copy(io.Discard, answer) // the connection is used again
		return err
	}
	if err := json.NewDecoder(answer).Decode(into); err != nil {
		return fmt.Errorf("read what a merge meets: %w", err)
	}
	return nil
}
