package profile

import (
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
)

// Month is a month of a year, "2019-03". Months compare as texts.
type Month string

// MonthOf is the month of a day.
func MonthOf(d civil.Date) Month { return Month(d.String()[:7]) }

// count numbers the months one after the other.
func (m Month) count() int {
	year, month, _ := strings.Cut(string(m), "-")
	y, _ := strconv.Atoi(year) // checked by monthForm
	n, _ := strconv.Atoi(month)
	return y*12 + n
}

// Setting says where somebody worked, with a contract or without.
type Setting string

// The settings. All but the first two are informal.
const (
	Employed     Setting = "employed"
	SelfEmployed Setting = "self-employed"
	NoContract   Setting = "no-contract"
	Household    Setting = "household"
	Care         Setting = "care"
	Farming      Setting = "farming"
	FamilyShop   Setting = "family-shop"
	Volunteering Setting = "volunteering"
)

// Settings lists the settings in the order in which a page offers them.
func Settings() []Setting {
	return []Setting{Employed, SelfEmployed, NoContract, Household, Care, Farming, FamilyShop, Volunteering}
}

// Informal reports whether there was no contract.
func (s Setting) Informal() bool { return s != Employed && s != SelfEmployed }

// Experience is one job, or a time of work in the family or community. Employer and Tasks are the person's own words.
type Experience struct {
	ID         string
	Occupation string // concept id
	Setting    Setting
	Employer   string
	Country    string // ISO 3166 code; empty when not said
	From       Month
	To         Month // empty: still going on
	Tasks      string
	// Language is the one in which Tasks is written.
	Language    string
	ConfirmedOn civil.Date
}

// Months is how long it lasted, or has lasted until today.
func (e Experience) Months(today civil.Date) int {
	return e.last(today) - e.From.count() + 1
}

func (e Experience) last(today civil.Date) int {
	if e.To == "" {
		return MonthOf(today).count()
	}
	return e.To.count()
}

// Recognition says whether a title from abroad is valid here.
type Recognition string

// The states of a recognition; empty is not known.
const (
	Recognised    Recognition = "recognised"
	NotRecognised Recognition = "not-recognised"
	Requested     Recognition = "requested"
)

// Recognitions lists the states of a recognition.
func Recognitions() []Recognition { return []Recognition{Recognised, Requested, NotRecognised} }

// Title is a title of study as the person calls it.
type Title struct {
	ID         string
	Name       string
	Language   string // in which the name is written
	Country    string // ISO 3166 code
	Year       int    // 0 is not known
	EQF        int    // 0 is not known
	Recognised Recognition
}

// Certificate is a licence or certificate: one of Licences by its code, or another by its name.
type Certificate struct {
	ID      string
	Code    string
	Name    string
	Expires *civil.Date // nil: it does not, or it is not known
}

// Expired reports whether it is no longer valid.
func (c Certificate) Expired(today civil.Date) bool {
	return c.Expires != nil && c.Expires.Before(today)
}

// WithExperience adds the experience or replaces it; the occupations follow.
func (c Content) WithExperience(e Experience, today civil.Date) Content {
	before := c.Experience
	c.Experience = replace(before, e, func(o Experience) bool { return o.ID == e.ID })
	for _, o := range before {
		if o.ID == e.ID {
			c = c.following(o.Occupation, today)
		}
	}
	return c.following(e.Occupation, today)
}

// WithoutExperience removes it; the occupations follow.
func (c Content) WithoutExperience(id string, today civil.Date) Content {
	before := c.Experience
	c.Experience = without(before, func(e Experience) bool { return e.ID == id })
	for _, e := range before {
		if e.ID == id {
			c = c.following(e.Occupation, today)
		}
	}
	return c
}

// following makes an occupation say what the experience in it says: held, for how many different months, informal when
// all of it was.
func (c Content) following(occupation string, today civil.Date) Content {
	at := slices.IndexFunc(c.Occupations, func(o Occupation) bool { return o.Occupation == occupation })
	o := Occupation{Occupation: occupation}
	if at >= 0 {
		o = c.Occupations[at]
	}
	o.Held, o.Months, o.Informal = false, 0, true
	worked := map[int]bool{}
	for _, e := range c.Experience {
		if e.Occupation != occupation {
			continue
		}
		o.Held = true
		o.Informal = o.Informal && e.Setting.Informal()
		for m := e.From.count(); m <= e.last(today) && len(worked) < MaxMonths; m++ {
			worked[m] = true
		}
	}
	o.Months, o.Informal = len(worked), o.Informal && o.Held
	if !o.Held && !o.Wanted {
		return c.WithoutOccupation(occupation)
	}
	return c.WithOccupation(o)
}

// WithTitle adds the title or replaces it; the level of education follows the highest.
func (c Content) WithTitle(t Title) Content {
	c.Titles = replace(c.Titles, t, func(o Title) bool { return o.ID == t.ID })
	return c.highest()
}

// WithoutTitle removes it.
func (c Content) WithoutTitle(id string) Content {
	c.Titles = without(c.Titles, func(t Title) bool { return t.ID == id })
	return c.highest()
}

// highest keeps a level that was noted without a title as long as no title has one.
func (c Content) highest() Content {
	level := 0
	for _, t := range c.Titles {
		level = max(level, t.EQF)
	}
	if level > 0 {
		c.Education = &Education{EQF: level}
	}
	return c
}

// WithCertificate adds the certificate or replaces it; the licences follow.
func (c Content) WithCertificate(one Certificate, today civil.Date) Content {
	before := c.Certificates
	c.Certificates = replace(before, one, func(o Certificate) bool { return o.ID == one.ID })
	return c.valid(append(slices.Clone(before), one), today)
}

// WithoutCertificate removes it; the licences follow.
func (c Content) WithoutCertificate(id string, today civil.Date) Content {
	before := c.Certificates
	c.Certificates = without(before, func(o Certificate) bool { return o.ID == id })
	return c.valid(before, today)
}

// valid makes the licences of the touched certificates those that are valid today.
func (c Content) valid(touched []Certificate, today civil.Date) Content {
	for _, t := range touched {
		if t.Code == "" {
			continue
		}
		c.Licences = without(c.Licences, func(code string) bool { return code == t.Code })
	}
	for _, one := range c.Certificates {
		if one.Code != "" && !one.Expired(today) && !slices.Contains(c.Licences, one.Code) {
			c.Licences = append(c.Licences, one.Code)
		}
	}
	return c
}

// Following makes occupations, education and licences say what all that lies behind them says.
func (c Content) Following(today civil.Date) Content {
	for _, e := range c.Experience {
		c = c.following(e.Occupation, today)
	}
	return c.highest().valid(c.Certificates, today)
}
