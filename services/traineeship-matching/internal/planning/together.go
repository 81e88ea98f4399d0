package planning

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/assign"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// How many people may be kept together, and how many such groups a plan holds.
const (
	LeastTogether = 2
	MostTogether  = 6
	mostGroups    = 30
	// pricedGroups is of how many groups the single cost is worked out; that of all together always is.
	pricedGroups = 8
)

// Kept is a group of people who are kept together.
type Kept struct {
	store.Together
	Places []string // by person: the opening; empty for who stays unplaced
	Cost   *int64   // the best total without this group, less the best with it; nil where it was not worked out
	// Void: it is not possible any more, or too few of its people are left in the plan, and it was left out.
	Void bool
}

// Gap says what keeping people together costs, and how well that is known.
type Gap struct {
	Cost  int64 // of all groups: the best total without them, less the total
	Most  int64 // by how much the total may be less than the best that keeps all groups; nothing where it is proved
	Steps int
}

// kept holds the groups that a plan has taken in.
type keptGroups struct {
	groups []store.Together // in force
	void   []store.Together
	apart  int64 // the total with everybody on their own
	result assign.Kept
}

// stepsFor bounds the search for where groups go, so that it takes about two seconds at most.
func stepsFor(people int) int { return max(300, min(20_000, 1_000_000/max(people, 1))) }

// keep takes in who is kept together. A group that is not possible any more is told and left out.
func (s *solved) keep(ctx context.Context, wanted []store.Together) error {
	s.together = keptGroups{apart: s.plan.Result().Total}
	var groups []assign.Together
	for _, w := range wanted {
		g, ok := s.groupOf(w)
		if !ok {
			s.together.void = append(s.together.void, w)
			continue
		}
		kept, err := s.plan.Keep(ctx, append(slices.Clone(groups), g), stepsFor(len(s.order)))
		if errors.Is(err, assign.ErrApart) {
			s.together.void = append(s.together.void, w)
			kept, err = s.plan.Keep(ctx, groups, stepsFor(len(s.order)))
		} else if err == nil {
			groups, s.together.groups = append(groups, g), append(s.together.groups, w)
		}
		if err != nil {
			return fmt.Errorf("keep people together: %w", err)
		}
		s.together.result = kept
	}
	return nil
}

// groupOf finds the people of a group in the plan; false when one of them is not in it.
func (s *solved) groupOf(w store.Together) (assign.Together, bool) {
	var g assign.Together
	for _, id := range w.People {
		i, ok := s.personNo[id]
		if !ok {
			return g, false
		}
		g.People = append(g.People, i)
	}
	return g, len(g.People) >= LeastTogether
}

// keptTogether tells the groups with what each costs, and what all of them do.
func (s *solved) keptTogether(ctx context.Context) ([]Kept, *Gap, error) {
	if len(s.together.groups)+len(s.together.void) == 0 {
		return nil, nil, nil
	}
	held, result := s.together, s.result
	gap := &Gap{Cost: held.apart - result.Total, Steps: held.result.Steps}
	if len(held.groups) > 0 {
		gap.Most = held.result.Bound - result.Total
	}
	var out []Kept
	for _, w := range held.groups {
		k := Kept{Together: w}
		for _, id := range w.People {
			place := ""
			if o := result.Place[s.personNo[id]]; o != assign.None {
				place = s.scores.Openings[o].ID
			}
			k.Places = append(k.Places, place)
		}
		out = append(out, k)
	}
	if len(out) == 1 {
		out[0].Cost = &gap.Cost
	} else if len(out) > 1 && len(out) <= pricedGroups {
		if err := s.priceGroups(ctx, out); err != nil {
			return nil, nil, err
		}
	}
	for _, w := range held.void {
		out = append(out, Kept{Together: w, Void: true})
	}
	return out, gap, nil
}

// priceGroups works the plan out without each group in turn, and puts it back.
func (s *solved) priceGroups(ctx context.Context, groups []Kept) error {
	held := s.together
	for n := range groups {
		if err := s.keep(ctx, slices.Delete(slices.Clone(held.groups), n, n+1)); err != nil {
			return err
		}
		cost := s.plan.Result().Total - s.result.Total
		groups[n].Cost = &cost
	}
	if err := s.keep(ctx, held.groups); err != nil {
		return err
	}
	s.together.void = held.void
	return nil
}

// Together asks to keep people together, or no longer.
type Together struct {
	Group    Group
	Unplaced int32
	Version  int64
	People   []string
	Part     bool // take a group of these people apart
	Language string
}

