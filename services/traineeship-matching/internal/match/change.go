package match

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// SetTaxonomy replaces the taxonomy and recompiles everything.
func (s *Snapshot) SetTaxonomy(t *Taxonomy) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.recompile(s.state.Load(), t)
}

// PutPeople adds or replaces people. A document that is older than the one held is passed over.
func (s *Snapshot) PutPeople(docs ...Person) { s.changePeople(docs, nil) }

// DropPeople forgets people.
func (s *Snapshot) DropPeople(ids ...string) { s.changePeople(nil, ids) }

// PutOpenings adds or replaces openings. A document that is older than the one held is passed over.
func (s *Snapshot) PutOpenings(docs ...Opening) { s.changeOpenings(docs, nil) }

// DropOpenings forgets openings.
func (s *Snapshot) DropOpenings(ids ...string) { s.changeOpenings(nil, ids) }

// recompile publishes what a state holds, compiled anew.
func (s *Snapshot) recompile(old *state, t *Taxonomy) {
	next := &state{taxonomy: t, names: newSymbols(), people: slices.Clone(old.people), openings: slices.Clone(old.openings)}
	next.near = newNear(t, next.names, s.weights.SiblingGroupMax)
	together(s.workers, len(next.people), func(i int) {
		next.people[i] = compilePeople(old.people[i].docs, next.names, t)
	})
	together(s.workers, len(next.openings), func(i int) {
		next.openings[i] = s.compile(old.openings[i].docs, next)
	})
	if s.facets != nil {
		s.facets = newFacets()
	}
	s.publish(next, next.openings)
}

// publish makes a state the current one. The facets of the blocks that are new in it are numbered first.
func (s *Snapshot) publish(next *state, fresh []*openingsBlock) {
	if s.facets != nil {
		for _, b := range fresh {
			b.index(s.facets)
		}
		picture := s.facets.picture
		next.facets = &picture
	}
	s.state.Store(next)
}

func (s *Snapshot) compile(docs []Opening, in *state) *openingsBlock {
	b := compileOpenings(docs, in.names, in.taxonomy, s.weights)
	if s.facets != nil {
		b.post()
	}
	return b
}

// together does n things with so many goroutines.
func together(workers, n int, do func(i int)) {
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			do(i)
		}
	}
	var wait sync.WaitGroup
	for range min(workers, n) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
}

func (s *Snapshot) changePeople(put []Person, drop []string) {
	s.writing.Lock()
	defer s.writing.Unlock()
	old := s.state.Load()
	blocks := make([][]Person, len(old.people))
	for i, b := range old.people {
		blocks[i] = b.docs
	}
	changed := rearrange(blocks, put, drop, func(id string) (int, int) {
		if b, ok := s.peopleIn[id]; ok {
			return b, old.people[b].rowOf[id]
		}
		return -1, -1
	}, func(p *Person) (string, int64) { return p.ID, p.Version })
	next := *old
	numbers := slices.Sorted(maps.Keys(changed))
	next.people = grown(old.people, numbers)
	together(s.workers, len(numbers), func(i int) {
		next.people[numbers[i]] = compilePeople(changed[numbers[i]], next.names, next.taxonomy)
	})
	for _, id := range drop {
		delete(s.peopleIn, id)
	}
	for _, i := range numbers {
		for id := range next.people[i].rowOf {
			s.peopleIn[id] = i
		}
	}
	s.state.Store(&next)
}

func (s *Snapshot) changeOpenings(put []Opening, drop []string) {
	s.writing.Lock()
	defer s.writing.Unlock()
	old := s.state.Load()
	blocks := make([][]Opening, len(old.openings))
	for i, b := range old.openings {
		blocks[i] = b.docs
	}
	changed := rearrange(blocks, put, drop, func(id string) (int, int) {
		if b, ok := s.openingsIn[id]; ok {
			return b, old.openings[b].rowOf[id]
		}
		return -1, -1
	}, func(o *Opening) (string, int64) { return o.ID, o.Version })
	next := *old
	numbers := slices.Sorted(maps.Keys(changed))
	next.openings = grown(old.openings, numbers)
	fresh := make([]*openingsBlock, len(numbers))
	together(s.workers, len(numbers), func(i int) {
		fresh[i] = s.compile(changed[numbers[i]], &next)
		next.openings[numbers[i]] = fresh[i]
	})
	for _, id := range drop {
		delete(s.openingsIn, id)
	}
	for _, i := range numbers {
		for id := range next.openings[i].rowOf {
			s.openingsIn[id] = i
		}
	}
	if s.facets != nil && s.facets.count() > facetsKept+facetsPerOpening*len(s.openingsIn) {
		s.recompile(&next, next.taxonomy)
		return
	}
	s.publish(&next, fresh)
}

// What facets of openings that are gone may take before everything is compiled anew.
const (
	facetsKept       = 50_000
	facetsPerOpening = 2 * int(facetCount)
)

// grown copies a list of blocks and makes room for those behind its end.
func grown[B any](blocks []*B, numbers []int) []*B {
	n := len(blocks)
	if len(numbers) > 0 {
		n = max(n, numbers[len(numbers)-1]+1)
	}
	out := make([]*B, n)
	copy(out, blocks)
	return out
}
