package traineeship

import "slices"

// Smallest is the smallest number of people that a count shows: fewer could be recognised.
const Smallest = 5

// Count is a number of people as it may be shown.
type Count struct {
	N      int
	Hidden bool // from 1 to Smallest-1, or the total of a row with such a count
}

// Guard says which counts of a row, and which total of it, may be shown. With a hidden count the total is hidden too: less the
// others it could tell what is hidden.
func Guard(row []int) (counts []Count, total Count) {
	counts = make([]Count, len(row))
	for i, n := range row {
		counts[i] = Count{N: n, Hidden: n > 0 && n < Smallest}
		total.N += n
	}
	total.Hidden = AnyHidden(counts)
	return counts, total
}

// AnyHidden reports whether a row holds a count that is not shown.
func AnyHidden(counts []Count) bool {
	return slices.ContainsFunc(counts, func(c Count) bool { return c.Hidden })
}
