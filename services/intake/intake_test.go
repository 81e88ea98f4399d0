package intake_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/suite/suitetest"
	"github.com/celav/celav/services/intake"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// peer is a service that intake asks, as far as intake asks it.
func peer(name string, register func(e *echo.Echo, env *suite.Env)) suite.Module {
	return suite.Module{Name: name, Needs: []string{suite.Intake}, New: func(_ context.Context, env *suite.Env) (*suite.Service, error) {
		e := echo.New()
		e.GET("/"+name+"/v1/memberships/:subject", func(c echo.Context) error {
			if c.Param("subject") != "demo-employer" {
				return c.NoContent(http.StatusNotFound)
			}
			return c.JSON(http.StatusOK, map[string]string{"companyId": "company-1"})
		})
		if register != nil {
			register(e, env)
		}
		return &suite.Service{Handler: e}, nil
	}}
}

// city is intake running in a suite whose other services are as small as can be.
type city struct {
	t     *testing.T
	suite *suite.Suite
}

func start(t *testing.T, outreach func(e *echo.Echo, env *suite.Env)) *city {
	t.Helper()
	return &city{t, suitetest.Start(t, intake.Module(), peer(suite.Assessment, nil), peer(suite.Matching, nil), peer(suite.Outreach, outreach))}
}

// as returns a client of the API for a demo user.
func (c *city) as(user string) *contract.ClientWithResponses {
	c.t.Helper()
	client, err := contract.NewClientWithResponses(c.suite.URL()+"/intake",
		contract.WithRequestEditorFn(suitetest.Bearer(c.t, c.suite, user)), contract.WithHTTPClient(suitetest.Client()))
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}

// visitor is a browser in which nobody is signed in.
func (c *city) visitor() *suitetest.Browser {
	c.t.Helper()
	return suitetest.Visitor(c.t, c.suite)
}

// signedIn is the browser of a demo user.
func (c *city) signedIn(user string) *suitetest.Browser {
	c.t.Helper()
	return suitetest.SignedIn(c.t, c.suite, user, "/home")
}

// asService is a call that another service makes for a person, or for itself when the principal says so.
func (c *city) asService(env *suite.Env, p identity.Principal) *contract.ClientWithResponses {
	c.t.Helper()
	way := env.Peer(suite.Intake)
	client, err := contract.NewClientWithResponses(way.URL, contract.WithHTTPClient(way.Client), contract.WithRequestEditorFn(suitetest.Acting(p)))
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}
