package match

import (
	"math"
	"sync/atomic"

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

	tallies [facetCount][]tally
	work    facet // by which of two facets the right to work is judged
	base    tally
	credits *creditTable
	goals   []uint32
	detours []int32 // by minutes: what the way takes off the sum of one that is at the door; beyond, what the last takes
	beyond  tally
	within  float64 // squared kilometres from which on it is too far

	rooms []scratch // one for each goroutine
	taken atomic.Int32
}

func newSweep() *sweep { return &sweep{credits: &creditTable{}} }

// begin works out what one person makes of the facets, with so many goroutines.
func (s *sweep) begin(j *judge, st *state, ps *peopleBlock, doc *Person, workers int) {
	p := &ps.rows[0]
	s.j, s.person = j, p
	s.taken.Store(0)
	if len(s.rooms) < workers {
		s.rooms = make([]scratch, workers)
	}
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
	s.detours, s.within, s.beyond = append(s.detours[:0], 0), math.Inf(1), block(Distance, verdict{decision: policy.Block})
	if !p.has.is(hasPlace) {
		return
	}
	best := max(0, j.commute(p, 0))
	for left := best; left > 0; { // it falls to nothing, and never rises
		left = j.commute(p, int32(len(s.detours)))
		s.detours = append(s.detours, j.shares[Commute]*(best-left))
	}
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
	squared [blockSize]float64 // kilometres to the place; of no meaning to somebody without one
	sums    sums
}

// room hands each goroutine of a ranking its own, at most as many as begin was told of.
func (s *sweep) room() *scratch { return &s.rooms[s.taken.Add(1)-1] }

// read works out a block's tallies and sums.
func (s *sweep) read(b *openingsBlock, to *scratch) {
	s.cover(b, &to.sums)
	c, p, within, beyond := b.columns, s.person, s.within, s.beyond
	access, times, asked := s.tallies[s.work], s.tallies[timesFacet], s.tallies[askedFacet]
	work, practical, seats := s.tallies[workFacet], s.tallies[practicalFacet], s.tallies[seatFacet]
	inAccess, f := &c.facets[s.work], &c.facets
	placed := p.has.is(hasPlace)
	for i := range b.rows {
		i &= rowMask
		t := s.base + access[inAccess[i]] + times[f[timesFacet][i]] + asked[f[askedFacet][i]] +
			work[f[workFacet][i]] + practical[f[practicalFacet][i]] + seats[f[seatFacet][i]]
		if placed {
			var far tally
			site := c.site(i)
			squared := squaredKm(p, &site)
			if squared >= within { // never where a place is not known
				far = beyond
			}
			t |= far
			to.squared[i] = squared
		}
		to.tallies[i] = t
	}
}

// sums are what the skills of a block's rows come to: weight x credit for what is needed and what is optional, and the
// number of goals that are learned there.
type sums [cellsInBlock]int32

func (s *sweep) cover(b *openingsBlock, to *sums) {
	clear(to[:])
	for _, run := range s.credits.runs {
		credits := s.credits.credits[run.from:run.to]
		for _, p := range b.postings.of(run.from, run.to) {
			to[p.cell()] += p.weight() * int32(credits[p.after(run.from)][p.level()])
		}
	}
	for _, goal := range s.goals {
		if goal == nobodyHas {
			continue
		}
		for _, p := range b.postings.of(goal, goal+1) {
			if cell := p.cell(); cell >= learnedUse {
				to[cell]++
			}
		}
	}
}

// skills adds what is needed, optional and learned to a tally's sum. It says how much of what is needed is covered.
func (s *sweep) skills(sum int32, c *columns, row int, from *sums) (all, covered int32) {
	j := s.j
	row &= rowMask
	if x := from[neededUse+row]; x > 0 {
		covered = x / c.neededSum[row]
		sum += j.shares[Essential] * covered
	}
	if x := from[optionalUse+row]; x > 0 {
		sum += j.shares[Optional] * (x / c.optSum[row])
	}
	if x := from[learnedUse+row]; x > 0 {
		sum += j.shares[Learning] * learned(x, len(s.goals))
	}
	return sum, covered
}

// detour is what the way to a place takes off the sum of one that is at the door. Where the place is not known, the
// squared kilometres are not a number.
func (s *sweep) detour(squared float64) int32 {
	last := len(s.detours) - 1
	if last == 0 || math.IsNaN(squared) {
		return 0
	}
	return s.detours[min(int(s.j.minutesOver(s.person, squared)), last)]
}

// rank judges a block. What cannot come among the first of its list even with the shortest way is counted there and
// looked at no further, unless every opening is to be scored in full.
func (s *sweep) rank(b *openingsBlock, block int, every bool, own *scratch, f *found) {
	s.read(b, own)
	j, c, least, spare := s.j, b.columns, int32(s.j.weights.CompletenessMin), s.j.ceiling(0)
	var lack [4]int32 // by standing: less than so much of what is needed covered is too little for the list
	for i := range f.lists {
		lack[i] = f.lists[i].least() - spare
	}
	var counts [4]int // by standing
	for row := range b.rows {
		row &= rowMask
		t := own.tallies[row]
		// Which standing it is cannot be foretold, so nothing jumps on it.
		unscored, blocked, short := 0, 0, 0
		if !t.enough(least) {
			unscored = 1
		}
		if t.blocks() != 0 {
			blocked = 1
		}
		standing := (2*blocked + unscored&^blocked) & 3
		counts[standing]++
		if own.sums[row] < lack[standing]*c.neededSum[row] {
			short = 1
		}
		if !every && short&^unscored != 0 {
			continue
		}
		list := &f.lists[standing]
		var total int32
		if unscored == 0 {
			sum, covered := s.skills(t.sum(), c, row, &own.sums)
			if !every {
				if best, _ := j.total(sum, t.shares(), covered); !list.wants(best, c.published[row]) {
					continue
				}
			}
			total, _ = j.total(sum-s.detour(own.squared[row]), t.shares(), covered)
			f.inFull++
		}
		if list.wants(total, c.published[row]) {
			list.keep(place{Position{total, c.published[row], b.docs[row].ID}, block, row})
			lack[standing] = list.least() - spare
		}
	}
	for i := range f.lists {
		f.lists[i].count += counts[i]
	}
	f.scored += len(b.rows)
}
