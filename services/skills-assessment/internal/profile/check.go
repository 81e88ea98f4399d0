package profile

import (
	"fmt"
	"regexp"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Bounds of a profile. Nobody needs more; an import gone wrong does.
const (
	MaxSkills      = 200
	MaxOccupations = 60
	MaxLanguages   = 20
	MaxLicences    = 40
	MaxLearning    = 40
	MaxMonths      = 720
)

var (
	conceptForm  = regexp.MustCompile(`^[a-z]+:[A-Za-z0-9-]+(/[A-Za-z0-9._-]+)?$`)
	languageForm = regexp.MustCompile(`^[a-z]{2,3}$`)
	licenceForm  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,39}$`)
)

// Check returns everything that is wrong with the content, located, as an Invalid fault; nil when nothing is.
// Whether the concepts exist is not checked here.
func (c Content) Check(today civil.Date) error {
	var v fault.Violations
	c.checkSkills(&v, today)
	c.checkOccupations(&v)
	c.checkLanguages(&v)
	if c.Education != nil && (c.Education.EQF < 1 || c.Education.EQF > 8) {
		v.Add("/education/eqf", "out-of-range", "the levels of the framework are 1 to 8")
	}
	tooMany(&v, "/licences", len(c.Licences), MaxLicences)
	for i, l := range c.Licences {
		at := fmt.Sprintf("/licences/%d", i)
		if !licenceForm.MatchString(l) {
			v.Add(at, "format", "a licence is a short code such as B or forklift")
		} else if slices.Contains(c.Licences[:i], l) {
			v.Add(at, "duplicate", "is listed twice")
		}
	}
	tooMany(&v, "/learning", len(c.Learning), MaxLearning)
	for i, id := range c.Learning {
		at := fmt.Sprintf("/learning/%d", i)
		if !conceptForm.MatchString(id) {
			v.Add(at, "format", "is not a concept id")
		} else if slices.Contains(c.Learning[:i], id) {
			v.Add(at, "duplicate", "is listed twice")
		}
	}
	c.Preferences.check(&v)
	c.checkHistory(&v, today)
	return v.Err()
}

func tooMany(v *fault.Violations, at string, n, most int) {
	if n > most {
		v.Add(at, "too-many", "at most %d", most)
	}
}

func (c Content) checkSkills(v *fault.Violations, today civil.Date) {
	tooMany(v, "/skills", len(c.Skills), MaxSkills)
	seen := map[string]bool{}
	for i, s := range c.Skills {
		at := fmt.Sprintf("/skills/%d", i)
		switch {
		case !conceptForm.MatchString(s.Skill):
			v.Add(at+"/skill", "format", "is not a concept id")
		case seen[s.Skill]:
			v.Add(at+"/skill", "duplicate", "is listed twice")
		}
		seen[s.Skill] = true
		if s.Level < Started || s.Level > CanTeach {
			v.Add(at+"/level", "out-of-range", "the levels are 1 to 4")
		}
		if !slices.Contains(Evidences(), s.Evidence) {
			v.Add(at+"/evidence", "unknown", "is none of said, seen, documented")
		}
		switch {
		case !s.ConfirmedOn.IsValid():
			v.Add(at+"/confirmedOn", "date", "is not a date")
		case s.ConfirmedOn.After(today):
			v.Add(at+"/confirmedOn", "future", "lies in the future")
		}
	}
}

func (c Content) checkOccupations(v *fault.Violations) {
	tooMany(v, "/occupations", len(c.Occupations), MaxOccupations)
	seen := map[string]bool{}
	for i, o := range c.Occupations {
		at := fmt.Sprintf("/occupations/%d", i)
		switch {
		case !conceptForm.MatchString(o.Occupation):
			v.Add(at+"/occupation", "format", "is not a concept id")
		case seen[o.Occupation]:
			v.Add(at+"/occupation", "duplicate", "is listed twice")
		}
		seen[o.Occupation] = true
		if !o.Held && !o.Wanted {
			v.Add(at+"/held", "required", "an occupation was held, is wanted, or both")
		}
		if o.Months < 0 || o.Months > MaxMonths {
			v.Add(at+"/months", "out-of-range", "0 to %d months", MaxMonths)
		}
		if !o.Held && o.Months > 0 {
			v.Add(at+"/months", "order", "months belong to an occupation that was held")
		}
		if !o.Held && o.Informal {
			v.Add(at+"/informal", "order", "only an occupation that was held can have been informal")
		}
	}
}

func (c Content) checkLanguages(v *fault.Violations) {
	tooMany(v, "/languages", len(c.Languages), MaxLanguages)
	seen := map[string]bool{}
	for i, l := range c.Languages {
		at := fmt.Sprintf("/languages/%d", i)
		switch {
		case !languageForm.MatchString(l.Language):
			v.Add(at+"/language", "format", "is not a language tag of two or three letters")
		case seen[l.Language]:
			v.Add(at+"/language", "duplicate", "is listed twice")
		}
		seen[l.Language] = true
		for _, part := range l.Parts() {
			if part.Level != "" && !slices.Contains(CEFR(), part.Level) {
				v.Add(at+"/"+part.Name, "unknown", "is none of A1 to C2")
			}
		}
	}
}

// Part is one of the five skills of a language.
type Part struct{ Name, Level string }

// Parts lists the five skills of a language by the names used in JSON, forms and messages.
func (l Language) Parts() []Part {
	return []Part{
		{"listening", l.Listening}, {"reading", l.Reading}, {"interaction", l.Interaction}, {"production", l.Production}, {"writing", l.Writing},
	}
}

// Known reports whether any of the five levels is known.
func (l Language) Known() bool {
	return l.Listening+l.Reading+l.Interaction+l.Production+l.Writing != ""
}

func (p *Preferences) check(v *fault.Violations) {
	if p == nil {
		return
	}
	for i, k := range p.Kinds {
		at := fmt.Sprintf("/preferences/kinds/%d", i)
		if k != Traineeship && k != Contract {
			v.Add(at, "unknown", "is neither traineeship nor contract")
		} else if slices.Contains(p.Kinds[:i], k) {
			v.Add(at, "duplicate", "is listed twice")
		}
	}
	if p.MaxHoursWeek != nil && (*p.MaxHoursWeek < 1 || *p.MaxHoursWeek > 60) {
		v.Add("/preferences/maxHoursWeek", "out-of-range", "1 to 60 hours")
	}
}
