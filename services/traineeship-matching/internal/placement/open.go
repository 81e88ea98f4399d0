package placement

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Opening is what a traineeship is opened with, by a caller.
type Opening struct {
	traineeship.Opening
	Key string // of the form or call
}

// Open opens a traineeship for a person, usually on an opening.
func (d *Desk) Open(ctx context.Context, in Opening) (*traineeship.Traineeship, error) {
	if err := identity.May(caller(ctx), identity.TraineeshipWrite); err != nil {
		return nil, err
	}
	if in.Key != "" {
		if id, found, err := d.Store.MadeBy(ctx, in.Key); err != nil {
			return nil, err
		} else if found {
			return d.opened(ctx, id)
		}
	}
	p, err := d.person(ctx, in.PersonID, identity.TraineeshipWrite)
	if err != nil {
		return nil, err
	}
	if err := d.agreed(ctx, in.EntryID, p.ID); err != nil {
		return nil, err
	}
	in.Team = p.Team
	if in.OpeningID != "" {
		o, ok := d.Facts.Opening(in.OpeningID)
		var bad fault.Violations
		if !ok {
			bad.Add("/openingId", "unknown", "There is no such opening.")
		} else if o.Kind == "contract" {
			bad.Add("/openingId", "invalid", "This opening is a contract, not a traineeship.")
		}
		if err := bad.Err(); err != nil {
			return nil, err
		}
		in.CompanyID = o.CompanyID
	}
	if in.CityTutor == "" {
		in.CityTutor = caller(ctx).Subject
	}
	if name, ok := d.Names.Names(ctx, naming.Wanted{People: []string{p.ID}}).People[p.ID]; ok && name.Known {
		in.TraineeName = name.Label
	}
	day := in.Start
	if !day.IsValid() {
		day = d.Today()
	}
	m, err := d.moment(ctx, day)
	if err != nil {
		return nil, err
	}
	t, err := traineeship.OpenNew(m, in.Opening)
	if err != nil {
		return nil, err
	}
	err = d.Store.Create(ctx, t, in.Key, trace(identity.TraineeshipWrite, t, string(traineeship.ActOpen)))
	if fault.Is(err, fault.Conflict) && in.Key != "" {
		id, found, err := d.Store.MadeBy(ctx, in.Key)
		if err != nil || !found {
			return nil, fmt.Errorf("find what the same form opened: %w", err)
		}
		return d.opened(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	return t, d.placed(ctx, in.EntryID, t.ID)
}

// opened returns what the same form opened before, and makes up for an entry that could not be closed then.
func (d *Desk) opened(ctx context.Context, id string) (*traineeship.Traineeship, error) {
	t, err := d.load(ctx, id, identity.TraineeshipRead)
	if err != nil {
		return nil, err
	}
	return t, d.placed(ctx, t.EntryID, t.ID)
}

// agreed holds an entry against who is placed: something is agreed on it, the caller may see it, and it is about them.
func (d *Desk) agreed(ctx context.Context, entry, person string) error {
	if entry == "" || d.Entries == nil {
		return nil
	}
	whose, _, err := d.Entries.Whose(ctx, entry)
	if err != nil {
		return err
	}
	var bad fault.Violations
	if whose != person {
		bad.Add("/entryId", "unknown", "This entry of a shortlist is about somebody else.")
	}
	return bad.Err()
}

func (d *Desk) placed(ctx context.Context, entry, record string) error {
	if entry == "" || d.Entries == nil {
		return nil
	}
	return d.Entries.Placed(ctx, entry, record)
}
