package match_test

import (
	"testing"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

func ptr[T any](x T) *T { return &x }

func shipped(t testing.TB) *match.Weights {
	t.Helper()
	w, err := weights.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func library(t testing.TB) policy.Library {
	t.Helper()
	l, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// snapshot makes a snapshot of everything given.
func snapshot(t testing.TB, taxonomy *match.Taxonomy, people []match.Person, openings []match.Opening) *match.Snapshot {
	t.Helper()
	s := match.NewSnapshot(library(t), shipped(t), 2)
	s.SetTaxonomy(taxonomy)
	s.PutPeople(people...)
	s.PutOpenings(openings...)
	return s
}

// Three headings of skills, with one tie across.
func relations() []match.Relation {
	return []match.Relation{
		{ID: "g/food", Kind: "skill"},
		{ID: "g/clean", Kind: "skill"},
		{ID: "s/cook", Kind: "skill", Broader: []string{"g/food"}},
		{ID: "s/cook-fish", Kind: "skill", Broader: []string{"s/cook"}},
		{ID: "s/serve", Kind: "skill", Broader: []string{"g/food"}},
		{ID: "s/dishes", Kind: "skill", Broader: []string{"g/food", "g/clean"}},
		{ID: "s/floors", Kind: "skill", Broader: []string{"g/clean"}},
		{ID: "s/windows", Kind: "skill", Broader: []string{"g/clean"}, Related: []string{"s/ladder"}},
		{ID: "s/ladder", Kind: "skill"},
		{ID: "s/greet", Kind: "skill"},
		{ID: "o/cook", Kind: "occupation", ISCO: "5120"},
		{ID: "o/waiter", Kind: "occupation", ISCO: "5131"},
		{ID: "o/barman", Kind: "occupation", ISCO: "5132"},
		{ID: "o/cleaner", Kind: "occupation", ISCO: "9112"},
	}
}

var skillNames = []string{
	"s/cook", "s/cook-fish", "s/serve", "s/dishes", "s/floors", "s/windows", "s/ladder", "s/greet", "g/food", "s/unheard-of",
}

var occupationNames = []string{"o/cook", "o/waiter", "o/barman", "o/cleaner", "o/unheard-of"}

var mornings = []match.Slot{
	{Day: 1, From: 8 * 60, To: 14 * 60},
	{Day: 2, From: 8 * 60, To: 14 * 60},
	{Day: 3, From: 8 * 60, To: 14 * 60},
	{Day: 4, From: 8 * 60, To: 14 * 60},
	{Day: 5, From: 8 * 60, To: 14 * 60},
}

// waiter and place are a plain pair with nothing missing.
func waiter() match.Person {
	return match.Person{
		ID: "p1", Version: 3, Residence: "local", MinimumAge: 18, State: "active",
		Availability: &match.Availability{From: ptr(today), MaxHoursWeek: ptr(30), Slots: mornings},
		Reach:        &match.Reach{Lat: 45.48, Lon: 9.21, MaxMinutes: ptr(45), Modes: []string{"transit"}},
		WorkAccess:   []policy.Interval{{From: civil.Date{Year: 2026, Month: 1, Day: 1}, Until: ptr(civil.Date{Year: 2028, Month: 1, Day: 1}), Outcome: policy.MayWork, Rule: "WA-01", Renewable: true}},
		WaitingSince: ptr(civil.Date{Year: 2026, Month: 10, Day: 1}),
		UpdatedOn:    civil.Date{Year: 2026, Month: 11, Day: 1},
		Skills: []match.PersonSkill{
			{Skill: "s/serve", Level: 3, Evidence: "seen"},
			{Skill: "s/greet", Level: 2, Evidence: "seen"},
		},
		Occupations: []match.PastOccupation{{Occupation: "o/waiter", Held: true, Wanted: true, Months: 24}},
		Languages:   []match.SpokenLanguage{{Language: "it", Listening: 3, Interaction: 3}},
		Education:   &match.Education{EQF: ptr(3)},
		Licences:    []string{},
		Learning:    []string{"s/cook"},
		Preferences: &match.Preferences{Kinds: []string{"traineeship"}},
	}
}

func place() match.Opening {
	return match.Opening{
		ID: "o1", Version: 5, Kind: "traineeship", Occupation: "o/waiter", ISCO: "5131",
		Site:          match.Site{Lat: ptr(45.47), Lon: ptr(9.19)},
		NeededAtStart: []match.OpeningSkill{{Skill: "s/serve", Weight: 3}, {Skill: "s/greet", Weight: 1}},
		Optional:      []match.OpeningSkill{{Skill: "s/dishes", Weight: 1}},
		LearnedHere:   []string{"s/cook"},
		Languages:     []match.RequiredLanguage{{Language: "it", Level: 2}},
		Slots:         mornings, HoursWeek: ptr(30), Start: ptr(civil.Date{Year: 2026, Month: 12, Day: 14}), Months: ptr(3),
		Seats: 2, MinimumAge: 16, PublishedOn: ptr(civil.Date{Year: 2026, Month: 11, Day: 1}), Live: true,
	}
}
