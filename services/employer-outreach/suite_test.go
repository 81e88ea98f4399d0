package outreach_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"

	assessment "github.com/celav/celav/pkg/contract/assessment"
	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/suite/suitetest"
	outreach "github.com/celav/celav/services/employer-outreach"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// The company of the development issuer's employer, as the service seeds it.
const (
	ownCompany = "0191b000-0000-7000-8000-000000000001"
	ownSite    = "0191b000-0000-7000-8000-000000000002"
)

// directory knows the demonstration users, in intake's place.
type directory struct{}

func (directory) Resolve(_ context.Context, subject string) (identity.Principal, error) {
	p := identity.Principal{Subject: subject}
	switch subject {
	case "demo-employer":
		p.Roles, p.Company = []identity.Role{identity.Employer}, ownCompany
	case "demo-counsellor-1":
		p.Roles, p.Team = []identity.Role{identity.Counsellor}, "equipe-1"
	case "demo-operator":
		p.Roles = []identity.Role{identity.Operator}
	}
	return p, nil
}

// intake is the front door, as far as outreach needs one: sign-in and the directory.
func intake() suite.Module {
	return suite.Module{Name: suite.Intake, Needs: []string{suite.Outreach}, Root: true, New: func(_ context.Context, env *suite.Env) (*suite.Service, error) {
		env.Identity.UseDirectory(directory{})
		e := echo.New()
		e.GET("/sign-in", func(c echo.Context) error { return env.Identity.SignIn(c.Response(), c.Request()) })
		e.GET("/sign-in/callback", func(c echo.Context) error { return env.Identity.Callback(c.Response(), c.Request()) })
		e.POST("/intake/v1/directory", func(c echo.Context) error {
			var asked struct{ Subject string }
			if err := c.Bind(&asked); err != nil {
				return err
			}
			p, _ := directory{}.Resolve(c.Request().Context(), asked.Subject)
			if p.Company == "" { // as intake does
				if p.Company = companyOf(c.Request().Context(), env.Peer(suite.Outreach), asked.Subject); p.Company != "" {
					p.Roles = append(p.Roles, identity.Employer)
				}
			}
			return c.JSON(http.StatusOK, map[string]any{"subject": p.Subject, "roles": p.Roles, "team": p.Team, "company": p.Company})
		})
		return &suite.Service{Handler: e}, nil
	}}
}

// companyOf asks outreach, as intake does, who belongs to a company.
func companyOf(ctx context.Context, outreach suite.Peer, subject string) string {
	ctx = identity.With(ctx, identity.AsService(suite.Intake))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, outreach.URL+"/v1/memberships/"+url.PathEscape(subject), nil)
	if err != nil {
		return ""
	}
	resp, err := outreach.Client.Do(req)
	if err != nil {
		return ""
	}
	defer func() { _ = resp.Body.Close() }()
	var found struct{ CompanyID string }
	if resp.StatusCode != http.StatusOK || json.NewDecoder(resp.Body).Decode(&found) != nil {
		return ""
	}
	return found.CompanyID
}

// matching is there because a suite is four services; outreach asks it nothing.
func matching() suite.Module {
	return suite.Module{Name: suite.Matching, New: func(context.Context, *suite.Env) (*suite.Service, error) {
		return &suite.Service{Handler: http.NotFoundHandler()}, nil
	}}
}

// taxonomy is the assessment service with one occupation and two skills. down makes it fail.
type taxonomy struct{ down bool }

func (x *taxonomy) module() suite.Module {
	labels := map[string]string{"celav:o/cook": "cuoco", "celav:s/cut-vegetables": "tagliare verdure", "celav:s/hygiene": "igiene"}
	return suite.Module{Name: suite.Assessment, New: func(context.Context, *suite.Env) (*suite.Service, error) {
		e := echo.New()
		e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
			return func(c echo.Context) error {
				if x.down {
					return c.NoContent(http.StatusServiceUnavailable)
				}
				return next(c)
			}
		})
		e.GET("/assessment/v1/concepts", func(c echo.Context) error {
			found := assessment.Candidates{Items: []assessment.Candidate{}}
			for id, label := range labels {
				of := strings.HasPrefix(id, "celav:o/")
				if of == (c.QueryParam("kind") == "occupation") && strings.Contains(label, c.QueryParam("q")) {
					found.Items = append(found.Items, assessment.Candidate{Id: id, Label: label, Matched: label, MatchedLanguage: "it"})
				}
			}
			return c.JSON(http.StatusOK, found)
		})
		e.GET("/assessment/v1/concept", func(c echo.Context) error {
			if c.QueryParam("id") != "celav:o/cook" {
				return c.NoContent(http.StatusNotFound)
			}
			isco := "5120"
			return c.JSON(http.StatusOK, assessment.Concept{
				Id: "celav:o/cook", Isco: &isco, Essential: []assessment.Neighbour{{Id: "celav:s/hygiene", Label: "igiene"}},
			})
		})
		e.POST("/assessment/v1/labels", func(c echo.Context) error { return c.JSON(http.StatusOK, assessment.Labels{Labels: labels}) })
		return &suite.Service{Handler: e}, nil
	}}
}

// city is outreach running in a suite whose other services are as small as can be.
type city struct {
	t        *testing.T
	suite    *suite.Suite
	taxonomy *taxonomy
}

func start(t *testing.T) *city {
	t.Helper()
	x := &taxonomy{}
	s := suitetest.Start(t, intake(), x.module(), matching(), outreach.Module())
	return &city{t, s, x}
}

// as returns a client of the API for a demo user.
func (c *city) as(user string) *contract.ClientWithResponses {
	c.t.Helper()
	client, err := contract.NewClientWithResponses(c.suite.URL()+"/outreach",
		contract.WithRequestEditorFn(suitetest.Bearer(c.t, c.suite, user)), contract.WithHTTPClient(suitetest.Client()))
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}

func (c *city) visitor() *suitetest.Browser {
	c.t.Helper()
	return suitetest.Visitor(c.t, c.suite)
}

// signedIn is the browser of a demo user, on the list of openings.
func (c *city) signedIn(user string) *suitetest.Browser {
	c.t.Helper()
	return c.signedInAt(user, "/outreach/openings")
}

func (c *city) signedInAt(user, next string) *suitetest.Browser {
	c.t.Helper()
	return suitetest.SignedIn(c.t, c.suite, user, next)
}
