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
		level := int(max(l.Level, 1))
		d.Keyword("languages", token(l.Language, level))
		d.Keyword("asks", token(l.Language, level, min(len(o.Languages), mostAsked)))
	}
	if o.Site.Lat != nil && o.Site.Lon != nil {
		d.Place("site", search.Point{Lat: *o.Site.Lat, Lon: *o.Site.Lon})
		d.Keyword("cells", cellsOf(*o.Site.Lat, *o.Site.Lon)...)
	}
	shifts, hours := shiftTokens(o.Slots)
	d.Keyword("shifts", shifts...)
	d.Number("shiftsScale", 1/float64(max(hours, 1)))
	atNight, atWeekend := o.Unsocial()
	if atNight {
		d.Keyword("unsocial", nights)
	}
	if atWeekend {
		d.Keyword("unsocial", weekends)
	}
	d.Keyword("lacks", openingLacks(&o.Opening)...)
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
	total = 0
	for _, s := range o.Optional {
		if seen[s.Skill] || s.Skill == "" {
			continue
		}
		seen[s.Skill] = true
		weight := skillWeight(s)
		total += weight
		d.Keyword("optional", s.Skill)
		d.Keyword("optionalAs", token(s.Skill, weight))
	}
	if total > 0 {
		d.Number("optionalScale", 1/float64(total))
	}
	d.Keyword("learned", learnedHere(o)...)
}

// learnedHere leaves out what one must bring.
func learnedHere(o *match.Opening) []string {
	var out []string
	for _, s := range o.LearnedHere {
		needed := slices.ContainsFunc(o.NeededAtStart, func(n match.OpeningSkill) bool { return n.Skill == s })
		if !needed && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// What an opening says nothing about, or what has no meaning for it; a person lacks some of the same.
const (
	lacksOptional   = "optional"
	lacksLearning   = "learning"
	lacksOccupation = "occupation"
	lacksLanguages  = "languages"
	lacksShifts     = "shifts"
	lacksPlace      = "place"
	lacksHeld       = "held"
	lacksWanted     = "wanted"
	lacksKinds      = "kinds"
)

func openingLacks(o *match.Opening) []string {
	var out []string
	lacks := func(name string, is bool) {
		if is {
			out = append(out, name)
		}
	}
	lacks(lacksOptional, len(o.Optional) == 0)
	lacks(lacksLearning, o.Kind == "contract" || len(learnedHere(o)) == 0)
	lacks(lacksOccupation, o.Occupation == "")
	lacks(lacksLanguages, len(o.Languages) == 0)
	lacks(lacksShifts, len(o.Slots) == 0)
	lacks(lacksPlace, o.Site.Lat == nil || o.Site.Lon == nil)
	return out
}

// mostAsked is the number of languages from which on an opening asks for many.
const mostAsked = 3

// levelUnset stands for a level that the opening does not name.
const levelUnset = 0

func skillLevel(s match.OpeningSkill) int {
	if s.Level == nil {
		return levelUnset
	}
	return min(max(*s.Level, 1), 4)
}

func skillWeight(s match.OpeningSkill) int { return min(max(s.Weight, 1), 3) }
