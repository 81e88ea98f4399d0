package match

import (
	"fmt"
	"sync"
	"sync/atomic"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// blockSize is how many documents are compiled together: one change recompiles one block.
const blockSize = 1024

// Snapshot holds everybody and every opening, compiled for scanning. Readers take the current state with one atomic load
// and are never stopped; writers make new blocks and publish a new state.
type Snapshot struct {
	rules   policy.Library
	weights *Weights
	workers int

	writing sync.Mutex
	facets  *facets // of the openings; nil: this snapshot is too short-lived to be indexed
	// The blocks in which documents stand, for the writer: looking through all blocks for each would take longest.
	peopleIn, openingsIn map[string]int
	state                atomic.Pointer[state]
	scratch              *scratchPools
}

// scratchPools keep what a ranking works with, to be begun again by the next. Snapshots made of this one share them.
type scratchPools struct {
	sweeps  sync.Pool // of *sweep
	writers sync.Pool // of *writer
}

// state is one immutable picture.
type state struct {
	taxonomy *Taxonomy
	names    *symbols
	near     *near
	people   []*peopleBlock
	openings []*openingsBlock
	facets   *facetPicture // nil: the blocks are not indexed
}

// NewSnapshot makes an empty snapshot. A ranking uses up to the given number of goroutines.
func NewSnapshot(rules policy.Library, w *Weights, workers int) *Snapshot {
	s := &Snapshot{rules: rules, weights: w, workers: max(1, workers), facets: newFacets(), peopleIn: map[string]int{}, openingsIn: map[string]int{}, scratch: &scratchPools{}}
	s.state.Store(&state{taxonomy: NewTaxonomy("", nil), names: newSymbols(), near: &near{}, facets: new(s.facets.picture)})
	return s
}

// Counts is how much a snapshot holds.
type Counts struct{ People, Openings int }

// Counts returns how much the snapshot holds.
func (s *Snapshot) Counts() Counts {
	st := s.state.Load()
	var c Counts
	for _, b := range st.people {
		c.People += len(b.docs)
	}
	for _, b := range st.openings {
		c.Openings += len(b.docs)
	}
	return c
}

// TaxonomyVersion names the taxonomy in use; empty before one is set.
func (s *Snapshot) TaxonomyVersion() string { return s.state.Load().taxonomy.Version() }

// Person returns the document held.
func (s *Snapshot) Person(id string) (Person, bool) {
	st := s.state.Load()
	if b, row := st.findPerson(id); b >= 0 {
		return st.people[b].docs[row], true
	}
	return Person{}, false
}

// Opening returns the document held.
func (s *Snapshot) Opening(id string) (Opening, bool) {
	st := s.state.Load()
	if b, row := st.findOpening(id); b >= 0 {
		return st.openings[b].docs[row], true
	}
	return Opening{}, false
}

// findPerson says where a person stands; the block is -1 when there is none.
func (st *state) findPerson(id string) (block, row int) {
	for i, b := range st.people {
		if row, ok := b.rowOf[id]; ok {
			return i, row
		}
	}
	return -1, -1
}

func (st *state) findOpening(id string) (block, row int) {
	for i, b := range st.openings {
		if row, ok := b.rowOf[id]; ok {
			return i, row
		}
	}
	return -1, -1
}

// Beside makes a snapshot of these documents alone, with the same rules, weights and taxonomy: to rank what a search
// engine recalled as it would be ranked among all.
func (s *Snapshot) Beside(people []Person, openings []Opening) *Snapshot {
	other := NewSnapshot(s.rules, s.weights, s.workers)
	other.facets = nil
	st := s.state.Load()
	other.state.Store(&state{taxonomy: st.taxonomy, names: st.names, near: st.near})
	other.PutPeople(people...)
	other.PutOpenings(openings...)
	return other
}

// Weights returns what the snapshot weighs with.
func (s *Snapshot) Weights() *Weights { return s.weights }

// People calls visit for everybody in the snapshot, in no order, until it returns false. The document must not be changed.
func (s *Snapshot) People(visit func(*Person) bool) {
	for _, b := range s.state.Load().people {
		for i := range b.docs {
			if !visit(&b.docs[i]) {
				return
			}
		}
	}
}

// Openings calls visit for every opening in the snapshot, in no order, until it returns false. The document must not be
// changed.
func (s *Snapshot) Openings(visit func(*Opening) bool) {
	for _, b := range s.state.Load().openings {
		for i := range b.docs {
			if !visit(&b.docs[i]) {
				return
			}
		}
	}
}

// judge makes the judge of a day.
func (s *Snapshot) judge(on civil.Date) (*judge, error) {
	rules, err := s.rules.On(on)
	if err != nil {
		return nil, fmt.Errorf("judge a match on %s: %w", on, err)
	}
	return newJudge(&rules, s.weights, on), nil
}

// Edition is one picture of the snapshot; two editions are equal when nothing changed in between.
type Edition struct{ state *state }

// Edition returns the current one.
func (s *Snapshot) Edition() Edition { return Edition{s.state.Load()} }
