package traineeship_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// A count from one to four is hidden, and with it the total, so that no difference tells it.
func TestNoSmallCountCanBeComputed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		row := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 7).Draw(rt, "row")
		counts, total := traineeship.Guard(row)
		hidden, sum := 0, 0
		for i, c := range counts {
			if c.N != row[i] {
				rt.Fatalf("%d became %d", row[i], c.N)
			}
			if row[i] > 0 && row[i] < traineeship.Smallest && !c.Hidden {
				rt.Fatalf("%d is shown: %v", row[i], counts)
			}
			if c.Hidden {
				hidden++
			}
			sum += row[i]
		}
		if total.N != sum || total.Hidden != (hidden > 0) {
			rt.Fatalf("%v, total %+v", counts, total)
		}
		if traineeship.AnyHidden(counts) != (hidden > 0) {
			rt.Fatal("whether something is hidden")
		}
	})
}
