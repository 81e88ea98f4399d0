// Package registration holds what is done with people's files: the first meeting, corrections, availability,
// reach, work access. Each use case loads the record, asks the policy whether the caller may, and leaves a
// trace in the audit.
package registration

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Desk is where files are made and kept.
type Desk struct {
	store *store.Store
	rules policy.Library
	now   func() time.Time
	newID func() (string, error)
	zone  *time.Location
	box   *outbox.Outbox // set by NewPost; without it no messages move with a file
	// Set by AskPlacements.
	placements Placements
	tell       func()
}

// New makes a desk. Days are days in zone.
func New(s *store.Store, rules policy.Library, now func() time.Time, newID func() (string, error), zone *time.Location) *Desk {
	return &Desk{store: s, rules: rules, now: now, newID: newID, zone: zone}
}

// Today is the date at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.now().In(d.zone)) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// OwnerOf says whose a file is.
func OwnerOf(p person.Person) identity.Owner {
	return identity.Owner{Team: p.Team, Partner: p.Partner, Person: p.ID}
}

func trace(a identity.Action, id string) audit.Entry {
	return audit.Entry{Action: a, Kind: "person", ID: id, Person: id}
}

// load returns a file that the caller may act upon; for one that was merged, the file that it became part of.
func (d *Desk) load(ctx context.Context, id string, a identity.Action) (person.Person, error) {
	p, err := d.store.Standing(ctx, id)
	if err != nil {
		return p, err
	}
	if err := identity.Check(caller(ctx), a, OwnerOf(p)); err != nil {
		return person.Person{}, err
	}
	return p, nil
}

// Open reads a file, and the audit says so.
func (d *Desk) Open(ctx context.Context, id string) (person.Person, error) {
	p, err := d.load(ctx, id, identity.PersonRead)
	if err != nil {
		return p, err
	}
	return p, d.store.Saw(ctx, trace(identity.PersonRead, id))
}

// May reports whether the caller may do a with the file, for what a page offers.
func (d *Desk) May(ctx context.Context, p person.Person, a identity.Action) bool {
	return identity.Check(caller(ctx), a, OwnerOf(p)) == nil
}

// Owner returns whose file it is. Any service may ask, and whoever may read people's files at all.
func (d *Desk) Owner(ctx context.Context, id string) (identity.Owner, error) {
	if err := identity.May(caller(ctx), identity.PersonOwner); err != nil {
		return identity.Owner{}, err
	}
	found, err := d.store.Standing(ctx, id)
	if err != nil {
		return identity.Owner{}, err
	}
	o := OwnerOf(found)
	if err := identity.Check(caller(ctx), identity.PersonOwner, o); err != nil {
		return identity.Owner{}, err
	}
	return o, nil
}

// Correct writes what the first meeting recorded anew.
func (d *Desk) Correct(ctx context.Context, id string, version int64, in person.FirstMeeting, state person.State) (person.Person, error) {
	in, err := in.Clean()
	if err != nil {
		return person.Person{}, err
	}
	if !state.Valid() {
		var bad fault.Violations
		bad.Add("/state", "unknown", "A file is active or closed.")
		return person.Person{}, bad.Err()
	}
	return d.change(ctx, id, version, identity.PersonUpdate, func(p *person.Person) {
		p.Name, p.Contact, p.Language, p.Request, p.State = in.Name, in.Contact, in.Language, in.Request, state
	})
}

// SetAvailability records when the person can work.
func (d *Desk) SetAvailability(ctx context.Context, id string, version int64, a person.Availability) (person.Person, error) {
	a, err := a.Clean()
	if err != nil {
		return person.Person{}, err
	}
	return d.change(ctx, id, version, identity.AvailabilityWrite, func(p *person.Person) { p.Availability = &a })
}

