package match

import (
	"cmp"
	"slices"

	"github.com/celav/celav/pkg/policy"
)

// Improvement is one change of one document, tried by judging the pair anew with it.
type Improvement struct {
	// Kind is what changes; a constraint's name where there are only words for it, with the reason as Value.
	Kind  string `json:"kind"`
	Side  string `json:"side"`         // "person" or "opening": whose document would change
	Value string `json:"value"`        // the skill, the licence, the language
	To    string `json:"to,omitempty"` // what it would have to be
	// Lifts: with this alone nothing blocks any more.
	Lifts bool  `json:"lifts"`
	Set   bool  `json:"set"`   // it belongs to the smallest set that lifts everything
	Gain  int32 `json:"gain"`  // hundredths of a point of the total
	Total int32 `json:"total"` // what the total would be with it
}

// Way is what the smallest set of changes leads to.
type Way struct {
	Changes  int      `json:"changes"`
	Standing Standing `json:"standing"`
	Total    int32    `json:"total"` // hundredths of a point
}

const (
	mostImprovements = 10
	mostTogether     = 3 // changes in a set
)

// change is an improvement that can be tried.
type change struct {
	Improvement
	apply func(*Person, *Opening)
}

// trial judges documents that nobody has.
type trial struct {
	j     *judge
	st    *state
	asked *askedSkills
}

func (t *trial) judge(p Person, o Opening, changes ...change) judged {
	for _, c := range changes {
		c.apply(&p, &o)
	}
	people := compilePeople([]Person{p}, t.st.names, t.st.taxonomy)
	openings := compileOpenings([]Opening{o}, t.st.names, t.st.taxonomy, t.j.weights)
	t.asked.fill(t.j, openings, &openings.rows[0], t.st)
	return t.j.verdictOn(pair{people, 0, openings, 0}, t.asked)
}

// improve finds what would make a pair a match: the changes that lift a block, the smallest set of them that lifts
// everything, and those that add most to the total.
func (j *judge) improve(t *trial, at pair, e *Explanation) {
	person, opening := at.docs()
	p, o := *person, *opening
	var lifts []change
	for _, c := range e.Gate {
		if c.Decision == policy.Block {
			lifts = append(lifts, j.liftsOf(t, p, o, c)...)
		}
	}
	blocked := t.judge(p, o).worst == policy.Block
	for i := range lifts {
		v := t.judge(p, o, lifts[i])
		lifts[i].Lifts, lifts[i].Total, lifts[i].Gain = blocked && v.worst != policy.Block, v.total, max(0, v.total-e.Total)
	}
	e.Way = t.smallest(p, o, lifts)
	out := []Improvement{}
	for _, c := range lifts {
		out = append(out, c.Improvement)
	}
	if e.Scored() { // without a total, what to ask comes first
		for _, c := range j.gains(at, e) {
			if v := t.judge(p, o, c); v.total > e.Total && (blocked || v.worst != policy.Block) {
				c.Gain, c.Total = v.total-e.Total, v.total
				out = append(out, c.Improvement)
			}
		}
	}
	rank := func(i Improvement) int {
		switch {
		case i.Lifts:
			return 0
		case i.Set:
			return 1
		default:
			return 2
		}
	}
	slices.SortStableFunc(out, func(a, b Improvement) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Gain, a.Gain)) })
	e.Improvements = out[:min(len(out), mostImprovements)]
}

// smallest marks the smallest set of changes with which nothing blocks; of sets of one size the first found counts.
func (t *trial) smallest(p Person, o Opening, lifts []change) *Way {
	var chosen []int
	var found *Way
	var try func(from, size int)
	try = func(from, size int) {
		if found != nil {
			return
		}
		if size == 0 {
			set := make([]change, len(chosen))
			for i, n := range chosen {
				set[i] = lifts[n]
			}
			if v := t.judge(p, o, set...); v.worst != policy.Block {
				found = &Way{Changes: len(set), Standing: t.j.standing(&v), Total: v.total}
				for _, n := range chosen {
					lifts[n].Set = true
				}
			}
			return
		}
		for n := from; n < len(lifts); n++ {
			chosen = append(chosen, n)
			try(n+1, size-1)
			chosen = chosen[:len(chosen)-1]
		}
	}
	for size := 1; size <= min(mostTogether, len(lifts)) && found == nil; size++ {
		try(0, size)
	}
	return found
}
