package traineeship

import "slices"

// Smallest is the smallest number of people that a count shows: fewer could be recognised.
const Smallest = 5

// Count is a number of people as it may be shown.
type Count struct {
	N      int
	Hidden bool // from 1 to Smallest-1, or shown it would tell another that is hidden
}

// Guard says which counts of a row, and which total of it, may be shown. None that is hidden can be computed from those that
// are not.
func Guard(row []int) (counts []Count, total Count) {
	counts = make([]Count, len(row))
	hidden := 0
	for i, n := range row {
		counts[i] = Count{N: n, Hidden: n > 0 && n < Smallest}
		total.N += n
		if counts[i].Hidden {
			hidden++
		}
	}
	if hidden == 1 {
		// The total less the others would tell it: the smallest of the others is hidden too, or else the total.
		if i := smallestShown(counts); i >= 0 {
			counts[i].Hidden = true
		} else {
			total.Hidden = true
		}
	}
	total.Hidden = total.Hidden || total.N > 0 && total.N < Smallest
	return counts, total
}

func smallestShown(counts []Count) int {
	at := -1
	for i, c := range counts {
		if !c.Hidden && c.N > 0 && (at < 0 || c.N < counts[at].N) {
			at = i
		}
	}
	return at
}

// AnyHidden reports whether a row holds a count that is not shown.
func AnyHidden(counts []Count) bool {
	return slices.ContainsFunc(counts, func(c Count) bool { return c.Hidden })
}
