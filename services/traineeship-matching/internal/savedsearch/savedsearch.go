// Package savedsearch keeps searches under a name for whoever made them, and tells what is new since they were last run.
package savedsearch

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
)

// Limits.
const (
	LongestName = 80
	// Most is how many searches somebody keeps.
	Most = 30
)

// Search is a saved search. What it found is kept as ids, the first finding.MaxIDs of them.
type Search struct {
	ID      string
	Version int64
	Owner   string // a subject
	Kind    finding.Kind
	Name    string
	Query   string // finding.Filter.Encode
	MadeAt  time.Time
	RanAt   time.Time
	// Seen is what it found when it was run last, Before what it found when it was run before that. BeforeAt is nil
	// until it has been run again after it was saved.
	Seen, Before []string
	BeforeAt     *time.Time
	Demo         bool
}

// Filter is what it looks for.
func (s Search) Filter() finding.Filter { return finding.Decode(s.Kind, s.Query) }

// Store keeps searches. A stale version is a fault.Conflict, another's search does not exist.
type Store interface {
	Of(ctx context.Context, owner string) ([]Search, error)
	Read(ctx context.Context, owner, id string) (Search, error)
	// Add keeps a new search; one whose id is there already is left as it is.
	Add(ctx context.Context, s Search) error
	Change(ctx context.Context, s Search) error
	Remove(ctx context.Context, owner, id string, version int64) error
	// Load replaces searches, whoever owns them.
	Load(ctx context.Context, list []Search) (created, updated int, err error)
}

// Finder runs searches for the caller.
type Finder interface {
	IDs(ctx context.Context, f finding.Filter) (finding.Found, error)
}

// Desk is what somebody does with the own searches.
type Desk struct {
	Store  Store
	Finder Finder
	Now    func() time.Time
}

func owner(ctx context.Context) (string, error) {
	caller, _ := identity.From(ctx)
	return caller.Subject, identity.May(caller, identity.SavedSearch)
}

// Counted is a search with how much is new. Unknown: the engine does not answer.
type Counted struct {
	Search
	New     int
	Unknown bool
}

// List returns the caller's searches, by name, each with how much it would find that it did not find when it was run last.
func (d *Desk) List(ctx context.Context) ([]Counted, error) {
	list, err := d.Own(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Counted, len(list))
	down := false
	for i, s := range list {
		out[i] = Counted{Search: s, Unknown: down}
		if down {
			continue
		}
		found, err := d.Finder.IDs(ctx, s.Filter())
		if err != nil && !fault.Is(err, fault.Unavailable) {
			return nil, err
		}
		if down = err != nil || found.InMemory; down {
			out[i].Unknown = true
			continue
		}
		out[i].New = len(without(found.IDs, s.Seen))
	}
	return out, nil
}

// Own returns the caller's searches, by name.
func (d *Desk) Own(ctx context.Context) ([]Search, error) {
	who, err := owner(ctx)
	if err != nil {
		return nil, err
	}
	list, err := d.Store.Of(ctx, who)
	slices.SortFunc(list, func(a, b Search) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return list, err
}

// New is a search to be saved. The same key again is the same search.
type New struct {
	Key, Name string
	Filter    finding.Filter
}

// Save keeps a search.
func (d *Desk) Save(ctx context.Context, n New) (Search, error) {
	list, err := d.Own(ctx)
	if err != nil {
		return Search{}, err
	}
	if at := slices.IndexFunc(list, func(s Search) bool { return s.ID == n.Key }); at >= 0 {
		return list[at], nil
	}
	name, err := named(list, "", n.Name)
	if err != nil {
		return Search{}, err
	}
	if n.Filter.Empty() {
		return Search{}, fault.New(fault.Invalid, "A search for everything is not saved: choose something first.")
	}
	if _, err := uuid.Parse(n.Key); err != nil {
		return Search{}, fault.New(fault.Invalid, "The form's key cannot be read.").Because(err)
	}
	found, err := d.Finder.IDs(ctx, n.Filter)
	if err != nil {
		return Search{}, err
	}
	who, _ := owner(ctx)
	now := d.Now().UTC()
	s := Search{ID: n.Key, Version: 1, Owner: who, Kind: n.Filter.Kind, Name: name, Query: n.Filter.Encode(), MadeAt: now, RanAt: now, Seen: found.IDs}
	return s, d.Store.Add(ctx, s)
}

// named checks a name against those of the other searches.
func named(list []Search, id, name string) (string, error) {
	var bad fault.Violations
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case id == "" && len(list) >= Most:
		bad.Add("/name", "too-many", "You keep %d searches already: remove one first.", Most)
	case name == "":
		bad.Add("/name", "required", "Give the search a name.")
	case len([]rune(name)) > LongestName:
		bad.Add("/name", "too-long", "The name is too long: at most %d characters.", LongestName)
	case slices.ContainsFunc(list, func(s Search) bool { return s.ID != id && strings.EqualFold(s.Name, name) }):
		bad.Add("/name", "duplicate", "You have a search with this name already.")
	}
	return name, bad.Err()
}

// Read returns one of the caller's searches.
func (d *Desk) Read(ctx context.Context, id string) (Search, error) {
	who, err := owner(ctx)
	if err != nil {
		return Search{}, err
	}
	return d.Store.Read(ctx, who, id)
}

// Rename gives a search another name.
func (d *Desk) Rename(ctx context.Context, id string, version int64, name string) error {
	list, err := d.Own(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(s Search) bool { return s.ID == id })
	if at < 0 {
		return fault.New(fault.NotFound, "There is no such saved search.")
	}
	s := list[at]
	if s.Name, err = named(list, id, name); err != nil {
		return err
	}
	s.Version = version
	return d.Store.Change(ctx, s)
}

// Remove forgets a search.
func (d *Desk) Remove(ctx context.Context, id string, version int64) error {
	who, err := owner(ctx)
	if err != nil {
		return err
	}
	return d.Store.Remove(ctx, who, id, version)
}
