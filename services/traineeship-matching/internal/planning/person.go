package planning

import (
	"context"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/assign"
)

// Person tells where else one person of a group could be placed, and what it costs.
func (d *Desk) Person(ctx context.Context, a Ask, person string) (Answer, error) {
	if err := d.follows(ctx, person, identity.AssignmentRead); err != nil {
		return Answer{}, err
	}
	s, saved, g, err := d.opened(ctx, &a)
	if err != nil {
		return Answer{}, err
	}
	defer s.mu.Unlock()
	i, ok := s.personNo[person]
	if !ok {
		return Answer{}, fault.New(fault.NotFound, "This person is not in the plan.")
	}
	out := Answer{
		Group: g, Run: newID(), At: d.Now(), Versions: s.scores.Versions, Version: saved.Version, Judged: len(s.scores.Openings),
		People: 1, Openings: len(s.scores.Openings), Total: points(s.result, a.Unplaced), Free: s.free, FirstCome: s.first,
		Persons: []Placing{s.placing(i, mostOthers)},
	}
	for _, x := range s.set {
		if x.Person == person {
			out.Overrides = append(out.Overrides, Priced{Override: x})
		}
	}
	if err := d.record(ctx, &out, &a, saved); err != nil {
		return Answer{}, err
	}
	out.Names = d.Names.Names(ctx, wanted(out.Persons, out.Overrides, a.Language))
	return out, nil
}

// Price is what it costs to fix somebody in an opening.
type Price struct {
	Cost     int64
	Possible bool
}

// mostPrices bounds how many openings are asked about at once.
const mostPrices = 100

// Prices tells what it would cost to fix a person in each of some openings. The run is recorded.
func (d *Desk) Prices(ctx context.Context, a Ask, person string, openings []string) (map[string]Price, error) {
	if err := d.follows(ctx, person, identity.AssignmentWrite); err != nil {
		return nil, err
	}
	if len(openings) > mostPrices {
		return nil, fault.New(fault.Invalid, "Ask about at most %d openings at once.", mostPrices)
	}
	s, saved, g, err := d.opened(ctx, &a)
	if err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	i, ok := s.personNo[person]
	if !ok {
		return nil, fault.New(fault.NotFound, "This person is not in the plan.")
	}
	out := map[string]Price{}
	for _, id := range openings {
		o, open := s.openingNo[id]
		if !open {
			out[id] = Price{}
			continue
		}
		cost, err := s.plan.CostOfFixing(i, o)
		out[id] = Price{cost, err == nil}
	}
	answer := Answer{
		Group: g, Run: newID(), At: d.Now(), Versions: s.scores.Versions, Judged: len(s.scores.Openings),
		Persons: []Placing{{Person: s.scores.People[i]}},
	}
	if at := s.result.Place[i]; at != assign.None {
		answer.Persons[0].Opening, answer.Persons[0].Score = s.scores.Openings[at].ID, s.plan.Score(i, at)
	}
	return out, d.record(ctx, &answer, &a, saved)
}
