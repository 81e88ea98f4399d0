package catalogue

import (
	"fmt"
	"math"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// When somebody refuses to work.
const (
	nights   = "nights"
	weekends = "weekends"
)

// refused lists when somebody cannot work or does not want to.
func refused(p *match.Person) []string {
	var out []string
	f := p.Preferences
	if slices.Contains(p.Constraints, "no-night") || f != nil && f.NightShifts != nil && *f.NightShifts == "no" {
		out = append(out, nights)
	}
	if f != nil && f.Weekend != nil && *f.Weekend == "no" {
		out = append(out, weekends)
	}
	return out
}

func personDocument(p match.Person, w *match.Weights) search.Document {
	var d search.Document
	d.Keyword("state", p.State)
	d.Keyword("team", p.Team)
	d.Keyword("residence", p.Residence)
	date(&d, "waitingSince", p.WaitingSince)
	for _, s := range p.Skills {
		d.Keyword("skills", s.Skill)
		d.Keyword("skillsAs", token(s.Skill, min(max(s.Level, 1), 4), evidence(s)))
	}
	for _, o := range p.Occupations {
		if o.Held {
			d.Keyword("held", o.Occupation)
			d.Keyword("heldAs", token(o.Occupation, heldQuarters(o.Months, w)))
		}
		if o.Wanted {
			d.Keyword("wanted", o.Occupation)
		}
	}
	goals := openGoals(&p)
	d.Keyword("learning", goals...)
	if len(goals) > 0 {
		d.Number("learningScale", 1/float64(len(goals)))
	}
	known := map[string]bool{}
	for _, l := range p.Languages {
		if level := l.AtWork(); level > 0 {
			known[l.Language] = true
			d.Keyword("languages", token(l.Language, int(level)))
		}
	}
	for _, l := range usualLanguages() {
		if !known[l] {
			d.Keyword("lacks", token(lacksLanguages, l))
		}
	}
	d.Keyword("licences", p.Licences...)
	d.Flag("licencesAsked", p.Licences != nil)
	if p.Education != nil {
		number(&d, "education", p.Education.EQF)
	}
	if p.MinimumAge > 0 {
		d.Number("minimumAge", float64(p.MinimumAge))
	}
	if p.Reach != nil {
		d.Place("place", search.Point{Lat: p.Reach.Lat, Lon: p.Reach.Lon})
	}
	cells, reach := reachOf(p.Reach, w)
	for _, c := range cells {
		d.Keyword("reaches", token(c.cell, eighths(c.value)))
	}
	if p.Availability != nil {
		date(&d, "availableFrom", p.Availability.From)
		number(&d, "maxHoursWeek", p.Availability.MaxHoursWeek)
		d.Keyword("hours", freeHours(p.Availability.Slots)...)
	}
	if !p.UpdatedOn.IsZero() {
		d.Keyword("updated", monthOf(p.UpdatedOn))
	}
	d.Keyword("lacks", personLacks(&p, goals, reach)...)
	// Of the practical constraints only what recall filters by is written, and it looks like anybody's wish.
	d.Keyword("refuses", refused(&p)...)
	if p.Preferences != nil {
		d.Keyword("kinds", p.Preferences.Kinds...)
	}
	workAccess(&d, p.WorkAccess)
	facetPerson(&d, &p)
	return d
}

// personLacks names the parts of the score that drop out for somebody whatever the opening is.
func personLacks(p *match.Person, goals []string, reach bool) []string {
	var out []string
	lacks := func(name string, is bool) {
		if is {
			out = append(out, name)
		}
	}
	occupation := func(is func(match.PastOccupation) bool) bool { return slices.ContainsFunc(p.Occupations, is) }
	lacks(lacksLearning, len(goals) == 0)
	lacks(lacksHeld, !occupation(func(o match.PastOccupation) bool { return o.Held }))
	lacks(lacksWanted, !occupation(func(o match.PastOccupation) bool { return o.Wanted }))
	lacks(lacksKinds, p.Preferences == nil || len(p.Preferences.Kinds) == 0)
	lacks(lacksShifts, p.Availability == nil || len(p.Availability.Slots) == 0)
	lacks(lacksPlace, !reach)
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

// freeHours names the hours of the week that are wholly free.
func freeHours(slots []match.Slot) []string {
	var out []string
	for day, hours := range match.FreeHours(slots) {
		for hour, free := range hours {
			if free == 1 {
				out = append(out, token(day, hour))
			}
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

func evidence(s match.PersonSkill) string {
	switch s.Evidence {
	case "seen", "documented":
		return s.Evidence
	default:
		return "said"
	}
}

// workAccess writes the time in which work is possible at all, from the first day to the last, and the outcomes. Where a
// traineeship is judged otherwise than other work, the better outcome counts: an index must not lose anybody.
func workAccess(d *search.Document, intervals []policy.Interval) {
	var from, until *civil.Date
	open := false
	for _, i := range intervals {
		outcome := i.Outcome
		if outcome == policy.MayNotWork && i.Traineeship != "" {
			outcome = i.Traineeship
		}
		d.Keyword("accessOutcome", string(outcome))
		if outcome == policy.MayNotWork {
			continue
		}
		if from == nil || i.From.Before(*from) {
			from = &i.From
		}
		switch {
		case i.Until == nil:
			open = true
		case until == nil || i.Until.After(*until):
			until = i.Until
		}
	}
	date(d, "accessFrom", from)
	if !open {
		date(d, "accessUntil", until)
	}
}
