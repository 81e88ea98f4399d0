package matching_test

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

	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"
	"golang.org/x/net/html"

	"github.com/celav/celav/pkg/config"
	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/ui"
	matching "github.com/celav/celav/services/traineeship-matching"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

type directory struct{}

func (directory) Resolve(_ context.Context, subject string) (identity.Principal, error) {
	p := identity.Principal{Subject: subject}
	switch subject {
	case "demo-counsellor-1":
		p.Roles, p.Team = []identity.Role{identity.Counsellor}, "equipe-1"
	case "demo-counsellor-2":
		p.Roles, p.Team = []identity.Role{identity.Counsellor}, "equipe-2"
	case "demo-coordinator":
		p.Roles = []identity.Role{identity.Coordinator}
	case "demo-employer":
		p.Roles, p.Company = []identity.Role{identity.Employer}, "c1"
	case "demo-operator":
		p.Roles = []identity.Role{identity.Operator}
	}
	return p, nil
}

// feed serves the states of one kind, once; a follower that has read them waits until the service stops.
type feed struct {
	kind   string
	states map[string]any
	stop   chan struct{}
}

func (f *feed) serve(c echo.Context) error {
	page := map[string]any{"items": []any{}, "cursor": "1:9", "more": false}
	if after := c.QueryParam("after"); after != "" {
		if c.QueryParam("wait") != "" {
			select {
			case <-f.stop:
			case <-c.Request().Context().Done():
			}
		}
		page["cursor"] = after
		return c.JSON(http.StatusOK, page)
	}
	var items []any
	for id, state := range f.states {
		items = append(items, map[string]any{"seq": len(items) + 1, "kind": f.kind, "id": id, "version": 1, "state": state})
	}
	page["items"] = items
	return c.JSON(http.StatusOK, page)
}

// small makes a service that answers with little more than its feed.
func small(name string, root bool, f feed, more func(*echo.Echo)) suite.Module {
	return suite.Module{Name: name, Root: root, Needs: []string{suite.Matching}, New: func(_ context.Context, env *suite.Env) (*suite.Service, error) {
		f.stop = make(chan struct{})
		e := echo.New()
		e.GET("/"+name+"/v1/changes", f.serve)
		if more != nil {
			more(e)
		}
		s := &suite.Service{Handler: e, Stopping: func() { close(f.stop) }}
		if !root {
			return s, nil
		}
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
		mux := http.NewServeMux()
		mux.Handle("/"+name+"/v1/", e)
		mux.Handle("/", pages)
		s.Handler, s.Routes = mux, r.Routes()
		return s, nil
	}}
}

func intake() suite.Module {
	return small(suite.Intake, true, feed{kind: "candidate", states: candidates()}, func(e *echo.Echo) {
		e.POST("/intake/v1/directory", func(c echo.Context) error {
			var body struct{ Subject string }
			if err := c.Bind(&body); err != nil {
				return err
			}
			p, _ := directory{}.Resolve(c.Request().Context(), body.Subject)
			return c.JSON(http.StatusOK, map[string]any{"subject": p.Subject, "roles": p.Roles, "team": p.Team, "company": p.Company})
		})
		e.POST("/intake/v1/people/names", func(c echo.Context) error {
			return c.JSON(http.StatusOK, map[string]any{"names": map[string]any{
				awa: map[string]any{"label": "Awa <Diop>", "code": "P-1", "known": true},
			}})
		})
	})
}

func outreach() suite.Module {
	return small(suite.Outreach, false, feed{kind: "opening", states: openings()}, func(e *echo.Echo) {
		e.POST("/outreach/v1/openings/cards", func(c echo.Context) error {
			return c.JSON(http.StatusOK, map[string]any{"items": []any{map[string]any{
				"id": waiter, "companyId": "c1", "company": "Bar Sport", "municipality": "Milano", "title": "Cameriere", "language": "it",
				"kind": "traineeship", "occupation": "celav:o/waiter", "state": "published", "live": true, "seats": 1, "seatsTaken": 0, "start": "2027-01-01",
			}}})
		})
	})
}

