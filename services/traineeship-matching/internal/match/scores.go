package match

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"

	"cloud.google.com/go/civil"
)

// Scores is some people judged against every opening that has a free seat, to place them all at once.
type Scores struct {
	People   []Person
	Openings []Opening
	Rows     []ScoreRow // by person
	Judged   int
	Versions Versions
}

// ScoreRow is one person against the openings of the scores.
type ScoreRow struct {
	Eligible  []Score
	NotEnough int                  // openings of which too little is known
	Blocked   [constraintCount]int // openings by what blocks; one may be counted several times
}

// Score is the total of an eligible pair.
type Score struct {
	Opening int32 // index among the scores' openings
	Total   int32 // hundredths of a point
}

// BlockedBy returns by how many openings a constraint blocks.
func (r *ScoreRow) BlockedBy(c Constraint) int { return r.Blocked[c] }

// Constraints lists what the gate judges, in the order in which it is shown.
func Constraints() []Constraint {
	list := make([]Constraint, constraintCount)
	for c := range constraintCount {
		list[c] = c
	}
	return list
}

// ScoreAll judges people against every opening in the snapshot that has a free seat, as a ranking does, with all
// workers. Progress, which may be nil, is told how many people are through; it is called from several goroutines.
func (s *Snapshot) ScoreAll(ctx context.Context, people []Person, on civil.Date, progress func(done, all int)) (Scores, error) {
	j, err := s.judge(on)
	if err != nil {
		return Scores{}, err
	}
	st := s.indexed()
	out := Scores{People: people, Rows: make([]ScoreRow, len(people)), Versions: s.versions(j, st)}
	seats := make([][]seat, len(st.openings))
	for n, b := range st.openings {
		for i := range b.rows {
			if r := &b.rows[i]; r.has.is(isLive) && r.free > 0 && (r.closes == never || r.closes >= j.today) {
				seats[n] = append(seats[n], seat{int32(i), int32(len(out.Openings))})
				out.Openings = append(out.Openings, b.docs[i])
			}
		}
	}
	out.Judged = len(people) * len(out.Openings)
	var next, done atomic.Int64
	work := func() {
		sweep := newSweep()
		var eligible []Score
		for i := next.Add(1) - 1; i < int64(len(people)) && ctx.Err() == nil; i = next.Add(1) - 1 {
			sweep.begin(j, st, compilePeople(people[i:i+1], st.names, st.taxonomy), &people[i], 1)
			out.Rows[i] = sweep.scores(st, seats, sweep.room(), eligible[:0])
			eligible = out.Rows[i].Eligible
			out.Rows[i].Eligible = slices.Clone(eligible)
			if n := done.Add(1); progress != nil {
				progress(int(n), len(people))
			}
		}
	}
	var wait sync.WaitGroup
	for range min(s.workers, len(people)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return Scores{}, fmt.Errorf("judge %d people: %w", len(people), err)
	}
	return out, nil
}

// indexed returns the current state, ready for sweeps.
func (s *Snapshot) indexed() *state {
	st := s.state.Load()
	if st.facets != nil {
		return st
	}
	other := NewSnapshot(s.rules, s.weights, s.workers)
	other.recompile(st, st.taxonomy)
	return other.state.Load()
}

// seat is an opening with a free seat: its row in the block, and its number among the scores' openings.
type seat struct{ row, opening int32 }

// scores judges one person against the openings with a seat, block by block.
func (s *sweep) scores(st *state, seats [][]seat, own *scratch, eligible []Score) ScoreRow {
	j, least := s.j, int32(s.j.weights.CompletenessMin)
	out := ScoreRow{Eligible: eligible}
	for n, b := range st.openings {
		if len(seats[n]) == 0 {
			continue
		}
		s.read(b, own)
		for _, at := range seats[n] {
			t := own.tallies[at.row]
			if blocks := t.blocks(); blocks != 0 {
				for ; blocks != 0; blocks &= blocks - 1 {
					out.Blocked[bits.TrailingZeros32(blocks)]++
				}
				continue
			}
			if !t.enough(least) {
				out.NotEnough++
				continue
			}
			sum, covered := s.skills(t.sum(), b.columns, int(at.row), &own.sums)
			total, _ := j.total(sum-s.detour(own.squared[at.row&rowMask]), t.shares(), covered)
			out.Eligible = append(out.Eligible, Score{at.opening, total})
		}
	}
	return out
}
