package demo

import (
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/assessment"
)

// mostSkills bounds a profile: an interview does not write down more.
const mostSkills = 60

// inventProfile draws what a person can do and wants; nil for the few of whom nothing has been noted yet.
func inventProfile(o Options, t *Taxonomy, n int) *assessment.BatchProfile {
	d := roll(o.Seed, "profile", n)
	p := &assessment.BatchProfile{
		PersonId: personID(o, n), Skills: []assessment.ProfileSkill{}, Occupations: []assessment.ProfileOccupation{},
		Languages: []assessment.ProfileLanguage{}, Licences: []assessment.Licence{}, Learning: []assessment.ConceptId{},
	}
	switch {
	case n == 0: // the person that visitors try the pages with has told everything
	case d.chance(4):
		return nil
	case d.chance(5): // a first, short talk
		p.Occupations = append(p.Occupations, assessment.ProfileOccupation{Occupation: t.occupation(d).ID, Wanted: true})
		return p
	}
	held := workLife(d, o, t, p, n == 0)
	wants(d, t, p, held)
	speaks(d, roll(o.Seed, "person", n).originOf(n), p)
	schooling(d, p, held, n == 0)
	if n == 0 || d.chance(82) {
		p.Preferences = preferences(d)
	}
	history(o, n, p)
	return p
}

// workLife draws the jobs that were held and what was learned in them.
func workLife(d dice, o Options, t *Taxonomy, p *assessment.BatchProfile, always bool) []*Occupation {
	jobs := d.weighted([]int{8, 44, 34, 14})
	if always {
		jobs = 2
	}
	var held []*Occupation
	for i := range jobs {
		job := t.occupation(d)
		if i > 0 && d.chance(60) {
			job = t.beside(d, held[0])
		}
		if slices.Contains(held, job) {
			continue
		}
		held = append(held, job)
		months := pick(d, []int{2, 4, 6, 8, 12, 18, 24, 36, 60, 96})
		p.Occupations = append(p.Occupations, assessment.ProfileOccupation{
			Occupation: job.ID, Held: true, Wanted: d.chance(45), Months: months, Informal: d.chance(30),
		})
		learned := append(sample(d, job.Essential, min(len(job.Essential)*d.between(55, 95)/100+1, 20)),
			sample(d, job.Optional, d.between(0, min(len(job.Optional)/2, 6)))...)
		for _, s := range learned {
			if d.chance(15) && len(t.Near[s]) > 0 {
				s = pick(d, t.Near[s]) // not this one, but something like it
			}
			knows(d, o.Today, p, s, months)
		}
	}
	if len(held) == 0 { // no job yet, but not without abilities
		for _, s := range sample(d, t.occupation(d).Essential, d.between(1, 4)) {
			knows(d, o.Today, p, s, 0)
		}
	}
	return held
}

func knows(d dice, today civil.Date, p *assessment.BatchProfile, skill string, months int) {
	if len(p.Skills) >= mostSkills || slices.ContainsFunc(p.Skills, func(s assessment.ProfileSkill) bool { return s.Skill == skill }) {
		return
	}
	levels := []int{30, 45, 25, 0}
	switch {
	case months >= 36:
		levels = []int{4, 18, 55, 23}
	case months >= 8:
		levels = []int{10, 35, 48, 7}
	}
	p.Skills = append(p.Skills, assessment.ProfileSkill{
		Skill: skill, Level: 1 + d.weighted(levels),
		Evidence:    []assessment.Evidence{assessment.Said, assessment.Seen, assessment.Documented}[d.weighted([]int{62, 24, 14})],
		ConfirmedOn: d.day(today, -d.between(1, 300), -1),
	})
}