func assessment() suite.Module {
	return small(suite.Assessment, false, feed{kind: "profile", states: profiles()}, func(e *echo.Echo) {
		e.GET("/assessment/v1/taxonomy/relations", func(c echo.Context) error {
			return c.JSON(http.StatusOK, map[string]any{"version": "test 1", "items": []any{
				map[string]any{"id": "celav:s/serve", "kind": "skill", "broader": []string{}, "related": []string{}},
				map[string]any{"id": "celav:o/waiter", "kind": "occupation", "isco": "5131", "broader": []string{}, "related": []string{}},
			}})
		})
		e.POST("/assessment/v1/labels", func(c echo.Context) error {
			return c.JSON(http.StatusOK, map[string]any{"version": "test 1", "labels": map[string]string{"celav:s/serve": "servire ai tavoli"}})
		})
	})
}

// city is matching in a suite whose other services are as small as can be.
type city struct {
	t     *testing.T
	suite *suite.Suite
}

func start(t *testing.T) *city {
	t.Helper()
	dir := t.TempDir()
	settings := &config.Settings{
		Addr: "127.0.0.1:0", InternalAddr: "off", DataDir: dir, Profile: config.Development,
		StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address("embedded:" + filepath.Join(dir, "index")),
		RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: "celav-api", StopTimeout: 5 * time.Second,
	}
	s, err := suite.New(t.Context(), suite.Options{
		Settings: settings, Telemetry: telemetry.Discard(), Clock: time.Now,
		Modules: []suite.Module{intake(), assessment(), outreach(), matching.Module()},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := &city{t, s}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the suite stopped with %v", err)
		}
	})
	c.loaded()
	return c
}

// loaded waits until both indices and the snapshot hold everything.
func (c *city) loaded() {
	c.t.Helper()
	api := c.as("demo-operator")
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	deadline := time.After(30 * time.Second)
	for {
		r, err := api.ReadIndicesWithResponse(c.t.Context())
		if err != nil {
			c.t.Fatal(err)
		}
		if i := r.JSON200; i != nil && i.Snapshot.Loaded && i.Snapshot.People == len(candidates()) && i.Snapshot.Openings == len(openings()) &&
			i.Snapshot.Taxonomy != "" && len(i.Indices) == 2 && !i.Indices[0].Behind && !i.Indices[1].Behind {
			return
		}
		select {
		case <-look.C:
		case <-deadline:
			c.t.Fatalf("not loaded: %s", r.Body)
		}
	}
}

// as returns a client of the API for a demo user.
func (c *city) as(user string) *contract.ClientWithResponses {
	c.t.Helper()
	token, err := c.suite.Issuer().AccessToken(user)
	if err != nil {
		c.t.Fatal(err)
	}
	client, err := contract.NewClientWithResponses(c.suite.URL()+"/matching", contract.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
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

// signedIn goes through the whole sign-in as a demo user.
func (c *city) signedIn(user string) *browser {
	c.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	b := &browser{c, &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}}
	chooser := b.do(http.MethodGet, "/sign-in?next=/home", nil)
	form := url.Values{"subject": {user}}
	for _, input := range chooser.all("input", "") {
		if attr(input, "name") == "id" {
			form.Set("id", attr(input, "value"))
		}
	}
	action := ""
	for _, f := range chooser.all("form", "") {
		action = attr(f, "action")
	}
	if landed := b.do(http.MethodPost, action, form); landed.Status != http.StatusOK {
		c.t.Fatalf("sign-in of %s ends with %d", user, landed.Status)
	}
	return b
}

func (b *browser) get(path string) page {
	b.city.t.Helper()
	return b.do(http.MethodGet, path, nil)
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
	return page{resp.StatusCode, root}
}

// page is what a browser got.
type page struct {
	Status int
	Root   *html.Node
}

// all returns the elements of a kind with a class; an empty kind or class fits every element.
func (p page) all(element, class string) []*html.Node {
	var found []*html.Node
	for n := range p.Root.Descendants() {
		if n.Type == html.ElementNode && (element == "" || n.Data == element) &&
			(class == "" || strings.Contains(" "+attr(n, "class")+" ", " "+class+" ")) {
			found = append(found, n)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(" " + d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// data reads JSON that a test writes as text.
func data(text string) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		panic(err)
	}
	return v
}
