package assign

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Together are people who ask to be placed at one site, or not at all. Nobody is in two such groups.
type Together struct{ People []int }

// Kept is how people were kept together.
type Kept struct {
	// Sites says by group where its people are; None: they stay unplaced together.
	Sites []int
	// Bound is a total that no placement exceeds which keeps all groups together. Where it is the total the plan is a best
	// one; otherwise the search ended before that was known, and the total is at most Bound less the total too small.
	Bound int64
	Steps int // how many sites were tried out for a group
}

// ErrApart is the answer when a group cannot be kept together beside what is fixed.
var ErrApart = errors.New("these people cannot be kept together beside what is fixed")

// away stands for the site of whom is held unplaced.
const away = -2

// Keep makes the plan the best one that keeps every group together, by branch and bound: a group that the best plan of all
// places apart is tried at one site after the other, in the order of what the plan's prices allow there at most, until
// nothing that is left can be better. After so many steps it ends with the best that was found. The groups stay where they are
// when the plan is changed; Keep works out anew where that is.
func (p *Plan) Keep(ctx context.Context, groups []Together, steps int) (Kept, error) {
	if err := p.Part(ctx); err != nil {
		return Kept{}, err
	}
	k := &keeper{plan: p, groups: groups, held: make([]int, len(groups)), left: steps, room: p.roomOfSites(), bound: math.MinInt64}
	for g := range k.held {
		k.held[g] = None
	}
	first := p.total()
	if err := k.branch(ctx); err != nil {
		return Kept{}, errors.Join(err, p.Part(context.WithoutCancel(ctx)))
	}
	if !k.found {
		return Kept{}, errors.Join(ErrApart, p.settle(ctx))
	}
	for g := range groups {
		if ok, err := k.hold(ctx, g, k.best[g]); err != nil || !ok {
			return Kept{}, cmp.Or(err, fmt.Errorf("keep group %d where it was: %w", g, ErrApart))
		}
	}
	out := Kept{Sites: k.best, Bound: min(first, max(k.total, k.bound)), Steps: steps - k.left}
	for g, s := range out.Sites {
		if s == away {
			out.Sites[g] = None
		}
	}
	return out, nil
}

// Part lets everybody be placed on their own again.
func (p *Plan) Part(ctx context.Context) error {
	changed := false
	for i := range p.within {
		if p.within[i] != None {
			changed = true
			p.holdAt(int32(i), None)
			p.seat(int32(i)) // there is a place: the one they have
		}
	}
	if !changed {
		return nil
	}
	return p.settle(ctx)
}

// holdAt lets somebody be placed at one site only, anywhere, or nowhere.
func (p *Plan) holdAt(i int32, site int) {
	p.within[i] = int32(site)
	p.reopen(i)
}

// total is the plan's, by its prices: whoever is placed has a score of gain and price.
func (p *Plan) total() int64 {
	var sum int64
	for i, o := range p.place {
		if o == None {
			sum += p.alone
		} else {
			sum += p.gain[i] + p.seats.price[o]
		}
	}
	return sum
}

// roomOfSites is how many fit at each site at most.
func (p *Plan) roomOfSites() []int {
	t := &p.seats
	type part struct{ site, node int32 }
	under := map[part]int32{}
	for o, s := range p.site {
		under[part{s, t.parent[o]}] += t.room[o]
	}
	rooms := make([]int, p.sites)
	for x, room := range under {
		if x.node != t.root {
			room = min(room, t.room[x.node])
		}
		rooms[x.site] += int(room)
	}
	return rooms
}

// keeper is a search for where groups go.
type keeper struct {
	plan   *Plan
	groups []Together
	room   []int // by site
	held   []int // by group: the site, away, or None while it is not decided
	left   int   // steps

	found bool
	best  []int
	total int64 // of the best
	bound int64 // the greatest that was left out
}

// choice is a site where a group might go, with what the total is there at most.
type choice struct {
	site  int
	bound int64
}

// branch looks at all that follows from what is decided so far.
func (k *keeper) branch(ctx context.Context) error {
	total := k.plan.total()
	if k.found && total <= k.total {
		return nil
	}
	g := k.apart()
	if g < 0 {
		k.found, k.total, k.best = true, total, make([]int, len(k.groups))
		for n := range k.groups {
			k.best[n] = k.stands(n)
		}
		return nil
	}
	for _, c := range k.choices(g, total) {
		if k.found && c.bound <= k.total {
			return nil
		}
		if k.found && k.left <= 0 {
			k.bound = max(k.bound, c.bound)
			return nil
		}
		k.left--
		ok, err := k.hold(ctx, g, c.site)
		if err != nil {
			return err
		}
		if ok {
			if err := k.branch(ctx); err != nil {
				return err
			}
			k.release(g)
		}
	}
	return nil
}

// apart is the first group that the plan places apart, or -1.
func (k *keeper) apart() int {
	for g := range k.groups {
		if k.held[g] == None && k.stands(g) == None {
			return g
		}
	}
	return -1
}

// stands is where a group is: a site, away, or None when it is apart.
func (k *keeper) stands(g int) int {
	p := k.plan
	at := None
	for n, i := range k.groups[g].People {
		here := away
		if o := p.place[i]; o != None {
			here = int(p.site[o])
		}
		if n > 0 && here != at {
			return None
		}
		at = here
	}
	return at
}

// choices lists where a group might go, the most promising first; where bounds are equal, in the order of the sites.
func (k *keeper) choices(g int, total int64) []choice {
	p := k.plan
	people := k.groups[g].People
	lost, able := make([]int64, p.sites), make([]int, p.sites)
	least := make([]int64, p.sites)
	loss, mayStay := int64(0), true
	for n, member := range people {
		i := int32(member)
		mayStay = mayStay && p.mayStayUnplaced(i)
		loss += p.gain[i] - p.alone
		for _, c := range p.open[i] {
			s, short := p.site[c.Opening], p.short(i, c)
			switch {
			case able[s] == n: // the first opening of this site for this member
				able[s], least[s] = n+1, short
				lost[s] += short
			case able[s] == n+1 && short < least[s]:
				lost[s] += short - least[s]
				least[s] = short
			}
		}
	}
	var out []choice
	for s := range p.sites {
		if able[s] == len(people) && k.room[s] >= len(people) {
			out = append(out, choice{s, total - lost[s]})
		}
	}
	if mayStay {
		out = append(out, choice{away, total - loss})
	}
	slices.SortStableFunc(out, func(a, b choice) int { return cmp.Compare(b.bound, a.bound) })
	return out
}

// hold brings a group to a site. It reports false, and changes nothing of the plan's total, when there is no place for all.
func (k *keeper) hold(ctx context.Context, g, site int) (bool, error) {
	p := k.plan
	for n, i := range k.groups[g].People {
		p.holdAt(int32(i), site)
		if !p.seat(int32(i)) {
			p.holdAt(int32(i), None)
			for _, done := range k.groups[g].People[:n] {
				p.holdAt(int32(done), None)
				p.seat(int32(done))
			}
			return false, nil
		}
	}
	k.held[g] = site
	return true, p.settle(ctx)
}

func (k *keeper) release(g int) {
	k.held[g] = None
	for _, i := range k.groups[g].People {
		k.plan.holdAt(int32(i), None)
		k.plan.seat(int32(i))
	}
}
