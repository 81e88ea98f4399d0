package match

import (
	"fmt"
	"strings"

	"github.com/celav/celav/pkg/fault"
)

// Shares are the weights of the parts in one run, adding up to 100.
type Shares [partCount]int

// Of returns a part's share.
func (s Shares) Of(p Part) int { return s[p] }

// PartNames lists the parts in the order in which they are shown.
func PartNames() []Part {
	parts := make([]Part, partCount)
	for p := range partCount {
		parts[p] = p
	}
	return parts
}

// Shares are the file's own.
func (w *Weights) Shares() Shares {
	var s Shares
	for p := range partCount {
		s[p] = w.Parts[p.String()]
	}
	return s
}

// leastEssential is the least share of what is needed at start in a run: whatever somebody looks for, must-haves count.
const leastEssential = 20

// Vary makes the shares of one run from how much each part is to count, 0 to 100; a part that is not named keeps its
// share of the file. They are scaled to add up to 100. Nil is returned where that gives the file's own.
func (w *Weights) Vary(counts map[string]int) (*Shares, error) {
	given, sum := w.Shares(), 0
	var v fault.Violations
	for p := range partCount {
		if n, ok := counts[p.String()]; ok {
			if n < 0 || n > 100 {
				v.Add("/"+p.String(), "range", "is 0 to 100")
				continue
			}
			given[p] = n
		}
		sum += given[p]
	}
	for name := range counts {
		if _, ok := w.Parts[name]; !ok {
			v.Add("/"+name, "unknown", "is no part of the score")
		}
	}
	if err := v.Err(); err != nil {
		return nil, fmt.Errorf("vary the weights: %w", err)
	}
	shares := scaled(given, sum)
	if shares[Essential] < leastEssential {
		v.Add("/"+Essential.String(), "too-low", "is at least %d of 100: what is needed at start always counts", leastEssential)
		return nil, fmt.Errorf("vary the weights: %w", v.Err())
	}
	if shares == w.Shares() {
		return nil, nil
	}
	return &shares, nil
}

// scaled makes whole shares of 100; what rounding leaves goes to the largest remainders, the first of equal ones.
func scaled(given Shares, sum int) Shares {
	if sum == 0 {
		return given
	}
	var out Shares
	left := 100
	for p, n := range given {
		out[p] = 100 * n / sum
		left -= out[p]
	}
	for ; left > 0; left-- {
		best := 0
		for p := range given {
			if 100*given[p]-out[p]*sum > 100*given[best]-out[best]*sum {
				best = p
			}
		}
		out[best]++
	}
	return out
}

// vary makes a judge of one run that weighs otherwise.
func (j *judge) vary(s *Shares) *judge {
	if s == nil {
		return j
	}
	other := *j
	for p, n := range s {
		other.shares[p] = int32(n)
	}
	return &other
}

// weightsName names the weights of a run: the file's, and the shares where a run varied them.
func (j *judge) weightsName() string {
	var mine Shares
	for p, n := range j.shares {
		mine[p] = int(n)
	}
	if mine == j.weights.Shares() {
		return j.weights.Name()
	}
	texts := make([]string, 0, partCount)
	for p, n := range mine {
		texts = append(texts, fmt.Sprintf("%s %d", Part(p), n))
	}
	return j.weights.Name() + ", varied: " + strings.Join(texts, ", ")
}
