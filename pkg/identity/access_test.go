package identity_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// policy is the table as somebody would read it aloud: for each action a letter per role.
// A any record, T own team, C own company, P own partner, S oneself, - nothing.
const policy = `
                    couns coord empl  partn revw  audit perso opera servi
home.read             A     A     A     A     A     A     A     A     -
tasks.read            A     A     A     A     A     A     A     A     -
feed.read             -     -     -     -     -     -     -     -     A
person.list           T     A     -     P     -     -     -     -     -
person.create         T     A     -     -     -     -     -     -     -
person.read           T     A     -     P     -     -     S     -     -
person.update         T     A     -     -     -     -     -     -     -
person.owner          A     A     -     P     -     -     S     -     A
names.read            T     A     -     P     -     -     S     -     -
availability.read     T     A     -     P     -     -     S     -     -
availability.write    T     A     -     -     -     -     S     -     -
reach.read            T     A     -     P     -     -     S     -     -
reach.write           T     A     -     -     -     -     S     -     -
work-access.read      T     A     -     -     -     -     S     -     -
work-access.write     T     A     -     -     -     -     -     -     -
need.read             T     A     -     -     -     -     S     -     -
need.write            T     A     -     -     -     -     -     -     -
reserved.open         T     -     -     -     -     -     -     -     -
employer-view.read    T     A     -     -     -     -     -     -     A
team.read             A     A     -     -     -     A     -     A     -
team.write            -     A     -     -     -     -     -     A     -
staff.read            -     A     -     -     -     A     -     A     -
staff.write           -     A     -     -     -     -     -     A     -
partner.read          -     A     -     -     -     A     -     A     -
partner.write         -     A     -     -     -     -     -     A     -
directory.read        -     -     -     -     -     -     -     -     A
cohort.list           T     A     -     P     -     -     -     -     -
cohort.read           T     A     -     P     -     -     -     -     -
cohort.write          -     -     -     P     -     -     -     -     -
cohort.decide         T     A     -     -     -     -     -     -     -
concept.read          A     A     A     A     A     A     A     A     A
taxonomy.import       -     -     -     -     -     -     -     A     -
profile.list          T     A     -     P     -     -     -     -     -
profile.read          T     A     -     P     -     -     S     -     -
profile.write         T     A     -     -     -     -     S     -     -
case.read             T     A     -     -     -     -     -     -     -
case.write            T     A     -     -     -     -     -     -     -
caseload.read         -     A     -     -     -     -     -     -     -
person.assign         -     A     -     -     -     -     -     -     -
person.merge          T     A     -     -     -     -     -     -     -
appointment.list      T     A     -     -     -     -     -     -     -
appointment.read      T     A     -     -     -     -     S     -     -
appointment.write     T     A     -     -     -     -     -     -     -
message.send          -     -     -     -     -     -     -     -     A
message.list          T     A     -     -     -     -     -     -     -
message.read          T     A     -     -     -     -     S     -     -
project.read          T     A     -     -     -     -     S     -     -
project.write         T     A     -     -     -     -     -     -     -
project.move          T     A     -     -     -     -     S     -     -
own.read              -     -     -     -     -     -     S     -     -
own-contact.write     -     -     -     -     -     -     S     -     -
appointment.skip      -     -     -     -     -     -     S     -     -
correction.read       T     A     -     -     -     -     S     -     -
correction.ask        -     -     -     -     -     -     S     -     -
correction.answer     T     A     -     -     -     -     -     -     -
person-link.write     T     A     -     -     -     -     -     -     -
person-link.use       -     -     -     -     -     -     -     -     -
staff.names           A     A     -     -     -     A     -     A     A
referral.list         T     A     -     -     -     -     -     -     -
referral.read         T     A     -     -     -     -     S     -     -
referral.write        T     A     -     -     -     -     -     -     -
referral.withdraw     T     A     -     -     -     -     S     -     -
city-service.read     A     A     -     -     -     -     -     -     -
city-service.write    -     A     -     -     -     -     -     -     -
cv.read               T     A     -     -     -     -     S     -     -
content.review-read   -     A     -     -     A     -     -     -     -
content.review        -     -     -     -     A     -     -     -     -
company.list          A     A     C     -     -     -     -     -     -
company.create        A     A     -     -     -     -     -     -     -
company.read          A     A     C     -     -     -     -     -     -
company.messages      A     A     C     -     -     -     -     -     -
company.write         A     A     C     -     -     -     -     -     -
company.register      A     A     A     A     A     A     A     A     -
company.confirm       A     A     -     -     -     -     -     -     -
member.write          A     A     C     -     -     -     -     -     -
contact.list          A     A     -     -     -     -     -     -     -
contact.write         A     A     -     -     -     -     -     -     -
desk.read             A     A     -     -     -     -     -     -     -
desk.write            A     A     -     -     -     -     -     -     -
desk.own              A     A     A     A     A     A     A     A     -
opening.list          A     A     C     -     -     -     -     -     -
opening.create        A     A     C     -     -     -     -     -     -
opening.read          A     A     C     -     -     -     -     -     -
opening.write         A     A     C     -     -     -     -     -     -
match.person          T     A     -     -     -     -     -     -     -
match.opening         T     A     -     -     -     -     -     -     -
assignment.read       T     A     -     -     -     -     -     -     -
assignment.write      T     A     -     -     -     -     -     -     -
shortlist.read        T     A     -     -     -     -     -     -     -
shortlist.write       T     A     -     -     -     -     -     -     -
shortlist.override    -     A     -     -     -     -     -     -     -
shortlist.host        -     -     C     -     -     -     -     -     -
shortlist.act         T     A     C     -     -     -     S     -     -
proposal.read         T     A     -     -     -     -     S     -     -
contest.write         T     A     -     -     -     -     S     -     -
run.read              T     A     -     -     -     A     S     -     -
renewal.list          T     A     -     -     -     -     -     -     -
renewal.remind        T     A     -     -     -     -     -     -     -
renewal.calendar      T     A     -     -     -     -     -     -     -
stage.read            T     A     -     P     -     -     S     -     -
fairness.read         -     A     -     -     -     A     -     -     -
opening.seats         -     -     -     -     -     -     -     -     A
traineeship.list      T     A     -     -     -     -     -     -     -
traineeship.read      T     A     C     -     -     -     S     -     -
traineeship.write     T     A     -     -     -     -     -     -     -
traineeship.answer    T     A     C     -     -     -     S     -     -
traineeship.oversee   -     A     -     -     -     -     -     -     -
traineeship.clock     -     -     -     -     -     -     -     -     -
traineeship.follow    T     A     -     -     -     -     S     -     -
outcome.read          -     A     -     -     -     -     -     -     -
traineeship.host      -     -     C     -     -     -     -     -     -
right-to-work.read    T     A     -     -     -     -     S     -     -
hire.list             T     A     -     -     -     -     -     -     -
hire.create           T     A     -     -     -     -     -     -     -
opening.search        A     A     -     -     -     -     -     -     -
person.search         T     A     -     -     -     -     -     -     -
search.save           A     A     -     -     -     -     -     -     -
alert.read            T     A     -     -     -     -     -     -     -
alert.write           T     A     -     -     -     -     -     -     -
paper.read            T     A     C     -     -     -     S     -     -
paper.write           T     A     -     -     -     -     -     -     -
paper.sign            T     A     C     -     -     -     S     -     -
grant.read            T     A     C     -     -     -     S     -     -
grant.list            T     A     -     -     -     -     -     -     -
grant.host            -     -     C     -     -     -     -     -     -
grant.enter           T     A     C     -     -     -     -     -     -
grant.confirm         T     A     -     -     -     -     -     -     -
grant.approve         T     A     -     -     -     -     -     -     -
grant.export          -     A     -     -     -     -     -     -     -
index.read            -     A     -     -     -     A     -     A     -
index.rebuild         -     -     -     -     -     -     -     A     -
queue.read            -     -     -     -     -     -     -     A     -
queue.retry           -     -     -     -     -     -     -     A     -
merge.follow          -     -     -     -     -     -     -     -     A
audit.read            -     -     -     -     -     A     S     -     -
batch.load            -     -     -     -     -     -     -     A     -
`

