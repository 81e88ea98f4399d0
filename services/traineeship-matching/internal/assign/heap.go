package assign

// A binary heap by distance, then node, so that a search goes one way only. container/heap would allocate per entry.

func (a reached) before(b reached) bool {
	return a.dist < b.dist || a.dist == b.dist && a.node < b.node
}

func (s *search) push(x reached) {
	s.queue = append(s.queue, x)
	q := s.queue
	for i := len(q) - 1; i > 0; {
		up := (i - 1) / 2
		if !q[i].before(q[up]) {
			return
		}
		q[i], q[up] = q[up], q[i]
		i = up
	}
}

func (s *search) pop() reached {
	q := s.queue
	first, last := q[0], len(q)-1
	q[0] = q[last]
	q = q[:last]
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(q); child++ {
			if q[child].before(q[least]) {
				least = child
			}
		}
		if least == i {
			break
		}
		q[i], q[least] = q[least], q[i]
		i = least
	}
	s.queue = q
	return first
}
