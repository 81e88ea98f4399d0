// Package matching asks traineeship-matching where people stand with hosts.
package matching

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/intake/internal/cohorts"
)

// Client asks for the caller, so that matching answers about the people whom that caller may see.
type Client struct{ peer suite.Peer }

// New makes a client.
func New(peer suite.Peer) *Client { return &Client{peer} }

const (
	within     = 2 * time.Second
	mostAnswer = 256 << 10
)

// Stages returns the standing of each person.
func (c *Client) Stages(ctx context.Context, people []string) (map[string]cohorts.Standing, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	body, err := json.Marshal(map[string]any{"ids": people})
	if err != nil {
		return nil, fmt.Errorf("ask for stages: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.peer.URL+"/v1/people/stages", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ask for stages: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.peer.Client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask for stages: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask for stages: %w", problem.Read(resp))
	}
	var answer struct {
		Items []struct {
			PersonID string `json:"personId"`
			Stage    string `json:"stage"`
			Reason   string `json:"reason"`
			NextStep string `json:"nextStep"`
			Since    string `json:"since"`
		} `json:"items"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, mostAnswer)).Decode(&answer); err != nil {
		return nil, fmt.Errorf("read stages: %w", err)
	}
	stages := make(map[string]cohorts.Standing, len(answer.Items))
	for _, item := range answer.Items {
		s := cohorts.Standing{Stage: item.Stage, Reason: item.Reason, NextStep: item.NextStep}
		if d, err := civil.ParseDate(item.Since[:min(len(item.Since), 10)]); err == nil {
			s.Since = d
		}
		stages[item.PersonID] = s
	}
	return stages, nil
}
