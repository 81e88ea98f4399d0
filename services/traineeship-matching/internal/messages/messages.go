// Package messages asks intake, which knows people's languages and channels, and outreach, which knows companies', to
// tell them something.
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
	"github.com/celav/celav/services/traineeship-matching/internal/hostletters"
)

// Client sends messages as the service itself: nobody else may.
type Client struct {
	people    suite.Peer
	companies suite.Peer
	service   string
	catalog   *ui.Catalog
}

// New makes a client over the two peers. The catalog holds the texts "matching.shortlist.message.KIND.subject" and
// ".body", and those of letters to employers under "matching.shortlist.letter.".
func New(people, companies suite.Peer, service string, catalog *ui.Catalog) *Client {
	return &Client{people, companies, service, catalog}
}

type text struct {
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// Tell sends a message of a kind. It names neither the person nor a company: it says that something waits, and where.
func (c *Client) Tell(ctx context.Context, id, person, kind, path string) error {
	return c.send(ctx, c.people, map[string]any{
		"id": id, "personId": person, "kind": kind, "texts": c.texts("matching.shortlist.message." + kind), "url": path,
	})
}

// TellHost sends a letter to an employer, with whom to ask. It names nobody: an employer knows people by a code.
func (c *Client) TellHost(ctx context.Context, l hostletters.Letter) error {
	body := map[string]any{
		"id": l.ID, "companyId": l.Company, "kind": l.Kind, "texts": c.texts("matching.shortlist.letter."+l.Kind, "Code", l.Code),
		"url": "/outreach/candidates?waiting=true",
	}
	if l.Code != "" {
		body["url"] = "/outreach/candidates/" + l.Entry
	}
	if l.Answer != "" {
		body["answer"] = l.Answer
	}
	return c.send(ctx, c.companies, body)
}

// texts writes a message in every language.
func (c *Client) texts(id string, args ...any) map[string]text {
	texts := map[string]text{}
	for _, l := range ui.Languages() {
		spoken := ui.With(context.Background(), c.catalog, ui.Request{Lang: l.Tag})
		texts[l.Tag] = text{ui.T(spoken, id+".subject", args...), ui.T(spoken, id+".body", args...)}
	}
	return texts
}

func (c *Client) send(ctx context.Context, to suite.Peer, message map[string]any) error {
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	ctx = identity.With(ctx, identity.AsService(c.service))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL+"/v1/messages", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask to tell somebody: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	resp, err := to.Client.Do(request)
	if err != nil {
		return fmt.Errorf("ask to tell somebody: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode/100 != 2 {
		return problem.Read(resp) //nolint:wrapcheck // the fault as it was
	}
	return nil
}
