// Package naming asks the other services how to call people, openings and concepts. Matching itself knows ids only.
package naming

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
)

// Person is how to call somebody.
type Person struct {
	Label string
	Known bool // false: the label is a neutral code
}

// Opening is how to call an opening; Language is that of the title.
type Opening struct{ Title, Language, Company, Municipality string }

// Names is the answer. Silent names the services that did not answer in time; a page shows ids and says so.
type Names struct {
	People   map[string]Person
	Openings map[string]Opening
	Concepts map[string]string
	Silent   []string
}

// Wanted is what to ask for.
type Wanted struct {
	People, Openings, Concepts []string
	Language                   string
}

// Client asks, as the person for whom the context was made.
type Client struct {
	intake     *intake.ClientWithResponses
	outreach   *outreach.ClientWithResponses
	assessment *assessment.ClientWithResponses
	labels     *labels
}

// batch is the most ids that a service takes at a time; deadline bounds each answer, for labels are worth no waiting.
const (
	batch    = 500
	deadline = 3 * time.Second
)

// New makes a client over the peers.
func New(peer func(name string) suite.Peer, now func() time.Time) (*Client, error) {
	i, o, a := peer(suite.Intake), peer(suite.Outreach), peer(suite.Assessment)
	people, err := intake.NewClientWithResponses(i.URL, intake.WithHTTPClient(i.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of intake: %w", err)
	}
	openings, err := outreach.NewClientWithResponses(o.URL, outreach.WithHTTPClient(o.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of outreach: %w", err)
	}
	concepts, err := assessment.NewClientWithResponses(a.URL, assessment.WithHTTPClient(a.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of assessment: %w", err)
	}
	return &Client{people, openings, concepts, newLabels(now)}, nil
}

// Names asks the three services at once.
func (c *Client) Names(ctx context.Context, w Wanted) Names {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	n := Names{People: map[string]Person{}, Openings: map[string]Opening{}, Concepts: map[string]string{}}
	var silent [3]error
	var wait sync.WaitGroup
	wait.Go(func() {
		silent[0] = eachBatch(w.People, func(ids []string) error { return c.people(ctx, ids, n.People) })
	})
	wait.Go(func() {
		silent[1] = eachBatch(w.Openings, func(ids []string) error { return c.openings(ctx, ids, n.Openings) })
	})
	wait.Go(func() {
		silent[2] = c.concepts(ctx, w.Concepts, w.Language, n.Concepts)
	})
	wait.Wait()
	for i, name := range []string{suite.Intake, suite.Outreach, suite.Assessment} {
		if silent[i] != nil {
			n.Silent = append(n.Silent, name)
		}
	}
	return n
}

// Owner tells whose a person's file is; of a merged file, whose the one is that it became part of.
func (c *Client) Owner(ctx context.Context, person string) (identity.Owner, error) {
	r, err := c.intake.GetOwnerWithResponse(ctx, person)
	if err != nil {
		return identity.Owner{}, fault.New(fault.Unavailable, "Intake does not answer.").Because(err)
	}
	if r.JSON200 == nil {
		return identity.Owner{}, refused(r.HTTPResponse, r.Body)
	}
	return identity.Owner{Team: r.JSON200.Team, Person: r.JSON200.Person}, nil
}

func eachBatch(ids []string, ask func([]string) error) error {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	for part := range slices.Chunk(slices.Compact(ids), batch) {
		if err := ask(part); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) people(ctx context.Context, ids []string, into map[string]Person) error {
	r, err := c.intake.NamePeopleWithResponse(ctx, intake.NamesRequest{Ids: ids})
	if err != nil {
		return fmt.Errorf("ask for names: %w", err)
	}
	if r.JSON200 == nil {
		return refused(r.HTTPResponse, r.Body)
	}
	for id, name := range r.JSON200.Names {
		into[id] = Person{name.Label, name.Known}
	}
	return nil
}

func (c *Client) openings(ctx context.Context, ids []string, into map[string]Opening) error {
	r, err := c.outreach.ListCardsWithResponse(ctx, outreach.CardsRequest{Ids: ids})
	if err != nil {
		return fmt.Errorf("ask for openings' titles: %w", err)
	}
	if r.JSON200 == nil {
		return refused(r.HTTPResponse, r.Body)
	}
	for _, line := range r.JSON200.Items {
		into[line.Id] = Opening{line.Title, line.Language, line.Company, line.Municipality}
	}
	return nil
}

// refused turns an answer that was already read into its fault.
func refused(resp *http.Response, body []byte) error {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return problem.Read(resp) //nolint:wrapcheck // the fault as it was
}
