package suite

import (
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// What lives in the heap is mostly the snapshot, and stays. A collection of it takes processors away from whoever asks
// meanwhile, for a tenth of a second with 100,000 openings, so it is made a quarter as often as Go would.
const (
	heapGrowth = 400 // percent of what lives; GOGC
	heapShare  = 0.9 // of the memory that a container may use; close to it collections become as frequent as they must
)

// GrowHeap lets this process trade memory for shorter answers. GOGC and GOMEMLIMIT of the environment come first.
func GrowHeap() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
	// It fails where nothing limits the process: then there is nothing to keep to.
	_, _ = memlimit.Set(memlimit.WithProvider(memlimit.FromCgroup), memlimit.WithRatio(heapShare))
}
