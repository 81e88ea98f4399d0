package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// ListCompanies implements contract.StrictServerInterface.
func (s Server) ListCompanies(ctx context.Context, r contract.ListCompaniesRequestObject) (contract.ListCompaniesResponseObject, error) {
	var w store.WantedCompanies
	if r.Params.Standing != nil {
		w.Standing = company.Standing(*r.Params.Standing)
	}
	if r.Params.Name != nil {
		w.Name = *r.Params.Name
	}
	lines, next, err := s.Desk.Companies(ctx, w, query(r.Params.Cursor, r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return contract.ListCompanies200JSONResponse{Items: writeCompanyLines(lines), Next: next}, nil
}

func writeCompanyLines(lines []store.CompanyLine) []contract.CompanyLine {
	out := make([]contract.CompanyLine, len(lines))
	for i, l := range lines {
		out[i] = contract.CompanyLine{
			Id: l.ID, Name: l.Name, TaxNumber: l.TaxNumber, Standing: contract.Standing(l.Standing), Headcount: l.Headcount,
			Municipalities: l.Municipalities, LiveOpenings: l.LiveOpenings,
		}
	}
	return out
}

// CreateCompany implements contract.StrictServerInterface.
func (s Server) CreateCompany(ctx context.Context, r contract.CreateCompanyRequestObject) (contract.CreateCompanyResponseObject, error) {
	c, err := s.Desk.CreateCompany(ctx, company.Company{
		Name: r.Body.Name, TaxNumber: r.Body.TaxNumber, Headcount: r.Body.Headcount, Contact: readContact(r.Body.Contact),
	}, "")
	if err != nil {
		return nil, err
	}
	return contract.CreateCompany201JSONResponse(s.writeCompany(c)), nil
}

// GetCompany implements contract.StrictServerInterface.
func (s Server) GetCompany(ctx context.Context, r contract.GetCompanyRequestObject) (contract.GetCompanyResponseObject, error) {
	c, err := s.Desk.Company(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.GetCompany200JSONResponse(s.writeCompany(c)), nil
}

// UpdateCompany implements contract.StrictServerInterface.
func (s Server) UpdateCompany(ctx context.Context, r contract.UpdateCompanyRequestObject) (contract.UpdateCompanyResponseObject, error) {
	c, err := s.Desk.UpdateCompany(ctx, company.Company{
		ID: r.Id, Version: r.Body.Version, Name: r.Body.Name, TaxNumber: r.Body.TaxNumber, Headcount: r.Body.Headcount,
		Contact: readContact(r.Body.Contact),
	})
	if err != nil {
		return nil, err
	}
	return contract.UpdateCompany200JSONResponse(s.writeCompany(c)), nil
}

// AddSite implements contract.StrictServerInterface.
func (s Server) AddSite(ctx context.Context, r contract.AddSiteRequestObject) (contract.AddSiteResponseObject, error) {
	c, err := s.Desk.SaveSite(ctx, r.Id, 0, readSite(*r.Body), "")
	if err != nil {
		return nil, err
	}
	return contract.AddSite201JSONResponse(s.writeCompany(c)), nil
}

// UpdateSite implements contract.StrictServerInterface.
func (s Server) UpdateSite(ctx context.Context, r contract.UpdateSiteRequestObject) (contract.UpdateSiteResponseObject, error) {
	b := r.Body
	site := company.Site{ID: r.Site, Address: b.Address, Municipality: b.Municipality, Region: b.Region, Lat: b.Lat, Lon: b.Lon, Headcount: b.Headcount}
	c, err := s.Desk.SaveSite(ctx, r.Id, b.Version, site, "")
	if err != nil {
		return nil, err
	}
	return contract.UpdateSite200JSONResponse(s.writeCompany(c)), nil
}

// AddMember implements contract.StrictServerInterface.
func (s Server) AddMember(ctx context.Context, r contract.AddMemberRequestObject) (contract.AddMemberResponseObject, error) {
	if err := s.Desk.AddMember(ctx, r.Id, r.Subject); err != nil {
		return nil, err
	}
	return contract.AddMember204Response{}, nil
}

// RemoveMember implements contract.StrictServerInterface.
func (s Server) RemoveMember(ctx context.Context, r contract.RemoveMemberRequestObject) (contract.RemoveMemberResponseObject, error) {
	if err := s.Desk.RemoveMember(ctx, r.Id, r.Subject); err != nil {
		return nil, err
	}
	return contract.RemoveMember204Response{}, nil
}

// GetMembership implements contract.StrictServerInterface.
func (s Server) GetMembership(ctx context.Context, r contract.GetMembershipRequestObject) (contract.GetMembershipResponseObject, error) {
	id, err := s.Desk.CompanyOf(ctx, r.Subject)
	if err != nil {
		return nil, err
	}
	return contract.GetMembership200JSONResponse{CompanyId: id}, nil
}

// LoadCompanies implements contract.StrictServerInterface.
func (s Server) LoadCompanies(ctx context.Context, r contract.LoadCompaniesRequestObject) (contract.LoadCompaniesResponseObject, error) {
	companies, members := make([]company.Company, len(r.Body.Items)), make([][]string, len(r.Body.Items))
	for i, item := range r.Body.Items {
		c := company.Company{
			ID: item.Id, Name: item.Name, TaxNumber: item.TaxNumber, Standing: company.Standing(item.Standing), RegisteredOn: item.RegisteredOn,
			Headcount: item.Headcount, Contact: readContact(item.Contact), Demo: r.Body.Demo,
		}
		for _, site := range item.Sites {
			c.Sites = append(c.Sites, company.Site{
				ID: site.Id, Address: site.Address, Municipality: site.Municipality, Region: site.Region, Lat: site.Lat, Lon: site.Lon,
				Headcount: site.Headcount,
			})
		}
		companies[i], members[i] = c, item.Members
	}
	written, err := s.Desk.LoadCompanies(ctx, companies, members)
	if err != nil {
		return nil, err
	}
	if err := s.markDemo(ctx, r.Body.Demo); err != nil {
		return nil, err
	}
	return contract.LoadCompanies200JSONResponse{Created: written.Created, Updated: written.Updated}, nil
}

func (s Server) markDemo(ctx context.Context, demo bool) error {
	if !demo {
		return nil
	}
	return s.MarkDemo(ctx)
}
