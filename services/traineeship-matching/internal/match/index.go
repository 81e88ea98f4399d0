package match

import "math"

// indexed is what a sweep reads of an opening: one line of the processor's cache.
type indexed struct {
	facets    [facetCount]uint32
	published int32
	site      where // not a number where it is not known
	neededSum int32
	optSum    int32
}

// postings lists, by skill, in which rows of a block it is asked for or learned.
type postings struct {
	first   []uint32 // by skill number: where its entries begin; the next one's is where they end
	entries []posting
}

// posting packs the row (10 bits), the use (2), the weight (2) and the level less one (2).
type posting uint16

const (
	rowBits      = 10
	neededUse    = 0
	optionalUse  = 1 << rowBits
	learnedUse   = 2 << rowBits
	cellMask     = 1<<(rowBits+2) - 1 // row and use
	weightShift  = rowBits + 2
	levelShift   = weightShift + 2
	_            = uint(1<<rowBits - blockSize) // a row number has to fit
	cellsInBlock = 3 << rowBits
)

func (p posting) cell() int     { return int(p & cellMask) }
func (p posting) weight() int32 { return int32(p >> weightShift & 3) }
func (p posting) level() int    { return int(p >> levelShift) }

func (p *postings) of(skill uint32) []posting {
	if int(skill)+1 >= len(p.first) {
		return nil // nobody here asks for it
	}
	return p.entries[p.first[skill]:p.first[skill+1]]
}

// index prepares a block for sweeps. The facets are numbered anew where they are new.
func (b *openingsBlock) index(fs *facets) {
	b.lines = make([]indexed, len(b.rows))
	for i := range b.rows {
		r := &b.rows[i]
		line := indexed{published: r.published, site: r.site, neededSum: r.neededSum, optSum: r.optSum}
		if !r.has.is(hasSite) {
			line.site.lat = math.NaN()
		}
		for f := range facetCount {
			line.facets[f] = fs.number(f, b, r)
		}
		b.lines[i] = line
	}
}

// post lists a block's skills by number.
func (b *openingsBlock) post() {
	var last uint32
	all := func(visit func(skill uint32, p posting)) {
		for i := range b.rows {
			r, row := &b.rows[i], posting(i)
			for _, a := range b.needed[r.needed.from:r.needed.to] {
				visit(a.skill, row|neededUse|posting(a.weight)<<weightShift|posting(a.level-1)<<levelShift)
			}
			for _, a := range b.optional[r.optional.from:r.optional.to] {
				visit(a.skill, row|optionalUse|posting(a.weight)<<weightShift|posting(a.level-1)<<levelShift)
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
