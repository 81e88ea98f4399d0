package assign

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// sortRows puts every row in order, with all cores: the greater score first, then the opening that comes first.
func sortRows(rows [][]Pair, first []int32) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(rows)) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(rows)); i = next.Add(1) - 1 {
				slices.SortFunc(rows[i], func(a, b Pair) int {
					if a.Score != b.Score {
						return cmp.Compare(b.Score, a.Score)
					}
					return cmp.Compare(first[a.Opening], first[b.Opening])
				})
			}
		})
	}
	wait.Wait()
}
