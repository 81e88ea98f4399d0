package match

import "cloud.google.com/go/civil"

// Query says how to rank.
type Query struct {
	On    civil.Date // the day on which facts and rules are judged
	Limit int        // of each list
	// Only is the one list that is wanted; the others are counted and hold nothing. Nil wants all.
	Only *Standing
	// After continues a list behind a position.
	After [standingCount]*Position
	// Every scores every opening in full and skips none by what it could reach at best. The answer is the same: it is for
	// checking and measuring.
	Every bool
	// Shares are the weights of this run; nil takes the file's.
	Shares *Shares
	// Team shows only people of this team, when people are ranked; the others are counted. Empty shows all.
	Team string
}

// limit is how many items of a list are wanted.
func (q *Query) limit(list Standing) int {
	if q.Only != nil && *q.Only != list {
		return 0
	}
	return q.Limit
}

// Ranking is the answer: three lists, each in order. Nobody is rejected: who is blocked is shown with the reasons.
type Ranking struct {
	Lists    [standingCount]List
	Scored   int // how many pairs were judged
	InFull   int // of how many of them the score was worked out; the others could reach no list at best
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
	j = j.vary(q.Shares)
	st := s.state.Load()
	one := compilePeople([]Person{p}, st.names, st.taxonomy)
	row := &one.rows[0]
	ready := func() judgeBlock { // pair by pair
		table := j.fillCredits(&creditTable{}, one, row, st)
		return j.rows(func(block int) int { return len(st.openings[block].rows) }, func(block, i int, v *judged) (Position, bool) {
			b := st.openings[block]
			o := &b.rows[i]
			needed := table.cover(b.needed[o.needed.from:o.needed.to])
			useful := table.cover(b.optional[o.optional.from:o.optional.to])
			j.judge(one, row, p.WorkAccess, b, o, needed, useful, v)
			return Position{v.total, o.published, b.docs[i].ID}, true
		})
	}
	if st.facets != nil {
		sweep, _ := s.scratch.sweeps.Get().(*sweep)
		if sweep == nil {
			sweep = newSweep()
		}
		defer s.scratch.sweeps.Put(sweep)
		sweep.begin(j, st, one, &p, s.workers)
		ready = func() judgeBlock {
			own := sweep.room()
			return func(block int, f *found) { sweep.rank(st.openings[block], block, q.Every, own, f) }
		}
	}
	found := s.scan(len(st.openings), q, ready)
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
	j = j.vary(q.Shares)
	st := s.state.Load()
	one := compileOpenings([]Opening{o}, st.names, st.taxonomy, s.weights)
	row := &one.rows[0]
	asked := newAskedSkills(st.names)
	asked.fill(j, one, row, st)

	found := s.scan(len(st.people), q, func() judgeBlock {
		mine := asked.share()
		return j.rows(func(block int) int { return len(st.people[block].rows) }, func(block, i int, v *judged) (Position, bool) {
			b := st.people[block]
			p := &b.rows[i]
			needed, useful := mine.cover(j, b.skills[p.skills.from:p.skills.to])
			j.judge(b, p, b.docs[i].WorkAccess, one, row, needed, useful, v)
			return Position{v.total, p.waiting, b.docs[i].ID}, q.Team == "" || b.docs[i].Team == q.Team
		})
	})
	return s.explainAll(j, st, found, q, func(at place) pair {
		return pair{st.people[at.block], at.row, one, 0}
	}), nil
}

// explainAll explains what was found, with all workers.
func (s *Snapshot) explainAll(j *judge, st *state, f found, q Query, at func(place) pair) Ranking {
	r := Ranking{Scored: f.scored, InFull: f.inFull, Versions: s.versions(j, st)}
	type item struct {
		place place
		to    *Explanation
	}
	var items []item
	for l := range f.lists {
		b := &f.lists[l]
		// One more was looked for than is shown, to know whether there is more.
		shown := min(len(b.places), q.limit(Standing(l)))
		r.Lists[l] = List{Count: b.count, Elsewhere: f.elsewhere[l], Items: make([]Explanation, shown), More: shown < len(b.places)}
		for i, p := range b.places[:shown] {
			items = append(items, item{p, &r.Lists[l].Items[i]})
		}
	}
	workers := min(s.workers, 1+len(items)/explainedTogether)
	together(workers, workers, func(first int) {
		w, _ := s.scratch.writers.Get().(*writer)
		if w == nil {
			w = &writer{}
		}
		w.begin(j, st)
		for i := first; i < len(items); i += workers {
			*items[i].to = w.explain(at(items[i].place))
			items[i].to.Position = items[i].place.Position
		}
		w.end()
		s.scratch.writers.Put(w)
	})
	return r
}

// explainedTogether is how many explanations are worth a goroutine.
const explainedTogether = 8
