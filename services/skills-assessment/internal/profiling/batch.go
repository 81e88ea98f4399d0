package profiling

import (
	"context"
	"errors"
	"fmt"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Loaded is one profile of a batch.
type Loaded struct {
	Person  string
	Content profile.Content
}

// Load writes many profiles, replacing those that exist: all of them, or none and what is wrong with each.
func (d *Desk) Load(ctx context.Context, batch []Loaded) (created, updated int, err error) {
	if err := identity.Check(caller(ctx), identity.BatchLoad, identity.Owner{}); err != nil {
		return 0, 0, err
	}
	all := map[string]bool{}
	for _, b := range batch {
		for _, id := range b.Content.Concepts() {
			all[id] = true
		}
	}
	ids := make([]string, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	known, err := d.Records.Known(ctx, ids)
	if err != nil {
		return 0, 0, err
	}
	version, err := d.Records.Version(ctx)
	if err != nil {
		return 0, 0, err
	}
	var wrong fault.Violations
	seen := map[string]bool{}
	now := d.Now()
	profiles := make([]profile.Profile, 0, len(batch))
	for i, b := range batch {
		at := fmt.Sprintf("/items/%d", i)
		if seen[b.Person] {
			wrong.Add(at+"/personId", "duplicate", "is in the batch twice")
		}
		seen[b.Person] = true
		wrong = append(wrong, below(at, b.Content.Check(d.Today()))...)
		for _, v := range unknown(b.Content, func(id string) (taxonomy.Kind, bool) { c, ok := known[id]; return c.Kind, ok }) {
			v.Pointer = at + v.Pointer
			wrong = append(wrong, v)
		}
		profiles = append(profiles, profile.Profile{Person: b.Person, TaxonomyVersion: version, UpdatedAt: now, Content: b.Content})
		if len(wrong) > 100 {
			break
		}
	}
	if err := wrong.Err(); err != nil {
		return 0, 0, err
	}
	entry := audit.Entry{Action: identity.BatchLoad, Kind: "profile", Detail: fmt.Sprintf("batch of %d", len(batch))}
	return d.Records.SaveBatch(ctx, profiles, entry)
}

// below moves violations under a pointer.
func below(at string, err error) fault.Violations {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	out := make(fault.Violations, len(f.Violations))
	for i, v := range f.Violations {
		v.Pointer = at + v.Pointer
		out[i] = v
	}
	return out
}
