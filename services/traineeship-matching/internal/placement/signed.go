package placement

import (
	"context"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// For returns a traineeship that the caller may act upon, for what belongs to it. To everybody else it does not exist.
func (d *Desk) For(ctx context.Context, id string, a identity.Action) (*traineeship.Traineeship, error) {
	return d.load(ctx, id, a)
}

// Own returns a traineeship whatever the caller may: for somebody who holds a key to one of its papers.
func (d *Desk) Own(ctx context.Context, id string) (*traineeship.Traineeship, error) {
	return d.Store.Read(ctx, id)
}

// Can reports whether the caller may do something that belongs to a traineeship.
func (d *Desk) Can(ctx context.Context, t *traineeship.Traineeship, a identity.Action) bool {
	return identity.Check(caller(ctx), a, d.owner(t)) == nil
}

// Moment is now, under the rules of a traineeship's start.
func (d *Desk) Moment(ctx context.Context, t *traineeship.Traineeship) (traineeship.Moment, error) {
	return d.moment(ctx, t.Start)
}

// Checklist is what a traineeship's start needs, as it stands.
func (d *Desk) Checklist(ctx context.Context, t *traineeship.Traineeship) ([]traineeship.Item, error) {
	m, err := d.moment(ctx, t.Start)
	if err != nil {
		return nil, err
	}
	around, err := d.surroundings(ctx, t)
	if err != nil {
		return nil, err
	}
	return t.Checklist(m, around), nil
}

// Settle lets a traineeship's state follow its papers, after one was made or signed.
func (d *Desk) Settle(ctx context.Context, t *traineeship.Traineeship) error {
	m, err := d.moment(ctx, t.Start)
	if err != nil {
		return err
	}
	around, err := d.surroundings(ctx, t)
	if err != nil {
		return err
	}
	for range settleTries {
		_, err = d.Store.Change(ctx, t.ID, 0, func(t *traineeship.Traineeship) (records.Effects, bool, error) {
			changed := t.Settle(m, around)
			return records.Effects{Audit: []audit.Entry{trace(identity.PaperSign, t, string(t.State))}}, changed, nil
		})
		if !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return err
}

// settleTries is how often a traineeship that others change at the same time is settled.
const settleTries = 3
