package suite_test

import (
	"runtime/debug"
	"testing"

	"github.com/celav/celav/pkg/suite"
)

// Who sets the collector by the environment is not overruled.
func TestGrowHeap(t *testing.T) {
	const before = 70
	was, limit := debug.SetGCPercent(before), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		debug.SetGCPercent(was)
		debug.SetMemoryLimit(limit)
	})
	t.Setenv("GOMEMLIMIT", "off")
	for _, c := range []struct {
		environment string
		want        int
	}{{"70", before}, {"", 400}} {
		t.Setenv("GOGC", c.environment)
		suite.GrowHeap()
		if got := debug.SetGCPercent(before); got != c.want {
			t.Errorf("GOGC=%q: the heap grows by %d percent, not by %d", c.environment, got, c.want)
		}
	}
	if got := debug.SetMemoryLimit(-1); got != limit {
		t.Errorf("GOMEMLIMIT=off: the limit became %d, was %d", got, limit)
	}
}
