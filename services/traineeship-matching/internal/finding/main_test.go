package finding_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/blevesearch"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

func TestMain(m *testing.M) {
	// The search library's analysis workers live as long as the process.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func ptr[T any](x T) *T { return &x }

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

// city is a few hundred openings and people in an engine that can be switched off.
type city struct {
	*finding.Desk
	down     bool
	concepts map[string][]naming.Concept
	seen     []audit.Entry
}

// engine answers unless it is switched off.
type engine struct {
	city  *city
	index finding.Engine
}

func (e engine) Query(ctx context.Context, q search.Query) (search.Result, error) {
	if e.city.down {
		return search.Result{}, fault.New(fault.Unavailable, "The engine is switched off.")
	}
	return e.index.Query(ctx, q)
}

func (c *city) Names(context.Context, naming.Wanted) naming.Names { return naming.Names{} }
func (c *city) Groups(context.Context) naming.Groups              { return naming.Groups{} }
func (c *city) Find(_ context.Context, text, _ string, _ int) ([]naming.Concept, error) {
	return c.concepts[text], nil
}

func (c *city) Seen(_ context.Context, entries ...audit.Entry) error {
	c.seen = append(c.seen, entries...)
	return nil
}

func newCity(t *testing.T) *city {
	t.Helper()
	driver, err := blevesearch.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := driver.Close(); err != nil {
			t.Error(err)
		}
	})
	return cityOn(t, driver)
}

func cityOn(t *testing.T, driver search.Driver) *city {
	t.Helper()
	rules, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := weights.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	indices, err := catalogue.New(driver, shipped, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := match.NewSnapshot(rules, shipped, 2)
	c := &city{concepts: map[string][]naming.Concept{}}
	var openings []search.Entry[catalogue.Opening]
	var people []search.Entry[match.Person]
	for i := range 300 {
		o, p := opening(i), person(i)
		s.PutOpenings(o)
		s.PutPeople(p)
		openings = append(openings, search.Entry[catalogue.Opening]{ID: o.ID, Version: 1, Doc: catalogue.Opening{Opening: o}})
		people = append(people, search.Entry[match.Person]{ID: p.ID, Version: 1, Doc: p})
	}
	if err := indices.Openings.Put(t.Context(), openings...); err != nil {
		t.Fatal(err)
	}
	if err := indices.People.Put(t.Context(), people...); err != nil {
		t.Fatal(err)
	}
	for _, x := range []interface{ Refresh(context.Context) error }{indices.Openings, indices.People} {
		if err := x.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	c.Desk = &finding.Desk{
		OpeningsIndex: engine{c, indices.Openings}, PeopleIndex: engine{c, indices.People}, Snapshot: s, Loaded: func() bool { return true }, Names: c, Audit: c,
		Now: func() time.Time { return today.In(time.UTC).Add(10 * time.Hour) }, Zone: time.UTC,
	}
	return c
}

var titles = []struct{ language, text string }{
	{"it", "Aiuto cuoco"}, {"it", "Cameriera di sala"}, {"en", "Warehouse worker"}, {"fr", "Cuisinier"}, {"ar", "عامل تنظيف"}, {"it", "Addetto alle pulizie"},
}

func opening(i int) match.Opening {
	title := titles[i%len(titles)]
	o := match.Opening{
		ID: fmt.Sprintf("o%03d", i), Title: title.text, Language: title.language, Kind: []string{"traineeship", "contract", "both"}[i%3], Seats: 1 + i%6,
		Occupation: fmt.Sprint("occ/", i%7), Live: i%10 != 9, HoursWeek: ptr(20 + 5*(i%5)), PublishedOn: ptr(today.AddDays(-i % 40)),
		Site:          match.Site{Lat: ptr(45.40 + float64(i%13)/100), Lon: ptr(9.10 + float64(i%17)/100), Municipality: []string{"Milano", "Monza", "Rho"}[i%3]},
		NeededAtStart: []match.OpeningSkill{{Skill: fmt.Sprint("s/", i%11)}},
		Slots:         []match.Slot{{Day: 1 + i%7, From: match.TimeOfDay(60 * (6 + i%16)), To: match.TimeOfDay(60 * (10 + i%14))}},
	}
	if i%4 > 0 {
		o.Languages = []match.RequiredLanguage{{Language: "it", Level: match.CEFR(i % 4)}, {Language: []string{"en", "fr"}[i%2], Level: 2}}
	}
	if i%8 == 0 {
		o.ClosesOn = ptr(today.AddDays(i%3 - 1))
	}
	return o
}

func person(i int) match.Person {
	p := match.Person{
		ID: fmt.Sprintf("p%03d", i), Team: fmt.Sprint("equipe-", 1+i%2), State: []string{"active", "active", "active", "closed"}[i%4], WaitingSince: ptr(today.AddDays(-i % 60)),
		Residence: "local", Skills: []match.PersonSkill{{Skill: fmt.Sprint("s/", i%11), Level: 2}, {Skill: fmt.Sprint("s/", i%5), Level: 3}},
		Occupations: []match.PastOccupation{{Occupation: fmt.Sprint("occ/", i%7), Held: i%2 == 0, Wanted: i%3 == 0}},
		Languages:   []match.SpokenLanguage{{Language: "it", Listening: match.CEFR(1 + i%5), Interaction: match.CEFR(1 + i%5)}, {Language: []string{"ar", "fr"}[i%2], Listening: 5, Interaction: 5}},
		Reach:       &match.Reach{Lat: 45.40 + float64(i%13)/100, Lon: 9.10 + float64(i%17)/100},
	}
	if i%3 > 0 {
		p.Availability = &match.Availability{From: ptr(today.AddDays(10 * (i%7 - 2))), Slots: []match.Slot{{Day: 1 + i%7, From: 8 * 60, To: match.TimeOfDay(60 * (12 + i%12))}}}
	}
	return p
}

func as(role identity.Role, team string) context.Context {
	return identity.With(context.Background(), identity.Principal{Subject: "somebody", Roles: []identity.Role{role}, Team: team})
}