func everyRole() []identity.Role { return append(identity.Roles(), identity.Service) }

// bound is somebody of a role with all bindings, so that only the table keeps them from a record.
func bound(r identity.Role) identity.Principal {
	if r == identity.Service {
		return identity.AsService("matching")
	}
	return identity.Principal{Subject: "s", Roles: []identity.Role{r}, Team: "t", Company: "c", Partner: "p", Person: "me"}
}

func TestPolicyIsWhatTheTableSays(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(policy), "\n")[1:]
	told := map[identity.Action]bool{identity.Public: true}
	owners := map[string]identity.Owner{
		"T": {Team: "t", Company: "x", Partner: "x", Person: "x"}, "C": {Team: "x", Company: "c", Partner: "x", Person: "x"},
		"P": {Team: "x", Company: "x", Partner: "p", Person: "x"}, "S": {Team: "x", Company: "x", Partner: "x", Person: "me"},
	}
	for _, line := range lines {
		cells := strings.Fields(line)
		action := identity.Action(cells[0])
		told[action] = true
		for i, role := range everyRole() {
			p, want := bound(role), cells[i+1]
			if may := identity.May(p, action) == nil; may != (want != "-") {
				t.Errorf("%s: may a %s: %v, the table says %s", action, role, may, want)
			}
			for letter, owner := range owners {
				if got := identity.Check(p, action, owner) == nil; got != (want == "A" || want == letter) {
					t.Errorf("%s by a %s on %+v: %v, the table says %s", action, role, owner, got, want)
				}
			}
			for _, owner := range []identity.Owner{{}, {Team: "x", Company: "x", Partner: "x", Person: "x"}} {
				if got := identity.Check(p, action, owner) == nil; got != (want == "A") {
					t.Errorf("%s by a %s on somebody else's %+v: %v", action, role, owner, got)
				}
			}
		}
	}
	for _, action := range declared(t) {
		if !told[action] {
			t.Errorf("action %s is missing in this table", action)
		}
	}
}