// KeepTogether changes who is kept together. The same change again changes nothing.
func (d *Desk) KeepTogether(ctx context.Context, c Together) (Changed, error) {
	ask, s, saved, next, err := d.tried(ctx, c)
	if err != nil {
		return Changed{}, err
	}
	defer s.mu.Unlock()
	if len(next.Together) == len(saved.Together) {
		return Changed{Version: saved.Version, Total: points(s.result, ask.Unplaced)}, nil // done already
	}
	if saved.Version != c.Version {
		return Changed{}, fault.New(fault.Conflict, "Somebody else changed this plan in the meantime.")
	}
	before := s.result.Total
	if err := s.take(ctx, next); err != nil {
		return Changed{}, err
	}
	refused := func(t store.Together) bool { return slices.Equal(t.People, sorted(c.People)) }
	if !c.Part && slices.ContainsFunc(s.together.void, refused) {
		return Changed{}, fault.New(fault.Precondition, "These people cannot be kept together beside what is fixed.")
	}
	act := "together"
	if c.Part {
		act = "apart"
	}
	if saved, err = d.Store.Save(ctx, next, c.People[0], act, d.Now()); err != nil {
		return Changed{}, err // the next look brings the plan back to what is saved
	}
	return Changed{saved.Version, before - s.result.Total, points(s.result, ask.Unplaced)}, nil
}

// Preview tells what keeping people together would cost, and where each would be; nothing is changed.
type Preview struct {
	Changed
	Kept  Kept
	Gap   Gap
	Names naming.Names
}

// TryTogether works out what keeping people together would cost.
func (d *Desk) TryTogether(ctx context.Context, c Together) (Preview, error) {
	ask, s, saved, next, err := d.tried(ctx, c)
	if err != nil {
		return Preview{}, err
	}
	defer s.mu.Unlock()
	before := s.result.Total
	if err := s.take(ctx, next); err != nil {
		return Preview{}, err
	}
	groups, gap, err := s.keptTogether(ctx)
	if err != nil {
		return Preview{}, err
	}
	out := Preview{Changed: Changed{Version: saved.Version, Cost: before - s.result.Total, Total: points(s.result, ask.Unplaced)}}
	for _, k := range groups {
		if slices.Equal(k.People, sorted(c.People)) {
			out.Kept, out.Gap = k, *gap
		}
	}
	w := naming.Wanted{Language: c.Language, People: out.Kept.People}
	for _, o := range out.Kept.Places {
		if o != "" {
			w.Openings = append(w.Openings, o)
		}
	}
	if err := s.take(ctx, saved); err != nil {
		return Preview{}, err
	}
	out.Names = d.Names.Names(ctx, w)
	return out, nil
}

func sorted(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// tried opens a plan, locked, with the plan as it would be.
func (d *Desk) tried(ctx context.Context, c Together) (ask Ask, s *solved, saved, next store.Plan, err error) {
	g, _, err := own(ctx, c.Group, identity.AssignmentWrite)
	if err != nil {
		return ask, nil, saved, next, err
	}
	people := sorted(c.People)
	if len(people) < LeastTogether || len(people) > MostTogether {
		return ask, nil, saved, next, fault.Violations{{Pointer: "/people", Code: "out-of-range", Message: "Choose two to six people."}}.Err()
	}
	for _, id := range people {
		if err := d.follows(ctx, id, identity.AssignmentWrite); err != nil {
			return ask, nil, saved, next, err
		}
	}
	ask = Ask{Group: g, Unplaced: c.Unplaced}
	if s, saved, _, err = d.opened(ctx, &ask); err != nil {
		return ask, nil, saved, next, err
	}
	next = saved
	next.Together = slices.Clone(saved.Together)
	same := func(t store.Together) bool { return slices.Equal(t.People, people) }
	switch known := slices.ContainsFunc(next.Together, same); {
	case c.Part:
		next.Together = slices.DeleteFunc(next.Together, same)
	case !known:
		caller, _ := identity.From(ctx)
		next.Together = append(next.Together, store.Together{People: people, By: caller.Subject, At: d.Now().UTC()})
		err = d.mayKeep(s, saved, people)
	}
	if err != nil {
		s.mu.Unlock()
	}
	return ask, s, saved, next, err
}

// mayKeep checks that people are in the plan and in no other group.
func (d *Desk) mayKeep(s *solved, saved store.Plan, people []string) error {
	if len(saved.Together) >= mostGroups {
		return fault.New(fault.Precondition, "A plan keeps at most %d groups of people together.", mostGroups)
	}
	for _, id := range people {
		if _, known := s.personNo[id]; !known {
			return fault.New(fault.NotFound, "One of these people is not in the plan.")
		}
		for _, t := range saved.Together {
			if slices.Contains(t.People, id) {
				return fault.New(fault.Precondition, "One of these people is kept together with others already. Take that group apart first.")
			}
		}
	}
	return nil
}
