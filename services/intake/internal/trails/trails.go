// Package trails reads the records of who saw and did what: intake's own, and those of the other services.
package trails

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/celav/celav/pkg/contract/trail"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
)

// Own is the record that intake keeps.
type Own interface {
	Trail(ctx context.Context, person, cursor *string, limit *int) (trail.Page, error)
}

// Trails reads every service's record in the name of whoever asks; each service decides what the caller may read.
type Trails struct {
	Own   Own
	Peers map[string]suite.Peer // by name, without intake
}

// Services lists whose records there are, intake first.
func (t *Trails) Services() []string {
	names := make([]string, 0, len(t.Peers))
	for name := range t.Peers {
		names = append(names, name)
	}
	slices.Sort(names)
	return append([]string{suite.Intake}, names...)
}

// What is waited for and taken of one answer.
const (
	deadline  = 3 * time.Second
	maxAnswer = 256 << 10
)

// Read returns a page of one service's record, about one person or, with person "", about everybody.
func (t *Trails) Read(ctx context.Context, service, person, cursor string, limit int) (trail.Page, error) {
	if service == suite.Intake {
		return t.Own.Trail(ctx, &person, &cursor, &limit)
	}
	peer, ok := t.Peers[service]
	if !ok {
		return trail.Page{}, fault.New(fault.NotFound, "There is no such service.")
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	query := url.Values{"limit": {strconv.Itoa(limit)}}
	if person != "" {
		query.Set("person", person)
	}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, peer.URL+"/v1/audit?"+query.Encode(), nil)
	if err != nil {
		return trail.Page{}, fmt.Errorf("ask %s for its record: %w", service, err)
	}
	resp, err := peer.Client.Do(req)
	if err != nil {
		return trail.Page{}, fault.New(fault.Unavailable, "The record of %s cannot be read now.", service)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return trail.Page{}, fmt.Errorf("ask %s for its record: %w", service, problem.Read(resp))
	}
	var page trail.Page
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&page); err != nil {
		return trail.Page{}, fmt.Errorf("read the record of %s: %w", service, err)
	}
	return page, nil
}
