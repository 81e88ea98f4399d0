package assign_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/services/traineeship-matching/internal/assign"
)

// small draws a problem that can be tried out in full.
func small(t *rapid.T) assign.Problem {
	draw := func(name string, least, most int) int { return rapid.IntRange(least, most).Draw(t, name) }
	p := assign.Problem{UnplacedCost: int32(draw("unplaced", 0, 2) * draw("unplaced more", 0, 6))}
	limits := draw("limits", 0, 3)
	for i := range limits {
		p.Limits = append(p.Limits, assign.Limit{ID: fmt.Sprint("l", i), Seats: draw("limit seats", 0, 3), Within: within(t, i+1, limits)})
	}
	for i := range draw("openings", 1, 4) {
		p.Openings = append(p.Openings, assign.Opening{
			ID: fmt.Sprint("o", i), Since: int32(draw("published", 0, 1)), Seats: draw("seats", 0, 2), Within: within(t, 0, limits),
		})
	}
	for i := range draw("people", 1, 5) {
		p.People = append(p.People, assign.Person{ID: fmt.Sprint("p", i), Since: int32(draw("since", 0, 2))})
		var row []assign.Pair
		for o := range p.Openings {
			if draw("eligible", 0, 3) > 0 {
				row = append(row, assign.Pair{Opening: int32(o), Score: int32(draw("score", 0, 6))})
			}
		}
		p.Pairs = append(p.Pairs, row)
	}
	return p
}

func within(t *rapid.T, from, limits int) int {
	if x := rapid.IntRange(from-1, limits-1).Draw(t, "within"); x >= from {
		return x
	}
	return assign.None
}

func clone(p assign.Problem) assign.Problem {
	p.Pairs = slices.Clone(p.Pairs)
	for i := range p.Pairs {
		p.Pairs[i] = slices.Clone(p.Pairs[i])
	}
	return p
}

// tryAll finds the best placement by trying all of them, and among the best the one that the ties ask for. It reports
// false when there is none.
func tryAll(p *assign.Problem) (best []int, total int64, ok bool) {
	turn := make([]int, len(p.People))
	for i := range turn {
		turn[i] = i
	}
	slices.SortFunc(turn, func(a, b int) int {
		x, y := p.People[a], p.People[b]
		if x.Since != y.Since {
			return int(x.Since - y.Since)
		}
		return compare(x.ID, y.ID)
	})
	place := make([]int, len(p.People))
	openings, limits := make([]int, len(p.Openings)), make([]int, len(p.Limits))
	var try func(at int, sum int64)
	try = func(at int, sum int64) {
		if at == len(turn) {
			// Choices are tried in the order of ties: of equal totals the first stays.
			if !ok || sum > total {
				best, total, ok = slices.Clone(place), sum, true
			}
			return
		}
		i := turn[at]
		for _, c := range choices(p, i) {
			o := int(c.Opening)
			fits := openings[o] < p.Openings[o].Seats
			for l := p.Openings[o].Within; l != assign.None; l = p.Limits[l].Within {
				fits = fits && limits[l] < p.Limits[l].Seats
			}
			if !fits {
				continue
			}
			move := func(by int) {
				openings[o] += by
				for l := p.Openings[o].Within; l != assign.None; l = p.Limits[l].Within {
					limits[l] += by
				}
			}
			move(1)
			place[i] = o
			try(at+1, sum+int64(c.Score))
			move(-1)
		}
		if fixedIn(p, i) == assign.None && !p.People[i].Must {
			place[i] = assign.None
			try(at+1, sum-int64(p.UnplacedCost))
		}
	}
	try(0, 0)
	return best, total, ok
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

func fixedIn(p *assign.Problem, i int) int {
	for _, x := range p.Fixed {
		if x.Person == i {
			return x.Opening
		}
	}
	return assign.None
}

func choices(p *assign.Problem, i int) []assign.Pair {
	var row []assign.Pair
	at := fixedIn(p, i)
	for _, c := range p.Pairs[i] {
		if (at == assign.None || at == int(c.Opening)) && !slices.Contains(p.Forbidden, assign.Placement{Person: i, Opening: int(c.Opening)}) {
			row = append(row, c)
		}
	}
	slices.SortFunc(row, func(a, b assign.Pair) int {
		x, y := p.Openings[a.Opening], p.Openings[b.Opening]
		switch {
		case a.Score != b.Score:
			return int(b.Score - a.Score)
		case x.Since != y.Since:
			return int(x.Since - y.Since)
		default:
			return compare(x.ID, y.ID)
		}
	})
	return row
}

func solve(t rapid.TB, p assign.Problem) (*assign.Plan, bool) {
	t.Helper()
	plan, err := assign.Solve(context.Background(), clone(p), nil)
	var not *assign.NotPossible
	if errors.As(err, &not) {
		return nil, false
	}
	if err != nil {
		t.Fatal(err)
	}
	return plan, true
}

// same holds a plan against all placements there are.
func same(t rapid.TB, p assign.Problem, plan *assign.Plan, solved bool) {
	t.Helper()
	best, total, ok := tryAll(&p)
	if ok != solved {
		t.Fatalf("solved: %v, but trying all: %v", solved, ok)
	}
	if !ok {
		return
	}
	r := plan.Result()
	if r.Total != total {
		t.Fatalf("total %d, by trying all %d", r.Total, total)
	}
	if diff := cmp.Diff(best, r.Place); diff != "" {
		t.Fatalf("ties broken otherwise (-all +plan):\n%s", diff)
	}
	if err := assign.Verify(&p, &r); err != nil {
		t.Fatal(err)
	}
}

func TestBestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		for i := range p.People {
			p.People[i].Must = rapid.IntRange(0, 9).Draw(t, "must") == 0
		}
		plan, ok := solve(t, p)
		same(t, p, plan, ok)
	})
}

