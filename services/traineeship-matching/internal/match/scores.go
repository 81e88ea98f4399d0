package match

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
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
	st := s.state.Load()
	out := Scores{People: people, Rows: make([]ScoreRow, len(people)), Versions: s.versions(j, st)}
	var seats []seatRow
	for _, b := range st.openings {
		for i := range b.rows {
			if r := &b.rows[i]; r.has.is(isLive) && r.free > 0 && (r.closes == never || r.closes >= j.today) {
				seats = append(seats, seatRow{b, i})
				out.Openings = append(out.Openings, b.docs[i])
			}
		}
	}
	out.Judged = len(people) * len(seats)
	var next, done atomic.Int64
	work := func() {
		var scratch []Score
		for i := next.Add(1) - 1; i < int64(len(people)) && ctx.Err() == nil; i = next.Add(1) - 1 {
			out.Rows[i] = j.scoreRow(st, &people[i], seats, scratch[:0])
			scratch = out.Rows[i].Eligible
			out.Rows[i].Eligible = slices.Clone(scratch)
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

// seatRow is an opening where it stands in the snapshot.
type seatRow struct {
	block *openingsBlock
	row   int
}

func (j *judge) scoreRow(st *state, p *Person, seats []seatRow, scratch []Score) ScoreRow {
	one := compilePeople([]Person{*p}, st.names, st.taxonomy)
	row := &one.rows[0]
	table := j.newCreditTable(one, row, p, st.names, st.taxonomy)
	out := ScoreRow{Eligible: scratch}
	var v judged
	for i, at := range seats {
		b, o := at.block, &at.block.rows[at.row]
		j.judge(one, row, p.WorkAccess, b, o, table.cover(b.needed[o.needed.from:o.needed.to]), table.cover(b.optional[o.optional.from:o.optional.to]), &v)
		switch j.standing(&v) {
		case Eligible:
			out.Eligible = append(out.Eligible, Score{int32(i), v.total})
		case NotEnough:
			out.NotEnough++
		default:
			for c, x := range v.gate {
				if x.decision == policy.Block {
					out.Blocked[c]++
				}
			}
		}
	}
	return out
}