// declared reads the actions out of the source, so that a new one cannot be forgotten.
func declared(t *testing.T) []identity.Action {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "action.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var actions []identity.Action
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Action" {
			literal, ok := spec.Values[0].(*ast.BasicLit)
			if !ok {
				t.Fatalf("%s is not a plain string", spec.Names[0].Name)
			}
			value, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			actions = append(actions, identity.Action(value))
		}
		return true
	})
	if len(actions) < 30 {
		t.Fatalf("found %d actions only", len(actions))
	}
	return actions
}

func TestNobodyAndUnboundMayNothing(t *testing.T) {
	empty := identity.Owner{}
	for _, a := range declared(t) {
		if a == identity.Public {
			continue
		}
		for what, p := range map[string]identity.Principal{
			"nobody": {}, "roles without a subject": {Roles: identity.Roles(), Team: "t"},
			"a service for nobody known": {Service: "matching"},
		} {
			if err := identity.Check(p, a, identity.Owner{Team: "t"}); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%s: %s got %v", a, what, err)
			}
		}
		anyone := slices.ContainsFunc(identity.Grants(a), func(g identity.Grant) bool { return g.Role == identity.Anyone })
		if err := identity.May(identity.Principal{Subject: "s"}, a); anyone != (err == nil) || (!anyone && !fault.Is(err, fault.Forbidden)) {
			t.Errorf("%s: a subject without roles got %v", a, err)
		}
		// A record whose owner is not known belongs to nobody, not to everybody without a binding.
		p := identity.Principal{Subject: "s", Roles: []identity.Role{identity.Employer, identity.Partner, identity.Person, identity.Counsellor}}
		if err := identity.Check(p, a, empty); err == nil && !anyScope(p, a) {
			t.Errorf("%s: an unbound principal may on an unowned record", a)
		}
	}
	if identity.May(identity.Principal{}, "nonsense") == nil || identity.May(bound(identity.Operator), "nonsense") == nil {
		t.Error("an action without a case is allowed")
	}
	if identity.May(identity.Principal{}, identity.Public) != nil || identity.Check(identity.Principal{}, identity.Public, empty) != nil {
		t.Error("the public is kept out of what is public")
	}
}

func anyScope(p identity.Principal, a identity.Action) bool {
	s := identity.Scopes(p, a)
	return len(s) == 1 && s[0] == identity.Any
}

// A list narrowed by Scopes and a record checked by Check must never disagree.
func TestScopesAndCheckAgree(t *testing.T) {
	actions := declared(t)
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom([]string{"", "1", "2"})
		p := identity.Principal{
			Subject: rapid.SampledFrom([]string{"", "s"}).Draw(t, "subject"),
			Roles:   rapid.SliceOfN(rapid.SampledFrom(everyRole()), 0, 3).Draw(t, "roles"),
			Team:    id.Draw(t, "team"), Company: id.Draw(t, "company"), Partner: id.Draw(t, "partner"), Person: id.Draw(t, "person"),
		}
		o := identity.Owner{Team: id.Draw(t, "of team"), Company: id.Draw(t, "of company"), Partner: id.Draw(t, "of partner"), Person: id.Draw(t, "of person")}
		a := rapid.SampledFrom(actions).Draw(t, "action")
		listed := a == identity.Public
		for _, s := range identity.Scopes(p, a) {
			switch s {
			case identity.Any:
				listed = true
			case identity.OwnTeam:
				listed = listed || p.Team == o.Team
			case identity.OwnCompany:
				listed = listed || p.Company == o.Company
			case identity.OwnPartner:
				listed = listed || p.Partner == o.Partner
			case identity.Self:
				listed = listed || p.Person == o.Person
			}
		}
		if got := identity.Check(p, a, o) == nil; got != listed {
			t.Fatalf("check %v, scopes %v", got, listed)
		}
		if listed && identity.May(p, a) != nil {
			t.Fatal("checked but not let in")
		}
	})
}