// A plan that is changed pair by pair is the plan that is solved anew, and the cost told before is the cost.
func TestChangesAreAsSolvedAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		plan, ok := solve(t, p)
		if !ok {
			t.Fatal("nothing is fixed")
		}
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			i := rapid.IntRange(0, len(p.People)-1).Draw(t, "who")
			if len(p.Pairs[i]) == 0 {
				continue
			}
			o := int(rapid.SampledFrom(p.Pairs[i]).Draw(t, "where").Opening)
			x := assign.Placement{Person: i, Opening: o}
			before, next := plan.Result(), p
			isX := func(y assign.Placement) bool { return y == x }
			isMine := func(y assign.Placement) bool { return y.Person == i }
			act := rapid.SampledFrom([]string{"fix", "forbid", "release"}).Draw(t, "act")
			cost, told := int64(0), errors.New("not asked")
			var err error
			switch act {
			case "fix":
				next.Fixed = append(slices.DeleteFunc(slices.Clone(p.Fixed), isMine), x)
				next.Forbidden = slices.DeleteFunc(slices.Clone(p.Forbidden), isX)
				cost, told = plan.CostOfFixing(i, o)
				err = plan.Fix(context.Background(), i, o)
			case "forbid":
				if before.Place[i] == o && fixedIn(&p, i) == assign.None {
					cost, told = plan.CostOfForbidding(i)
				}
				next.Fixed = slices.DeleteFunc(slices.Clone(p.Fixed), isX)
				next.Forbidden = append(slices.Clone(p.Forbidden), x)
				err = plan.Forbid(context.Background(), i, o)
			default:
				next.Fixed = slices.DeleteFunc(slices.Clone(p.Fixed), isX)
				next.Forbidden = slices.DeleteFunc(slices.Clone(p.Forbidden), isX)
				err = plan.Release(context.Background(), i, o)
			}
			var not *assign.NotPossible
			if err != nil && !errors.As(err, &not) {
				t.Fatal(err)
			}
			same(t, next, plan, err == nil)
			if err != nil { // the plan stayed as it was
				same(t, p, plan, true)
				continue
			}
			if told == nil && before.Total-plan.Result().Total != cost {
				t.Fatalf("%s: told %d, cost %d", act, cost, before.Total-plan.Result().Total)
			}
			p = next
		}
	})
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		plan, _ := solve(t, p)
		want := named(&p, plan.Result())

		people := rapid.Permutation(numbers(len(p.People))).Draw(t, "people")
		openings := rapid.Permutation(numbers(len(p.Openings))).Draw(t, "openings")
		q := assign.Problem{Limits: p.Limits, UnplacedCost: p.UnplacedCost}
		to := make([]int32, len(openings))
		for now, was := range openings {
			q.Openings = append(q.Openings, p.Openings[was])
			to[was] = int32(now)
		}
		for _, was := range people {
			q.People = append(q.People, p.People[was])
			var row []assign.Pair
			for _, c := range p.Pairs[was] {
				row = append(row, assign.Pair{Opening: to[c.Opening], Score: c.Score})
			}
			slices.Reverse(row)
			q.Pairs = append(q.Pairs, row)
		}
		again, _ := solve(t, q)
		if diff := cmp.Diff(want, named(&q, again.Result())); diff != "" {
			t.Fatalf("another order, another answer:\n%s", diff)
		}
	})
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func named(p *assign.Problem, r assign.Result) map[string]string {
	out := map[string]string{}
	for i, o := range r.Place {
		if o != assign.None {
			out[p.People[i].ID] = p.Openings[o].ID
		}
	}
	return out
}

