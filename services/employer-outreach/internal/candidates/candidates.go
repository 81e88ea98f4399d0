// Package candidates asks matching, as the employer who looks, for the people proposed to their company.
package candidates

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
)

// Client is the way to matching's shortlists.
type Client struct{ api *contract.ClientWithResponses }

// New makes a client of the peer.
func New(peer suite.Peer) (*Client, error) {
	api, err := contract.NewClientWithResponses(peer.URL, contract.WithHTTPClient(peer.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of matching: %w", err)
	}
	return &Client{api}, nil
}

// List lists the people proposed to the caller's company: of one opening or of all, those that wait for the caller or all.
func (c *Client) List(ctx context.Context, opening string, waiting bool, cursor string, limit int) (contract.HostEntries, error) {
	p := &contract.ListHostedParams{Waiting: &waiting, Limit: &limit}
	if opening != "" {
		p.Opening = &opening
	}
	if cursor != "" {
		p.Cursor = &cursor
	}
	r, err := c.api.ListHostedWithResponse(ctx, p)
	if err != nil {
		return contract.HostEntries{}, silent(err)
	}
	if r.JSON200 == nil {
		return contract.HostEntries{}, refused(r.HTTPResponse, r.Body)
	}
	return *r.JSON200, nil
}

// Read reads one person. Where a name is shown, matching has put the look on record.
func (c *Client) Read(ctx context.Context, id string) (contract.HostEntry, error) {
	r, err := c.api.ReadHostedWithResponse(ctx, id, &contract.ReadHostedParams{})
	if err != nil {
		return contract.HostEntry{}, silent(err)
	}
	if r.JSON200 == nil {
		return contract.HostEntry{}, refused(r.HTTPResponse, r.Body)
	}
	return *r.JSON200, nil
}

// Act does something with an entry.
func (c *Client) Act(ctx context.Context, id string, act contract.ActRequest) error {
	r, err := c.api.ActOnEntryWithResponse(ctx, id, &contract.ActOnEntryParams{}, act)
	if err != nil {
		return silent(err)
	}
	if r.JSON200 == nil {
		return refused(r.HTTPResponse, r.Body)
	}
	return nil
}

func silent(err error) error {
	return fault.New(fault.Unavailable, "Matching does not answer.").Because(err)
}

// refused turns an answer that was already read into its fault.
func refused(resp *http.Response, body []byte) error {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return problem.Read(resp) //nolint:wrapcheck // the fault as it was
}
