package match_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
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
	return o
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

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		for _, workers := range []int{1, runtime.NumCPU()} {
			b.Run(fmt.Sprintf("openings=%d/workers=%d", n, workers), func(b *testing.B) {
				town := newTown()
				s := town.fill(b, 0, n, workers)
				p := town.person(0)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.RankOpenings(p, match.Query{On: today, Limit: 20}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/opening")
			})
		}
	}
}

func BenchmarkPeopleForAnOpening(b *testing.B) {
	town := newTown()
	s := town.fill(b, 10_000, 0, runtime.NumCPU())
	o := town.opening(0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.RankPeople(o, match.Query{On: today, Limit: 20}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	town := newTown()
	taxonomy := town.taxonomy()
	var openings []match.Opening
	for i := range 10_000 {
		openings = append(openings, town.opening(i))
	}
	b.ReportAllocs()
	for b.Loop() {
		s := match.NewSnapshot(library(b), shipped(b), 1)
		s.SetTaxonomy(taxonomy)
		s.PutOpenings(openings...)
	}
}

func BenchmarkUpdateOne(b *testing.B) {
	town := newTown()
	s := town.fill(b, 0, 100_000, 1)
	o := town.opening(50_000)
	for b.Loop() {
		o.Version++
		s.PutOpenings(o)
	}
}
