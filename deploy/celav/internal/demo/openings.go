package demo

import (
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/outreach"
)

func inventOpening(o Options, t *Taxonomy, companies []company, n int) outreach.BatchOpening {
	d := roll(o.Seed, "opening", n)
	at := n // the first openings go round, so that every company has some
	if n >= len(companies) {
		at = d.IntN(len(companies))
	}
	c := companies[at]
	job := t.within(d, c.sector.units)
	w := pick(d, c.sector.weeks)
	terms := outreach.Terms{
		SiteId: pick(d, c.Sites).Id, Occupation: job.ID, Isco: job.ISCO,
		Kind:  []outreach.Kind{outreach.Traineeship, outreach.Contract, outreach.Both}[d.weighted([]int{55, 25, 20})],
		Start: d.day(o.Today, -7, 60), Seats: 1 + d.weighted([]int{62, 26, 9, 3}), MinimumAge: 16,
	}
	title, language := job.label([]string{"it", "en"}[d.weighted([]int{93, 7})])
	terms.Title, terms.Language = capital(title), outreach.TermsLanguage(language)
	if d.chance(86) {
		terms.HoursWeek = ptr(w.hours)
		if d.chance(80) {
			for _, s := range w.slots() {
				terms.Slots = append(terms.Slots, outreach.Slot{Day: s.day, From: s.from, To: s.to})
			}
		}
	}
	askSkills(d, job, &terms)
	askPerson(d, job, w, &terms)
	terms.Months = months(d, terms.Kind)
	terms.Description = describe(d, language, w, &terms)
	if d.chance(60) {
		terms.ClosesOn = ptr(d.day(o.Today, 14, 90))
	}
	if n > 0 && d.chance(8) {
		terms.SeatsTaken = d.between(1, terms.Seats)
	}
	terms.WelcomesArt27 = terms.Kind != outreach.Contract && d.chance(map[bool]int{true: 60, false: 30}[major(job.ISCO) <= 3])
	if terms.WelcomesArt27 {
		by := pick(d, []outreach.Provider{"host", "host", "partner"})
		terms.BoardAndLodging = outreach.BoardAndLodging{By: &by, Address: pick(d, streets()) + " 7", Free: true, ReturnPaidBy: &by}
	}
	terms.Accommodations = sample(d, []outreach.Accommodation{
		outreach.FlexibleHours, outreach.NoHeights, outreach.NoLifting, outreach.NoNight, outreach.Quiet,
		outreach.RegularBreaks, outreach.Seated, outreach.StepFree,
	}, d.weighted([]int{50, 25, 15, 10}))
	opening := outreach.BatchOpening{
		Id: idOf(o.Seed, "opening", n), CompanyId: c.Id, Terms: terms,
		State: []outreach.State{outreach.StatePublished, outreach.StateDraft, outreach.StatePaused, outreach.StateClosed}[d.weighted([]int{90, 3, 4, 3})],
	}
	if n == 0 { // the employer to try the pages with has something to show
		opening.State = outreach.StatePublished
	}
	if opening.State != outreach.StateDraft {
		opening.PublishedOn = published(d, o.Today)
	}
	return opening
}

func published(d dice, today civil.Date) *civil.Date { return ptr(d.day(today, -45, -1)) }

// askSkills divides what the job needs: a contract asks for most of it at the start, a traineeship teaches most.
func askSkills(d dice, job *Occupation, terms *outreach.Terms) {
	essential := sample(d, job.Essential, len(job.Essential))
	asked, level := d.between(4, 8), d.between(2, 3)
	if terms.Kind != outreach.Contract {
		asked, level = d.between(2, 4), d.between(1, 2)
	}
	asked = min(asked, max(len(essential)-1, 1))
	for i, s := range essential[:asked] {
		demand := outreach.SkillDemand{Skill: s, Weight: max(3-i/2, 1)}
		if d.chance(85) {
			demand.Level = ptr(max(level-d.IntN(2), 1))
		}
		terms.NeededAtStart = append(terms.NeededAtStart, demand)
	}
	if terms.Kind != outreach.Contract {
		rest := essential[asked:]
		terms.LearnedHere = rest[:min(len(rest), 8)]
	}
	for _, s := range sample(d, job.Optional, d.between(1, 5)) {
		terms.Optional = append(terms.Optional, outreach.SkillDemand{Skill: s, Weight: d.between(1, 2)})
	}
}

// askPerson sets what the person must bring: language, age, licence, schooling.
func askPerson(d dice, job *Occupation, w week, terms *outreach.Terms) {
	italian := []outreach.Cefr{outreach.A1, outreach.A2, outreach.A2, outreach.B1}
	switch m := major(job.ISCO); {
	case m <= 4:
		italian = []outreach.Cefr{outreach.A2, outreach.B1, outreach.B1, outreach.B2}
	case m == 5:
		italian = []outreach.Cefr{outreach.A2, outreach.A2, outreach.B1}
	}
	if d.chance(90) {
		terms.Languages = append(terms.Languages, outreach.LanguageDemand{Language: "it", Level: pick(d, italian)})
	}
	if major(job.ISCO) <= 3 && d.chance(50) || job.ISCO == "4224" {
		terms.Languages = append(terms.Languages, outreach.LanguageDemand{Language: "en", Level: pick(d, []outreach.Cefr{outreach.A2, outreach.B1})})
	}
	if licence := licenceOf(job.ISCO); licence != "" {
		terms.Licences = []string{licence}
	}
	if w.night() || job.ISCO == "5414" || len(terms.Licences) > 0 {
		terms.MinimumAge = 18
	}
	switch m := major(job.ISCO); {
	case m == 2:
		terms.EducationEqf = ptr(6)
	case m == 3 && d.chance(60):
		terms.EducationEqf = ptr(4)
	}
}

// licenceOf is the licence without which a job cannot be done.
func licenceOf(isco string) string {
	switch isco {
	case "8322":
		return "B"
	case "8332":
		return "C"
	case "8344":
		return "forklift"
	default:
		return ""
	}
}

func months(d dice, kind outreach.Kind) *int {
	switch {
	case kind != outreach.Contract:
		return ptr(pick(d, []int{3, 3, 3, 6}))
	case d.chance(30):
		return nil // open-ended
	default:
		return ptr(pick(d, []int{3, 6, 6, 12}))
	}
}

// capital begins a title with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(r)) + s[n:]
	if runes := []rune(s); len(runes) > 120 {
		s = string(runes[:120])
	}
	return s
}
