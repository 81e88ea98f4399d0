package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/directory"
)

// ListTeams lists the teams.
func (s *Server) ListTeams(ctx context.Context, _ contract.ListTeamsRequestObject) (contract.ListTeamsResponseObject, error) {
	teams, err := s.Members.Teams(ctx)
	out := contract.ListTeams200JSONResponse{Items: []contract.Team{}}
	for _, t := range teams {
		out.Items = append(out.Items, contract.Team{Id: t.ID, Code: t.Code, Label: some(t.Label)})
	}
	return out, err
}

// PutTeam creates or renames a team.
func (s *Server) PutTeam(ctx context.Context, r contract.PutTeamRequestObject) (contract.PutTeamResponseObject, error) {
	t, err := s.Members.PutTeam(ctx, directory.Team{ID: r.Team, Code: r.Body.Code, Label: r.Body.Label})
	return contract.PutTeam200JSONResponse{Id: t.ID, Code: t.Code, Label: some(t.Label)}, err
}

// PutStaff says what a subject is here.
func (s *Server) PutStaff(ctx context.Context, r contract.PutStaffRequestObject) (contract.PutStaffResponseObject, error) {
	e, err := s.Members.PutStaff(ctx, directory.Entry{
		Subject: r.Subject, Name: value(r.Body.Name), Roles: r.Body.Roles, Team: value(r.Body.Team), Partner: value(r.Body.Partner), Person: value(r.Body.Person),
	})
	out := contract.Principal{Subject: e.Subject, Roles: []string{}, Team: some(e.Team), Partner: some(e.Partner), Person: some(e.Person)}
	out.Roles = append(out.Roles, e.Roles...)
	return contract.PutStaff200JSONResponse(out), err
}

// ListPartners lists the partner organisations.
func (s *Server) ListPartners(ctx context.Context, _ contract.ListPartnersRequestObject) (contract.ListPartnersResponseObject, error) {
	partners, err := s.Members.Partners(ctx)
	out := contract.ListPartners200JSONResponse{Items: []contract.Partner{}}
	for _, p := range partners {
		out.Items = append(out.Items, contract.Partner{Id: p.ID, Name: p.Name, Country: p.Country, Team: some(p.Team)})
	}
	return out, err
}

// PutPartner creates or renames a partner organisation.
func (s *Server) PutPartner(ctx context.Context, r contract.PutPartnerRequestObject) (contract.PutPartnerResponseObject, error) {
	p, err := s.Members.PutPartner(ctx, directory.Partner{ID: r.Partner, Name: r.Body.Name, Country: r.Body.Country, Team: value(r.Body.Team)})
	return contract.PutPartner200JSONResponse{Id: p.ID, Name: p.Name, Country: p.Country, Team: some(p.Team)}, err
}
