package projection

import (
	"context"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// PeopleAfter gives people whose rows are newer than a version, in the order of their versions; none at the end.
func (p *Projection) PeopleAfter(ctx context.Context, after int64) ([]search.Entry[match.Person], error) {
	return p.peopleAfter(ctx, after)
}

// OpeningsAfter gives openings as PeopleAfter gives people.
func (p *Projection) OpeningsAfter(ctx context.Context, after int64) ([]search.Entry[match.Opening], error) {
	entries, err := p.openingsAfter(ctx, after)
	if err != nil {
		return nil, err
	}
	out := make([]search.Entry[match.Opening], len(entries))
	for i, e := range entries {
		out[i] = search.Entry[match.Opening]{ID: e.ID, Version: e.Version, Deleted: e.Deleted, Doc: e.Doc.Opening}
	}
	return out, nil
}

// Clock is the newest version of any row.
func (p *Projection) Clock(ctx context.Context) (int64, error) { return p.store.Clock(ctx) }

// Mirrored reports whether the snapshot holds every row that there is, up to a version.
func (p *Projection) Mirrored(version int64) bool { return p.mirror.holds(version) }
