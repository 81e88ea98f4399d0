package opening

import (
	"slices"
	"strings"

	"cloud.google.com/go/civil"
)

// Terms are what an opening asks and offers. The tags are those of the records.
type Terms struct {
	SiteID      string `json:"siteId"`
	Kind        Kind   `json:"kind"`
	Title       string `json:"title"`
	Description string `json:"description"`
	// Language is the language of title and description.
	Language string `json:"language"`
	// Occupation is a concept id of the taxonomy, ISCO its code there, which may be empty.
	Occupation    string           `json:"occupation"`
	ISCO          string           `json:"isco"`
	NeededAtStart []SkillDemand    `json:"neededAtStart"`
	Optional      []SkillDemand    `json:"optional"`
	LearnedHere   []string         `json:"learnedHere"`
	Languages     []LanguageDemand `json:"languages"`
	// Slots are the weekly hours; none means that they are open.
	Slots     []Slot     `json:"slots"`
	HoursWeek *int       `json:"hoursWeek"`
	Start     civil.Date `json:"start"`
	Months    *int       `json:"months"`
	Seats     int        `json:"seats"`
	// SeatsTaken is how many of them are filled.
	SeatsTaken    int      `json:"seatsTaken"`
	MinimumAge    int      `json:"minimumAge"`
	Licences      []string `json:"licences"`
	EducationEQF  *int     `json:"educationEqf"`
	WelcomesArt27 bool     `json:"welcomesArt27"`
	// BoardAndLodging is for trainees from abroad only (rule A27-05).
	BoardAndLodging BoardAndLodging `json:"boardAndLodging"`
	Accommodations  []string        `json:"accommodations"`
	ClosesOn        *civil.Date     `json:"closesOn"`
}

// SkillDemand asks for a skill; a nil level is content with any. Weight is 1 (useful) to 3 (decisive).
type SkillDemand struct {
	Skill  string `json:"skill"`
	Level  *int   `json:"level"`
	Weight int    `json:"weight"`
}

// LanguageDemand asks for a language at a CEFR level.
type LanguageDemand struct {
	Language string `json:"language"`
	Level    string `json:"level"`
}

// Slot is a stretch of the week; day 1 is Monday.
type Slot struct {
	Day  int    `json:"day"`
	From string `json:"from"`
	To   string `json:"to"`
}

// DefaultMinimumAge is the age from which work is legal in Italy after ten years of school.
const DefaultMinimumAge = 16

const defaultWeight = 2

// Levels lists the CEFR levels, lowest first.
func Levels() []string { return []string{"A1", "A2", "B1", "B2", "C1", "C2"} }

// TextLanguages lists the languages in which an opening can be written.
func TextLanguages() []string { return []string{"it", "en", "fr", "ar"} }

// Accommodations lists what a host can offer to people who need it, and nothing about why they do.
func Accommodations() []string {
	return []string{"no-lifting", "seated", "no-night", "step-free", "quiet", "flexible-hours", "no-heights", "regular-breaks", "no-alcohol"}
}

// tidy fills defaults, cuts surrounding spaces and makes lists non-nil and ordered, so that equal terms are
// stored alike.
func (t Terms) tidy() Terms {
	t.BoardAndLodging.Address = strings.TrimSpace(t.BoardAndLodging.Address)
	if !t.WelcomesArt27 {
		t.BoardAndLodging = BoardAndLodging{}
	}
	t.Title, t.Description = strings.TrimSpace(t.Title), strings.TrimSpace(t.Description)
	if t.MinimumAge == 0 {
		t.MinimumAge = DefaultMinimumAge
	}
	t.NeededAtStart, t.Optional = demands(t.NeededAtStart), demands(t.Optional)
	t.LearnedHere = append([]string{}, t.LearnedHere...)
	t.Languages = append([]LanguageDemand{}, t.Languages...)
	t.Licences = append([]string{}, t.Licences...)
	t.Accommodations = append([]string{}, t.Accommodations...)
	t.Slots = append([]Slot{}, t.Slots...)
	slices.SortFunc(t.Slots, func(a, b Slot) int {
		if a.Day != b.Day {
			return a.Day - b.Day
		}
		return strings.Compare(a.From, b.From)
	})
	return t
}

func demands(list []SkillDemand) []SkillDemand {
	out := append([]SkillDemand{}, list...)
	for i := range out {
		if out[i].Weight == 0 {
			out[i].Weight = defaultWeight
		}
	}
	return out
}
