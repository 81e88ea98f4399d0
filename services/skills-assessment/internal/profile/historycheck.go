package profile

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Bounds of what lies behind a profile.
const (
	MaxExperience   = 60
	MaxTitles       = 20
	MaxCertificates = 40
	MaxEmployer     = 120
	MaxTasks        = 600
	MaxTitleName    = 160
)

var (
	keyForm     = regexp.MustCompile(`^[A-Za-z0-9-]{8,40}$`)
	monthForm   = regexp.MustCompile(`^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$`)
	countryForm = regexp.MustCompile(`^[A-Z]{2}$`)
)

func (c Content) checkHistory(v *fault.Violations, today civil.Date) {
	tooMany(v, "/experience", len(c.Experience), MaxExperience)
	tooMany(v, "/titles", len(c.Titles), MaxTitles)
	tooMany(v, "/certificates", len(c.Certificates), MaxCertificates)
	seen := map[string]bool{}
	key := func(at, id string) {
		if !keyForm.MatchString(id) {
			v.Add(at+"/id", "format", "is no id")
		} else if seen[id] {
			v.Add(at+"/id", "duplicate", "is listed twice")
		}
		seen[id] = true
	}
	for i, e := range c.Experience {
		at := fmt.Sprintf("/experience/%d", i)
		key(at, e.ID)
		e.check(v, at, today)
	}
	for i, t := range c.Titles {
		at := fmt.Sprintf("/titles/%d", i)
		key(at, t.ID)
		t.check(v, at, today)
	}
	for i, one := range c.Certificates {
		at := fmt.Sprintf("/certificates/%d", i)
		key(at, one.ID)
		switch {
		case one.Code != "" && !licenceForm.MatchString(one.Code):
			v.Add(at+"/code", "format", "a licence is a short code such as B or forklift")
		case one.Code == "" && one.Name == "":
			v.Add(at+"/code", "required", "choose one, or write its name")
		}
		tooLong(v, at+"/name", one.Name, MaxTitleName)
		if one.Expires != nil && !one.Expires.IsValid() {
			v.Add(at+"/expires", "date", "is not a date")
		}
	}
}

func (e Experience) check(v *fault.Violations, at string, today civil.Date) {
	if !conceptForm.MatchString(e.Occupation) {
		v.Add(at+"/occupation", "required", "choose an occupation")
	}
	if !slices.Contains(Settings(), e.Setting) {
		v.Add(at+"/setting", "required", "say where")
	}
	now := MonthOf(today)
	switch {
	case !monthForm.MatchString(string(e.From)):
		v.Add(at+"/from", "month", "is no month such as 2019-03")
	case e.From > now:
		v.Add(at+"/from", "future", "lies in the future")
	}
	switch {
	case e.To == "":
	case !monthForm.MatchString(string(e.To)):
		v.Add(at+"/to", "month", "is no month such as 2019-03")
	case e.To > now:
		v.Add(at+"/to", "future", "lies in the future")
	case e.To < e.From:
		v.Add(at+"/to", "order", "is before the beginning")
	}
	country(v, at, e.Country)
	tooLong(v, at+"/employer", e.Employer, MaxEmployer)
	tooLong(v, at+"/tasks", e.Tasks, MaxTasks)
	if e.Language != "" && !languageForm.MatchString(e.Language) {
		v.Add(at+"/language", "format", "is not a language tag of two or three letters")
	}
	if !e.ConfirmedOn.IsValid() || e.ConfirmedOn.After(today) {
		v.Add(at+"/confirmedOn", "date", "is not a date until today")
	}
}

func (t Title) check(v *fault.Violations, at string, today civil.Date) {
	if t.Name == "" {
		v.Add(at+"/name", "required", "write the title's name")
	}
	tooLong(v, at+"/name", t.Name, MaxTitleName)
	country(v, at, t.Country)
	if t.Year != 0 && (t.Year < 1930 || t.Year > today.Year) {
		v.Add(at+"/year", "out-of-range", "1930 to this year")
	}
	if t.EQF < 0 || t.EQF > 8 {
		v.Add(at+"/eqf", "out-of-range", "the levels of the framework are 1 to 8")
	}
	if t.Recognised != "" && !slices.Contains(Recognitions(), t.Recognised) {
		v.Add(at+"/recognised", "unknown", "is none of recognised, requested, not-recognised")
	}
	if t.Language != "" && !languageForm.MatchString(t.Language) {
		v.Add(at+"/language", "format", "is not a language tag of two or three letters")
	}
}

func country(v *fault.Violations, at, code string) {
	if code != "" && !countryForm.MatchString(code) {
		v.Add(at+"/country", "format", "is no country code of two letters")
	}
}

func tooLong(v *fault.Violations, at, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		v.Add(at, "too-long", "at most %d characters", most)
	}
}
