// Package company knows what CeLav keeps of an employer: its name and size, whom to call, and the sites
// where people would work.
package company

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Company is an employer. Version grows with each change of the company or its sites.
type Company struct {
	ID      string
	Version int64
	Name    string
	// Headcount is how many people work there; nil when not known. The law limits trainees by it.
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
}

// Site is a place where people of the company work.
type Site struct {
	ID           string
	Address      string
	Municipality string
	// Region is the region's English name in lower case, as in the rule sets: the law follows the site.
	Region   string
	Lat, Lon float64
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
	if c.Headcount != nil && (*c.Headcount < 0 || *c.Headcount > maxHeadcount) {
		v.Add("/headcount", "out-of-range", "must lie between 0 and %d", maxHeadcount)
	}
	text(&v, "/contact/name", c.Contact.Name, 120, false)
	text(&v, "/contact/email", c.Contact.Email, 200, false)
	text(&v, "/contact/phone", c.Contact.Phone, 40, false)
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
