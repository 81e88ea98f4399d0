// Package directory knows the staff, their teams, and the partner organisations: who belongs where. What the
// roles allow stands in pkg/identity.
package directory

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Team is an équipe. Code is public and says nothing about the people; Label says whom the team works for,
// which would tell penal or health facts about everybody in its care, so only its members and those who
// lead the teams see it.
type Team struct{ ID, Code, Label string }

// Partner is an organisation of the MeNTOR project that sends trainees.
// Team is the one that checks its cohorts and takes its
// people; "" when who leads the teams does.
type Partner struct{ ID, Name, Country, Team string }

// Entry says who a subject of the identity provider is here. Empty bindings bind to nothing.
type Entry struct {
	Subject string
	// Name is what colleagues call the person at work; people in their care see it too.
	Name    string
	Roles   []string
	Team    string
	Partner string
	Person  string
}

var key = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Clean says what is wrong with a team.
func (t Team) Clean() (Team, error) {
	var bad fault.Violations
	t.Code, t.Label = strings.TrimSpace(t.Code), strings.TrimSpace(t.Label)
	if !key.MatchString(t.ID) {
		bad.Add("", "bad-id", "An id has lower-case letters, digits and hyphens.")
	}
	text(&bad, "/code", t.Code, 40)
	text(&bad, "/label", t.Label, 120)
	return t, bad.Err()
}

// Clean says what is wrong with a partner.
func (p Partner) Clean() (Partner, error) {
	var bad fault.Violations
	p.Name = strings.TrimSpace(p.Name)
	if !key.MatchString(p.ID) {
		bad.Add("", "bad-id", "An id has lower-case letters, digits and hyphens.")
	}
	text(&bad, "/name", p.Name, 120)
	if len(p.Country) != 2 || strings.ToUpper(p.Country) != p.Country {
		bad.Add("/country", "not-a-country", "A country has two capital letters.")
	}
	return p, bad.Err()
}

// Clean says what is wrong with an entry: known are the roles that exist. A role that acts within a binding
// needs that binding, or it would be a role over nothing.
func (e Entry) Clean(known []string) (Entry, error) {
	var bad fault.Violations
	if e.Subject == "" || strings.ContainsFunc(e.Subject, unicode.IsControl) || !utf8.ValidString(e.Subject) {
		bad.Add("", "invalid", "This is not a subject of an identity provider.")
	}
	if e.Name = strings.TrimSpace(e.Name); e.Name != "" {
		text(&bad, "/name", e.Name, 80)
	}
	slices.Sort(e.Roles)
	e.Roles = slices.Compact(e.Roles)
	for _, r := range e.Roles {
		if !slices.Contains(known, r) {
			bad.Add("/roles", "unknown", "One of the roles does not exist.")
			break
		}
	}
	for _, b := range []struct{ role, field, value string }{
		{"counsellor", "/team", e.Team}, {"partner", "/partner", e.Partner}, {"person", "/person", e.Person},
	} {
		if slices.Contains(e.Roles, b.role) && b.value == "" {
			bad.Add(b.field, "required", "The role %s needs it.", b.role)
		}
	}
	return e, bad.Err()
}

func text(bad *fault.Violations, at, s string, most int) {
	switch {
	case s == "":
		bad.Add(at, "required", "This is needed.")
	case strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s):
		bad.Add(at, "invalid", "This has characters that cannot be seen.")
	case utf8.RuneCountInString(s) > most:
		bad.Add(at, "too-long", "At most %d characters.", most)
	}
}
