package registration

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/person"
)

// Twins are two files that may be one person's, with what the caller may know of them.
type Twins struct {
	First, Second person.Person
	SameContact   bool
}

// maxTwins bounds the list of duplicates to look at.
const maxTwins = 50

// Twins returns pairs of the caller's files that may be one person's.
func (d *Desk) Twins(ctx context.Context) ([]Twins, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.PersonMerge); err != nil {
		return nil, err
	}
	team := p.Team
	for _, scope := range identity.Scopes(p, identity.PersonMerge) {
		if scope == identity.Any {
			team = ""
		}
	}
	pairs, err := d.store.Pairs(ctx, team, maxTwins)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, pair := range pairs {
		ids = append(ids, pair.First, pair.Second)
	}
	found, err := d.store.Lines(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]person.Person, len(found))
	for _, f := range found {
		byID[f.ID] = f
	}
	var list []Twins
	for _, pair := range pairs {
		list = append(list, Twins{byID[pair.First], byID[pair.Second], pair.SameContact})
	}
	return list, nil
}

// TellApart records that two files that look alike are two people's.
func (d *Desk) TellApart(ctx context.Context, a, b string) error {
	for _, id := range []string{a, b} {
		if _, err := d.load(ctx, id, identity.PersonMerge); err != nil {
			return err
		}
	}
	entry := trace(identity.PersonMerge, a)
	entry.Detail = "apart"
	return d.store.TellApart(ctx, a, b, entry)
}

// CountTwins counts the pairs of files that look alike, and says when the first of them came to be.
func (d *Desk) CountTwins(ctx context.Context) (int, civil.Date, error) {
	pairs, err := d.Twins(ctx)
	since := civil.Date{}
	for _, pair := range pairs {
		later := pair.First.WaitingSince
		if pair.Second.WaitingSince.After(later) {
			later = pair.Second.WaitingSince
		}
		if since.IsZero() || later.Before(since) {
			since = later
		}
	}
	return len(pairs), since, err
}
