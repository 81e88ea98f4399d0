package match

import (
	"sync"
	"sync/atomic"

	"cloud.google.com/go/civil"
)

// Query says how to rank.
type Query struct {
	On    civil.Date // the day on which facts and rules are judged
	Limit int        // of each list
	// After continues a list behind a position.
	After [standingCount]*Position
	// Team shows only people of this team, when people are ranked; the others are counted. Empty shows all.
	Team string
}

// Ranking is the answer: three lists, each in order. Nobody is rejected: who is blocked is shown with the reasons.
type Ranking struct {
	Lists    [standingCount]List
	Scored   int // how many pairs were judged
	Versions Versions
}

// List is one standing's part of a ranking.
type List struct {
	Count     int // of all in this standing that may be shown, not only of the items
	Elsewhere int // of people of other teams in this standing
	Items     []Explanation
	More      bool // others come after the last item
}

// RankOpenings ranks openings for a person.
func (s *Snapshot) RankOpenings(p Person, q Query) (Ranking, error) {
	j, err := s.judge(q.On)
	if err != nil {
		return Ranking{}, err
	}
	st := s.state.Load()
	one := compilePeople([]Person{p}, st.names, st.taxonomy)
	row := &one.rows[0]
	table := j.newCreditTable(one, row, &p, st.names, st.taxonomy)

	judgeOpening := func(b *openingsBlock, i int, v *judged) Position {
		o := &b.rows[i]
		needed := table.cover(b.needed[o.needed.from:o.needed.to])
		useful := table.cover(b.optional[o.optional.from:o.optional.to])
		j.judge(one, row, p.WorkAccess, b, o, needed, useful, v)
		return Position{v.total, o.published, b.docs[i].ID}
	}
	found := s.scan(j, len(st.openings), q,
		func(block int) int { return len(st.openings[block].rows) },
		func() judgeRow {
			return func(block, row int, v *judged) (Position, bool) {
				return judgeOpening(st.openings[block], row, v), true
			}
		})
	return s.explainAll(j, st, found, q, func(at place) pair {
		return pair{one, 0, st.openings[at.block], at.row}
	}), nil
}

// RankPeople ranks people for an opening.
func (s *Snapshot) RankPeople(o Opening, q Query) (Ranking, error) {
	j, err := s.judge(q.On)
	if err != nil {
		return Ranking{}, err
	}
	st := s.state.Load()
	one := compileOpenings([]Opening{o}, st.names, st.taxonomy, s.weights)
	row := &one.rows[0]
	asked := newAskedSkills(st.names)
	asked.fill(j, one, row, askedNames(&o), st.names, st.taxonomy)

	found := s.scan(j, len(st.people), q,
		func(block int) int { return len(st.people[block].rows) },
		func() judgeRow {
			mine := asked.share()
			return func(block, i int, v *judged) (Position, bool) {
				b := st.people[block]
				p := &b.rows[i]
				needed, useful := mine.cover(j, b.skills[p.skills.from:p.skills.to])
				j.judge(b, p, b.docs[i].WorkAccess, one, row, needed, useful, v)
				return Position{v.total, p.waiting, b.docs[i].ID}, q.Team == "" || b.docs[i].Team == q.Team
			}
		})
	return s.explainAll(j, st, found, q, func(at place) pair {
		return pair{st.people[at.block], at.row, one, 0}
	}), nil
}

// found is what a scan keeps.
type found struct {
	lists     [standingCount]best
	elsewhere [standingCount]int
	scored    int
}

// judgeRow judges one row and says where it ranks and whether it may be shown. Each goroutine has its own.
type judgeRow func(block, row int, v *judged) (at Position, shown bool)

func newFound(q Query) found {
	var f found
	for i := range f.lists {
		f.lists[i] = newBest(q.Limit, q.After[i])
	}
	return f
}

// scan judges every row of every block. Per row it allocates nothing.
func (s *Snapshot) scan(j *judge, blocks int, q Query, rows func(block int) int, newJudgeRow func() judgeRow) found {
	work := func(next *atomic.Int64, f *found) {
		judgeRow := newJudgeRow()
		var v judged
		for block := int(next.Add(1)) - 1; block < blocks; block = int(next.Add(1)) - 1 {
			for row := range rows(block) {
				position, shown := judgeRow(block, row, &v)
				f.scored++
				if standing := j.standing(&v); shown {
					f.lists[standing].add(place{position, block, row})
				} else {
					f.elsewhere[standing]++
				}
			}
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
		for l := range results[0].lists {
			results[0].lists[l].merge(&results[i].lists[l])
			results[0].elsewhere[l] += results[i].elsewhere[l]
		}
	}
	return results[0]
}

func (s *Snapshot) explainAll(j *judge, st *state, f found, q Query, at func(place) pair) Ranking {
	asked := newAskedSkills(st.names)
	r := Ranking{Scored: f.scored, Versions: s.versions(j, st)}
	for l := range f.lists {
		b := &f.lists[l]
		list := List{Count: b.count, Elsewhere: f.elsewhere[l], Items: make([]Explanation, 0, len(b.places))}
		for _, p := range b.places {
			e := j.explain(at(p), st, asked)
			e.Position = p.Position
			list.Items = append(list.Items, e)
		}
		// One more was looked for than is shown, to know whether there is more.
		if len(list.Items) > q.Limit {
			list.Items, list.More = list.Items[:q.Limit], true
		}
		r.Lists[l] = list
	}
	return r
}
