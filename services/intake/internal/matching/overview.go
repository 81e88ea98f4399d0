package matching

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/ui"
)

// Overview returns what was proposed to a person and why, and the traineeships, in words of the page's language.
func (c *Client) Overview(ctx context.Context, person string) (contract.Overview, error) {
	var out contract.Overview
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.peer.URL+"/v1/people/"+url.PathEscape(person)+"/overview", nil)
	if err != nil {
		return out, fmt.Errorf("ask for an overview: %w", err)
	}
	req.Header.Set("Accept-Language", ui.Lang(ctx))
	resp, err := c.peer.Client.Do(req)
	if err != nil {
		return out, fmt.Errorf("ask for an overview: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return out, fmt.Errorf("ask for an overview: %w", problem.Read(resp))
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, mostAnswer)).Decode(&out); err != nil {
		return out, fmt.Errorf("read an overview: %w", err)
	}
	return out, nil
}
