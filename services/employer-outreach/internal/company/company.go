// Package company knows what CeLav keeps of an employer: its name and size, whom to call, and the sites
// where people would work.
package company

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Company is an employer. Version grows with each change of the company or its sites.
type Company struct {
	ID      string
	Version int64
	Name    string
	// TaxNumber is the partita IVA, eleven digits; empty when not known.
	TaxNumber string
	Standing  Standing
	// RegisteredOn is the day on which the company registered by itself; nil when staff recorded it.
	RegisteredOn *civil.Date
	// Headcount is how many people work there; nil when not known.
	Headcount *int
	Contact   Contact
	Sites     []Site
	// Demo marks an invented company.
	Demo bool
}

// Contact is whom to call. It is personal data: sealed in the records, in no feed and on no public page.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	// Language is in which the company is written to; empty means Italian with English below.
	Language string `json:"language,omitempty"`
}

// Languages are those in which a company can be written to.
func Languages() []string { return []string{"it", "en", "fr", "ar"} }

// Site is a place where people of the company work.
type Site struct {
	ID           string
	Address      string
	Municipality string
	// Region is the region's English name in lower case, as in the rule sets: the law follows the site.
	Region   string
	Lat, Lon float64
	// Headcount is how many people work in this unit; nil when not known. The law limits trainees by it.
	Headcount *int
}

// UnitHeadcount is how many people work in a unit, for the law's limit of trainees: its own number, or the company's
// where that has no other unit. False when it is not known.
func (c Company) UnitHeadcount(siteID string) (int, bool) {
	if s, ok := c.Site(siteID); ok && s.Headcount != nil {
		return *s.Headcount, true
	}
	if c.Headcount != nil && len(c.Sites) == 1 {
		return *c.Headcount, true
	}
	return 0, false
}

// Bounds of what a company may hold.
const (
	MaxSites     = 50
	maxHeadcount = 1_000_000
)

// Round brings coordinates to two decimals, about a kilometre: enough for a commute.
func Round(degrees float64) float64 { return math.Round(degrees*100) / 100 }

// Site finds a site of the company.
func (c Company) Site(id string) (Site, bool) {
	for _, s := range c.Sites {
		if s.ID == id {
			return s, true
		}
	}
	return Site{}, false
}

// Check tells what is wrong with the company's own facts.
func (c Company) Check() error {
	var v fault.Violations
	text(&v, "/name", c.Name, 200, true)
	if c.TaxNumber != "" && !IsTaxNumber(c.TaxNumber) {
		v.Add("/taxNumber", "tax-number", "is no valid partita IVA: it has eleven digits, and the last one checks the others")
	}
	if c.Headcount != nil && (*c.Headcount < 0 || *c.Headcount > maxHeadcount) {
		v.Add("/headcount", "out-of-range", "must lie between 0 and %d", maxHeadcount)
	}
	text(&v, "/contact/name", c.Contact.Name, 120, false)
	text(&v, "/contact/email", c.Contact.Email, 200, false)
	text(&v, "/contact/phone", c.Contact.Phone, 40, false)
	if l := c.Contact.Language; l != "" && !slices.Contains(Languages(), l) {
		v.Add("/contact/language", "unknown", "is none of the languages")
	}
	if e := c.Contact.Email; e != "" && !email.MatchString(e) {
		v.Add("/contact/email", "email", "must be an e-mail address")
	}
	if p := c.Contact.Phone; p != "" && !phone.MatchString(p) {
		v.Add("/contact/phone", "format", "must be a telephone number")
	}
	return v.Err()
}

// Check tells what is wrong with a site.
func (s Site) Check() error {
	var v fault.Violations
	text(&v, "/address", s.Address, 200, true)
	text(&v, "/municipality", s.Municipality, 80, true)
	if !region.MatchString(s.Region) {
		v.Add("/region", "format", "must be a region's English name in lower case")
	}
	// Italy's bounds: a swapped or foreign pair of coordinates is a mistake.
	if s.Lat < 35 || s.Lat > 48 {
		v.Add("/lat", "out-of-range", "must lie between 35 and 48")
	}
	if s.Lon < 6 || s.Lon > 19 {
		v.Add("/lon", "out-of-range", "must lie between 6 and 19")
	}
	if s.Headcount != nil && (*s.Headcount < 0 || *s.Headcount > maxHeadcount) {
		v.Add("/headcount", "out-of-range", "must lie between 0 and %d", maxHeadcount)
	}
	return v.Err()
}

var (
	email  = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	phone  = regexp.MustCompile(`^\+?[0-9 ()./-]{5,}$`)
	region = regexp.MustCompile(`^[a-z][a-z-]{1,29}$`)
)

func text(v *fault.Violations, pointer, s string, longest int, required bool) {
	if required && strings.TrimSpace(s) == "" {
		v.Add(pointer, "required", "is required")
	}
	if utf8.RuneCountInString(s) > longest {
		v.Add(pointer, "too-long", "is longer than %d characters", longest)
	}
}

// CheckRegistration tells what is wrong with a company that registers by itself: it says its tax number, whom to call
// and where its people work.
func (c Company) CheckRegistration() error {
	v := fault.Violations{}
	take := func(at string, err error) {
		if f, ok := err.(*fault.Error); ok { //nolint:errorlint // Check returns it bare
			for _, one := range f.Violations {
				one.Pointer = at + one.Pointer
				v = append(v, one)
			}
		}
	}
	take("", c.Check())
	if c.TaxNumber == "" {
		v.Add("/taxNumber", "required", "is required")
	}
	text(&v, "/contact/name", c.Contact.Name, 120, true)
	if c.Contact.Email == "" && c.Contact.Phone == "" {
		v.Add("/contact/email", "required", "an e-mail address or a telephone number is required")
	}
	if len(c.Sites) == 0 {
		v.Add("/sites", "required", "at least one site is required")
	}
	for i, s := range c.Sites {
		take(fmt.Sprintf("/sites/%d", i), s.Check())
	}
	return v.Err()
}
