package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
)

// RegisterCompany implements contract.StrictServerInterface.
func (s Server) RegisterCompany(ctx context.Context, r contract.RegisterCompanyRequestObject) (contract.RegisterCompanyResponseObject, error) {
	made := hiring.Registration{AsNew: r.Body.AsNew, Company: company.Company{
		Name: r.Body.Name, TaxNumber: r.Body.TaxNumber, Contact: readContact(r.Body.Contact),
	}}
	for _, site := range r.Body.Sites {
		made.Sites = append(made.Sites, readSite(site))
	}
	c, err := s.Desk.Register(ctx, made)
	if err != nil {
		return nil, err
	}
	return contract.RegisterCompany201JSONResponse(s.writeCompany(c)), nil
}

// ConfirmCompany implements contract.StrictServerInterface.
func (s Server) ConfirmCompany(ctx context.Context, r contract.ConfirmCompanyRequestObject) (contract.ConfirmCompanyResponseObject, error) {
	c, err := s.Desk.Confirm(ctx, r.Id, r.Body.Version)
	if err != nil {
		return nil, err
	}
	return contract.ConfirmCompany200JSONResponse(s.writeCompany(c)), nil
}

// ListAlike implements contract.StrictServerInterface.
func (s Server) ListAlike(ctx context.Context, r contract.ListAlikeRequestObject) (contract.ListAlikeResponseObject, error) {
	lines, err := s.Desk.Alike(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.ListAlike200JSONResponse{Items: writeCompanyLines(lines)}, nil
}

// ListMembers implements contract.StrictServerInterface.
func (s Server) ListMembers(ctx context.Context, r contract.ListMembersRequestObject) (contract.ListMembersResponseObject, error) {
	members, err := s.Desk.Members(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	out := contract.ListMembers200JSONResponse{Items: make([]contract.Member, len(members))}
	for i, m := range members {
		out.Items[i] = contract.Member{Subject: m.Subject, Label: m.Label, JoinedOn: m.JoinedOn}
	}
	return out, nil
}

// NameMember implements contract.StrictServerInterface.
func (s Server) NameMember(ctx context.Context, r contract.NameMemberRequestObject) (contract.NameMemberResponseObject, error) {
	if err := s.Desk.NameMember(ctx, r.Id, r.Subject, r.Body.Label); err != nil {
		return nil, err
	}
	return contract.NameMember204Response{}, nil
}

// InviteMember implements contract.StrictServerInterface.
func (s Server) InviteMember(ctx context.Context, r contract.InviteMemberRequestObject) (contract.InviteMemberResponseObject, error) {
	token, expires, err := s.Desk.Invite(ctx, r.Id, r.Body.Label)
	if err != nil {
		return nil, err
	}
	return contract.InviteMember201JSONResponse{Token: token, Path: hiring.InvitationPath(token), ExpiresAt: expires}, nil
}

// AcceptInvitation implements contract.StrictServerInterface.
func (s Server) AcceptInvitation(ctx context.Context, r contract.AcceptInvitationRequestObject) (contract.AcceptInvitationResponseObject, error) {
	id, err := s.Desk.AcceptInvitation(ctx, r.Body.Token)
	if err != nil {
		return nil, err
	}
	return contract.AcceptInvitation200JSONResponse{CompanyId: id}, nil
}
