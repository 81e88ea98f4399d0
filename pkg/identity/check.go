package identity

import "github.com/celav/celav/pkg/fault"

// Check returns nil when p may do a on a record of o, else a Forbidden fault (Unauthenticated for nobody).
// Call it after loading the record; before loading, a route asks May.
func Check(p Principal, a Action, o Owner) error {
	if a == Public {
		return nil
	}
	for _, s := range Scopes(p, a) {
		if s.covers(p, o) {
			return nil
		}
	}
	return refuse(p, a)
}

// May returns nil when p may do a on at least some record. It guards routes; it does not replace Check
// where the action has records.
func May(p Principal, a Action) error {
	if a == Public || len(Scopes(p, a)) > 0 {
		return nil
	}
	return refuse(p, a)
}

// Scopes returns on whose records p may do a, for lists that are narrowed by a query. A scope for which p
// has no binding is left out, and Any stands alone.
func Scopes(p Principal, a Action) []Scope {
	var scopes []Scope
	for _, g := range Grants(a) {
		if (!p.Has(g.Role) && g.Role != Anyone) || (p.Subject == "" && g.Role != Service) {
			continue
		}
		if g.Scope == Any {
			return []Scope{Any}
		}
		if g.Scope.binding(p) != "" {
			scopes = append(scopes, g.Scope)
		}
	}
	return scopes
}

func (s Scope) covers(p Principal, o Owner) bool {
	if s == Any {
		return true
	}
	id := s.binding(p)
	if id == "" {
		return false
	}
	switch s {
	case OwnTeam:
		return id == o.Team
	case OwnCompany:
		return id == o.Company
	case OwnPartner:
		return id == o.Partner
	case Self:
		return id == o.Person
	default:
		return false
	}
}

func (s Scope) binding(p Principal) string {
	switch s {
	case OwnTeam:
		return p.Team
	case OwnCompany:
		return p.Company
	case OwnPartner:
		return p.Partner
	case Self:
		return p.Person
	default:
		return ""
	}
}

func refuse(p Principal, a Action) error {
	if p.Nobody() {
		return fault.New(fault.Unauthenticated, "Sign in to do this.")
	}
	return fault.New(fault.Forbidden, "You may not do this (%s).", a)
}
