package assign_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/celav/celav/services/traineeship-matching/internal/assign"
)

// grouped draws a small problem with sites and with people who ask to be kept together.
func grouped(t *rapid.T) (assign.Problem, []assign.Together) {
	p := small(t)
	for i := range p.Openings {
		p.Openings[i].Site = rapid.IntRange(0, 2).Draw(t, "site")
	}
	people := rapid.Permutation(numbers(len(p.People))).Draw(t, "who")
	var groups []assign.Together
	for len(people) > 1 {
		n := rapid.IntRange(1, len(people)).Draw(t, "together")
		if n > 1 {
			groups = append(groups, assign.Together{People: people[:n]})
		}
		people = people[n:]
	}
	return p, groups
}

// together reports whether a placement keeps all groups together.
func together(p *assign.Problem, place []int, groups []assign.Together) bool {
	for _, g := range groups {
		for _, i := range g.People {
			a, b := place[g.People[0]], place[i]
			if (a == assign.None) != (b == assign.None) || a != assign.None && p.Openings[a].Site != p.Openings[b].Site {
				return false
			}
		}
	}
	return true
}

// bestTogether finds the best total by trying all placements.
func bestTogether(p *assign.Problem, groups []assign.Together) (best int64, ok bool) {
	place := make([]int, len(p.People))
	openings, limits := make([]int, len(p.Openings)), make([]int, len(p.Limits))
	var try func(i int, sum int64)
	try = func(i int, sum int64) {
		if i == len(place) {
			if together(p, place, groups) && (!ok || sum > best) {
				best, ok = sum, true
			}
			return
		}
		if fixedIn(p, i) == assign.None && !p.People[i].Must {
			place[i] = assign.None
			try(i+1, sum-int64(p.UnplacedCost))
		}
		for _, c := range choices(p, i) {
			o := int(c.Opening)
			fits := openings[o] < p.Openings[o].Seats
			for l := p.Openings[o].Within; l != assign.None; l = p.Limits[l].Within {
				fits = fits && limits[l] < p.Limits[l].Seats
			}
			if !fits {
				continue
			}
			count := func(by int) {
				openings[o] += by
				for l := p.Openings[o].Within; l != assign.None; l = p.Limits[l].Within {
					limits[l] += by
				}
			}
			count(1)
			place[i] = o
			try(i+1, sum+int64(c.Score))
			count(-1)
		}
	}
	try(0, 0)
	return best, ok
}

func TestKeptTogetherIsTheBestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, groups := grouped(t)
		if len(p.Pairs[0]) > 0 && rapid.Bool().Draw(t, "fix") {
			p.Fixed = []assign.Placement{{Person: 0, Opening: int(p.Pairs[0][0].Opening)}}
		}
		plan, ok := solve(t, p)
		if !ok {
			return
		}
		free := plan.Result()
		steps := rapid.SampledFrom([]int{0, 1, 3, 1000}).Draw(t, "steps")
		kept, err := plan.Keep(context.Background(), groups, steps)
		want, possible := bestTogether(&p, groups)
		if !possible {
			if !errors.Is(err, assign.ErrApart) {
				t.Fatalf("it is not possible, but: %v", err)
			}
			same(t, p, plan, true)
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		r := plan.Result()
		switch {
		case !together(&p, r.Place, groups):
			t.Fatalf("a group is apart: %v", r.Place)
		case r.Total > want || kept.Bound < want || kept.Bound > free.Total:
			t.Fatalf("total %d of at most %d, by trying all %d, without groups %d", r.Total, kept.Bound, want, free.Total)
		case steps == 1000 && (r.Total != want || kept.Bound != want):
			t.Fatalf("total %d, bound %d, by trying all %d", r.Total, kept.Bound, want)
		}
		checkHeld(t, p, r, groups)
		for g, s := range kept.Sites {
			if at := r.Place[groups[g].People[0]]; at == assign.None && s != assign.None || at != assign.None && p.Openings[at].Site != s {
				t.Fatalf("group %d is said to be at %d: %v", g, s, r.Place)
			}
		}
		if err := plan.Part(context.Background()); err != nil {
			t.Fatal(err)
		}
		same(t, p, plan, true) // apart again, the plan is the one it was
	})
}

// checkHeld proves that a plan is a best one among those that leave the groups at their sites.
func checkHeld(t *rapid.T, p assign.Problem, r assign.Result, groups []assign.Together) {
	held := clone(p)
	for _, g := range groups {
		at := r.Place[g.People[0]]
		for _, i := range g.People {
			held.People = slices.Clone(held.People)
			held.People[i].Must = at != assign.None
			held.Pairs[i] = slices.DeleteFunc(held.Pairs[i], func(c assign.Pair) bool {
				return at == assign.None || p.Openings[c.Opening].Site != p.Openings[at].Site
			})
		}
	}
	if err := assign.Verify(&held, &r); err != nil {
		t.Fatal(err)
	}
}

// Larger groups of larger problems are kept within the steps that are allowed, and the gap is told.
func TestKeptTogetherAtSize(t *testing.T) {
	for _, x := range []struct{ people, openings, groups, size, steps int }{{50, 400, 3, 4, 20_000}, {200, 150, 8, 3, 300}, {60, 40, 6, 6, 50}} {
		t.Run(fmt.Sprintf("%+v", x), func(t *testing.T) {
			p := drawn(x.people, x.openings, 11, 0.5)
			for i := range p.Openings {
				p.Openings[i].Site = i / 5
			}
			var groups []assign.Together
			for g := range x.groups {
				var who []int
				for n := range x.size {
					who = append(who, g*x.size+n)
				}
				groups = append(groups, assign.Together{People: who})
			}
			plan, _ := solve(t, p)
			free := plan.Result().Total
			kept, err := plan.Keep(context.Background(), groups, x.steps)
			if err != nil {
				t.Fatal(err)
			}
			r := plan.Result()
			if !together(&p, r.Place, groups) || r.Total > kept.Bound || kept.Bound > free {
				t.Errorf("total %d of at most %d, without groups %d", r.Total, kept.Bound, free)
			}
			t.Logf("without groups %d, kept %d, at most %d (gap %.3f %%), %d steps", free, r.Total, kept.Bound, 100*float64(kept.Bound-r.Total)/float64(kept.Bound), kept.Steps)
		})
	}
}
