package catalogue

import (
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

func personDocument(p match.Person) search.Document {
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
		}
		if o.Wanted {
			d.Keyword("wanted", o.Occupation)
		}
	}
	d.Keyword("learning", openGoals(&p)...)
	for _, l := range p.Languages {
		if level := l.AtWork(); level > 0 {
			d.Keyword("languages", token(l.Language, int(level)))
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
	if p.Availability != nil {
		date(&d, "availableFrom", p.Availability.From)
		number(&d, "maxHoursWeek", p.Availability.MaxHoursWeek)
		d.Keyword("hours", match.HoursOf(p.Availability.Slots, false)...)
	}
	// Of the practical constraints only what recall filters by is written, and it looks like anybody's wish.
	d.Keyword("refuses", refused(&p)...)
	if p.Preferences != nil {
		d.Keyword("kinds", p.Preferences.Kinds...)
	}
	workAccess(&d, p.WorkAccess)
	facetPerson(&d, &p)
	return d
}

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
