package opening

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Bounds of one opening.
const (
	maxTitle       = 120
	maxDescription = 4000
	MaxSkills      = 30
	maxLanguages   = 8
	maxSlots       = 14
	maxLicences    = 12
	maxHours       = 48
	maxMonths      = 36
	maxSeats       = 500
	minAge, maxAge = 15, 99
	maxEQF         = 8
	maxWeight      = 3
	maxSkillLevel  = 4
)

var (
	concept  = regexp.MustCompile(`^(celav|esco):([os])/[A-Za-z0-9._-]{1,100}$`)
	isco     = regexp.MustCompile(`^[0-9]{1,4}$`)
	clock    = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	language = regexp.MustCompile(`^[a-z]{2,3}$`)
	licence  = regexp.MustCompile(`^[A-Za-z0-9-]{1,30}$`)
)

// IsOccupation and IsSkill tell a concept id by its form.
func IsOccupation(id string) bool {
	m := concept.FindStringSubmatch(id)
	return m != nil && m[2] == "o"
}

// IsSkill reports whether id is a skill's.
func IsSkill(id string) bool { m := concept.FindStringSubmatch(id); return m != nil && m[2] == "s" }

// Check tells all that is wrong with the terms; pointers are relative to them.
func (t Terms) Check() error {
	var v fault.Violations
	if t.SiteID == "" {
		v.Add("/siteId", "required", "is required")
	}
	if !slices.Contains(Kinds(), t.Kind) {
		v.Add("/kind", "unknown", "is none of the kinds")
	}
	t.checkText(&v)
	t.checkSkills(&v)
	t.checkTime(&v)
	t.checkWho(&v)
	t.BoardAndLodging.check(&v)
	between(&v, "/seats", t.Seats, 1, maxSeats)
	if t.SeatsTaken < 0 || t.SeatsTaken > t.Seats {
		v.Add("/seatsTaken", "out-of-range", "must lie between 0 and the seats")
	}
	return v.Err()
}

func (t Terms) checkText(v *fault.Violations) {
	if t.Title == "" {
		v.Add("/title", "required", "is required")
	}
	if utf8.RuneCountInString(t.Title) > maxTitle {
		v.Add("/title", "too-long", "is longer than %d characters", maxTitle)
	}
	if utf8.RuneCountInString(t.Description) > maxDescription {
		v.Add("/description", "too-long", "is longer than %d characters", maxDescription)
	}
	if !slices.Contains(TextLanguages(), t.Language) {
		v.Add("/language", "unknown", "is none of the languages")
	}
}

func (t Terms) checkSkills(v *fault.Violations) {
	switch {
	case t.Occupation == "":
		v.Add("/occupation", "required", "is required")
	case !IsOccupation(t.Occupation):
		v.Add("/occupation", "unknown", "is no occupation of the taxonomy")
	}
	if t.ISCO != "" && !isco.MatchString(t.ISCO) {
		v.Add("/isco", "format", "must be an ISCO-08 code")
	}
	seen := map[string]bool{}
	once := func(pointer, skill string) {
		if !IsSkill(skill) {
			v.Add(pointer, "unknown-skill", "is no skill of the taxonomy")
		} else if seen[skill] {
			v.Add(pointer, "duplicate", "is asked for already")
		}
		seen[skill] = true
	}
	for _, group := range []struct {
		field string
		list  []SkillDemand
	}{{"/neededAtStart", t.NeededAtStart}, {"/optional", t.Optional}} {
		tooMany(v, group.field, len(group.list), MaxSkills)
		for i, d := range group.list {
			at := fmt.Sprintf("%s/%d", group.field, i)
			once(at+"/skill", d.Skill)
			if d.Level != nil {
				between(v, at+"/level", *d.Level, 1, maxSkillLevel)
			}
			between(v, at+"/weight", d.Weight, 1, maxWeight)
		}
	}
	tooMany(v, "/learnedHere", len(t.LearnedHere), MaxSkills)
	for i, skill := range t.LearnedHere {
		once(fmt.Sprintf("/learnedHere/%d", i), skill)
	}
}

func (t Terms) checkTime(v *fault.Violations) {
	switch {
	case t.Start.IsZero():
		v.Add("/start", "required", "is required")
	case !t.Start.IsValid():
		v.Add("/start", "date", "is no date")
	}
	if t.ClosesOn != nil && !t.ClosesOn.IsValid() {
		v.Add("/closesOn", "date", "is no date")
	}
	if t.HoursWeek != nil {
		between(v, "/hoursWeek", *t.HoursWeek, 1, maxHours)
	}
	if t.Months != nil {
		between(v, "/months", *t.Months, 1, maxMonths)
	}
	tooMany(v, "/slots", len(t.Slots), maxSlots)
	for i, s := range t.Slots {
		at := fmt.Sprintf("/slots/%d", i)
		switch {
		case s.Day < 1 || s.Day > 7 || !clock.MatchString(s.From) || !clock.MatchString(s.To):
			v.Add(at, "format", "must be a day from 1 to 7 and two times")
		case s.From >= s.To:
			v.Add(at, "order", "must end after it begins")
		case i > 0 && t.Slots[i-1].Day == s.Day && t.Slots[i-1].To > s.From:
			v.Add(at, "duplicate", "overlaps with another stretch of the day")
		}
	}
}

func (t Terms) checkWho(v *fault.Violations) {
	between(v, "/minimumAge", t.MinimumAge, minAge, maxAge)
	if t.EducationEQF != nil {
		between(v, "/educationEqf", *t.EducationEQF, 1, maxEQF)
	}
	tooMany(v, "/languages", len(t.Languages), maxLanguages)
	seen := map[string]bool{}
	for i, l := range t.Languages {
		at := fmt.Sprintf("/languages/%d", i)
		if !language.MatchString(l.Language) {
			v.Add(at+"/language", "format", "must be a language tag")
		} else if seen[l.Language] {
			v.Add(at+"/language", "duplicate", "is asked for already")
		}
		seen[l.Language] = true
		if !slices.Contains(Levels(), l.Level) {
			v.Add(at+"/level", "unknown", "is no CEFR level")
		}
	}
	tooMany(v, "/licences", len(t.Licences), maxLicences)
	for i, l := range t.Licences {
		if !licence.MatchString(l) {
			v.Add(fmt.Sprintf("/licences/%d", i), "format", "must be a licence's short name")
		}
	}
	for i, a := range t.Accommodations {
		if !slices.Contains(Accommodations(), a) {
			v.Add(fmt.Sprintf("/accommodations/%d", i), "unknown", "is none of the accommodations")
		}
	}
}

func between(v *fault.Violations, pointer string, n, low, high int) {
	if n < low || n > high {
		v.Add(pointer, "out-of-range", "must lie between %d and %d", low, high)
	}
}

func tooMany(v *fault.Violations, pointer string, n, most int) {
	if n > most {
		v.Add(pointer, "too-many", "has more than %d entries", most)
	}
}

// Beneath moves the violations of an Invalid fault below a pointer: the terms' own are relative to them.
func Beneath(err error, pointer string) error {
	f, ok := err.(*fault.Error) //nolint:errorlint // Check and Move return it bare
	if !ok || f.Kind != fault.Invalid {
		return err
	}
	moved := *f
	moved.Violations = slices.Clone(f.Violations)
	for i := range moved.Violations {
		if strings.HasPrefix(moved.Violations[i].Pointer, "/") {
			moved.Violations[i].Pointer = pointer + moved.Violations[i].Pointer
		}
	}
	return &moved
}
