package catalogue

import (
	"slices"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

func openingDocument(o Opening) search.Document {
	var d search.Document
	language := search.Language(o.Language)
	if !slices.Contains(search.Languages(), language) {
		language = search.Italian
	}
	d.Text("title", language, o.Title)
	d.Text("text", language, o.Title)
	d.Text("text", language, o.Description)
	d.Flag("live", o.Live)
	if o.Kind == "both" {
		d.Keyword("kind", "traineeship", "contract")
	} else {
		d.Keyword("kind", o.Kind)
	}
	d.Keyword("company", o.CompanyID)
	d.Keyword("occupation", o.Occupation)
	if len(o.ISCO) == 4 {
		d.Keyword("isco", o.ISCO, o.ISCO[:3], o.ISCO[:2])
	}
	openingSkills(&d, &o.Opening)
	for _, l := range o.Languages {
		d.Keyword("languages", token(l.Language, int(max(l.Level, 1))))
	}
	if o.Site.Lat != nil && o.Site.Lon != nil {
		d.Place("site", search.Point{Lat: *o.Site.Lat, Lon: *o.Site.Lon})
	}
	d.Keyword("municipality", o.Site.Municipality)
	d.Keyword("region", o.Site.Region)
	date(&d, "start", o.Start)
	date(&d, "published", o.PublishedOn)
	date(&d, "closes", o.ClosesOn)
	number(&d, "hoursWeek", o.HoursWeek)
	free := o.Seats
	if o.SeatLimit != nil {
		free = min(free, *o.SeatLimit)
	}
	d.Number("seatsFree", float64(free-o.SeatsTaken))
	d.Number("minimumAge", float64(o.MinimumAge))
	d.Keyword("licences", o.Licences...)
	number(&d, "education", o.EducationEQF)
	d.Flag("welcomesArt27", o.WelcomesArt27)
	facetOpening(&d, &o.Opening)
	return d
}

// openingSkills writes each skill once: needed before optional, as the score counts them.
func openingSkills(d *search.Document, o *match.Opening) {
	seen := map[string]bool{}
	total := 0
	for _, s := range o.NeededAtStart {
		if seen[s.Skill] || s.Skill == "" {
			continue
		}
		seen[s.Skill] = true
		weight := skillWeight(s)
		total += weight
		d.Keyword("needed", s.Skill)
		d.Keyword("neededAs", token(s.Skill, skillLevel(s), weight))
	}
	if total > 0 {
		d.Number("neededScale", 1/float64(total))
	}
	optional := 0
	for _, s := range o.Optional {
		if seen[s.Skill] || s.Skill == "" {
			continue
		}
		seen[s.Skill] = true
		optional++
		d.Keyword("optional", s.Skill)
	}
	if optional > 0 {
		d.Number("optionalScale", 1/float64(optional))
	}
	d.Keyword("learned", o.LearnedHere...)
}

// levelUnset stands for a level that the opening does not name.
const levelUnset = 0

func skillLevel(s match.OpeningSkill) int {
	if s.Level == nil {
		return levelUnset
	}
	return min(max(*s.Level, 1), 4)
}

func skillWeight(s match.OpeningSkill) int { return min(max(s.Weight, 1), 3) }
