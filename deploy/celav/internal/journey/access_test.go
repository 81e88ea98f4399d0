package journey_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/identity"
)

// columns are the users of the matrix, in the order of the letters of a rule.
func columns() []string {
	return []string{
		"demo-counsellor-1", "demo-coordinator", "demo-employer", "demo-partner", "demo-reviewer",
		"demo-auditor", "demo-person", "demo-operator", "a service",
	}
}

// refs are the records that a request is about.
type refs struct{ person, company, site, opening, team, entry, cohort, trainee string }

func own() refs {
	return refs{ownPerson, ownCompany, ownSite, ownOpening, ownTeam, ownEntry, ownCohort, ownTrainee}
}

func other() refs {
	return refs{otherPerson, otherCompany, otherSite, otherOpening, otherTeam, otherEntry, otherCohort, otherTrainee}
}

// rule is what the matrix expects of one route.
type rule struct {
	route string // "GET /intake/v1/people/:id", as registered
	// who has a letter per column: A any record, T own team's, C own company's, P own partner's, S oneself's,
	// - nothing. "public" lets everybody in.
	who string
	// about is whose record the route is about: person, company, opening, or empty for none.
	about string
	// send makes the body: JSON for the API, a form for pages. It must be valid, else a refusal would be
	// mistaken for a check of the record.
	send func(refs) any
	// query is added to the address.
	query string
	// shows is what a list must show of the own records and hide of the others'; empty for no list.
	shows func(refs) string
	// absent lets "there is none" pass as an answer to who may do it.
	absent bool
	// status is the only answer of a route that is no matter of roles, such as the way back from the issuer.
	status int
}

func TestAccessMatrix(t *testing.T) {
	t.Parallel()
	c := together(t, nil)
	c.settle(t)
	c.awaitMatches(t)
	c.shortlists(t)
	rules := map[string]rule{}
	for _, r := range append(matrix(), traineeshipRules()...) {
		if _, twice := rules[r.route]; twice {
			t.Errorf("%s stands twice in the matrix", r.route)
		}
		rules[r.route] = r
	}
	visitors := newVisitors(t, c)
	for _, service := range modules() {
		for _, route := range c.routes[service.Name] {
			name := route.Method + " " + route.Path
			if strings.HasSuffix(route.Path, "/*") && route.Action == "" { // what echo adds for groups
				continue
			}
			r, ok := rules[name]
			if !ok {
				t.Errorf("%s (%s) is not in the matrix: say who may use it", name, route.Action)
				continue
			}
			delete(rules, name)
			t.Run(name, func(t *testing.T) { visitors.try(t, r, route.API) })
		}
	}
	for name := range rules {
		t.Errorf("%s is in the matrix and is no route any more", name)
	}
}

// visitors are all who may knock, with their cookies and tokens.
type visitors struct {
	city     *city
	browsers map[string]*browser
	apis     map[string]*api
	nobody   *browser
	imports  string // id of an import that was begun
}

func newVisitors(t *testing.T, c *city) *visitors {
	t.Helper()
	v := &visitors{city: c, browsers: map[string]*browser{}, apis: map[string]*api{}, nobody: c.browser(t)}
	for _, user := range columns()[:8] {
		v.browsers[user] = c.browser(t)
		v.browsers[user].signIn(user)
		v.apis[user] = c.as(t, user)
	}
	var begun struct{ ID string }
	v.apis[firstOperator].must("POST", "/assessment/v1/taxonomy/imports", announcement(), &begun)
	v.imports = begun.ID
	return v
}

