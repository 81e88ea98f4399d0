package outreach_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/config"
	assessment "github.com/celav/celav/pkg/contract/assessment"
	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
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
	dir := t.TempDir()
	x := &taxonomy{}
	s, err := suite.New(t.Context(), suite.Options{
		Settings: &config.Settings{
			Addr: "127.0.0.1:0", InternalAddr: "off", DataDir: dir, Profile: config.Development,
			StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address("embedded:" + filepath.Join(dir, "index")),
			RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: "celav-api", StopTimeout: 5 * time.Second,
		},
		Telemetry: telemetry.Discard(), Clock: time.Now,
		Modules: []suite.Module{intake(), x.module(), matching(), outreach.Module()},
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
	return &city{t, s, x}
}

// as returns a client of the API for a demo user.
func (c *city) as(user string) *contract.ClientWithResponses {
	c.t.Helper()
	token := ""
	if user != "" {
		var err error
		if token, err = c.suite.Issuer().AccessToken(user); err != nil {
			c.t.Fatal(err)
		}
	}
	client, err := contract.NewClientWithResponses(c.suite.URL()+"/outreach", contract.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
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
	*goquery.Document
	Status int
	Path   string
}

func (c *city) visitor() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return &browser{c, &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}}
}

// signedIn goes through the whole sign-in as a demo user and lands on the company.
func (c *city) signedIn(user string) *browser {
	c.t.Helper()
	return c.signedInAt(user, "/outreach/openings")
}

func (c *city) signedInAt(user, next string) *browser {
	c.t.Helper()
	b := c.visitor()
	chooser := b.get("/sign-in?next=" + next)
	form := chooser.Find("form[method=post]").First()
	landed := b.post(form.AttrOr("action", ""), url.Values{"id": {form.Find("input[name=id]").AttrOr("value", "")}, "subject": {user}})
	if landed.Status != http.StatusOK || landed.Path != next {
		c.t.Fatalf("sign-in of %s ends at %s with %d", user, landed.Path, landed.Status)
	}
	return b
}

func (b *browser) get(path string) page { b.city.t.Helper(); return b.do(http.MethodGet, path, nil) }

func (b *browser) post(path string, form url.Values) page {
	b.city.t.Helper()
	return b.do(http.MethodPost, path, form)
}

// submit posts a page's form as it stands, with some values set and one button pressed ("name=value").
func (b *browser) submit(p page, set url.Values, button string) page {
	b.city.t.Helper()
	form := p.Find("main form.c-form").First()
	typed := url.Values{}
	form.Find("input[name], select[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		switch kind := s.AttrOr("type", goquery.NodeName(s)); kind {
		case "radio", "checkbox":
			if _, on := s.Attr("checked"); on {
				typed.Add(name, s.AttrOr("value", ""))
			}
		case "select":
			typed.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		case "textarea":
			typed.Add(name, s.Text())
		default:
			typed.Add(name, s.AttrOr("value", ""))
		}
	})
	for name, values := range set {
		typed[name] = values
	}
	if name, value, ok := strings.Cut(button, "="); ok {
		typed.Set(name, value)
	}
	return b.post(form.AttrOr("action", ""), typed)
}

func (b *browser) do(method, path string, form url.Values) page {
	t := b.city.t
	t.Helper()
	if strings.HasPrefix(path, "/") {
		path = b.city.suite.URL() + path
	}
	req, err := http.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
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
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{doc, resp.StatusCode, resp.Request.URL.Path}
}
