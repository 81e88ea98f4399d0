package hiring

import (
	"context"
	"errors"
	"fmt"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// LoadCompanies writes many companies; members names each company's subjects, by its place in the list.
func (d *Desk) LoadCompanies(ctx context.Context, companies []company.Company, members [][]string) (store.Written, error) {
	if err := check(ctx, identity.BatchLoad, ""); err != nil {
		return store.Written{}, err
	}
	var v fault.Violations
	seen := map[string]bool{}
	for i, c := range companies {
		at := fmt.Sprintf("/items/%d", i)
		once(&v, seen, at, c.ID)
		add(&v, at, c.Check())
		for n, site := range c.Sites {
			once(&v, seen, fmt.Sprintf("%s/sites/%d", at, n), site.ID)
			add(&v, fmt.Sprintf("%s/sites/%d", at, n), site.Check())
		}
	}
	if err := v.Err(); err != nil {
		return store.Written{}, err //nolint:wrapcheck // a fault for the caller
	}
	return d.store.LoadCompanies(ctx, companies, members)
}

// LoadOpenings writes many openings in the state that they say. A published one may be past its closing day:
// it is closed soon.
func (d *Desk) LoadOpenings(ctx context.Context, openings []opening.Opening) (store.Written, error) {
	if err := check(ctx, identity.BatchLoad, ""); err != nil {
		return store.Written{}, err
	}
	var v fault.Violations
	seen := map[string]bool{}
	for i := range openings {
		at := fmt.Sprintf("/items/%d", i)
		once(&v, seen, at, openings[i].ID)
		made, err := opening.New(openings[i].ID, openings[i].CompanyID, openings[i].Terms)
		add(&v, at+"/terms", err)
		openings[i].Terms = made.Terms
		if openings[i].State == opening.Draft {
			openings[i].PublishedOn = nil
		} else if openings[i].PublishedOn == nil {
			today := d.Today()
			openings[i].PublishedOn = &today
		}
	}
	if err := v.Err(); err != nil {
		return store.Written{}, err //nolint:wrapcheck // a fault for the caller
	}
	return d.store.LoadOpenings(ctx, openings)
}

// once: one statement cannot write a row twice.
func once(v *fault.Violations, seen map[string]bool, at, id string) {
	if seen[id] {
		v.Add(at+"/id", "duplicate", "stands in this batch already")
	}
	seen[id] = true
}

// add takes over the violations of one item, below its pointer.
func add(v *fault.Violations, at string, err error) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return
	}
	for _, one := range f.Violations {
		one.Pointer = at + one.Pointer
		*v = append(*v, one)
	}
}
