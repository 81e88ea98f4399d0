package catalogue_test

import (
	"fmt"
	"slices"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

func (v *town) person(i int) match.Person {
	p := match.Person{
		ID: fmt.Sprintf("p%06d", i), Version: 1, Team: "equipe-1", Residence: "local", MinimumAge: 18, State: "active",
		WaitingSince: ptr(today.AddDays(-1 - v.random.IntN(270))), UpdatedOn: today.AddDays(-v.random.IntN(300)), Licences: some(v, []string{"B", "C"}, v.random.IntN(2)),
	}
	if !v.chance(10) {
		p.WorkAccess = []policy.Interval{{From: today.AddDays(-400), Until: ptr(today.AddDays(30 + v.random.IntN(700))), Outcome: policy.MayWork, Renewable: true}}
	}
	if !v.chance(9) {
		a := match.Availability{From: ptr(today.AddDays(v.random.IntN(70) - 30))}
		if v.chance(35) {
			a.MaxHoursWeek = ptr(one(v, 20, 25, 30, 40))
		}
		if v.chance(88) {
			a.Slots = one(v, week("1234567", 12, 46), week("12345", 12, 38), week("123456", 14, 44), week("12345", 17, 31),
				week("12345", 16, 26), week("123456", 28, 47), week("1234567", 0, 48))
		}
		p.Availability = &a
	}
	if !v.chance(7) {
		lat, lon := v.place()
		p.Reach = &match.Reach{Lat: lat, Lon: lon, Modes: one(v, []string{"transit", "walk"}, []string{"transit", "walk"}, []string{"transit", "bike"}, []string{"car"})}
		if v.chance(85) {
			p.Reach.MaxMinutes = ptr(one(v, 30, 45, 45, 60, 60, 75, 90))
		}
	}
	if !v.chance(4) {
		v.profile(&p)
	}
	return p
}

func (v *town) profile(p *match.Person) {
	var first *match.Relation
	for n := range one(v, 1, 1, 1, 2, 2, 3) {
		job := v.occupation()
		if n > 0 && v.chance(60) {
			job = v.beside(first)
		}
		if n == 0 {
			first = job
		}
		months := one(v, 2, 4, 6, 8, 12, 18, 24, 36, 60, 96)
		p.Occupations = append(p.Occupations, match.PastOccupation{Occupation: job.ID, Held: true, Wanted: v.chance(45), Months: months})
		learned := append(some(v, job.Essential, min(len(job.Essential)*(55+v.random.IntN(41))/100+1, 20)), some(v, job.Optional, v.random.IntN(6))...)
		for _, s := range learned {
			if v.chance(15) && len(v.near[s]) > 0 {
				s = one(v, v.near[s]...)
			}
			if !slices.ContainsFunc(p.Skills, func(h match.PersonSkill) bool { return h.Skill == s }) {
				p.Skills = append(p.Skills, match.PersonSkill{Skill: s, Level: min(4, 1+v.random.IntN(3)+months/36), Evidence: one(v, "said", "said", "seen", "documented")})
			}
		}
	}
	wanted := v.beside(first)
	p.Occupations = append(p.Occupations, match.PastOccupation{Occupation: wanted.ID, Wanted: true})
	if v.chance(80) {
		p.Learning = some(v, wanted.Essential, 5)
	}
	if v.chance(94) {
		level := match.CEFR(1 + v.random.IntN(5))
		p.Languages = append(p.Languages, match.SpokenLanguage{Language: "it", Listening: level, Interaction: level})
	}
	if v.chance(40) {
		p.Languages = append(p.Languages, match.SpokenLanguage{Language: "en", Listening: 3, Interaction: 3})
	}
	if v.chance(80) {
		p.Education = &match.Education{EQF: ptr(1 + v.random.IntN(6))}
	}
	if v.chance(82) {
		p.Preferences = &match.Preferences{
			Kinds:       one(v, []string{"traineeship", "contract"}, []string{"traineeship", "contract"}, []string{"traineeship"}, []string{"contract"}),
			NightShifts: one(v, nil, ptr("no"), ptr("yes")), Weekend: one(v, nil, ptr("no"), ptr("yes"), ptr("yes")),
		}
	}
}

func (v *town) beside(o *match.Relation) *match.Relation {
	return &v.occupations[one(v, v.byGroup[o.ISCO[:2]]...)]
}