func (v *visitors) try(t *testing.T, r rule, isAPI bool) {
	method, path, _ := strings.Cut(r.route, " ")
	knock := func(user string, about refs) answer {
		at := v.address(path, r, about)
		var body any
		if r.send != nil {
			body = r.send(about)
		}
		if !isAPI {
			form, _ := body.(url.Values)
			b := v.browsers[user]
			if user == "" {
				b = v.nobody
			}
			return (&browser{t, v.city, b.http}).send(method, at, form)
		}
		a := &api{t: t, city: v.city}
		switch user {
		case "":
		case "a service":
			a = v.service(t, path, identity.AsService("matching"))
		case "a service for nobody":
			a = v.service(t, path, identity.Principal{})
		default:
			a.token = v.apis[user].token
		}
		return a.send(method, at, body)
	}
	if r.status != 0 { // with a visitor's cookie these would end the visitor's session
		if got := knock("", own()); got.status != r.status {
			t.Errorf("answered %d, want %d", got.status, r.status)
		}
		return
	}
	if r.who == "public" {
		for _, user := range append(columns()[:8], "") {
			if got := knock(user, own()); !r.letIn(got) {
				t.Errorf("%q is kept out of what is public: %d %.200s", user, got.status, got.body)
			}
		}
		return
	}
	// Nobody, a cookie at the API, a token at a page, a service that calls for nobody.
	if got := knock("", own()); !unknown(got, method, isAPI) {
		t.Errorf("nobody: answered %d %.200s", got.status, got.body)
	}
	if isAPI {
		if got := knock("a service for nobody", own()); got.status != http.StatusUnauthorized {
			t.Errorf("a service that calls for nobody: answered %d", got.status)
		}
	}
	if got := v.wrongKey(t, method, v.address(path, r, own()), isAPI); !unknown(got, method, isAPI) {
		t.Errorf("an operator with the wrong kind of key: answered %d", got.status)
	}
	letters := strings.Fields(r.who)
	if len(letters) != len(columns()) {
		t.Fatalf("%d letters for %d columns", len(letters), len(columns()))
	}
	for i, user := range columns() {
		if user == "a service" && !isAPI {
			continue
		}
		letter := letters[i]
		mine, hasOwn := own(), letter != "P" || r.about == "cohort" // nobody's file of the fixture belongs to the partner
		if letter == "S" {
			mine.person, mine.entry = demoPerson, demoEntry
		}
		switch {
		case letter == "-":
			for what, about := range map[string]refs{"own": mine, "someone else's": other()} {
				if got := knock(user, about); got.status != http.StatusForbidden {
					t.Errorf("%s with %s record: answered %d, want 403: %.200s", user, what, got.status, got.body)
				}
			}
			continue
		case hasOwn || r.about == "":
			got := knock(user, mine)
			if !r.letIn(got) {
				t.Errorf("%s with the own record: answered %d: %.300s", user, got.status, got.body)
			}
			if r.shows != nil && hasOwn {
				if body := string(got.body); !strings.Contains(body, r.shows(mine)) {
					t.Errorf("%s does not see the own record in the list: %.300s", user, body)
				}
			}
			if r.shows != nil && letter != "A" && strings.Contains(string(got.body), r.shows(other())) {
				t.Errorf("%s sees someone else's record in the list", user)
			}
		}
		if r.about == "" {
			continue
		}
		got := knock(user, other())
		if letter == "A" && !r.letIn(got) {
			t.Errorf("%s with any record: answered %d: %.300s", user, got.status, got.body)
		}
		if letter != "A" && got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			t.Errorf("%s with SOMEONE ELSE'S record: answered %d, want 403 or 404: %.300s", user, got.status, got.body)
		}
	}
}

func (v *visitors) service(t *testing.T, path string, p identity.Principal) *api {
	t.Helper()
	to := strings.Split(path, "/")[1]
	from := "matching"
	if to == from {
		from = "outreach"
		if p.Has(identity.Service) {
			p = identity.AsService(from)
		}
	}
	return v.city.asService(t, from, to, p)
}

// wrongKey knocks with an operator's cookie at the API, with an operator's token at a page.
func (v *visitors) wrongKey(t *testing.T, method, at string, isAPI bool) answer {
	t.Helper()
	if isAPI {
		return (&browser{t, v.city, v.browsers["demo-operator"].http}).send(method, at, nil)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, v.city.url+at, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+v.apis["demo-operator"].token)
	return do(t, v.nobody.http, request)
}

// letIn reports whether an answer is what somebody gets who may do it. That the state or the version stood
// in the way, or a field, is said only to those.
func (r rule) letIn(a answer) bool {
	if r.absent && a.status == http.StatusNotFound {
		return true
	}
	if a.status == http.StatusSeeOther || a.status == http.StatusFound {
		return !strings.HasPrefix(a.header.Get("Location"), "/sign-in")
	}
	return a.status/100 == 2 || slices.Contains([]int{http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity, http.StatusBadRequest}, a.status)
}

// unknown reports whether an answer asks to sign in.
func unknown(a answer, method string, isAPI bool) bool {
	if !isAPI && method == http.MethodGet {
		return a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/sign-in")
	}
	return a.status == http.StatusUnauthorized
}

func (v *visitors) address(path string, r rule, about refs) string {
	id := map[string]string{"person": about.person, "company": about.company, "opening": about.opening, "entry": about.entry, "cohort": about.cohort, "traineeship": traineeshipOf(about.person)}[r.about]
	if id == "" {
		id = v.imports
	}
	at := strings.NewReplacer(
		":cohort", about.cohort, ":row", about.trainee, ":appointment", nowhere, ":merge", nowhere, ":export", nowhere, ":term", "1", ":month", "2020-01", ":version", nowhere, ":party", "host", ":other", nowhere, ":wish", nowhere,
		":entry", about.entry, ":contest", about.entry, ":openingId", about.opening, ":opening", about.opening, ":id", id, ":site", about.site, ":subject", "matrix-subject", ":team", "matrix-team", ":partner", "matrix-partner", ":name", "matrix.csv", ":action", "matrix-action",
		":page", portalPage, ":correction", nowhere, ":referral", nowhere, ":service", "caf", ":need", "0190a0de-0000-7000-8000-00000000f009", ":document", "0190a0de-0000-7000-8000-00000000f009",
	).Replace(path)
	if r.query != "" {
		at += "?" + r.query
	}
	return at
}
