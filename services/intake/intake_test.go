package intake_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"
	"golang.org/x/net/html"

	"github.com/celav/celav/pkg/config"
	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
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
	dir := t.TempDir()
	settings := &config.Settings{
		Addr: "127.0.0.1:0", InternalAddr: "off", DataDir: dir, Profile: config.Development,
		StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address("embedded:" + filepath.Join(dir, "index")),
		RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: "celav-api", StopTimeout: 5 * time.Second,
	}
	s, err := suite.New(t.Context(), suite.Options{
		Settings: settings, Telemetry: telemetry.Discard(), Clock: time.Now,
		Modules: []suite.Module{intake.Module(), peer(suite.Assessment, nil), peer(suite.Matching, nil), peer(suite.Outreach, outreach)},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the suite stopped with %v", err)
		}
	})
	return &city{t, s}
}

// as returns a client of the API for a demo user.
func (c *city) as(user string) *contract.ClientWithResponses {
	c.t.Helper()
	token, err := c.suite.Issuer().AccessToken(user)
	if err != nil {
		c.t.Fatal(err)
	}
	client, err := contract.NewClientWithResponses(c.suite.URL()+"/intake", contract.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	}), contract.WithHTTPClient(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}))
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}

// browser is somebody who looks at pages.
type browser struct {
	city   *city
	client *http.Client
}

// page is what a browser got.
type page struct {
	t      *testing.T
	Status int
	Path   string
	Root   *html.Node
}

// visitor is a browser in which nobody is signed in.
func (c *city) visitor() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return &browser{c, &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}}
}

// signedIn goes through the whole sign-in as a demo user.
func (c *city) signedIn(user string) *browser {
	c.t.Helper()
	b := c.visitor()
	chooser := b.get("/sign-in?next=/home")
	form := chooser.one("form[method=post]")
	landed := b.post(attr(form, "action"), url.Values{"id": {attr(chooser.one("input[name=id]"), "value")}, "subject": {user}})
	if landed.Status != http.StatusOK || landed.Path != "/home" {
		c.t.Fatalf("sign-in of %s ends at %s with %d", user, landed.Path, landed.Status)
	}
	return b
}

func (b *browser) get(path string) page {
	b.city.t.Helper()
	return b.do(http.MethodGet, path, nil)
}

func (b *browser) post(path string, form url.Values) page {
	b.city.t.Helper()
	return b.do(http.MethodPost, path, form)
}

func (b *browser) do(method, path string, form url.Values) page {
	t := b.city.t
	t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = b.city.suite.URL() + path
	}
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	resp, err := b.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	root, err := html.Parse(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{t, resp.StatusCode, resp.Request.URL.Path, root}
}

// asService is a call that another service makes for a person, or for itself when the principal says so.
func (c *city) asService(env *suite.Env, p identity.Principal) *contract.ClientWithResponses {
	c.t.Helper()
	way := env.Peer(suite.Intake)
	client, err := contract.NewClientWithResponses(way.URL, contract.WithHTTPClient(way.Client), contract.WithRequestEditorFn(
		func(ctx context.Context, r *http.Request) error {
			*r = *r.WithContext(identity.With(ctx, p))
			return nil
		}))
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}
