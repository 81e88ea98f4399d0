// Package planning is what is done with personal projects: read, written, agreed, and what is late in them.
package planning

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/project"
)

// Files says whose a file is, and how the person is called towards the caller; registration.Desk is it.
type Files interface {
	Owner(ctx context.Context, id string) (identity.Owner, error)
	NameOf(ctx context.Context, id string) (string, error)
}

// Records keeps projects. Save writes a project that is still at p.Version and returns its new version; a Conflict
// when it is not.
type Records interface {
	Project(ctx context.Context, person string) (project.Project, error)
	SaveProject(ctx context.Context, p project.Project, at time.Time, entry audit.Entry) (int64, error)
	LoadProjects(ctx context.Context, all []project.Project, at time.Time, entry audit.Entry) (created int, err error)
	LateActions(ctx context.Context, q Late) ([]LatePerson, error)
	Saw(ctx context.Context, entries ...audit.Entry) error
}

// Late asks for what should have ended before a day.
type Late struct {
	Before civil.Date
	By     project.Party // "" for either
	Team   string        // "" for every team
	Person string        // "" for everybody
	Limit  int
}

// LatePerson is somebody in whose project something is late.
type LatePerson struct {
	Person string
	Count  int
	Since  civil.Date // when the first was due
}

// Desk is where projects are made.
type Desk struct {
	records Records
	files   Files
	now     func() time.Time
	newID   func() (string, error)
	zone    *time.Location
}

// New makes a desk. Days are days in zone.
func New(records Records, files Files, now func() time.Time, newID func() (string, error), zone *time.Location) *Desk {
	return &Desk{records: records, files: files, now: now, newID: newID, zone: zone}
}

// Today is the date at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.now().In(d.zone)) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

func (d *Desk) check(ctx context.Context, person string, a identity.Action) error {
	owner, err := d.files.Owner(ctx, person)
	if err != nil {
		return err
	}
	return identity.Check(caller(ctx), a, owner)
}

// May reports whether the caller may do a with somebody's project, for what a page offers.
func (d *Desk) May(ctx context.Context, person string, a identity.Action) bool {
	return d.check(ctx, person, a) == nil
}

// NameOf returns how the person is called on a page.
func (d *Desk) NameOf(ctx context.Context, id string) (string, error) { return d.files.NameOf(ctx, id) }

// Read returns somebody's project, and the audit says so.
func (d *Desk) Read(ctx context.Context, person string) (project.Project, error) {
	if err := d.check(ctx, person, identity.ProjectRead); err != nil {
		return project.Project{}, err
	}
	p, err := d.records.Project(ctx, person)
	if err != nil {
		return p, err
	}
	return p, d.records.Saw(ctx, trace(identity.ProjectRead, person))
}

// SetAim writes goal and learning; with version 0 it begins the project.
func (d *Desk) SetAim(ctx context.Context, person string, version int64, goal, learn string) (project.Project, error) {
	return d.change(ctx, person, version, identity.ProjectWrite, func(p *project.Project) error { return p.SetAim(goal, learn) })
}

// PutAction adds an action (without an id) or changes one.
func (d *Desk) PutAction(ctx context.Context, person string, version int64, a project.Action) (project.Project, error) {
	return d.change(ctx, person, version, identity.ProjectWrite, func(p *project.Project) error {
		if a.ID == "" {
			id, err := d.newID()
			if err != nil {
				return err
			}
			a.ID = id
		} else if !has(*p, a.ID) {
			return fault.New(fault.NotFound, "There is no such action.")
		}
		return p.Put(a, d.Today())
	})
}

func has(p project.Project, id string) bool {
	for _, a := range p.Actions {
		if a.ID == id {
			return true
		}
	}
	return false
}

// Move sets the state of an action. The person may do so with the own actions.
func (d *Desk) Move(ctx context.Context, person string, version int64, id string, to project.State) (project.Project, error) {
	return d.change(ctx, person, version, identity.ProjectMove, func(p *project.Project) error {
		if d.check(ctx, person, identity.ProjectWrite) != nil {
			for _, a := range p.Actions {
				if a.ID == id && a.By != project.Person {
					return fault.New(fault.Forbidden, "This is CeLav's to do.")
				}
			}
		}
		return p.Move(id, to, d.Today())
	})
}

// Agree records that both agree on what stands.
func (d *Desk) Agree(ctx context.Context, person string, version int64, on civil.Date) (project.Project, error) {
	return d.change(ctx, person, version, identity.ProjectWrite, func(p *project.Project) error { return p.Agree(on, d.Today()) })
}

func (d *Desk) change(ctx context.Context, person string, version int64, a identity.Action, edit func(*project.Project) error) (project.Project, error) {
	if err := d.check(ctx, person, a); err != nil {
		return project.Project{}, err
	}
	p, err := d.records.Project(ctx, person)
	if err != nil {
		return p, err
	}
	if p.Version != version {
		return p, fault.New(fault.Conflict, "Somebody else changed the project in the meantime.")
	}
	if err := edit(&p); err != nil {
		return p, err
	}
	p.Version, err = d.records.SaveProject(ctx, p, d.now().UTC(), trace(a, person))
	return p, err
}

// Load writes many projects: all, or none when one has a fault. One that exists is replaced.
func (d *Desk) Load(ctx context.Context, all []project.Project) (created, updated int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, 0, err
	}
	var bad fault.Violations
	for i := range all {
		clean := project.Project{Person: all[i].Person}
		err := clean.SetAim(all[i].Goal, all[i].Learn)
		for _, a := range all[i].Actions {
			if err == nil {
				err = clean.Put(a, a.Due) // a batch also brings what is past
			}
		}
		var f *fault.Error
		if errors.As(err, &f) {
			for _, v := range f.Violations {
				bad.Add(fmt.Sprintf("/items/%d%s", i, v.Pointer), v.Code, "%s", v.Message)
			}
		}
	}
	if err := bad.Err(); err != nil {
		return 0, 0, err
	}
	created, err = d.records.LoadProjects(ctx, all, d.now().UTC(), audit.Entry{Action: identity.BatchLoad, Kind: "project"})
	return created, len(all) - created, err
}

// maxLate bounds what a front page reads.
const maxLate = 200

// LateFor returns in whose projects a party is late, as far as it concerns the caller: the own team's for a counsellor,
// every team's for a coordinator, the own for a person.
func (d *Desk) LateFor(ctx context.Context, by project.Party) ([]LatePerson, error) {
	who := caller(ctx)
	q := Late{Before: d.Today(), By: by, Limit: maxLate}
	switch scopes := identity.Scopes(who, identity.ProjectWrite); {
	case len(scopes) > 0 && scopes[0] == identity.OwnTeam:
		q.Team = who.Team
	case len(scopes) > 0: // any team's
	case who.Has(identity.Person) && who.Person != "":
		q.Person = who.Person
	default:
		return nil, nil
	}
	return d.records.LateActions(ctx, q)
}

func trace(a identity.Action, id string) audit.Entry {
	return audit.Entry{Action: a, Kind: "project", ID: id, Person: id}
}
