package assign

import "fmt"

// None stands for no opening and for no limit.
const None = -1

// maxScore keeps sums far from overflowing.
const maxScore = 1_000_000

// Person is somebody to place.
type Person struct {
	ID    string
	Since int32 // the day since which they wait; the earlier comes first where totals tie
	Must  bool  // may not stay unplaced
}

// Opening is what somebody can be placed in.
type Opening struct {
	ID     string
	Since  int32 // the day on which it was published; the earlier comes first where scores tie
	Seats  int   // free
	Within int   // index of the limit that counts it, or None
	Site   int   // number of the place where it is; those who are kept together are at one
}

// Limit bounds how many may be placed in all that it counts: the law's limit of a unit, or of a company over its units.
type Limit struct {
	ID     string
	Seats  int // free
	Within int // index of a later limit that counts this one, or None
}

// Pair is an opening that somebody may be placed in, and what that is worth.
type Pair struct {
	Opening int32 // index
	Score   int32 // 0 to a million; greater is better
}

// Placement is one person in one opening, by index.
type Placement struct{ Person, Opening int }

// Problem is who is to be placed where.
type Problem struct {
	People   []Person
	Openings []Opening
	Limits   []Limit
	// Pairs are by person; each opening at most once. Where there is no pair nobody is placed. Solve keeps the slices and
	// puts them in order.
	Pairs [][]Pair
	// UnplacedCost is what the total loses for everybody who stays unplaced.
	UnplacedCost int32
	// Fixed pairs are kept, forbidden ones not used. A fixed pair must be among Pairs.
	Fixed, Forbidden []Placement
}

// check tells what is wrong with a problem.
func (p *Problem) check() error {
	if len(p.Pairs) != len(p.People) {
		return fmt.Errorf("%d people have %d lists of pairs", len(p.People), len(p.Pairs))
	}
	if p.UnplacedCost < 0 || p.UnplacedCost > maxScore {
		return fmt.Errorf("unplaced cost %d is out of range", p.UnplacedCost)
	}
	for i, o := range p.Openings {
		if o.Site < 0 {
			return fmt.Errorf("opening %d: site %d", i, o.Site)
		}
		if o.Seats < 0 || o.Within < None || o.Within >= len(p.Limits) {
			return fmt.Errorf("opening %d: seats %d within limit %d", i, o.Seats, o.Within)
		}
	}
	for i, l := range p.Limits {
		if l.Seats < 0 || l.Within != None && (l.Within <= i || l.Within >= len(p.Limits)) {
			return fmt.Errorf("limit %d: seats %d within limit %d", i, l.Seats, l.Within)
		}
	}
	for i, row := range p.Pairs {
		for _, c := range row {
			if int(c.Opening) >= len(p.Openings) || c.Opening < 0 || c.Score < 0 || c.Score > maxScore {
				return fmt.Errorf("person %d: pair with opening %d of score %d", i, c.Opening, c.Score)
			}
		}
	}
	for _, x := range append(append([]Placement{}, p.Fixed...), p.Forbidden...) {
		if x.Person < 0 || x.Person >= len(p.People) || x.Opening < 0 || x.Opening >= len(p.Openings) {
			return fmt.Errorf("a fixed or forbidden pair names person %d and opening %d", x.Person, x.Opening)
		}
	}
	return nil
}
