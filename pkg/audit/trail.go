package audit

import (
	"context"

	"github.com/celav/celav/pkg/contract/trail"
	"github.com/celav/celav/pkg/identity"
)

// Trail returns a page of the record for the caller: the whole of it, or what concerns one person, for whoever may
// read it (identity.AuditRead); everybody may read what concerns the own person. It holds what was done with files that
// became part of the person's.
func (r *Recorder) Trail(ctx context.Context, person, cursor *string, limit *int) (trail.Page, error) {
	var f Filter
	var after string
	count := 25
	if person != nil {
		f.Person = *person
	}
	if cursor != nil {
		after = *cursor
	}
	if limit != nil {
		count = *limit
	}
	caller, _ := identity.From(ctx)
	if err := identity.Check(caller, identity.AuditRead, identity.Owner{Person: f.Person}); err != nil {
		return trail.Page{}, err
	}
	if f.Person != "" && r.merged != nil {
		var err error
		if f.Merged, err = r.merged(ctx, f.Person); err != nil {
			return trail.Page{}, err
		}
	}
	page, err := r.List(ctx, f, after, count)
	out := trail.Page{Items: []trail.Entry{}, Next: page.Next}
	for _, e := range page.Events {
		out.Items = append(out.Items, trail.Entry{
			ID: e.ID, At: e.At.UTC(), Subject: e.Subject, Service: e.Service, Action: e.Action, Kind: e.Kind, Record: e.Record, Person: e.Person,
		})
	}
	return out, err
}
