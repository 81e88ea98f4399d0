package matching_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/suite/suitetest"
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
	c := &city{t, suitetest.Start(t, intake(), assessment(), outreach(), matching.Module())}
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
			i.Snapshot.Taxonomy != "" && len(i.Indices) == 2 && holds(i.Indices[0], len(candidates())) && holds(i.Indices[1], len(openings())) {
			return
		}
		select {
		case <-look.C:
		case <-deadline:
			c.t.Fatalf("not loaded: %s", r.Body)
		}
	}
}

// holds reports whether an index has so many documents. That it is not behind is not enough: what is answered about the
// snapshot may be a moment younger.
func holds(i contract.Index, n int) bool { return !i.Behind && i.Documents != nil && *i.Documents == n }

// as returns a client of the API for a demo user.
func (c *city) as(user string) *contract.ClientWithResponses {
	c.t.Helper()
	client, err := contract.NewClientWithResponses(c.suite.URL()+"/matching",
		contract.WithRequestEditorFn(suitetest.Bearer(c.t, c.suite, user)), contract.WithHTTPClient(suitetest.Client()))
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

// data reads JSON that a test writes as text.
func data(text string) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		panic(err)
	}
	return v
}