// drawn is a problem of a size, with scores of which many are equal and openings that many want.
func drawn(people, openings int, seed uint64, eligible float64) assign.Problem {
	random := rand.New(rand.NewPCG(seed, 5))
	p := assign.Problem{}
	for i := range openings / 3 {
		p.Limits = append(p.Limits, assign.Limit{ID: fmt.Sprint("l", i), Seats: 1 + random.IntN(3), Within: assign.None})
	}
	wanted := make([]int, openings)
	for i := range openings {
		within := random.IntN(openings/3+1) - 1
		p.Openings = append(p.Openings, assign.Opening{ID: fmt.Sprintf("o%05d", i), Since: int32(random.IntN(50)), Seats: 1 + random.IntN(3), Within: within})
		wanted[i] = random.IntN(5000)
	}
	for i := range people {
		p.People = append(p.People, assign.Person{ID: fmt.Sprintf("p%05d", i), Since: int32(random.IntN(200))})
		var row []assign.Pair
		for o := range openings {
			if random.Float64() < eligible {
				row = append(row, assign.Pair{Opening: int32(o), Score: int32(wanted[o] + random.IntN(5000))})
			}
		}
		p.Pairs = append(p.Pairs, row)
	}
	return p
}

func TestLargeIsProved(t *testing.T) {
	for _, x := range []struct{ people, openings int }{{50, 400}, {300, 200}, {400, 60}} {
		p := drawn(x.people, x.openings, 7, 0.4)
		plan, _ := solve(t, p)
		r := plan.Result()
		if err := assign.Verify(&p, &r); err != nil {
			t.Errorf("%d x %d: %v", x.people, x.openings, err)
		}
		sorted := clone(p)
		if _, err := assign.Solve(context.Background(), sorted, nil); err != nil {
			t.Fatal(err)
		}
		if _, total := assign.FirstCome(&sorted); total > r.Total {
			t.Errorf("first come, first served is better: %d, not %d", total, r.Total)
		}
		for i := range 20 { // changes of a plan with many moves
			for _, a := range plan.Alternatives(i, 3) {
				if err := plan.Fix(context.Background(), i, a.Opening); err != nil {
					t.Fatal(err)
				}
				now := plan.Result()
				if r.Total-now.Total != a.Cost {
					t.Errorf("told %d, cost %d", a.Cost, r.Total-now.Total)
				}
				if err := plan.Release(context.Background(), i, a.Opening); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(r.Place, plan.Result().Place); diff != "" {
					t.Errorf("fixed and released, another plan:\n%s", diff)
				}
			}
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	p := drawn(30, 10, 3, 0.6)
	plan, _ := solve(t, p)
	for name, spoil := range map[string]func(r *assign.Result){
		"a total":          func(r *assign.Result) { r.Total++ },
		"a gain too small": func(r *assign.Result) { r.Proof.Gains[3] -= 1_000_000 },
		"a gain too great": func(r *assign.Result) { r.Proof.Gains[3]++ },
		"a negative price": func(r *assign.Result) { r.Proof.Openings[0] = -1 },
		"a full opening": func(r *assign.Result) {
			for i := range r.Place {
				r.Place[i] = int(p.Pairs[0][0].Opening)
			}
		},
		"somebody less": func(r *assign.Result) { r.Place = r.Place[1:] },
	} {
		r := plan.Result()
		spoil(&r)
		if assign.Verify(&p, &r) == nil {
			t.Errorf("%s was not noticed", name)
		}
	}
}

func TestStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	steps := 0
	_, err := assign.Solve(ctx, drawn(300, 50, 1, 0.5), func(int, int) {
		if steps++; steps == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || steps != 2 {
		t.Errorf("stopped after %d steps with %v", steps, err)
	}
}

func TestRefusesWhatIsNoProblem(t *testing.T) {
	for name, spoil := range map[string]func(p *assign.Problem){
		"lists":     func(p *assign.Problem) { p.Pairs = p.Pairs[1:] },
		"cost":      func(p *assign.Problem) { p.UnplacedCost = -1 },
		"seats":     func(p *assign.Problem) { p.Openings[0].Seats = -1 },
		"a circle":  func(p *assign.Problem) { p.Limits[0].Within = 0 },
		"an index":  func(p *assign.Problem) { p.Pairs[0][0].Opening = 99 },
		"a score":   func(p *assign.Problem) { p.Pairs[0][0].Score = -1 },
		"a person":  func(p *assign.Problem) { p.Fixed = []assign.Placement{{Person: 99}} },
		"no pair":   func(p *assign.Problem) { p.Pairs[0] = nil; p.Fixed = []assign.Placement{{}} },
		"fix twice": func(p *assign.Problem) { p.Fixed = fixTwice(p) },
	} {
		p := drawn(4, 9, 2, 1)
		spoil(&p)
		if _, err := assign.Solve(context.Background(), p, nil); err == nil {
			t.Errorf("%s was not noticed", name)
		}
	}
}

func fixTwice(*assign.Problem) []assign.Placement {
	return []assign.Placement{{Person: 0, Opening: 0}, {Person: 0, Opening: 1}}
}
