package registration

import (
	"context"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Needs reads a person's needs and obstacles, and the audit says so. The constraints are in the person.
func (d *Desk) Needs(ctx context.Context, id string) (person.Person, []needs.Fact, error) {
	p, err := d.load(ctx, id, identity.NeedRead)
	if err != nil {
		return p, nil, err
	}
	list, err := d.store.Needs(ctx, id)
	if err != nil {
		return p, nil, err
	}
	return p, list, d.store.Saw(ctx, trace(identity.NeedRead, id))
}

// Need reads one of them.
func (d *Desk) Need(ctx context.Context, id, need string) (person.Person, needs.Fact, error) {
	p, list, err := d.Needs(ctx, id)
	if err != nil {
		return p, needs.Fact{}, err
	}
	f, err := pick(list, need)
	return p, f, err
}

func pick(list []needs.Fact, id string) (needs.Fact, error) {
	if n := slices.IndexFunc(list, func(f needs.Fact) bool { return f.ID == id }); n >= 0 {
		return list[n], nil
	}
	return needs.Fact{}, fault.New(fault.NotFound, "There is no such need.")
}

// NoteNeed records a need. Its id comes from the caller, so that trying again makes one; empty makes a new one.
func (d *Desk) NoteNeed(ctx context.Context, id string, f needs.Fact) (needs.Fact, error) {
	f, err := d.newFact(ctx, id, f, needs.Codes())
	if err != nil {
		return f, err
	}
	if _, err := d.load(ctx, id, identity.NeedWrite); err != nil {
		return f, err
	}
	return f, d.store.CreateNeed(ctx, f, trace(identity.NeedWrite, id))
}

func (d *Desk) newFact(ctx context.Context, id string, f needs.Fact, codes []needs.Code) (needs.Fact, error) {
	f, err := f.Clean(codes, d.Today())
	if err != nil {
		return f, err
	}
	f.Person, f.Version, f.Author, f.NotedOn = id, 1, caller(ctx).Subject, d.Today()
	if f.ID == "" {
		f.ID, err = d.newID()
	}
	return f, err
}

// ChangeNeed records how a need stands now; whoever does confirms it.
func (d *Desk) ChangeNeed(ctx context.Context, id string, f needs.Fact) error {
	if _, err := d.load(ctx, id, identity.NeedWrite); err != nil {
		return err
	}
	list, err := d.store.Needs(ctx, id)
	if err != nil {
		return err
	}
	now, err := pick(list, f.ID)
	if err != nil {
		return err
	}
	f.Code = now.Code
	if f, err = f.Clean(needs.Codes(), d.Today()); err != nil {
		return err
	}
	f.Person, f.Author, f.NotedOn = id, caller(ctx).Subject, d.Today()
	return d.store.SaveNeed(ctx, f, trace(identity.NeedWrite, id))
}

// RemoveNeed takes a need out, with a reason, which the audit keeps.
func (d *Desk) RemoveNeed(ctx context.Context, id, need string, version int64, reason string) error {
	if err := needs.CheckRemoval(reason); err != nil {
		return err
	}
	if _, err := d.load(ctx, id, identity.NeedWrite); err != nil {
		return err
	}
	entry := trace(identity.NeedWrite, id)
	entry.Detail = "removed: " + reason
	return d.store.RemoveNeed(ctx, id, need, version, entry)
}

// SetConstraints records the practical constraints; they reach the matching, without why.
func (d *Desk) SetConstraints(ctx context.Context, id string, version int64, codes []string) (person.Person, error) {
	codes, err := needs.CleanConstraints(codes)
	if err != nil {
		return person.Person{}, err
	}
	return d.change(ctx, id, version, identity.NeedWrite, func(p *person.Person) { p.Constraints = codes })
}

// Stale says how many needs are to be confirmed in the files that the caller works on.
func (d *Desk) Stale(ctx context.Context) (store.Stale, error) {
	p := caller(ctx)
	for _, scope := range identity.Scopes(p, identity.NeedWrite) {
		switch scope {
		case identity.Any:
			return d.store.StaleNeeds(ctx, "", d.Today())
		case identity.OwnTeam:
			return d.store.StaleNeeds(ctx, p.Team, d.Today())
		}
	}
	return store.Stale{}, nil
}

// FactsOfPerson are the facts on one person, as a batch brings them.
type FactsOfPerson struct {
	Person          string
	Needs, Reserved []needs.Fact
}

// LoadFacts writes many facts, for the demonstration and a first filling. What exists is left as it is.
func (d *Desk) LoadFacts(ctx context.Context, all []FactsOfPerson) (int, error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, err
	}
	written := 0
	entry := audit.Entry{Action: identity.BatchLoad, Kind: "person"}
	for _, one := range all {
		p, err := d.store.Person(ctx, one.Person)
		if err != nil {
			return written, err
		}
		entry.ID, entry.Person = p.ID, p.ID
		for _, f := range one.Needs {
			if f, err = d.loaded(f, p.ID, needs.Codes()); err != nil {
				return written, err
			}
			if err := d.store.CreateNeed(ctx, f, entry); err != nil {
				return written, err
			}
			written++
		}
		for _, f := range one.Reserved {
			if f, err = d.loaded(f, p.ID, needs.ReservedCodes()); err != nil {
				return written, err
			}
			if err := d.store.CreateReserved(ctx, p.Team, f, entry); err != nil {
				return written, err
			}
			written++
		}
	}
	return written, nil
}

// loaded keeps the dates that the batch brings: what was noted long ago may have run out.
func (d *Desk) loaded(f needs.Fact, id string, codes []needs.Code) (needs.Fact, error) {
	noted, expires := f.NotedOn, f.ExpiresOn
	if noted == (civil.Date{}) || noted.After(d.Today()) {
		noted = d.Today()
	}
	f, err := f.Clean(codes, noted)
	f.Person, f.Version, f.NotedOn = id, 1, noted
	if expires != (civil.Date{}) {
		f.ExpiresOn = expires
	}
	return f, err
}
