// Package colleagues asks intake, which keeps the staff, what a colleague is called.
package colleagues

import (
	"context"
	"fmt"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
)

// Client is the way to intake, as the service itself.
type Client struct {
	api     *contract.ClientWithResponses
	service string
}

// New makes a client of the peer.
func New(peer suite.Peer, service string) (*Client, error) {
	api, err := contract.NewClientWithResponses(peer.URL, contract.WithHTTPClient(peer.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of intake: %w", err)
	}
	return &Client{api, service}, nil
}

// Name is the working name of a colleague, "" when there is none or intake does not say it now.
func (c *Client) Name(ctx context.Context, subject string) string {
	if subject == "" {
		return ""
	}
	r, err := c.api.ListStaffWithResponse(identity.With(ctx, identity.AsService(c.service)))
	if err != nil || r.JSON200 == nil {
		return ""
	}
	for _, m := range r.JSON200.Items {
		if m.Subject == subject && m.Name != subject { // who has no working name is called by the subject
			return m.Name
		}
	}
	return ""
}
