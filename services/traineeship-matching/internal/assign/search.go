package assign

import "math"

// search finds the cheapest way along which one more can be taken in, each moving on to make room for the next. Its
// nodes are those of the tree, then the people. It keeps its memory from one search to the next.
type search struct {
	round   uint32
	seen    []uint32 // the round in which a node was reached
	done    []uint32 // the round in which its distance became final
	dist    []int64
	via     []int32
	queue   []reached // a heap
	reached []int32
	bound   int64 // nothing farther than this is of use
}

type reached struct {
	dist int64
	node int32
}

func newSearch(nodes int) search {
	return search{seen: make([]uint32, nodes), done: make([]uint32, nodes), dist: make([]int64, nodes), via: make([]int32, nodes)}
}

func (s *search) begin(from int32, dist int64) {
	s.round++
	if s.round == 0 { // came round: forget all that bears a number
		clear(s.seen)
		clear(s.done)
		s.round = 1
	}
	s.queue, s.reached, s.bound = s.queue[:0], s.reached[:0], math.MaxInt64
	s.reach(from, dist, None)
}

func (s *search) reach(node int32, dist int64, via int32) {
	if dist > s.bound || s.seen[node] == s.round && dist >= s.dist[node] {
		return
	}
	if s.seen[node] != s.round {
		s.seen[node] = s.round
		s.reached = append(s.reached, node)
	}
	s.dist[node], s.via[node] = dist, via
	s.push(reached{dist, node})
}

// shortest goes from what was begun to a node of the tree which somebody is about to leave, or to the root. The pair of
// the person and opening given is not used. It reports whether there is a way.
func (p *Plan) shortest(target, person, opening int32) bool {
	s, t := &p.search, &p.seats
	for len(s.queue) > 0 {
		at := s.pop()
		if s.done[at.node] == s.round {
			continue
		}
		s.done[at.node] = s.round
		switch {
		case at.node == target:
			return true
		case at.node > t.root:
			i := at.node - t.root - 1
			if i == person {
				p.fromPerson(i, at.dist, target, opening)
			} else {
				p.fromPerson(i, at.dist, target, None)
			}
		case at.node == t.root:
			p.fromRoot(at.dist)
		default:
			p.fromNode(at.node, at.dist)
		}
	}
	return false
}

func (p *Plan) fromPerson(i int32, dist int64, target, except int32) {
	s, t := &p.search, &p.seats
	me, base := t.root+1+i, dist+p.gain[i]
	for _, c := range p.open[i] {
		left := base - int64(c.Score)
		if left > s.bound { // prices are not negative, and what follows scores less
			break
		}
		if c.Opening == except {
			continue
		}
		d := left + t.price[c.Opening]
		if d > s.bound {
			continue
		}
		if t.free(c.Opening) {
			s.bound = min(s.bound, left+t.price[target])
		}
		s.reach(c.Opening, d, me)
	}
	if p.mayStayUnplaced(i) {
		d := base - p.alone
		s.bound = min(s.bound, d+t.price[target])
		s.reach(t.root, d, me)
	}
}

func (p *Plan) fromNode(v int32, dist int64) {
	s, t := &p.search, &p.seats
	if t.flow[v] < t.room[v] {
		up := t.parent[v]
		s.reach(up, dist+t.price[up]-t.price[v], v)
	}
	if v >= t.openings {
		p.down(v, dist)
		return
	}
	for _, i := range p.members[v] {
		if p.rank[i] >= p.settled {
			s.reach(t.root+1+i, dist, v)
		}
	}
}

func (p *Plan) fromRoot(dist int64) {
	p.down(p.seats.root, dist)
	for i, o := range p.place {
		if o == None && p.seated[i] && p.rank[i] >= p.settled {
			p.search.reach(p.seats.root+1+int32(i), dist, p.seats.root)
		}
	}
}

func (p *Plan) down(v int32, dist int64) {
	t := &p.seats
	for _, child := range t.children[v-t.openings] {
		if t.flow[child] > 0 {
			p.search.reach(child, dist+t.price[child]-t.price[v], v)
		}
	}
}

// free reports whether one more fits, all the way up.
func (t *tree) free(v int32) bool {
	for ; v != t.root; v = t.parent[v] {
		if t.flow[v] >= t.room[v] {
			return false
		}
	}
	return true
}

func (p *Plan) mayStayUnplaced(i int32) bool {
	return !p.must[i] && p.fixed[i] == None && p.within[i] < 0
}
