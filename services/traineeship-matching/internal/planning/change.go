package planning

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Act is what is done with a pair of a plan.
type Act string

// The acts.
const (
	Fix     Act = "fix"
	Forbid  Act = "forbid"
	Release Act = "release"
)

// Change fixes, forbids or releases one pair.
type Change struct {
	Group           Group
	Unplaced        int32
	Version         int64
	Person, Opening string
	Act             Act
}

// Changed is what came of it: the plan's new version, and what the total lost by the change.
type Changed struct {
	Version int64
	Cost    int64
	Total   int64
}

// mostOverrides bounds a plan.
const mostOverrides = 500

// Change changes a plan. A pair that is fixed must be one that the gate lets pass and that has a score; a person may be
// fixed once only, so fixing again moves. The same change again changes nothing.
func (d *Desk) Change(ctx context.Context, c Change) (Changed, error) {
	g, _, err := own(ctx, c.Group, identity.AssignmentWrite)
	if err != nil {
		return Changed{}, err
	}
	if err := d.follows(ctx, c.Person, identity.AssignmentWrite); err != nil {
		return Changed{}, err
	}
	caller, _ := identity.From(ctx)
	ask := Ask{Group: g, Unplaced: c.Unplaced}
	s, saved, _, err := d.opened(ctx, &ask)
	if err != nil {
		return Changed{}, err
	}
	defer s.mu.Unlock()
	next := edited(saved, c, store.Override{Person: c.Person, Opening: c.Opening, Fixed: c.Act == Fix, By: caller.Subject, At: d.Now().UTC()})
	if next.Same(saved) {
		return Changed{Version: saved.Version, Total: points(s.result, c.Unplaced)}, nil // done already
	}
	if saved.Version != c.Version {
		return Changed{}, fault.New(fault.Conflict, "Somebody else changed this plan in the meantime.")
	}
	if len(next.Overrides) > mostOverrides {
		return Changed{}, fault.New(fault.Precondition, "A plan holds at most %d fixed and forbidden pairs.", mostOverrides)
	}
	before := s.result.Total
	if err := s.try(ctx, c, next); err != nil {
		return Changed{}, err
	}
	if saved, err = d.Store.Save(ctx, next, c.Person, string(c.Act), d.Now()); err != nil {
		return Changed{}, err // the next look brings the plan back to what is saved
	}
	return Changed{saved.Version, before - s.result.Total, points(s.result, c.Unplaced)}, nil
}

// edited is a plan after a change: a person is fixed once, a pair is fixed or forbidden, never both.
func edited(p store.Plan, c Change, x store.Override) store.Plan {
	p.Overrides = slices.DeleteFunc(slices.Clone(p.Overrides), func(o store.Override) bool {
		switch {
		case o.Person != c.Person:
			return false
		case o.Opening == c.Opening:
			return o.Fixed != x.Fixed || c.Act == Release
		default:
			return o.Fixed && c.Act == Fix
		}
	})
	known := slices.ContainsFunc(p.Overrides, func(o store.Override) bool { return o.Person == c.Person && o.Opening == c.Opening })
	if c.Act != Release && !known {
		p.Overrides = append(p.Overrides, x)
	}
	return p
}

// try takes a changed plan in. What is not possible is refused, and the plan left to the next look.
func (s *solved) try(ctx context.Context, c Change, next store.Plan) error {
	if c.Act != Release {
		i, known := s.personNo[c.Person]
		o, open := s.openingNo[c.Opening]
		if !known {
			return fault.New(fault.NotFound, "This person is not in the plan.")
		}
		if !open || c.Act == Fix && !s.plan.Pairs(i, o) {
			return fault.New(fault.Precondition, "The gate does not let this person into this opening, or too little is known.")
		}
	}
	if err := s.take(ctx, next); err != nil {
		return err
	}
	if c.Act == Release {
		return nil
	}
	for _, x := range s.void {
		if x.Person == c.Person && x.Opening == c.Opening {
			return fault.New(fault.Precondition, "Others who are fixed take the last seat. Release one of them first.")
		}
	}
	return nil
}