// SetReach records where the person starts from and how far they can go.
func (d *Desk) SetReach(ctx context.Context, id string, version int64, r person.Reach) (person.Person, error) {
	r, err := r.Clean()
	if err != nil {
		return person.Person{}, err
	}
	return d.change(ctx, id, version, identity.ReachWrite, func(p *person.Person) { p.Reach = &r })
}

func (d *Desk) change(ctx context.Context, id string, version int64, a identity.Action, edit func(*person.Person)) (person.Person, error) {
	p, err := d.load(ctx, id, a)
	if err != nil {
		return p, err
	}
	if p.ID != id {
		return p, fault.New(fault.Conflict, "This file was merged into another one.")
	}
	p.Version, p.ChangedAt = version, d.now().UTC()
	edit(&p)
	return d.store.Save(ctx, p, trace(a, id))
}

// Query narrows a list of files.
type Query struct {
	Name    string // each word begins a word of the name; "" for every name
	State   person.State
	Missing store.Missing
	// Tutor leaves the files that this colleague follows, Unassigned those that nobody does.
	Tutor      string
	Unassigned bool
	After      string
	Limit      int
	Due        string // the name of a reminder; what is none narrows nothing
}

// List returns a page of the files that the caller may see: a counsellor's own team's, every team's for who
// leads the teams.
func (d *Desk) List(ctx context.Context, q Query) ([]person.Person, string, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.PersonList); err != nil {
		return nil, "", err
	}
	l := store.Listing{Name: q.Name, State: q.State, Missing: q.Missing, After: q.After, Limit: q.Limit, NoTeam: true, Tutor: q.Tutor, Unassigned: q.Unassigned}
	due, _, err := d.due(q.Due)
	if err != nil {
		return nil, "", err
	}
	l.Due = due
	for _, scope := range identity.Scopes(p, identity.PersonList) {
		switch scope {
		case identity.Any:
			l.Team, l.NoTeam = "", false
		case identity.OwnTeam:
			l.Team, l.NoTeam = p.Team, false
		case identity.OwnPartner:
			l.Partner, l.NoTeam = p.Partner, false
		}
	}
	return d.store.List(ctx, l)
}

// Gaps says what is missing in the files that the caller works on.
func (d *Desk) Gaps(ctx context.Context) ([]store.Gap, error) {
	p := caller(ctx)
	for _, scope := range identity.Scopes(p, identity.PersonUpdate) {
		switch scope {
		case identity.Any:
			return d.store.Gaps(ctx, "")
		case identity.OwnTeam:
			return d.store.Gaps(ctx, p.Team)
		}
	}
	return nil, nil
}

// Label is how a person is called on a page.
type Label struct {
	Text, Code string
	Known      bool // Text is the name
}

// Labels returns the name of each person whom the caller may know, else the neutral code.
func (d *Desk) Labels(ctx context.Context, ids []string) (map[string]Label, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.NamesRead); err != nil {
		return nil, err
	}
	people, err := d.store.Lines(ctx, ids)
	if err != nil {
		return nil, err
	}
	labels := make(map[string]Label, len(people))
	for _, found := range people {
		l := Label{Code: person.Code(found.ID)}
		l.Text = l.Code
		if identity.Check(p, identity.NamesRead, OwnerOf(found)) == nil {
			l.Text, l.Known = found.Name, true
		}
		labels[found.ID] = l
	}
	return labels, nil
}

func (d *Desk) ruleSet() (policy.RuleSet, error) {
	set, err := d.rules.On(d.Today())
	if err != nil {
		return set, fmt.Errorf("judge work access: %w", err)
	}
	return set, nil
}

// Own returns the caller's own file, without a trace in the audit: it is not somebody else's look.
func (d *Desk) Own(ctx context.Context) (person.Person, error) {
	p := caller(ctx)
	if p.Person == "" {
		return person.Person{}, fault.New(fault.NotFound, "There is no file of yours.")
	}
	return d.load(ctx, p.Person, identity.PersonRead)
}
