// Package employerview asks intake what an employer may know of a person's access to work (rule WA-11): whether, from when
// until when, which papers to see; never why. Whoever asks has checked that the person's name was released to the employer.
package employerview

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
)

// Client asks as the service itself.
type Client struct {
	intake  *intake.ClientWithResponses
	service string
}

// New makes a client of the peer.
func New(peer suite.Peer, service string) (*Client, error) {
	c, err := intake.NewClientWithResponses(peer.URL, intake.WithHTTPClient(peer.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of intake: %w", err)
	}
	return &Client{c, service}, nil
}

// Plan is what the person would do at the employer.
type Plan struct {
	Start    civil.Date
	Months   int
	Contract bool
}

// View is what the employer may know.
type View struct {
	Answer      string // yes, ask or no
	From, Until civil.Date
	Renewable   bool
	HoursWeek   int
	Papers      []string
}

// View asks about a person and a plan; intake's audit keeps that it was told.
func (c *Client) View(ctx context.Context, person string, p Plan) (View, error) {
	kind := intake.GetEmployerViewParamsKind("traineeship")
	if p.Contract {
		kind = "contract"
	}
	r, err := c.intake.GetEmployerViewWithResponse(identity.With(ctx, identity.AsService(c.service)), person,
		&intake.GetEmployerViewParams{Start: &p.Start, Months: &p.Months, Kind: &kind})
	if err != nil {
		return View{}, fault.New(fault.Unavailable, "Intake does not answer.").Because(err)
	}
	if r.JSON200 == nil {
		r.HTTPResponse.Body = io.NopCloser(bytes.NewReader(r.Body)) // the generated client has read it
		return View{}, problem.Read(r.HTTPResponse)                 //nolint:wrapcheck // the fault as it was
	}
	v := View{Answer: string(r.JSON200.Answer), Papers: r.JSON200.Papers}
	if d := r.JSON200.From; d != nil {
		v.From = *d
	}
	if d := r.JSON200.Until; d != nil {
		v.Until = *d
	}
	if b := r.JSON200.Renewable; b != nil {
		v.Renewable = *b
	}
	if n := r.JSON200.HoursWeek; n != nil {
		v.HoursWeek = *n
	}
	return v, nil
}
