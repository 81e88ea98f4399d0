package match

import "math"

// columns are what a sweep reads of a block's openings. Each of the facets stands by itself: a person needs all but one.
type columns struct {
	facets    [facetCount][blockSize]uint32
	lat, lon  [blockSize]float64 // not a number where it is not known
	kmEast    [blockSize]float64
	neededSum [blockSize]int32
	optSum    [blockSize]int32
	published [blockSize]int32
}

const rowMask = blockSize - 1 // tells the compiler that a row is in the block

func (c *columns) site(row int) where {
	row &= rowMask
	return where{c.lat[row], c.lon[row], c.kmEast[row]}
}

// postings lists, by skill, in which rows of a block it is asked for or learned.
type postings struct {
	first   []uint32 // by skill number: where its entries begin; the next one's is where they end
	entries []posting
}

// posting packs the row (10 bits), the use (2), the weight (2), the level less one (2) and the last bits of the skill's
// number (16), which tell the skills of a run apart.
type posting uint32

const (
	rowBits      = 10
	neededUse    = 0
	optionalUse  = 1 << rowBits
	learnedUse   = 2 << rowBits
	cellMask     = 1<<(rowBits+2) - 1 // row and use
	weightShift  = rowBits + 2
	levelShift   = weightShift + 2
	skillShift   = levelShift + 2
	longestRun   = 1 << (32 - skillShift)       // of skills in a run
	_            = uint(1<<rowBits - blockSize) // a row number has to fit
	cellsInBlock = 4 << rowBits                 // the last quarter stays empty: every cell number is within
)

func (p posting) cell() int     { return int(p & cellMask) }
func (p posting) weight() int32 { return int32(p >> weightShift & 3) }
func (p posting) level() int    { return int(p >> levelShift & 3) }

// after is how far a skill stands behind the first of its run.
func (p posting) after(first uint32) uint32 {
	return (uint32(p>>skillShift) - first) & (longestRun - 1)
}

// of returns the entries of the skills from one number to before another.
func (p *postings) of(from, to uint32) []posting {
	last := uint32(len(p.first) - 1)
	if from >= last {
		return nil // nobody here asks for them
	}
	return p.entries[p.first[from]:p.first[min(to, last)]]
}

// index prepares a block for sweeps. The facets are numbered anew where they are new.
func (b *openingsBlock) index(fs *facets) {
	c := &columns{}
	for i := range b.rows {
		r := &b.rows[i]
		c.published[i], c.neededSum[i], c.optSum[i] = r.published, r.neededSum, r.optSum
		c.lat[i], c.lon[i], c.kmEast[i] = r.site.lat, r.site.lon, r.site.kmEast
		if !r.has.is(hasSite) {
			c.lat[i] = math.NaN()
		}
		for f := range facetCount {
			c.facets[f][i] = fs.number(f, b, r)
		}
	}
	b.columns = c
}

// post lists a block's skills by number.
func (b *openingsBlock) post() {
	var last uint32
	all := func(keep func(skill uint32, p posting)) {
		visit := func(skill uint32, p posting) { keep(skill, p|posting(skill)<<skillShift) }
		for i := range b.rows {
			r, row := &b.rows[i], posting(i)
			for _, a := range b.needed[r.needed.from:r.needed.to] {
				visit(a.skill, row|neededUse|posting(a.weight)<<weightShift|posting(a.level-1)<<levelShift)
			}
			for _, a := range b.optional[r.optional.from:r.optional.to] {
				visit(a.skill, row|optionalUse|posting(a.weight)<<weightShift|posting(a.level-1)<<levelShift)
			}
			if r.kinds&traineeshipKind == 0 {
				continue // what is learned counts in a traineeship alone
			}
			for _, skill := range b.learned[r.learned.from:r.learned.to] {
				visit(skill, row|learnedUse) // of no weight: it is no skill asked for
			}
		}
	}
	all(func(skill uint32, _ posting) { last = max(last, skill) })
	first := make([]uint32, last+3)
	all(func(skill uint32, _ posting) { first[skill+2]++ })
	for i := 1; i < len(first); i++ {
		first[i] += first[i-1]
	}
	entries := make([]posting, first[len(first)-1])
	all(func(skill uint32, p posting) {
		entries[first[skill+1]] = p
		first[skill+1]++
	})
	b.postings = postings{first[:last+2], entries}
}
