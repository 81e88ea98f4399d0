package catalogue_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

var today = civil.Date{Year: 2026, Month: time.November, Day: 23}

func ptr[T any](x T) *T { return &x }

func open(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	c, err := catalogue.New(embedded(t), shipped(t), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func shipped(t testing.TB) *match.Weights {
	t.Helper()
	w, err := weights.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func emptySnapshot(t testing.TB) *match.Snapshot {
	t.Helper()
	library, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return match.NewSnapshot(library, shipped(t), 1)
}

func newSnapshot(t *testing.T) *match.Snapshot {
	t.Helper()
	s := emptySnapshot(t)
	relations := []match.Relation{
		{ID: "o/0", Kind: "occupation", ISCO: "5131"},
		{ID: "o/1", Kind: "occupation", ISCO: "5132"},
		{ID: "o/2", Kind: "occupation", ISCO: "5120"},
		{ID: "o/3", Kind: "occupation", ISCO: "9112"},
	}
	for i := range 12 {
		relations = append(relations, match.Relation{ID: skill(i), Kind: "skill", Broader: []string{fmt.Sprint("g/", i/4)}})
	}
	s.SetTaxonomy(match.NewTaxonomy("test", relations))
	return s
}

func skill(i int) string { return fmt.Sprint("s/", i) }

// Everything that the gate lets through is recalled, for people and for openings of every shape: the filters may be too
// generous and must not be too strict.
func TestFiltersLoseNobody(t *testing.T) {
	c, s := open(t), newSnapshot(t)
	r := rand.New(rand.NewPCG(5, 9))
	var people []search.Entry[match.Person]
	var openings []search.Entry[catalogue.Opening]
	for i := range 150 {
		p := randomPerson(r, fmt.Sprintf("p%03d", i))
		s.PutPeople(p)
		people = append(people, search.Entry[match.Person]{ID: p.ID, Version: 1, Doc: p})
	}
	for i := range 150 {
		o := randomOpening(r, fmt.Sprintf("o%03d", i))
		s.PutOpenings(o)
		openings = append(openings, search.Entry[catalogue.Opening]{ID: o.ID, Version: 1, Doc: catalogue.Opening{Opening: o}})
	}
	if err := c.People.Put(t.Context(), people...); err != nil {
		t.Fatal(err)
	}
	if err := c.Openings.Put(t.Context(), openings...); err != nil {
		t.Fatal(err)
	}
	query := match.Query{On: today, Limit: 150}
	eligible := 0
	for _, p := range people[:60] {
		exact, err := s.RankOpenings(p.Doc, query)
		if err != nil {
			t.Fatal(err)
		}
		recalled, err := c.RecallOpenings(t.Context(), s, p.Doc, today, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range exact.Lists[match.Eligible].Items {
			eligible++
			if !slices.Contains(recalled, e.Opening) {
				t.Errorf("opening %s is eligible for %s and was not recalled", e.Opening, p.ID)
			}
		}
	}
	for _, o := range openings[:60] {
		exact, err := s.RankPeople(o.Doc.Opening, query)
		if err != nil {
			t.Fatal(err)
		}
		recalled, err := c.RecallPeople(t.Context(), s, o.Doc.Opening, today, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range exact.Lists[match.Eligible].Items {
			eligible++
			if !slices.Contains(recalled, e.Person) {
				t.Errorf("person %s is eligible for %s and was not recalled", e.Person, o.ID)
			}
		}
	}
	if eligible < 200 {
		t.Errorf("only %d eligible pairs were compared", eligible)
	}
}

// maybe leaves a fact out, as most records do.
func maybe[T any](r *rand.Rand, x T) *T {
	if r.IntN(3) == 0 {
		return nil
	}
	return &x
}

func someSkills(r *rand.Rand) []int { return r.Perm(12)[:r.IntN(6)] }

func randomSlots(r *rand.Rand) []match.Slot {
	var slots []match.Slot
	from := match.TimeOfDay(60 * []int{6, 8, 14, 20}[r.IntN(4)])
	for day := 1; day <= r.IntN(8); day++ {
		slots = append(slots, match.Slot{Day: day, From: from, To: from + 60*6})
	}
	return slots
}

func randomPerson(r *rand.Rand, id string) match.Person {
	p := match.Person{
		ID: id, Version: 1, Team: "equipe-1", Residence: []string{"local", "local", "abroad"}[r.IntN(3)],
		MinimumAge: []int{0, 15, 16, 18}[r.IntN(4)], State: []string{"active", "active", "active", "closed"}[r.IntN(4)],
		WaitingSince: ptr(today.AddDays(-r.IntN(300))), UpdatedOn: today,
		Availability: maybe(r, match.Availability{From: maybe(r, today.AddDays(r.IntN(120)-20)), MaxHoursWeek: maybe(r, 10+r.IntN(30)), Slots: randomSlots(r)}),
		Reach: maybe(r, match.Reach{
			Lat: 45.40 + r.Float64()/5, Lon: 9.1 + r.Float64()/5, MaxMinutes: maybe(r, 15+r.IntN(60)),
			Modes: [][]string{nil, {"walk"}, {"bike", "transit"}, {"car"}}[r.IntN(4)],
		}),
		Education:   maybe(r, match.Education{EQF: ptr(1 + r.IntN(6))}),
		Preferences: maybe(r, match.Preferences{NightShifts: maybe(r, []string{"yes", "no"}[r.IntN(2)]), Weekend: maybe(r, []string{"yes", "no"}[r.IntN(2)]), MaxHoursWeek: maybe(r, 20)}),
		Languages:   []match.SpokenLanguage{{Language: "it", Listening: match.CEFR(r.IntN(7)), Interaction: match.CEFR(r.IntN(7))}},
	}
	if r.IntN(2) == 0 {
		p.Licences = [][]string{{}, {"B"}, {"B", "forklift"}}[r.IntN(3)]
	}
	if r.IntN(4) > 0 {
		from := today.AddDays(r.IntN(100) - 80)
		p.WorkAccess = []policy.Interval{
			{From: from.AddDays(-60), Until: ptr(from.AddDays(-1)), Outcome: policy.MayNotWork, Traineeship: []policy.Outcome{"", policy.NeedsHuman}[r.IntN(2)]},
			{From: from, Until: maybe(r, from.AddDays(r.IntN(300))), Outcome: []policy.Outcome{policy.MayWork, policy.NeedsHuman, policy.MayWorkLimited}[r.IntN(3)], HoursWeek: ptr(20), Renewable: r.IntN(2) == 0},
		}
	}
	for _, i := range someSkills(r) {
		p.Skills = append(p.Skills, match.PersonSkill{Skill: skill(i), Level: 1 + r.IntN(4), Evidence: "said"})
	}
	for i := range r.IntN(3) {
		p.Occupations = append(p.Occupations, match.PastOccupation{Occupation: fmt.Sprint("o/", r.IntN(4)), Held: i == 0, Wanted: i == 1, Months: r.IntN(40)})
	}
	return p
}

func randomOpening(r *rand.Rand, id string) match.Opening {
	o := match.Opening{
		ID: id, Version: 1, Kind: []string{"traineeship", "contract", "both"}[r.IntN(3)], Occupation: fmt.Sprint("o/", r.IntN(4)),
		Slots: randomSlots(r), HoursWeek: maybe(r, 10+r.IntN(30)), Start: maybe(r, today.AddDays(r.IntN(150)-30)), Months: maybe(r, 3),
		Seats: r.IntN(4), SeatsTaken: r.IntN(2), SeatLimit: maybe(r, 1+r.IntN(3)), MinimumAge: []int{15, 16, 18}[r.IntN(3)],
		Licences: [][]string{nil, nil, {"B"}, {"B", "forklift"}}[r.IntN(4)], EducationEQF: maybe(r, 1+r.IntN(5)),
		WelcomesArt27: r.IntN(3) == 0, PublishedOn: ptr(today.AddDays(-r.IntN(60))), ClosesOn: maybe(r, today.AddDays(r.IntN(60)-10)),
		Live: r.IntN(6) > 0,
	}
	if r.IntN(4) > 0 {
		o.Site = match.Site{Lat: ptr(45.40 + r.Float64()/5), Lon: ptr(9.1 + r.Float64()/5)}
	}
	if r.IntN(2) == 0 {
		o.Languages = []match.RequiredLanguage{{Language: "it", Level: match.CEFR(1 + r.IntN(4))}}
	}
	for i, n := range someSkills(r) {
		asked := match.OpeningSkill{Skill: skill(n), Level: maybe(r, 1+r.IntN(4)), Weight: r.IntN(4)}
		if i < 3 {
			o.NeededAtStart = append(o.NeededAtStart, asked)
		} else {
			o.Optional = append(o.Optional, asked)
		}
	}
	return o
}

// What the feeds would tell by mistake about who somebody is does not reach an index.
func TestIndicesHoldNothingPersonal(t *testing.T) {
	const secret = "SECRET"
	p, err := match.ReadPerson([]byte(`{"personId":"p1","name":"SECRET","status":"SECRET","document":"SECRET","state":"active",
		"team":"equipe-1","residence":"local","workAccess":[{"from":"2026-01-01","until":null,"outcome":"ok","rule":"SECRET"}]}`),
		[]byte(`{"personId":"p1","notes":"SECRET","skills":[{"skill":"s/1","level":2,"evidence":"said","note":"SECRET"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(catalogue.PersonFields(p, shipped(t)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(written), secret) {
		t.Errorf("the index would hold %s", written)
	}
	if !strings.Contains(string(written), "s/1") {
		t.Errorf("the skill is missing in %s", written)
	}
}
