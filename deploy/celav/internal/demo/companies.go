package demo

import (
	"fmt"
	"strings"

	"github.com/celav/celav/pkg/contract/outreach"
)

// Employer is the development provider's user that the first company belongs to.
const Employer = "demo-employer"

type company struct {
	outreach.BatchCompany
	sector sector
}

func inventCompany(o Options, n int) company {
	d := roll(o.Seed, "company", n)
	s := d.sector()
	c := company{sector: s}
	c.Id = idOf(o.Seed, "company", n)
	c.Name = pick(d, s.kinds) + " " + pick(d, companyNames())
	if d.chance(35) {
		c.Name += " " + pick(d, []string{"srl", "snc", "& C.", "soc. coop."})
	}
	domain := strings.ToLower(strings.NewReplacer(" ", "", "ù", "u", "ì", "i", "è", "e", "&", "", ".", "").Replace(c.Name))
	c.Name += mark
	c.Contact = outreach.Contact{
		Name:  d.name(d.origin()) + mark,
		Email: fmt.Sprintf("lavoro%d@%s.example.org", n+1, domain),
		Phone: phone(d),
	}
	switch {
	case d.chance(10): // not known
	case d.chance(35):
		c.Headcount = ptr(d.between(1, 5))
	case d.chance(60):
		c.Headcount = ptr(d.between(6, 20))
	default:
		c.Headcount = ptr(d.between(21, 240))
	}
	for i := range 1 + d.weighted([]int{70, 22, 8}) {
		c.Sites = append(c.Sites, inventSite(o, d, n*8+i))
	}
	if n == 0 {
		c.Members = []string{Employer}
	}
	extra := roll(o.Seed, "company standing", n) // dice of their own: what was drawn before stays as it was
	headcounts(extra, &c.BatchCompany)
	standing(extra, o.Today, n, &c.BatchCompany)
	return c
}

func inventSite(o Options, d dice, n int) outreach.BatchSite {
	p := d.place()
	return outreach.BatchSite{
		Id:           idOf(o.Seed, "site", n),
		Address:      fmt.Sprintf("%s %d", pick(d, streets()), d.between(1, 99)),
		Municipality: p.municipality, Region: "lombardy",
		Lat: p.lat, Lon: p.lon,
	}
}

// phone is a number below +999, a country code that no country has.
func phone(d dice) string { return fmt.Sprintf("+999 %03d %06d", d.IntN(1000), d.IntN(1_000_000)) }
