package assign

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Plan is the best placement, ready to be changed. It is not safe for concurrent use.
//
// The seats form a tree: openings, then limits, then the root; the flow of a node is how many are placed below it. A
// node's price is what one more seat there would be worth; the gain of a person is what is left of a score after the
// price. Three things hold after every step, for all nodes and pairs, and make the placement a best one:
//
//	score <= gain + price                 with equality where somebody is placed
//	price >= price of the node above      where the node has flow, and equality where it also has room
//	gain >= -cost of staying unplaced     with equality where somebody stays unplaced
type Plan struct {
	turn      []int32 // the people in the order in which ties are broken
	rank      []int32 // a person's place in it
	all       [][]Pair
	open      [][]Pair // by person, best first: what may be used now
	fixed     []int32  // by person: the opening, or None
	forbidden [][]int32
	must      []bool
	site      []int32 // by opening
	sites     int
	within    []int32 // by person: the site that they are held at, away, or None
	alone     int64   // the value of staying unplaced

	seats   tree
	gain    []int64
	place   []int32 // by person: an opening, or None
	seated  []bool  // has been placed or left unplaced by now
	members [][]int32
	settled int32 // whoever ranks before stays where they are
	search  search
}

// tree holds the seats: openings first, then limits, then the root.
type tree struct {
	parent   []int32
	room     []int32 // how many may be placed below
	flow     []int32 // how many are
	price    []int64
	children [][]int32 // by node less the openings
	openings int32
	root     int32
}

// NotPossible is the answer when a fixed pair, or a person who must be placed, finds no place beside the others that are
// fixed: they take up a seat or a limit.
type NotPossible struct{ Person int }

// Error implements error.
func (e *NotPossible) Error() string {
	return fmt.Sprintf("person %d: not possible beside what is fixed", e.Person)
}

// ErrNoPair is the answer to a change of a pair that is not among the problem's.
var ErrNoPair = errors.New("this person cannot be placed in this opening")

// Progress is told how many people of all have been gone through.
type Progress func(done, all int)

// Solve finds the best plan. It stops with the context's error when that ends; progress may be nil.
func Solve(ctx context.Context, problem Problem, progress Progress) (*Plan, error) {
	if err := problem.check(); err != nil {
		return nil, fmt.Errorf("assign: %w", err)
	}
	p := newPlan(&problem)
	if err := p.restrict(&problem); err != nil {
		return nil, fmt.Errorf("assign: %w", err)
	}
	for done, i := range p.turn {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("assign: %w", err)
		}
		if progress != nil && done%64 == 0 {
			progress(done, len(p.turn))
		}
		if !p.seat(i) {
			return nil, fmt.Errorf("assign: %w", &NotPossible{int(i)})
		}
	}
	if err := p.settle(ctx); err != nil {
		return nil, err
	}
	if progress != nil {
		progress(len(p.turn), len(p.turn))
	}
	return p, nil
}

func newPlan(problem *Problem) *Plan {
	people, openings := len(problem.People), len(problem.Openings)
	p := &Plan{
		rank: make([]int32, people), all: problem.Pairs, open: slices.Clone(problem.Pairs),
		fixed: make([]int32, people), forbidden: make([][]int32, people), must: make([]bool, people),
		site: make([]int32, openings), within: make([]int32, people),
		alone: -int64(problem.UnplacedCost), seats: newTree(problem), gain: make([]int64, people),
		place: make([]int32, people), seated: make([]bool, people), members: make([][]int32, openings),
	}
	p.turn = ordered(people, func(i int32) (int32, string) { return problem.People[i].Since, problem.People[i].ID })
	for at, i := range p.turn {
		p.rank[i] = int32(at)
	}
	for i := range p.place {
		p.place[i], p.fixed[i], p.within[i], p.must[i] = None, None, None, problem.People[i].Must
	}
	for o := range problem.Openings {
		p.site[o] = int32(problem.Openings[o].Site)
		p.sites = max(p.sites, problem.Openings[o].Site+1)
	}
	first := make([]int32, openings)
	for at, o := range ordered(openings, func(o int32) (int32, string) { return problem.Openings[o].Since, problem.Openings[o].ID }) {
		first[o] = int32(at)
	}
	sortRows(p.all, first)
	p.search = newSearch(int(p.seats.root) + 1 + people)
	return p
}

// ordered returns the numbers below n, the earliest first, then by id.
func ordered(n int, key func(int32) (since int32, id string)) []int32 {
	at := make([]int32, n)
	for i := range at {
		at[i] = int32(i)
	}
	slices.SortFunc(at, func(a, b int32) int {
		day, id := key(a)
		other, otherID := key(b)
		return cmp.Or(cmp.Compare(day, other), cmp.Compare(id, otherID))
	})
	return at
}

func newTree(problem *Problem) tree {
	openings, limits := len(problem.Openings), len(problem.Limits)
	n := openings + limits + 1
	t := tree{
		parent: make([]int32, n), room: make([]int32, n), flow: make([]int32, n), price: make([]int64, n),
		children: make([][]int32, limits+1), openings: int32(openings), root: int32(n - 1),
	}
	t.parent[t.root] = None
	hang := func(node, seats, within int) {
		t.room[node], t.parent[node] = int32(min(seats, 1<<30)), t.root
		if within != None {
			t.parent[node] = int32(openings + within)
		}
		up := t.parent[node] - t.openings
		t.children[up] = append(t.children[up], int32(node))
	}
	for i, o := range problem.Openings {
		hang(i, o.Seats, o.Within)
	}
	for i, l := range problem.Limits {
		hang(openings+i, l.Seats, l.Within)
	}
	return t
}

// restrict takes the fixed and the forbidden pairs.
func (p *Plan) restrict(problem *Problem) error {
	for _, x := range problem.Forbidden {
		p.forbidden[x.Person] = append(p.forbidden[x.Person], int32(x.Opening))
	}
	for _, x := range problem.Fixed {
		o := int32(x.Opening)
		if _, ok := pairWith(p.all[x.Person], o); !ok || slices.Contains(p.forbidden[x.Person], o) {
			return fmt.Errorf("fix person %d in opening %d: %w", x.Person, x.Opening, ErrNoPair)
		}
		if p.fixed[x.Person] != None && p.fixed[x.Person] != o {
			return fmt.Errorf("fixed twice: %w", &NotPossible{x.Person})
		}
		p.fixed[x.Person] = o
	}
	for i := range p.open {
		p.reopen(int32(i))
	}
	return nil
}

// reopen works out which pairs of somebody may be used.
func (p *Plan) reopen(i int32) {
	p.open[i] = p.all[i]
	defer p.narrow(i)
	if p.fixed[i] != None {
		pair, _ := pairWith(p.all[i], p.fixed[i])
		p.open[i] = []Pair{pair}
	} else if len(p.forbidden[i]) > 0 {
		p.open[i] = slices.DeleteFunc(slices.Clone(p.all[i]), func(c Pair) bool {
			return slices.Contains(p.forbidden[i], c.Opening)
		})
	}
}

// narrow leaves those pairs that are at the site where somebody is held.
func (p *Plan) narrow(i int32) {
	switch at := p.within[i]; at {
	case None:
	case away:
		p.open[i] = nil
	default:
		p.open[i] = slices.DeleteFunc(slices.Clone(p.open[i]), func(c Pair) bool { return p.site[c.Opening] != at })
	}
}

func pairWith(row []Pair, opening int32) (Pair, bool) {
	for _, c := range row {
		if c.Opening == opening {
			return c, true
		}
	}
	return Pair{}, false
}