// wants draws the job that somebody would like, and what they would have to learn for it.
func wants(d dice, t *Taxonomy, p *assessment.BatchProfile, held []*Occupation) {
	wanted := t.occupation(d)
	if len(held) > 0 && d.chance(65) {
		wanted = t.beside(d, held[0])
	}
	for major(wanted.ISCO) <= 3 && !slices.ContainsFunc(held, graduate) && d.chance(90) {
		wanted = t.occupation(d) // few aim at a profession without having been near it
	}
	at := slices.IndexFunc(p.Occupations, func(o assessment.ProfileOccupation) bool { return o.Occupation == wanted.ID })
	if at >= 0 {
		p.Occupations[at].Wanted = true
	} else {
		p.Occupations = append(p.Occupations, assessment.ProfileOccupation{Occupation: wanted.ID, Wanted: true})
	}
	if d.chance(20) {
		return // no goal was agreed yet
	}
	for _, s := range sample(d, wanted.Essential, len(wanted.Essential)) {
		has := slices.ContainsFunc(p.Skills, func(h assessment.ProfileSkill) bool { return h.Skill == s })
		if !has && len(p.Learning) < 5 {
			p.Learning = append(p.Learning, s)
		}
	}
}

// schooling draws education and licences; who worked in a profession or drove for a living has what that takes.
func schooling(d dice, p *assessment.BatchProfile, held []*Occupation, always bool) {
	if always || d.chance(80) {
		level := 1 + d.weighted([]int{14, 24, 16, 30, 4, 9, 3})
		if slices.ContainsFunc(held, graduate) {
			level = max(level, d.between(4, 7))
		}
		p.Education = &assessment.Education{Eqf: level}
	}
	for _, l := range []struct {
		licence string
		percent int
	}{{"B", 28}, {"C", 3}, {"forklift", 6}} {
		drove := slices.ContainsFunc(held, func(o *Occupation) bool { return licenceOf(o.ISCO) == l.licence })
		if drove || d.chance(l.percent) {
			p.Licences = append(p.Licences, l.licence)
		}
	}
}

func graduate(o *Occupation) bool { return major(o.ISCO) <= 3 }

// speaks draws the languages: the mother tongue, Italian as far as it goes, and what is spoken beside them.
func speaks(d dice, from origin, p *assessment.BatchProfile) {
	levels := []assessment.Cefr{assessment.A1, assessment.A2, assessment.B1, assessment.B2, assessment.C1, assessment.C2}
	add := func(language string, spoken, written int) {
		if slices.ContainsFunc(p.Languages, func(l assessment.ProfileLanguage) bool { return l.Language == language }) {
			return
		}
		l := assessment.ProfileLanguage{Language: language}
		l.Listening, l.Interaction, l.Production = &levels[spoken], &levels[spoken], &levels[max(spoken-d.IntN(2), 0)]
		if written >= 0 {
			l.Reading, l.Writing = &levels[written], &levels[max(written-d.IntN(2), 0)]
		}
		p.Languages = append(p.Languages, l)
	}
	add(from.tongue, 5, 5)
	if d.chance(94) {
		spoken := d.weighted([]int{20, 33, 28, 14, 5})
		add("it", spoken, spoken-d.between(0, 1))
	}
	for _, other := range from.other {
		if d.chance(60) {
			spoken := d.between(1, 4)
			add(other, spoken, spoken-d.IntN(2))
		}
	}
}

func preferences(d dice) *assessment.Preferences {
	kinds := []assessment.PreferencesKinds{assessment.Traineeship, assessment.Contract}
	switch d.weighted([]int{60, 20, 20}) {
	case 1:
		kinds = kinds[:1]
	case 2:
		kinds = kinds[1:]
	}
	out := &assessment.Preferences{Kinds: kinds}
	answer := func(percentNo int) *assessment.YesNo {
		switch {
		case d.chance(40):
			return nil
		case d.chance(percentNo):
			return ptr(assessment.No)
		default:
			return ptr(assessment.Yes)
		}
	}
	out.NightShifts, out.Weekend = answer(60), answer(30)
	return out
}

// isSkill tells a skill's id from an occupation's or a group's.
func isSkill(id string) bool {
	_, local, _ := strings.Cut(id, ":")
	return strings.HasPrefix(local, "s/")
}
