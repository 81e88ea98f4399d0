package match_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

const taxonomySkills = 6000

// invented draws a town on a fixed seed: skills under headings of twelve, occupations of which each has its own skills.
type invented struct{ random *rand.Rand }

func newTown() *invented { return &invented{rand.New(rand.NewPCG(20261123, 1))} }

func (*invented) taxonomy() *match.Taxonomy {
	var relations []match.Relation
	for i := range taxonomySkills {
		relations = append(relations, match.Relation{ID: fmt.Sprintf("s/%d", i), Kind: "skill", Broader: []string{fmt.Sprintf("g/%d", i/12)}})
	}
	for i := range 500 {
		relations = append(relations, match.Relation{ID: fmt.Sprintf("o/%d", i), Kind: "occupation", ISCO: isco(i)})
	}
	return match.NewTaxonomy("bench", relations)
}

func isco(occupation int) string { return fmt.Sprintf("%04d", 1000+17*(occupation/4)) }

// skills draws n distinct skills, most of them of the occupation.
func (v *invented) skills(occupation, n int) []string {
	seen := map[int]bool{}
	var out []string
	for len(out) < n {
		s := (occupation*37 + v.random.IntN(40)) % taxonomySkills
		if v.random.IntN(4) == 0 {
			s = v.random.IntN(taxonomySkills)
		}
		if !seen[s] {
			seen[s] = true
			out = append(out, fmt.Sprintf("s/%d", s))
		}
	}
	return out
}

func (v *invented) person(i int) match.Person {
	p := waiter()
	occupation := v.random.IntN(500)
	p.ID = fmt.Sprintf("p%06d", i)
	p.Skills = nil
	for _, s := range v.skills(occupation, 18) {
		p.Skills = append(p.Skills, match.PersonSkill{Skill: s, Level: 1 + v.random.IntN(4), Evidence: "seen"})
	}
	p.Occupations = []match.PastOccupation{{Occupation: fmt.Sprintf("o/%d", occupation), Held: true, Wanted: true, Months: v.random.IntN(48)}}
	p.Learning = v.skills(occupation, 3)
	p.Reach = &match.Reach{Lat: 45.40 + v.random.Float64()/5, Lon: 9.10 + v.random.Float64()/5, MaxMinutes: ptr(30 + v.random.IntN(60)), Modes: []string{"transit"}}
	p.WorkAccess = []policy.Interval{{From: today.AddDays(-300), Until: ptr(today.AddDays(v.random.IntN(600))), Outcome: policy.MayWork, Renewable: true}}
	p.WaitingSince = ptr(today.AddDays(-v.random.IntN(200)))
	p.Availability = &match.Availability{From: ptr(today.AddDays(v.random.IntN(40) - 20)), Slots: everyDay(6+v.random.IntN(3), 15+v.random.IntN(8))}
	p.Preferences = &match.Preferences{Kinds: [][]string{{"traineeship"}, {"contract"}, {"traineeship", "contract"}}[v.random.IntN(3)]}
	p.Languages = []match.SpokenLanguage{{Language: "it", Listening: match.CEFR(1 + v.random.IntN(5)), Interaction: match.CEFR(1 + v.random.IntN(5))}}
	if v.random.IntN(4) == 0 {
		p.Constraints = []string{match.PracticalCodes()[v.random.IntN(len(match.PracticalCodes()))]}
	}
	return p
}

// opening has 24 skills: 12 needed at start, 6 optional, 6 learned.
func (v *invented) opening(i int) match.Opening {
	o := place()
	occupation := v.random.IntN(500)
	o.ID = fmt.Sprintf("o%06d", i)
	o.Occupation, o.ISCO = fmt.Sprintf("o/%d", occupation), isco(occupation)
	skills := v.skills(occupation, 24)
	o.NeededAtStart, o.Optional, o.LearnedHere = nil, nil, skills[18:]
	for _, s := range skills[:12] {
		o.NeededAtStart = append(o.NeededAtStart, match.OpeningSkill{Skill: s, Level: ptr(1 + v.random.IntN(4)), Weight: 1 + v.random.IntN(3)})
	}
	for _, s := range skills[12:18] {
		o.Optional = append(o.Optional, match.OpeningSkill{Skill: s, Weight: 1})
	}
	o.Site = match.Site{Lat: ptr(45.40 + v.random.Float64()/5), Lon: ptr(9.10 + v.random.Float64()/5)}
	o.Languages[0].Level = match.CEFR(1 + v.random.IntN(4))
	o.Start = ptr(today.AddDays(v.random.IntN(90)))
	o.Kind = []string{"traineeship", "traineeship", "contract", "both"}[v.random.IntN(4)]
	o.Months = []*int{nil, ptr(3), ptr(3), ptr(6), ptr(12)}[v.random.IntN(5)]
	from := 6 + 2*v.random.IntN(6)
	long := 4 + v.random.IntN(5)
	o.Slots, o.HoursWeek = everyDay(from, from+long), ptr(5*long)
	o.Seats, o.PublishedOn = 1+v.random.IntN(3), ptr(today.AddDays(-v.random.IntN(45)))
	if v.random.IntN(2) == 0 {
		o.ClosesOn = ptr(today.AddDays(14 + v.random.IntN(76)))
	}
	for range v.random.IntN(3) {
		o.Accommodations = append(o.Accommodations, match.PracticalCodes()[v.random.IntN(len(match.PracticalCodes()))])
	}
	return o
}

// everyDay is from Monday to Friday from one hour to another.
func everyDay(from, to int) []match.Slot {
	var slots []match.Slot
	for day := 1; day <= 5; day++ {
		slots = append(slots, match.Slot{Day: day, From: match.TimeOfDay(60 * from), To: match.TimeOfDay(60 * to)})
	}
	return slots
}

func (v *invented) fill(t testing.TB, people, openings, workers int) *match.Snapshot {
	t.Helper()
	s := match.NewSnapshot(library(t), shipped(t), workers)
	s.SetTaxonomy(v.taxonomy())
	var ps []match.Person
	for i := range people {
		ps = append(ps, v.person(i))
	}
	var os []match.Opening
	for i := range openings {
		os = append(os, v.opening(i))
	}
	s.PutPeople(ps...)
	s.PutOpenings(os...)
	return s
}
