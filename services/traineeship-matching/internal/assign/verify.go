package assign

import (
	"errors"
	"fmt"
	"slices"
)

// Verify checks that a result is a placement of the problem and that no other has a greater total. It knows nothing of
// how the result was found: it counts, and compares the total with the bound that the prices give.
func Verify(problem *Problem, r *Result) error {
	if len(r.Place) != len(problem.People) || len(r.Proof.Gains) != len(problem.People) ||
		len(r.Proof.Openings) != len(problem.Openings) || len(r.Proof.Limits) != len(problem.Limits) {
		return errors.New("verify: the result is not of this problem")
	}
	total, err := count(problem, r.Place)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if total != r.Total {
		return fmt.Errorf("verify: the total is %d, not %d", total, r.Total)
	}
	bound, err := bound(problem, &r.Proof)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if bound != total {
		return fmt.Errorf("verify: the total is %d, the prices allow %d", total, bound)
	}
	return nil
}

// count adds up a placement and checks that it is allowed.
func count(problem *Problem, place []int) (total int64, err error) {
	openings, limits := make([]int, len(problem.Openings)), make([]int, len(problem.Limits))
	for i, o := range place {
		if o == None {
			if problem.People[i].Must {
				return 0, fmt.Errorf("person %d had to be placed", i)
			}
			total -= int64(problem.UnplacedCost)
			continue
		}
		pair, ok := pairWith(problem.Pairs[i], int32(o))
		if !ok || slices.Contains(problem.Forbidden, Placement{i, o}) {
			return 0, fmt.Errorf("person %d may not be in opening %d", i, o)
		}
		total += int64(pair.Score)
		if openings[o]++; openings[o] > problem.Openings[o].Seats {
			return 0, fmt.Errorf("opening %d has too many", o)
		}
		for l := problem.Openings[o].Within; l != None; l = problem.Limits[l].Within {
			if limits[l]++; limits[l] > problem.Limits[l].Seats {
				return 0, fmt.Errorf("limit %d has too many", l)
			}
		}
	}
	for _, x := range problem.Fixed {
		if place[x.Person] != x.Opening {
			return 0, fmt.Errorf("person %d is not where they are fixed", x.Person)
		}
	}
	return total, nil
}

// bound is a total that no placement exceeds: everybody's gain, and every seat at its price. It holds because no price
// is negative and no allowed pair scores more than its gain and prices.
func bound(problem *Problem, proof *Proof) (int64, error) {
	var sum int64
	above := make([]int64, len(problem.Limits)) // a limit's price with those above
	for l := len(problem.Limits) - 1; l >= 0; l-- {
		price := proof.Limits[l]
		if price < 0 {
			return 0, fmt.Errorf("limit %d has a negative price", l)
		}
		sum += price * int64(problem.Limits[l].Seats)
		if above[l] = price; problem.Limits[l].Within != None {
			above[l] += above[problem.Limits[l].Within]
		}
	}
	prices := make([]int64, len(problem.Openings))
	for o, price := range proof.Openings {
		if price < 0 {
			return 0, fmt.Errorf("opening %d has a negative price", o)
		}
		sum += price * int64(problem.Openings[o].Seats)
		if prices[o] = price; problem.Openings[o].Within != None {
			prices[o] += above[problem.Openings[o].Within]
		}
	}
	fixed, forbidden := map[int]int{}, map[Placement]bool{}
	for _, x := range problem.Fixed {
		fixed[x.Person] = x.Opening
	}
	for _, x := range problem.Forbidden {
		forbidden[x] = true
	}
	for i, gain := range proof.Gains {
		sum += gain
		at, kept := fixed[i]
		if !kept && !problem.People[i].Must && gain < -int64(problem.UnplacedCost) {
			return 0, fmt.Errorf("person %d gains less than unplaced", i)
		}
		for _, c := range problem.Pairs[i] {
			o := int(c.Opening)
			if kept && at != o || len(forbidden) > 0 && forbidden[Placement{i, o}] {
				continue
			}
			if int64(c.Score) > gain+prices[o] {
				return 0, fmt.Errorf("person %d scores more in opening %d than gain and prices", i, o)
			}
		}
	}
	return sum, nil
}
