package registration

import (
	"context"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// byLink resolves a personal link to the person it was made for, with the rights of one who signs in; to somebody without
// any right when it does not hold any more.
func (m *Members) byLink(ctx context.Context, id string) (identity.Principal, error) {
	nobody := identity.Principal{Subject: identity.LinkSubject(id)}
	link, err := m.store.PersonLinkByID(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nobody, nil
	}
	if err != nil || !link.Live(m.now()) {
		return nobody, err
	}
	file, err := m.store.Person(ctx, link.Person)
	if err != nil {
		return nobody, err
	}
	nobody.Person = file.ID
	if file.MergedInto != "" {
		nobody.Person = file.MergedInto
	}
	nobody.Roles = []identity.Role{identity.Person}
	return nobody, nil
}

// Known is what a colleague, a partner or a person is here; false for a subject that the directory does not know. It is
// for saying who did something, to whoever may read that something was done.
type Known struct {
	Name, Team, Partner, Person string // team by its public code, partner by its name
	Roles                       []identity.Role
}

// Who returns what a subject is here.
func (m *Members) Who(ctx context.Context, subject string) (Known, bool, error) {
	e, ok, err := m.store.Entry(ctx, subject)
	if err != nil || !ok {
		return Known{}, false, err
	}
	k := Known{Name: e.Name, Person: e.Person}
	for _, r := range e.Roles {
		k.Roles = append(k.Roles, identity.Role(r))
	}
	if k.Team, err = m.TeamCode(ctx, e.Team); err != nil {
		return k, true, err
	}
	if e.Partner != "" {
		partners, err := m.store.Partners(ctx)
		if err != nil {
			return k, true, err
		}
		for _, p := range partners {
			if p.ID == e.Partner {
				k.Partner = p.Name
			}
		}
	}
	return k, true, nil
}

// TeamCode returns the public code of a team, "" for none.
func (m *Members) TeamCode(ctx context.Context, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	teams, err := m.store.Teams(ctx)
	for _, t := range teams {
		if t.ID == id {
			return t.Code, err
		}
	}
	return "", err
}
