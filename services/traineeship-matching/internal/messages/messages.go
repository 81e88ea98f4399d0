// Package messages asks intake, which knows people's languages and channels, to tell them something.
package messages

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/ui"
)

// Client sends messages as the service itself: nobody else may.
type Client struct {
	peer    suite.Peer
	service string
	catalog *ui.Catalog
}

// New makes a client. The catalog holds the texts "matching.shortlist.message.KIND.subject" and ".body".
func New(peer suite.Peer, service string, catalog *ui.Catalog) *Client {
	return &Client{peer, service, catalog}
}

type text struct {
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// Tell sends a message of a kind. It names neither the person nor a company: it says that something waits, and where.
func (c *Client) Tell(ctx context.Context, id, person, kind string) error {
	texts := map[string]text{}
	for _, l := range ui.Languages() {
		spoken := ui.With(ctx, c.catalog, ui.Request{Lang: l.Tag, Path: "/matching/"})
		texts[l.Tag] = text{ui.T(spoken, "matching.shortlist.message."+kind+".subject"), ui.T(spoken, "matching.shortlist.message."+kind+".body")}
	}
	body, err := json.Marshal(map[string]any{
		"id": id, "personId": person, "kind": kind, "texts": texts, "url": "/matching/people/" + person + "/proposals",
	})
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	ctx = identity.With(ctx, identity.AsService(c.service))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.peer.URL+"/v1/messages", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask to tell a person: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	resp, err := c.peer.Client.Do(request)
	if err != nil {
		return fmt.Errorf("ask to tell a person: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode/100 != 2 {
		return problem.Read(resp) //nolint:wrapcheck // the fault as it was
	}
	return nil
}
