package paperwork

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Gather reads the facts of others from the services that own them, as the caller.
type Gather struct {
	intake   *intake.ClientWithResponses
	outreach *outreach.ClientWithResponses
	names    *naming.Client
}

// NewGather makes a Gather over the peers.
func NewGather(people, companies suite.Peer, names *naming.Client) (*Gather, error) {
	i, err := intake.NewClientWithResponses(people.URL, intake.WithHTTPClient(people.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of intake: %w", err)
	}
	o, err := outreach.NewClientWithResponses(companies.URL, outreach.WithHTTPClient(companies.Client))
	if err != nil {
		return nil, fmt.Errorf("make a client of outreach: %w", err)
	}
	return &Gather{i, o, names}, nil
}

// Sources implements Facts. A paper is made of all of them or not at all: a service that does not answer is a fault.
func (g *Gather) Sources(ctx context.Context, t *traineeship.Traineeship) (papers.Sources, error) {
	var s papers.Sources
	person, err := g.intake.GetPersonWithResponse(ctx, t.PersonID)
	if err != nil {
		return s, unanswered("Intake", err)
	}
	if person.JSON200 == nil {
		return s, refused(person.HTTPResponse, person.Body)
	}
	s.Trainee, s.Language = person.JSON200.Name, courtesy(person.JSON200.Language)
	company, err := g.outreach.GetCompanyWithResponse(ctx, t.CompanyID)
	if err != nil {
		return s, unanswered("Outreach", err)
	}
	if company.JSON200 == nil {
		return s, refused(company.HTTPResponse, company.Body)
	}
	s.Host = papers.Host{Name: company.JSON200.Name, TaxNumber: company.JSON200.TaxNumber}
	if n := company.JSON200.Headcount; n != nil {
		s.Host.Headcount = *n
	}
	if t.OpeningID != "" {
		if err := g.opening(ctx, t, company.JSON200, &s); err != nil {
			return s, err
		}
	}
	s.CityTutor = g.names.Colleagues(ctx)[t.CityTutor]
	return s, nil
}

func (g *Gather) opening(ctx context.Context, t *traineeship.Traineeship, host *outreach.Company, s *papers.Sources) error {
	r, err := g.outreach.GetOpeningWithResponse(ctx, t.OpeningID)
	if err != nil {
		return unanswered("Outreach", err)
	}
	if r.JSON200 == nil {
		return refused(r.HTTPResponse, r.Body)
	}
	terms := r.JSON200.Terms
	s.Place, s.Task = terms.Title, terms.Description
	for _, site := range host.Sites {
		if site.Id != terms.SiteId {
			continue
		}
		s.Host.Address = site.Address + ", " + site.Municipality
		if site.Headcount != nil {
			s.Host.Headcount = *site.Headcount
		}
		if site.SeatLimit != nil {
			s.Host.SeatLimit = *site.SeatLimit
		}
	}
	var needed []string
	for _, d := range terms.NeededAtStart {
		needed = append(needed, d.Skill)
	}
	if s.Needed, err = g.labels(ctx, needed, s.Language); err != nil {
		return err
	}
	s.Learned, err = g.labels(ctx, terms.LearnedHere, s.Language)
	return err
}

// labels are the names of concepts in Italian and the courtesy language.
func (g *Gather) labels(ctx context.Context, ids []string, language string) ([]map[string]string, error) {
	out := make([]map[string]string, len(ids))
	for i := range out {
		out[i] = map[string]string{}
	}
	if len(ids) == 0 {
		return out, nil
	}
	for _, l := range []string{"it", language} {
		n := g.names.Names(ctx, naming.Wanted{Concepts: ids, Language: l})
		if len(n.Silent) > 0 {
			return nil, unanswered("Skills-assessment", nil)
		}
		for i, id := range ids {
			out[i][l] = n.Concepts[id]
			if out[i][l] == "" {
				out[i][l] = id
			}
		}
	}
	return out, nil
}

// courtesy is the language of a translation: the person's where the suite has it, else English.
func courtesy(language string) string {
	switch language {
	case "it", "en", "fr", "ar":
		return language
	default:
		return "en"
	}
}

func unanswered(who string, err error) error {
	return fault.New(fault.Unavailable, "%s does not answer: a paper is made of all its facts or not at all. Try again.", who).Because(err)
}

// refused turns an answer that was already read into its fault.
func refused(resp *http.Response, body []byte) error {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return problem.Read(resp) //nolint:wrapcheck // the fault as it was
}
