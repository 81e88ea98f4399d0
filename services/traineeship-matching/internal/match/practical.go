package match

import "github.com/celav/celav/pkg/policy"

// practicalSet is a set of practical constraints of a person, or of what a site offers, by the same codes.
type practicalSet uint16

const (
	noNight practicalSet = 1 << iota
	noLifting
	seated
	noHeights
	noAlcohol
	stepFree
	quiet
	regularBreaks
	flexibleHours
	transitOnly
	practicalEnd
)

// PracticalCodes lists the practical constraints that the gate knows, in the order in which it shows them.
func PracticalCodes() []string {
	return []string{
		"no-night", "no-lifting", "seated", "no-heights", "no-alcohol", "step-free", "quiet", "regular-breaks", "flexible-hours", "transit-only",
	}
}

const (
	// shiftsDecide are the constraints that the shifts fulfil or do not.
	shiftsDecide = noNight | transitOnly
	// siteDecides are those on which a site must say that it offers them; a person asks the host, who may.
	siteDecides = noLifting | seated | noHeights | noAlcohol | stepFree
)

// practicalOf leaves out what it does not know: the service that keeps them checks the codes.
func practicalOf(codes []string) practicalSet {
	var set practicalSet
	for _, c := range codes {
		for i, known := range PracticalCodes() {
			if c == known {
				set |= 1 << i
			}
		}
	}
	return set
}

// each calls do with every code of the set, in order.
func (s practicalSet) each(do func(code string)) {
	for i, code := range PracticalCodes() {
		if s&(1<<i) != 0 {
			do(code)
		}
	}
}

// practical compares what a person needs with the shifts and with what the site says that it offers. Why somebody needs
// it is not known here. Only a shift at night blocks: everything else can be asked of the host.
func practical(p *personRow, o *openingRow) verdict {
	asked := p.practical
	missing := asked &^ (o.offers | shiftsDecide)
	switch {
	case asked == 0:
		return verdict{policy.OK, "no-practical"}
	case asked&noNight != 0 && o.has.is(atNight):
		return verdict{policy.Block, "night-shift"}
	case missing&siteDecides != 0:
		return verdict{policy.Human, "site-does-not-say"}
	case asked&shiftsDecide&^o.offers != 0 && !o.has.is(hasShifts):
		return verdict{policy.Human, "shifts-not-said"}
	case asked&transitOnly != 0 && o.has.is(atNight):
		return verdict{policy.Warn, "few-trains-at-night"}
	case missing != 0:
		return verdict{policy.Warn, "to-agree-with-site"}
	default:
		return verdict{policy.OK, "practical-met"}
	}
}
