package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/celav/celav/services/traineeship-matching/internal/assign"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// placing tells where a person stands, and where else they could.
func (s *solved) placing(i, others int) Placing {
	out := Placing{Person: s.scores.People[i]}
	if at := s.result.Place[i]; at != assign.None {
		out.Opening, out.Score = s.scores.Openings[at].ID, s.plan.Score(i, at)
		for n := range s.set {
			if x := &s.set[n]; x.Person == out.Person.ID && x.Fixed {
				out.Override = x
			}
		}
		if out.Override == nil {
			if cost, err := s.plan.CostOfForbidding(i); err == nil {
				out.Leave = &cost
			}
		}
	} else {
		out.Why = s.why(i)
	}
	if out.Override != nil { // who is fixed is moved by releasing first
		return out
	}
	for _, a := range s.plan.Alternatives(i, others) {
		out.Others = append(out.Others, Other{s.scores.Openings[a.Opening].ID, a.Score, a.Cost})
	}
	return out
}

func (s *solved) why(i int) Why {
	row := &s.scores.Rows[i]
	w := Why{Eligible: s.plan.Choices(i), NotEnough: row.NotEnough}
	for _, c := range match.Constraints() {
		if n := row.BlockedBy(c); n > 0 {
			w.Blocked = append(w.Blocked, Block{c, n})
		}
	}
	slices.SortStableFunc(w.Blocked, func(a, b Block) int { return cmp.Compare(b.Openings, a.Openings) })
	return w
}

// priced tells what each override costs: the plan is worked out without it, and put back.
func (s *solved) priced(ctx context.Context) ([]Priced, error) {
	out := make([]Priced, 0, len(s.set)+len(s.void))
	with := s.result.Total
	for n, x := range s.set {
		p := Priced{Override: x}
		if n < mostPriced {
			i, o := s.personNo[x.Person], s.openingNo[x.Opening]
			if err := s.plan.Release(ctx, i, o); err != nil {
				return nil, fmt.Errorf("price an override: %w", err)
			}
			p.Cost = s.plan.Result().Total - with
			if err := s.apply(ctx, i, x); err != nil {
				return nil, fmt.Errorf("put an override back: %w", err)
			}
		}
		out = append(out, p)
	}
	for _, x := range s.void {
		out = append(out, Priced{Override: x, Void: true})
	}
	return out, nil
}
