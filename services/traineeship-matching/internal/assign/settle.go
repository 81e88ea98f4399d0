package assign

import (
	"context"
	"fmt"
)

// settle chooses one among the best plans: in turn everybody gets the first of their choices that a best plan can give
// them beside those who came before. Two best plans differ by ways that cost nothing, so those are all that is looked at.
func (p *Plan) settle(ctx context.Context) error {
	defer func() { p.settled = 0 }()
	for at, i := range p.turn {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("assign: %w", err)
		}
		p.settled = int32(at) + 1
		for _, c := range p.open[i] {
			if c.Opening == p.place[i] || int64(c.Score) < p.gain[i] {
				break
			}
			if int64(c.Score) == p.gain[i]+p.seats.price[c.Opening] && p.swap(i, c.Opening) {
				break
			}
		}
	}
	return nil
}

// swap moves somebody to an opening if the others can make room at no cost.
func (p *Plan) swap(i, opening int32) bool {
	target := p.place[i]
	if target == None {
		target = p.seats.root
	} else {
		p.leave(i, target)
	}
	p.search.begin(opening, 0)
	p.search.bound = 0
	if !p.shortest(target, None, None) {
		if target != p.seats.root {
			p.members[target] = append(p.members[target], i)
		}
		return false
	}
	p.follow(target)
	p.place[i] = opening
	p.members[opening] = append(p.members[opening], i)
	return true
}
