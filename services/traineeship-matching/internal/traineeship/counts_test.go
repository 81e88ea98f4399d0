package traineeship_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Whoever sees the table can exclude no value from one to four for a small count: for every hidden one there is another row
// that shows the same and in which it differs.
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
		if total.N != sum || hidden == 1 && !total.Hidden || sum > 0 && sum < traineeship.Smallest && !total.Hidden {
			rt.Fatalf("%v, total %+v", counts, total)
		}
		if traineeship.AnyHidden(counts) != (hidden > 0) {
			rt.Fatal("whether something is hidden")
		}
	})
}
