// Package assessment asks skills-assessment what texts mean, and writes there what accepted people can do.
package assessment

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/intake/internal/cohorts"
)

// Client asks for the caller, so that skills-assessment answers with what that caller may do.
type Client struct {
	client *contract.ClientWithResponses
	today  func() civil.Date
}

// New makes a client.
func New(peer suite.Peer, today func() civil.Date) (*Client, error) {
	c, err := contract.NewClientWithResponses(peer.URL, contract.WithHTTPClient(peer.Client))
	if err != nil {
		return nil, fmt.Errorf("make the client of skills-assessment: %w", err)
	}
	return &Client{c, today}, nil
}

// Link returns the concept that a text most likely means.
func (c *Client) Link(ctx context.Context, text, kind, language string) (cohorts.Concept, bool, error) {
	one := 1
	k, l := contract.FindConceptsParamsKind(kind), contract.Language(language)
	res, err := c.client.FindConceptsWithResponse(ctx, &contract.FindConceptsParams{Q: text, Kind: &k, Language: &l, Limit: &one})
	if err != nil {
		return cohorts.Concept{}, false, fmt.Errorf("ask what a text means: %w", err)
	}
	if res.JSON200 == nil {
		return cohorts.Concept{}, false, refused("ask what a text means", res.HTTPResponse, res.Body)
	}
	if len(res.JSON200.Items) == 0 {
		return cohorts.Concept{}, false, nil
	}
	found := res.JSON200.Items[0]
	return cohorts.Concept{ID: found.Id, Label: found.Label, Score: found.Score}, true, nil
}

// What is written of skills that the person names and nobody has seen yet.
const saidLevel = 2

// Write makes a person's profile. One that is there already stays: whoever wrote it knows more than a row does.
func (c *Client) Write(ctx context.Context, person string, p cohorts.Profile) error {
	body := contract.ProfileUpdate{
		Skills: []contract.ProfileSkill{}, Occupations: []contract.ProfileOccupation{}, Languages: []contract.ProfileLanguage{},
		Licences: []contract.Licence{}, Learning: []contract.ConceptId{},
		Preferences: &contract.Preferences{Kinds: []contract.PreferencesKinds{"traineeship"}},
	}
	if p.EQF > 0 {
		body.Education = &contract.Education{Eqf: p.EQF}
	}
	add := func(id string) *contract.ProfileOccupation {
		at := slices.IndexFunc(body.Occupations, func(o contract.ProfileOccupation) bool { return o.Occupation == id })
		if at < 0 {
			body.Occupations = append(body.Occupations, contract.ProfileOccupation{Occupation: id})
			at = len(body.Occupations) - 1
		}
		return &body.Occupations[at]
	}
	for i, o := range p.Held {
		held := add(o.ID)
		held.Held = true
		if i == 0 {
			held.Months = p.Months
		}
	}
	for _, o := range p.Wanted {
		add(o.ID).Wanted = true
	}
	for _, s := range p.Skills {
		if !slices.ContainsFunc(body.Skills, func(have contract.ProfileSkill) bool { return have.Skill == s.ID }) {
			body.Skills = append(body.Skills, contract.ProfileSkill{Skill: s.ID, Level: saidLevel, Evidence: "said", ConfirmedOn: c.today()})
		}
	}
	for _, l := range p.Languages {
		level := contract.Cefr(l.Level)
		body.Languages = append(body.Languages, contract.ProfileLanguage{
			Language: l.Language, Listening: &level, Reading: &level, Interaction: &level, Production: &level, Writing: &level,
		})
	}
	res, err := c.client.PutProfileWithResponse(ctx, person, body)
	if err != nil {
		return fmt.Errorf("write a profile: %w", err)
	}
	if res.JSON200 == nil && res.StatusCode() != http.StatusConflict {
		return refused("write a profile", res.HTTPResponse, res.Body)
	}
	return nil
}

func refused(what string, res *http.Response, body []byte) error {
	res.Body = io.NopCloser(bytes.NewReader(body)) // the generated client has read it
	return fmt.Errorf("%s: %w", what, problem.Read(res))
}
