// Package outreach asks the employer-outreach service who belongs to a company.
package outreach

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
)

// Client asks outreach.
type Client struct {
	peer suite.Peer
	as   string
}

// New makes a client that asks in the name of a service.
func New(peer suite.Peer, as string) *Client { return &Client{peer, as} }

// CompanyOf returns the company that a subject belongs to, "" for none.
func (c *Client) CompanyOf(ctx context.Context, subject string) (string, error) {
	// Who the subject is is what is being asked, so the service asks for itself.
	ctx = identity.With(ctx, identity.AsService(c.as))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.peer.URL+"/v1/memberships/"+url.PathEscape(subject), nil)
	if err != nil {
		return "", fmt.Errorf("ask for a membership: %w", err)
	}
	resp, err := c.peer.Client.Do(req)
	if err != nil {
		return "", fmt.Errorf("ask for a membership: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return "", nil
	default:
		return "", fmt.Errorf("ask for a membership: %w", problem.Read(resp))
	}
	var answer struct {
		CompanyID string `json:"companyId"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 4<<10)).Decode(&answer); err != nil {
		return "", fmt.Errorf("read a membership: %w", err)
	}
	return answer.CompanyID, nil
}
