package assign

import "slices"

// seat finds the best place for somebody, who may be placed already and leaves that place for it, and moves whoever has
// to make room. It reports false, and changes nothing, when there is no place for somebody who needs one.
func (p *Plan) seat(i int32) bool {
	t, s := &p.seats, &p.search
	old, gain, target := p.place[i], p.gain[i], t.root
	if old != None {
		// The seat counts as taken until somebody comes to it or it is given back along the way.
		p.leave(i, old)
		target = old
	}
	seated := p.seated[i]
	p.seated[i] = false
	best, ok := p.bestGain(i)
	if ok {
		p.gain[i] = best
		s.begin(t.root+1+i, 0)
		ok = p.shortest(target, None, None)
	}
	p.seated[i] = seated
	if !ok {
		p.gain[i] = gain
		if old != None {
			p.members[old] = append(p.members[old], i)
		}
		return false
	}
	p.place[i], p.seated[i] = None, true
	p.reprice(s.dist[target])
	p.follow(target)
	p.level()
	return true
}

func (p *Plan) leave(i, opening int32) {
	at := slices.Index(p.members[opening], i)
	p.members[opening] = slices.Delete(p.members[opening], at, at+1)
}

// bestGain is what the best open choice leaves after its price; false when somebody has none.
func (p *Plan) bestGain(i int32) (best int64, ok bool) {
	if p.mayStayUnplaced(i) {
		best, ok = p.alone, true
	}
	for _, c := range p.open[i] {
		if ok && int64(c.Score) <= best {
			break
		}
		if g := int64(c.Score) - p.seats.price[c.Opening]; !ok || g > best {
			best, ok = g, true
		}
	}
	return best, ok
}

// reprice raises the prices of what was reached nearer than the target, so that the way costs nothing.
func (p *Plan) reprice(length int64) {
	s, t := &p.search, &p.seats
	for _, node := range s.reached {
		d := length - s.dist[node]
		switch {
		case d <= 0:
		case node > t.root:
			p.gain[node-t.root-1] -= d
		default:
			t.price[node] += d
		}
	}
}

// follow moves everybody along the way that ends at a node.
func (p *Plan) follow(node int32) {
	s, t := &p.search, &p.seats
	for via := s.via[node]; via != None; node, via = via, s.via[via] {
		switch {
		case via > t.root && node == t.root:
			p.place[via-t.root-1] = None
		case via > t.root:
			p.place[via-t.root-1] = node
			p.members[node] = append(p.members[node], via-t.root-1)
		case node > t.root && via != t.root:
			p.leave(node-t.root-1, via)
		case node > t.root: // was unplaced
		case t.parent[via] == node:
			t.flow[via]++
		default:
			t.flow[node]--
		}
	}
}

// level brings the root's price back to nothing, and the prices of what is empty up to those above.
func (p *Plan) level() {
	t := &p.seats
	extra := t.price[t.root]
	if extra == 0 {
		return
	}
	for v := range t.price {
		t.price[v] -= extra
	}
	for i := range p.gain {
		p.gain[i] += extra
	}
	for v := t.root - 1; v >= 0; v-- {
		if t.flow[v] == 0 {
			t.price[v] = max(t.price[v], t.price[t.parent[v]])
		}
	}
}
