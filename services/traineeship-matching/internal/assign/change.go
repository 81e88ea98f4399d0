package assign

import (
	"cmp"
	"context"
	"slices"
)

// Fix keeps somebody in an opening from now on, whatever was fixed or forbidden for them. When that is not possible the
// plan stays as it was.
func (p *Plan) Fix(ctx context.Context, person, opening int) error {
	if _, ok := pairWith(p.all[person], int32(opening)); !ok {
		return ErrNoPair
	}
	return p.change(ctx, int32(person), func() {
		p.fixed[person] = int32(opening)
		p.forbidden[person] = less(p.forbidden[person], int32(opening))
	})
}

// Forbid keeps somebody out of an opening from now on.
func (p *Plan) Forbid(ctx context.Context, person, opening int) error {
	return p.change(ctx, int32(person), func() {
		if p.fixed[person] == int32(opening) {
			p.fixed[person] = None
		}
		p.forbidden[person] = append(less(p.forbidden[person], int32(opening)), int32(opening))
	})
}

// Release takes back what was fixed or forbidden of a pair.
func (p *Plan) Release(ctx context.Context, person, opening int) error {
	return p.change(ctx, int32(person), func() {
		if p.fixed[person] == int32(opening) {
			p.fixed[person] = None
		}
		p.forbidden[person] = less(p.forbidden[person], int32(opening))
	})
}

func less(openings []int32, opening int32) []int32 {
	return slices.DeleteFunc(slices.Clone(openings), func(o int32) bool { return o == opening })
}

func (p *Plan) change(ctx context.Context, i int32, edit func()) error {
	fixed, forbidden := p.fixed[i], p.forbidden[i]
	edit()
	p.reopen(i)
	if !p.seat(i) {
		p.fixed[i], p.forbidden[i] = fixed, forbidden
		p.reopen(i)
		return &NotPossible{int(i)}
	}
	return p.settle(ctx)
}

// CostOfFixing is what the total would lose if somebody were fixed in an opening; nothing is changed. A pair that is
// forbidden now may gain, so the cost may be negative.
func (p *Plan) CostOfFixing(person, opening int) (int64, error) {
	i, o := int32(person), int32(opening)
	pair, ok := pairWith(p.all[i], o)
	if !ok {
		return 0, ErrNoPair
	}
	if p.place[i] == o {
		return 0, nil
	}
	target := p.standsAt(i)
	p.search.begin(o, p.short(i, pair))
	if !p.shortest(target, None, None) {
		return 0, &NotPossible{person}
	}
	return p.search.dist[target], nil
}

// CostOfForbidding is what the total would lose if somebody could not stay where they are; nothing is changed. Where
// somebody is fixed there is nothing to compare.
func (p *Plan) CostOfForbidding(person int) (int64, error) {
	i := int32(person)
	if p.place[i] == None {
		return 0, nil
	}
	target := p.standsAt(i)
	p.search.begin(p.seats.root+1+i, 0)
	if !p.shortest(target, i, target) {
		return 0, &NotPossible{person}
	}
	return p.search.dist[target], nil
}

func (p *Plan) standsAt(i int32) int32 {
	if p.place[i] == None {
		return p.seats.root
	}
	return p.place[i]
}

// short is by how much a pair falls short of being used.
func (p *Plan) short(i int32, pair Pair) int64 {
	return p.gain[i] + p.seats.price[pair.Opening] - int64(pair.Score)
}

// Alternative is another opening that somebody could be fixed in.
type Alternative struct {
	Opening int
	Score   int32
	Cost    int64 // what the total loses
}

// Alternatives returns up to n openings that somebody could be fixed in, the cheapest first. Those which others that are
// fixed take up are left out.
func (p *Plan) Alternatives(person, n int) []Alternative {
	i := int32(person)
	near := make([]Pair, 0, n+1)
	for _, c := range p.open[i] {
		if c.Opening == p.place[i] {
			continue
		}
		at, _ := slices.BinarySearchFunc(near, p.short(i, c), func(x Pair, short int64) int {
			return cmp.Or(cmp.Compare(p.short(i, x), short), -1) // behind its equals: they come first
		})
		if at < n {
			near = slices.Insert(near, at, c)
			near = near[:min(len(near), n)]
		}
	}
	found := make([]Alternative, 0, len(near))
	for _, c := range near {
		if cost, err := p.CostOfFixing(person, int(c.Opening)); err == nil {
			found = append(found, Alternative{int(c.Opening), c.Score, cost})
		}
	}
	slices.SortStableFunc(found, func(a, b Alternative) int { return cmp.Compare(a.Cost, b.Cost) })
	return found
}

// Pairs reports whether somebody may be placed in an opening at all, whatever is forbidden now.
func (p *Plan) Pairs(person, opening int) bool {
	_, ok := pairWith(p.all[person], int32(opening))
	return ok
}

// Choices counts the openings that are open to somebody now.
func (p *Plan) Choices(person int) int { return len(p.open[person]) }

// Score is what a pair is worth, nothing when it is none.
func (p *Plan) Score(person, opening int) int32 {
	pair, _ := pairWith(p.all[person], int32(opening))
	return pair.Score
}
