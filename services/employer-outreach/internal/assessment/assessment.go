// Package assessment asks the skills-assessment service what things are called.
package assessment

import (
	"context"
	"fmt"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
)

// Client implements hiring.Taxonomy.
type Client struct{ api *contract.ClientWithResponses }

// New makes a client of the peer.
func New(peer suite.Peer) (*Client, error) {
	api, err := contract.NewClientWithResponses(peer.URL, contract.WithHTTPClient(peer.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of the assessment service: %w", err)
	}
	return &Client{api}, nil
}

const candidates = 12

// Find returns the concepts that a text may mean, best first.
func (c *Client) Find(ctx context.Context, kind, text, language string) ([]hiring.Concept, error) {
	asked, lang, limit := contract.FindConceptsParamsKind(kind), contract.Language(language), candidates
	res, err := c.api.FindConceptsWithResponse(ctx, &contract.FindConceptsParams{Q: text, Kind: &asked, Language: &lang, Limit: &limit})
	if err != nil {
		return nil, absent(err)
	}
	if res.JSON200 == nil {
		return nil, refused(res.HTTPResponse.StatusCode)
	}
	found := make([]hiring.Concept, len(res.JSON200.Items))
	for i, item := range res.JSON200.Items {
		found[i] = hiring.Concept{ID: item.Id, Label: item.Label}
		if item.Matched != item.Label {
			found[i].Matched, found[i].MatchedLanguage = item.Matched, string(item.MatchedLanguage)
		}
	}
	return found, nil
}

// Labels returns preferred labels by id.
func (c *Client) Labels(ctx context.Context, language string, ids []string) (map[string]string, error) {
	res, err := c.api.ReadLabelsWithResponse(ctx, contract.LabelsRequest{Ids: ids, Language: contract.Language(language)})
	if err != nil {
		return nil, absent(err)
	}
	if res.JSON200 == nil {
		return nil, refused(res.HTTPResponse.StatusCode)
	}
	return res.JSON200.Labels, nil
}

// Occupation reads an occupation with its code and the skills that usually belong to it.
func (c *Client) Occupation(ctx context.Context, id, language string) (hiring.Occupation, error) {
	lang := contract.Language(language)
	res, err := c.api.GetConceptWithResponse(ctx, &contract.GetConceptParams{Id: id, Language: &lang})
	if err != nil {
		return hiring.Occupation{}, absent(err)
	}
	if res.JSON200 == nil {
		return hiring.Occupation{}, refused(res.HTTPResponse.StatusCode)
	}
	o := hiring.Occupation{Essential: concepts(res.JSON200.Essential), Optional: concepts(res.JSON200.Optional)}
	if res.JSON200.Isco != nil {
		o.ISCO = *res.JSON200.Isco
	}
	return o, nil
}

func concepts(list []contract.Neighbour) []hiring.Concept {
	out := make([]hiring.Concept, len(list))
	for i, n := range list {
		out[i] = hiring.Concept{ID: n.Id, Label: n.Label}
	}
	return out
}

func absent(err error) error {
	return fault.New(fault.Unavailable, "The taxonomy does not answer.").Because(err)
}

// refused keeps the kind of the peer's answer and nothing else of it.
func refused(status int) error {
	doc := problem.Document{Status: status, Title: fmt.Sprintf("The taxonomy answers %d.", status)}
	return doc.Fault("")
}
