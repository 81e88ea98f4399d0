package match

import (
	"sync"
	"sync/atomic"
)

// found is what a scan keeps.
type found struct {
	lists     [standingCount]best
	elsewhere [standingCount]int
	scored    int
	inFull    int
}

// judgeBlock judges the rows of one block. Each goroutine has its own.
type judgeBlock func(block int, f *found)

// judgeRow judges one row and says where it ranks and whether it may be shown.
type judgeRow func(block, row int, v *judged) (at Position, shown bool)

func newFound(q Query) found {
	var f found
	for i := range f.lists {
		f.lists[i] = counted()
		if list := Standing(i); q.Only == nil || *q.Only == list {
			f.lists[i] = newBest(q.Limit, q.After[i])
		}
	}
	return f
}

// rows judges a block row by row, each as a pair by itself. Per row it allocates nothing.
func (j *judge) rows(rows func(block int) int, judgeRow judgeRow) judgeBlock {
	var v judged
	return func(block int, f *found) {
		n := rows(block)
		for row := range n {
			position, shown := judgeRow(block, row, &v)
			if standing := j.standing(&v); shown {
				f.lists[standing].add(place{position, block, row})
			} else {
				f.elsewhere[standing]++
			}
		}
		f.scored += n
		f.inFull += n
	}
}

// scan judges every block.
func (s *Snapshot) scan(blocks int, q Query, newJudgeBlock func() judgeBlock) found {
	work := func(next *atomic.Int64, f *found) {
		judgeBlock := newJudgeBlock()
		for block := int(next.Add(1)) - 1; block < blocks; block = int(next.Add(1)) - 1 {
			judgeBlock(block, f)
		}
	}
	var next atomic.Int64
	results := make([]found, min(s.workers, max(1, blocks)))
	var wait sync.WaitGroup
	for i := range results {
		results[i] = newFound(q)
		if i > 0 {
			wait.Go(func() { work(&next, &results[i]) })
		}
	}
	work(&next, &results[0])
	wait.Wait()
	for i := 1; i < len(results); i++ {
		results[0].scored += results[i].scored
		results[0].inFull += results[i].inFull
		for l := range results[0].lists {
			results[0].lists[l].merge(&results[i].lists[l])
			results[0].elsewhere[l] += results[i].elsewhere[l]
		}
	}
	return results[0]
}
