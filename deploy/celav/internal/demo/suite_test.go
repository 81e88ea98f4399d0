package demo_test

import (
	"context"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/celav/celav/deploy/celav/internal/demo"
	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
	employers "github.com/celav/celav/services/employer-outreach"
	desk "github.com/celav/celav/services/intake"
	skills "github.com/celav/celav/services/skills-assessment"
	matching "github.com/celav/celav/services/traineeship-matching"
)

// The services themselves take the city: every area, document, licence and concept in it is one that they know.
func TestServicesTakeTheCity(t *testing.T) {
	s := start(t)
	day, err := demo.Day(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o := demo.Options{People: 150, Openings: 100, Seed: 11, Today: day}
	first, err := demo.Load(t.Context(), demo.Suite{URL: s.URL(), Client: as(t, s, "operator")}, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	// The development provider's own person has a file from the beginning, which the city's first person replaces.
	if first.People != (demo.Count{Created: 149, Updated: 1}) || first.Openings != (demo.Count{Created: 100}) || first.Companies != (demo.Count{Created: 32}) {
		t.Errorf("the first load: %+v", first)
	}
	again, err := demo.Load(t.Context(), demo.Suite{URL: s.URL(), Client: as(t, s, "operator")}, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again.People != (demo.Count{Updated: 150}) || again.Profiles.Created != 0 || again.Openings != (demo.Count{Updated: 100}) {
		t.Errorf("the second load: %+v", again)
	}
	usersHaveSomething(t, s)
}

// usersHaveSomething looks with the eyes of the demo users: the person has a file, the employer an opening.
func usersHaveSomething(t *testing.T, s *suite.Suite) {
	t.Helper()
	people, err := intake.NewClientWithResponses(s.URL()+"/intake", intake.WithHTTPClient(as(t, s, "person")))
	if err != nil {
		t.Fatal(err)
	}
	file, err := people.GetPersonWithResponse(t.Context(), demo.Person)
	if err != nil || file.JSON200 == nil || !file.JSON200.Demo {
		t.Fatalf("the demo person's file: %v, %s", err, file.Status())
	}
	openings, err := outreach.NewClientWithResponses(s.URL()+"/outreach", outreach.WithHTTPClient(as(t, s, "employer")))
	if err != nil {
		t.Fatal(err)
	}
	list, err := openings.ListOpeningsWithResponse(t.Context(), nil)
	if err != nil || list.JSON200 == nil || len(list.JSON200.Items) == 0 || len(list.JSON200.Items) > 20 {
		t.Fatalf("the demo employer's openings: %v, %s", err, list.Body)
	}
}

func start(t testing.TB) *suite.Suite {
	t.Helper()
	dir := t.TempDir()
	settings := &config.Settings{
		Addr: "127.0.0.1:0", InternalAddr: "off", DataDir: dir, Profile: config.Development,
		StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address("embedded:" + filepath.Join(dir, "index")),
		RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: identity.DefaultAudience, StopTimeout: 5 * time.Second,
	}
	s, err := suite.New(t.Context(), suite.Options{
		Settings: settings, Telemetry: telemetry.Discard(), Clock: time.Now,
		Modules: []suite.Module{desk.Module(), skills.Module(), matching.Module(), employers.Module()},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the suite stopped with %v", err)
		}
	})
	return s
}

// as is a client with a demo user's token.
func as(t testing.TB, s *suite.Suite, role string) *http.Client {
	t.Helper()
	token, err := s.Issuer().AccessToken(role)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Transport: bearer(token)}
}

type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}
