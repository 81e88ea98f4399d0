package savedsearch

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
)

// Opened is a search with what is new in it since the time before it was run last.
type Opened struct {
	Search Search
	Filter finding.Filter
	New    map[string]bool
}

// Open tells what is new. Looking changes nothing: only Run does.
func (d *Desk) Open(ctx context.Context, id string) (Opened, error) {
	s, err := d.Read(ctx, id)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Search: s, Filter: s.Filter(), New: map[string]bool{}}
	if s.BeforeAt == nil {
		return o, nil
	}
	found, err := d.Finder.IDs(ctx, o.Filter)
	if err != nil {
		return o, err
	}
	for _, id := range without(found.IDs, s.Before) {
		o.New[id] = true
	}
	return o, nil
}

// Run runs a search again: what it finds now is what is known from now on. It returns what is new. While the engine does
// not answer, a search by words finds less, and is a fault.Unavailable: what it misses would count as new later.
func (d *Desk) Run(ctx context.Context, id string) ([]string, error) {
	s, err := d.Read(ctx, id)
	if err != nil {
		return nil, err
	}
	found, err := d.Finder.IDs(ctx, s.Filter())
	if err != nil {
		return nil, err
	}
	if found.InMemory && s.Filter().Text != "" {
		return nil, fault.New(fault.Unavailable, "The search engine does not answer now: run this search later.")
	}
	before := s.RanAt
	s.Before, s.BeforeAt, s.Seen, s.RanAt = s.Seen, &before, found.IDs, d.Now().UTC()
	return without(found.IDs, s.Before), d.Store.Change(ctx, s)
}

// Loaded is a search of somebody, loaded with many.
type Loaded struct {
	Owner string
	New   New
}

// Load replaces many searches at once. None has been run: all that each finds is new.
func (d *Desk) Load(ctx context.Context, list []Loaded, demo bool) (created, updated int, err error) {
	now := d.Now().UTC()
	var all []Search
	for _, l := range list {
		if l.New.Filter.Empty() {
			return 0, 0, fault.New(fault.Invalid, "A search for everything is not saved: choose something first.")
		}
		all = append(all, Search{
			ID: l.New.Key, Version: 1, Owner: l.Owner, Kind: l.New.Filter.Kind, Name: l.New.Name, Query: l.New.Filter.Encode(), MadeAt: now, RanAt: now, Demo: demo,
		})
	}
	return d.Store.Load(ctx, all)
}

func without(ids, known []string) []string {
	old := make(map[string]bool, len(known))
	for _, id := range known {
		old[id] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return old[id] })
}
