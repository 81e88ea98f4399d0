package assessment_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/suite/suitetest"
	"github.com/celav/celav/pkg/ui"
	assessment "github.com/celav/celav/services/skills-assessment"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// Three people: one of each team, and the demo person.
const (
	awa   = "0192f0c8-7b1e-7000-8000-000000000001" // team 1
	bruno = "0192f0c8-7b1e-7000-8000-000000000002" // team 2
	self  = "0192f0c8-7b1e-7000-8000-000000000003" // team 1, signs in as demo-person
)

func owners() map[string]identity.Owner {
	return map[string]identity.Owner{awa: {Team: "t1", Person: awa}, bruno: {Team: "t2", Person: bruno}, self: {Team: "t1", Person: self}}
}

type directory struct{}

func (directory) Resolve(_ context.Context, subject string) (identity.Principal, error) {
	p := identity.Principal{Subject: subject}
	switch subject {
	case "demo-counsellor-1":
		p.Roles, p.Team = []identity.Role{identity.Counsellor}, "t1"
	case "demo-counsellor-2":
		p.Roles, p.Team = []identity.Role{identity.Counsellor}, "t2"
	case "demo-coordinator":
		p.Roles = []identity.Role{identity.Coordinator}
	case "demo-employer":
		p.Roles, p.Company = []identity.Role{identity.Employer}, "c1"
	case "demo-person":
		p.Roles, p.Person = []identity.Role{identity.Person}, self
	case "demo-operator":
		p.Roles = []identity.Role{identity.Operator}
	}
	return p, nil
}

// intake is as much of intake as the assessment asks: sign-in, owners, names, who is in care.
func intake() suite.Module {
	return suite.Module{Name: suite.Intake, Root: true, Needs: []string{suite.Assessment}, New: func(_ context.Context, env *suite.Env) (*suite.Service, error) {
		env.Identity.UseDirectory(directory{})
		catalog, err := ui.NewCatalog()
		if err != nil {
			return nil, err
		}
		r := env.Router(catalog)
		way := func(h func(http.ResponseWriter, *http.Request) error) echo.HandlerFunc {
			return func(c echo.Context) error { return h(c.Response(), c.Request()) }
		}
		r.Root(http.MethodGet, "/home", identity.Home, func(c echo.Context) error { return c.HTML(http.StatusOK, "home") })
		r.Root(http.MethodGet, "/sign-in", identity.Public, way(env.Identity.SignIn))
		r.Root(http.MethodGet, "/sign-in/callback", identity.Public, way(env.Identity.Callback))
		pages, err := r.Handler()
		if err != nil {
			return nil, err
		}
		e := echo.New()
		e.GET("/intake/v1/people/:id/owner", func(c echo.Context) error {
			o, ok := owners()[c.Param("id")]
			if !ok {
				return problem.Write(c.Response(), fault.New(fault.NotFound, "no such person"), "")
			}
			return c.JSON(http.StatusOK, map[string]string{"person": o.Person, "team": o.Team})
		})
		e.POST("/intake/v1/people/names", func(c echo.Context) error {
			names := map[string]any{awa: map[string]any{"label": "Awa Diop", "code": "P-1", "known": true}, self: map[string]any{"label": "Samir", "code": "P-3", "known": true}}
			return c.JSON(http.StatusOK, map[string]any{"names": names})
		})
		e.GET("/intake/v1/people", func(c echo.Context) error {
			line := func(id, name string) map[string]any {
				return map[string]any{"id": id, "code": "P", "team": "t1", "name": name, "language": "fr", "state": "active", "waitingSince": "2026-10-01"}
			}
			return c.JSON(http.StatusOK, map[string]any{"items": []any{line(awa, "Awa Diop"), line(self, "Samir")}})
		})
		e.POST("/intake/v1/directory", func(c echo.Context) error { // asked by the other services for API tokens
			var body struct{ Subject string }
			if err := c.Bind(&body); err != nil {
				return err
			}
			p, _ := directory{}.Resolve(c.Request().Context(), body.Subject)
			roles := []string{}
			for _, role := range p.Roles {
				roles = append(roles, string(role))
			}
			return c.JSON(http.StatusOK, map[string]any{"subject": p.Subject, "roles": roles, "team": p.Team, "company": p.Company, "person": p.Person})
		})
		mux := http.NewServeMux()
		mux.Handle("/intake/v1/", e)
		mux.Handle("/", pages)
		return &suite.Service{Handler: mux, Routes: r.Routes()}, nil
	}}
}

// follower is another service that asks the assessment.
func follower(name string, env **suite.Env) suite.Module {
	return suite.Module{Name: name, Needs: []string{suite.Assessment}, New: func(_ context.Context, e *suite.Env) (*suite.Service, error) {
		if env != nil {
			*env = e
		}
		return &suite.Service{Handler: http.NotFoundHandler()}, nil
	}}
}

// city is the assessment running in a suite whose other services are as small as can be.
type city struct {
	t        *testing.T
	suite    *suite.Suite
	matching *suite.Env
}

func start(t *testing.T) *city {
	t.Helper()
	c := &city{t: t}
	c.suite = suitetest.Start(t, intake(), assessment.Module(), follower(suite.Matching, &c.matching), follower(suite.Outreach, nil))
	return c
}

// as returns a client of the API for a demo user.
func (c *city) as(user string) *contract.ClientWithResponses {
	c.t.Helper()
	client, err := contract.NewClientWithResponses(c.suite.URL()+"/assessment",
		contract.WithRequestEditorFn(suitetest.Bearer(c.t, c.suite, user)), contract.WithHTTPClient(suitetest.Client()))
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}

// asMatching is a call that matching makes for itself.
func (c *city) asMatching() *contract.ClientWithResponses {
	c.t.Helper()
	way := c.matching.Peer(suite.Assessment)
	client, err := contract.NewClientWithResponses(way.URL, contract.WithHTTPClient(way.Client),
		contract.WithRequestEditorFn(suitetest.Acting(identity.AsService(suite.Matching))))
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}

// signedIn is the browser of a demo user.
func (c *city) signedIn(user string) *suitetest.Browser {
	c.t.Helper()
	return suitetest.SignedIn(c.t, c.suite, user, "/home")
}
