package match

import (
	"math"

	"github.com/celav/celav/pkg/policy"
)

// sweep is one person against all openings. What depends on a facet is worked out beforehand, what depends on skills
// comes from the postings of those that the person has or has something near to; so most openings cost a few additions,
// and whether they can reach a list is known before their score is worked out.
//
// It judges exactly as judge does. It can be begun again for somebody else, which is cheaper than making another.
type sweep struct {
	j      *judge
	person *personRow

	tallies     [facetCount][]tally
	work        facet // by which of two facets the right to work is judged
	base        tally
	credits     *creditTable
	goals       []uint32
	bestCommute int32
	beyond      tally
	within      float64 // squared kilometres from which on it is too far
}

func newSweep() *sweep { return &sweep{credits: &creditTable{}} }

// begin works out what one person makes of the facets, with so many goroutines.
func (s *sweep) begin(j *judge, st *state, ps *peopleBlock, doc *Person, workers int) {
	p := &ps.rows[0]
	s.j, s.person = j, p
	s.credits = j.fillCredits(s.credits, ps, p, st)
	s.goals = ps.goals[p.goals.from:p.goals.to]
	s.base = j.part(Freshness, j.freshness(p))
	s.work = accessFacet
	if p.has.is(livesAbroad) {
		s.work = abroadFacet
	}
	together(workers, int(facetCount), func(i int) {
		f := facet(i)
		if f == accessFacet+abroadFacet-s.work {
			return // the other one
		}
		os := &st.facets[f]
		if cap(s.tallies[f]) < len(os.rows) {
			s.tallies[f] = make([]tally, len(os.rows)+len(os.rows)/4)
		}
		to := s.tallies[f][:len(os.rows)]
		for i := range os.rows {
			to[i] = j.tally(f, ps, p, doc.WorkAccess, os, &os.rows[i])
		}
		s.tallies[f] = to
	})
	s.measure()
}

// measure finds the distance from which on the gate blocks: minutes never fall with the distance, and neither does the
// gate's outcome.
func (s *sweep) measure() {
	j, p := s.j, s.person
	s.bestCommute, s.within, s.beyond = 0, math.Inf(1), block(Distance, verdict{decision: policy.Block})
	if !p.has.is(hasPlace) {
		return
	}
	s.bestCommute = max(0, j.commute(p, 0))
	tooFar := func(squared float64) bool {
		return j.distance(p, &openingRow{}, j.minutesOver(p, squared)).decision == policy.Block
	}
	low, high := uint64(0), math.Float64bits(math.MaxFloat64) // of positive numbers, the bits have the same order
	if !tooFar(math.MaxFloat64) {
		return
	}
	for low < high {
		if middle := low + (high-low)/2; tooFar(math.Float64frombits(middle)) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	s.within = math.Float64frombits(low)
}

// scratch is what a sweep works out for a block before it looks at single openings. Each goroutine has its own.
type scratch struct {
	tallies [blockSize]tally
	sums    sums
}

// read works out a block's tallies and sums.
func (s *sweep) read(b *openingsBlock, to *scratch) {
	s.cover(b, &to.sums)
	which, within, base := s.work, s.within, s.base
	access, times, asked := s.tallies[which], s.tallies[timesFacet], s.tallies[askedFacet]
	work, practical, seats := s.tallies[workFacet], s.tallies[practicalFacet], s.tallies[seatFacet]
	for i := range b.lines {
		l := &b.lines[i]
		f := &l.facets
		t := base + access[f[which]] + times[f[timesFacet]] + asked[f[askedFacet]] +
			work[f[workFacet]] + practical[f[practicalFacet]] + seats[f[seatFacet]]
		if squaredKm(s.person, &l.site) >= within { // never where a place is not known
			t |= s.beyond
		}
		to.tallies[i] = t
	}
}

// sums are what the skills of a block's rows come to: weight x credit for what is needed and what is optional, and the
// number of goals that are learned there.
type sums [cellsInBlock]int32

func (s *sweep) cover(b *openingsBlock, to *sums) {
	clear(to[:])
	for _, skill := range s.credits.touched {
		list := b.postings.of(skill)
		if len(list) == 0 {
			continue
		}
		credits := s.credits.of(skill)
		for _, p := range list {
			to[p.cell()] += p.weight() * int32(credits[p.level()])
		}
	}
	for _, goal := range s.goals {
		for _, p := range b.postings.of(goal) {
			if cell := p.cell(); cell >= learnedUse {
				to[cell]++
			}
		}
	}
}

// skills adds what is needed, optional and learned to a tally's sum. It says how much of what is needed is covered.
func (s *sweep) skills(sum int32, b *openingsBlock, row int, from *sums) (all, covered int32) {
	j, l := s.j, &b.lines[row]
	if x := from[neededUse+row]; x > 0 {
		covered = x / l.neededSum
		sum += j.shares[Essential] * covered
	}
	if x := from[optionalUse+row]; x > 0 {
		sum += j.shares[Optional] * (x / l.optSum)
	}
	if x := from[learnedUse+row]; x > 0 && b.rows[row].kinds&traineeshipKind != 0 {
		sum += j.shares[Learning] * learned(x, len(s.goals))
	}
	return sum, covered
}

// detour is what the way to a place takes off the sum of one that is at the door.
func (s *sweep) detour(l *indexed) int32 {
	if s.bestCommute == 0 || math.IsNaN(l.site.lat) {
		return 0
	}
	minutes := s.j.minutesOver(s.person, squaredKm(s.person, &l.site))
	return s.j.shares[Commute] * (s.bestCommute - s.j.commute(s.person, minutes))
}

// rank judges a block. What cannot come among the first of its list even with the shortest way is counted there and
// looked at no further, unless every opening is to be scored in full.
func (s *sweep) rank(b *openingsBlock, block int, every bool, own *scratch, f *found) {
	s.read(b, own)
	j, least, spare := s.j, int32(s.j.weights.CompletenessMin), s.j.ceiling(0)
	var lack [standingCount]int32 // less than so much of what is needed covered: too little for the list
	for i := range lack {
		lack[i] = f.lists[i].least() - spare
	}
	for row := range b.lines {
		l, t := &b.lines[row], own.tallies[row]
		scored := t.enough(least)
		standing := Eligible
		if !scored {
			standing = NotEnough
		}
		if t.blocks() != 0 {
			standing = Blocked
		}
		list := &f.lists[standing]
		list.count++
		var total int32
		if scored {
			if !every && own.sums[row] < lack[standing]*l.neededSum {
				continue
			}
			sum, covered := s.skills(t.sum(), b, row, &own.sums)
			if !every {
				if best, _ := j.total(sum, t.shares(), covered); !list.wants(best, l.published) {
					continue
				}
			}
			total, _ = j.total(sum-s.detour(l), t.shares(), covered)
			f.inFull++
		}
		if list.wants(total, l.published) {
			list.keep(place{Position{total, l.published, b.docs[row].ID}, block, row})
			lack[standing] = list.least() - spare
		}
	}
	f.scored += len(b.lines)
}
