package catalogue

import (
	"fmt"
	"math"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// recallPerson adds what only a recall reads, and what depends on the weights.
func recallPerson(d *search.Document, p *match.Person, w *match.Weights) {
	for _, o := range p.Occupations {
		if o.Held {
			d.Keyword("heldAs", token(o.Occupation, heldQuarters(o.Months, w)))
		}
	}
	if goals := len(openGoals(p)); goals > 0 {
		d.Number("learningScale", 1/float64(goals))
	}
	cells, reach := reachOf(p.Reach, w)
	for _, c := range cells {
		d.Keyword("reaches", token(c.cell, eighths(c.value)))
	}
	if !p.UpdatedOn.IsZero() {
		d.Keyword("updated", monthOf(p.UpdatedOn))
	}
	d.Keyword("lacks", personLacks(p, reach)...)
}

// personLacks names the parts of the score that drop out for somebody whatever the opening is.
func personLacks(p *match.Person, reach bool) []string {
	var out []string
	lacks := func(name string, is bool) {
		if is {
			out = append(out, name)
		}
	}
	occupation := func(is func(match.PastOccupation) bool) bool { return slices.ContainsFunc(p.Occupations, is) }
	lacks(lacksLearning, len(openGoals(p)) == 0)
	lacks(lacksHeld, !occupation(func(o match.PastOccupation) bool { return o.Held }))
	lacks(lacksWanted, !occupation(func(o match.PastOccupation) bool { return o.Wanted }))
	lacks(lacksKinds, p.Preferences == nil || len(p.Preferences.Kinds) == 0)
	lacks(lacksShifts, p.Availability == nil || len(p.Availability.Slots) == 0)
	lacks(lacksPlace, !reach)
	for _, usual := range usualLanguages() {
		known := slices.ContainsFunc(p.Languages, func(l match.SpokenLanguage) bool { return l.Language == usual && l.AtWork() > 0 })
		lacks(token(lacksLanguages, usual), !known)
	}
	return out
}

// openGoals leaves out what was reached.
func openGoals(p *match.Person) []string {
	var out []string
	for _, g := range p.Learning {
		had := slices.ContainsFunc(p.Skills, func(s match.PersonSkill) bool { return s.Skill == g })
		if !had && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// usualLanguages are those that openings ask for most: of them it is written when the level is not known.
func usualLanguages() []string { return []string{"it", "en", "fr", "ar", "es", "de"} }

// heldQuarters is how much of the time that counts in full an occupation was held, in quarters.
func heldQuarters(months int, w *match.Weights) int {
	percent := w.Experience.UnknownPercent
	if months > 0 {
		percent = min(100, 100*months/w.Experience.FullMonths)
	}
	return max(1, (percent+12)/25)
}

func eighths(value float64) int { return max(1, int(math.Round(8*value))) }

// monthOf names a month.
func monthOf(d civil.Date) string { return fmt.Sprintf("%04d-%02d", d.Year, d.Month) }
