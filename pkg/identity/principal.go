// Package identity knows who is asking and what they may do.
//
// Three ways lead to a Principal: a session cookie (pages), an access token of the issuer (API), and a token
// that one service signs for another and that carries the person for whom the call is made. What a principal
// may do stands in one table, in access.go; whatever the table does not say is refused.
package identity

import (
	"context"
	"slices"
)

// Role is what somebody is at work, or towards the City. One person may have several.
type Role string

// The roles. Service is held only by a service that acts for nobody: a feed's follower, a job.
const (
	Counsellor  Role = "counsellor"
	Coordinator Role = "coordinator"
	Employer    Role = "employer"
	Partner     Role = "partner"
	Reviewer    Role = "reviewer"
	Auditor     Role = "auditor"
	Person      Role = "person"
	Operator    Role = "operator"
	Service     Role = "service"
)

// Anyone stands in a grant for everybody who is signed in, also somebody to whom the suite gives no role yet.
// Nobody has it as a role.
const Anyone Role = "anyone"

// Roles lists the roles that people can have, in the order in which they are shown.
func Roles() []Role {
	return []Role{Counsellor, Coordinator, Employer, Partner, Reviewer, Auditor, Person, Operator}
}

// Valid reports whether r is a role that a person can have. Service is not.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Principal is who asks. The zero value is nobody: only what is Public is open to it.
type Principal struct {
	// Subject is the issuer's stable id of the person, never a name; empty when a service acts for nobody.
	Subject string
	Roles   []Role
	// Team, Company, Partner and Person are the ids that the subject is bound to; empty when there is none.
	Team, Company, Partner, Person string
	// Service is the calling service when the call came with a service token.
	Service string
}

// AsService is the principal of a service that acts for nobody: followers and jobs run with it. A request
// must never take it on, because then the service would show its peers' data to whoever made it ask.
func AsService(name string) Principal {
	return Principal{Service: name, Roles: []Role{Service}}
}

// Has reports whether the principal has the role.
func (p Principal) Has(r Role) bool { return slices.Contains(p.Roles, r) }

// Nobody reports whether the principal is neither a known person nor a service that acts for itself.
func (p Principal) Nobody() bool { return p.Subject == "" && !p.Has(Service) }

// Owner says whose a record is. A record may have several owners: a person's file belongs to the person,
// to a team and, for a partner's trainee, to a partner. Empty ids match nobody.
type Owner struct{ Team, Company, Partner, Person string }

// Directory knows the roles and bindings of a subject. An unknown subject resolves to a principal without
// roles, not to an error: the issuer knows the person, the suite gives them nothing yet.
type Directory interface {
	Resolve(ctx context.Context, subject string) (Principal, error)
}

type principalKey struct{}

// With returns a context in which p asks.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// From returns who asks; false when nobody does.
func From(ctx context.Context) (Principal, bool) {
	p, ok := ctx.Value(principalKey{}).(Principal)
	return p, ok && !p.Nobody()
}
