package match

import (
	"math"
	"slices"
)

// Position is a place in a ranking. Ties break by longest wait, then id: stated, never random.
type Position struct {
	Total int32 // hundredths of a point
	Wait  int32 // the day since which they wait, days since 1970
	ID    string
}

// before reports whether a ranks above b.
func (a Position) before(b Position) bool {
	switch {
	case a.Total != b.Total:
		return a.Total > b.Total
	case a.Wait != b.Wait:
		return a.Wait < b.Wait
	default:
		return a.ID < b.ID
	}
}

// place is a ranked document: where it stands in the blocks.
type place struct {
	Position
	block, row int
}

// best keeps the first of a ranking, up to its capacity, and counts all. It allocates only when made.
type best struct {
	after  *Position // only what comes after it is kept
	count  int
	places []place
}

// newBest keeps one more than the limit, so that it is known whether there is more.
func newBest(limit int, after *Position) best {
	return best{after: after, places: make([]place, 0, limit+2)}
}

// counted keeps nothing and counts.
func counted() best { return best{places: make([]place, 0, 1)} }

// wants reports whether something with this total and wait may come among the first; of equals the id decides.
func (b *best) wants(total, wait int32) bool {
	n := len(b.places)
	if n < cap(b.places)-1 {
		return true
	}
	if n == 0 {
		return false
	}
	last := &b.places[n-1]
	return total > last.Total || total == last.Total && wait <= last.Wait
}

// least is the least total that may come among the first.
func (b *best) least() int32 {
	switch n := len(b.places); {
	case n < cap(b.places)-1:
		return 0
	case n == 0:
		return math.MaxInt16 // nothing may: no total is that high
	default:
		return b.places[n-1].Total
	}
}

func (b *best) add(p place) {
	b.count++
	b.keep(p)
}

func (b *best) keep(p place) {
	if b.after != nil && !b.after.before(p.Position) {
		return
	}
	n := len(b.places)
	if n == cap(b.places)-1 {
		if n == 0 || !p.before(b.places[n-1].Position) {
			return
		}
		b.places = b.places[:n-1]
	}
	i, _ := slices.BinarySearchFunc(b.places, p, func(a, p place) int {
		if a.before(p.Position) {
			return -1
		}
		return 1
	})
	b.places = slices.Insert(b.places, i, p)
}

// merge adds what another goroutine kept.
func (b *best) merge(o *best) {
	for _, p := range o.places {
		b.keep(p)
	}
	b.count += o.count
}
