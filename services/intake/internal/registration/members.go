package registration

import (
	"context"
	"slices"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/store"
)

// Companies tells which company a subject belongs to, "" for none; outreach owns it.
type Companies interface {
	CompanyOf(ctx context.Context, subject string) (string, error)
}

// companyDeadline bounds how long a sign-in waits for outreach.
const companyDeadline = 2 * time.Second

// Members is the directory: who a subject is. It implements identity.Directory.
type Members struct {
	store     *store.Store
	companies Companies
	now       func() time.Time
}

// NewMembers makes the directory.
func NewMembers(s *store.Store, companies Companies, now func() time.Time) *Members {
	return &Members{s, companies, now}
}

// Resolve implements identity.Directory. Only an employer's company is asked for elsewhere; when outreach
// does not answer, an employer cannot be resolved, and everybody else still can.
func (m *Members) Resolve(ctx context.Context, subject string) (identity.Principal, error) {
	if link, ok := identity.LinkOf(subject); ok {
		return m.byLink(ctx, link)
	}
	e, known, err := m.store.Entry(ctx, subject)
	if err != nil {
		return identity.Principal{}, err
	}
	p := identity.Principal{Subject: subject, Team: e.Team, Partner: e.Partner, Person: e.Person}
	for _, r := range e.Roles {
		p.Roles = append(p.Roles, identity.Role(r))
	}
	if known && !mayJoin(p) {
		return p, nil
	}
	ctx, cancel := context.WithTimeout(ctx, companyDeadline)
	defer cancel()
	if p.Company, err = m.companies.CompanyOf(ctx, subject); err != nil {
		if p.Has(identity.Employer) {
			return identity.Principal{}, err
		}
		return p, nil // no employer, as far as can be told now
	}
	if p.Company != "" && !p.Has(identity.Employer) {
		p.Roles = append(p.Roles, identity.Employer)
	}
	return p, nil
}

// mayJoin reports whether somebody on record may belong to a company beside: staff and partners do not.
func mayJoin(p identity.Principal) bool {
	return p.Has(identity.Employer) || p.Has(identity.Person) || p.Has(identity.Reviewer)
}

// Team is a team as the caller may see it: Label is empty for who may not know it.
type Team = directory.Team

// Teams returns the teams. What a team is for is told to its members and to who leads the teams.
func (m *Members) Teams(ctx context.Context) ([]Team, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.TeamRead); err != nil {
		return nil, err
	}
	teams, err := m.store.Teams(ctx)
	if err != nil {
		return nil, err
	}
	for i, t := range teams {
		if t.ID != p.Team && identity.May(p, identity.TeamWrite) != nil {
			teams[i].Label = ""
		}
	}
	return teams, nil
}

// PutTeam creates or renames a team.
func (m *Members) PutTeam(ctx context.Context, t Team) (Team, error) {
	if err := identity.May(caller(ctx), identity.TeamWrite); err != nil {
		return t, err
	}
	t, err := t.Clean()
	if err != nil {
		return t, err
	}
	return t, m.store.PutTeam(ctx, t, audit.Entry{Action: identity.TeamWrite, Kind: "team", ID: t.ID})
}

// Partners returns the partner organisations.
func (m *Members) Partners(ctx context.Context) ([]directory.Partner, error) {
	if err := identity.May(caller(ctx), identity.PartnerRead); err != nil {
		return nil, err
	}
	return m.store.Partners(ctx)
}

// PutPartner creates or renames a partner organisation.
func (m *Members) PutPartner(ctx context.Context, p directory.Partner) (directory.Partner, error) {
	if err := identity.May(caller(ctx), identity.PartnerWrite); err != nil {
		return p, err
	}
	p, err := p.Clean()
	if err != nil {
		return p, err
	}
	return p, m.store.PutPartner(ctx, p, audit.Entry{Action: identity.PartnerWrite, Kind: "partner", ID: p.ID})
}

// PutStaff says what a subject is here. Only an operator makes operators and auditors, so that who leads the
// teams cannot give themselves what they do not have.
func (m *Members) PutStaff(ctx context.Context, e directory.Entry) (directory.Entry, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.StaffWrite); err != nil {
		return e, err
	}
	var known []string
	for _, r := range identity.Roles() {
		known = append(known, string(r))
	}
	e, err := e.Clean(known)
	if err != nil {
		return e, err
	}
	if !p.Has(identity.Operator) {
		before, _, err := m.store.Entry(ctx, e.Subject)
		if err != nil {
			return e, err
		}
		for _, r := range []identity.Role{identity.Operator, identity.Auditor} {
			if slices.Contains(e.Roles, string(r)) != slices.Contains(before.Roles, string(r)) {
				return e, withViolation(nil, "/roles", "not-yours", "Only an operator gives or takes this role.")
			}
		}
	}
	return e, m.store.PutEntry(ctx, e, audit.Entry{Action: identity.StaffWrite, Kind: "staff", ID: e.Subject})
}

// PartnerNames returns how the partner organisations are called, for whoever decides on their cohorts.
func (m *Members) PartnerNames(ctx context.Context) (map[string]string, error) {
	if err := identity.May(caller(ctx), identity.CohortDecide); err != nil {
		return nil, err
	}
	partners, err := m.store.Partners(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(partners))
	for _, p := range partners {
		names[p.ID] = p.Name
	}
	return names, nil
}
