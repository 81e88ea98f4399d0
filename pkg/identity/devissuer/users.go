package devissuer

import "github.com/celav/celav/pkg/identity"

// User is an invented user. What the user may do is not said here: intake's directory knows.
type User struct {
	Subject string
	Role    identity.Role
}

// Users lists the demo users, one per role and a second counsellor of another team.
func Users() []User {
	return []User{
		{"demo-counsellor-1", identity.Counsellor},
		{"demo-counsellor-2", identity.Counsellor},
		{"demo-coordinator", identity.Coordinator},
		{"demo-employer", identity.Employer},
		{"demo-partner", identity.Partner},
		{"demo-reviewer", identity.Reviewer},
		{"demo-auditor", identity.Auditor},
		{"demo-person", identity.Person},
		{"demo-operator", identity.Operator},
	}
}

// find returns the user of a subject, or the first one of a role.
func find(as string) (User, bool) {
	for _, u := range Users() {
		if u.Subject == as || string(u.Role) == as {
			return u, true
		}
	}
	return User{}, false
}
