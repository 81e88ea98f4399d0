// Package placement is what is done with traineeships and hires: opening, papers, start, what the parties say, the
// decision, changes. Each use case asks the policy whether the caller may, works on the whole traineeship in one
// transaction, and leaves a trace in the audit.
package placement

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Facts are what matching knows of people and openings.
type Facts interface {
	Person(id string) (match.Person, bool)
	Opening(id string) (match.Opening, bool)
}

// Names says how to call people and openings.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
}

// Entries are the shortlists' entries that traineeships and hires come from.
type Entries interface {
	// Whose says which person and opening an entry that the caller may see is about.
	Whose(ctx context.Context, entry string) (person, opening string, err error)
	// Placed closes an entry: what became of it is the traineeship or hire with the id.
	Placed(ctx context.Context, entry, record string) error
}

// Signed tells how the papers stand that were made here to be signed.
type Signed interface {
	Standing(ctx context.Context, traineeship string) (map[traineeship.PaperKind]traineeship.Standing, error)
}

// Desk is where traineeships are opened and kept.
type Desk struct {
	Store *records.Store
	Rules policy.Library
	Facts Facts
	Names Names
	// Deliveries says how far messages came, by their ids; nil says nothing.
	Deliveries func(ctx context.Context, t *traineeship.Traineeship, letters []records.Outgoing) map[string]naming.Delivery
	// Entries may be nil: then entries stay as they are.
	Entries Entries
	// Signed may be nil: then papers are only brought by hand.
	Signed Signed
	// Changed tells the workflow that dates have changed.
	Changed func()
	Now     func() time.Time
	Zone    *time.Location
	NewID   func() string
}

// Today is the day in the city.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// owner says whose a traineeship is; the person's team is the one of today.
func (d *Desk) owner(t *traineeship.Traineeship) identity.Owner {
	o := identity.Owner{Team: t.Team, Company: t.CompanyID, Person: t.PersonID}
	if p, ok := d.Facts.Person(t.PersonID); ok && p.Team != "" {
		o.Team = p.Team
	}
	return o
}

// RoleOf is the part that the caller has in a traineeship.
func (d *Desk) RoleOf(ctx context.Context, t *traineeship.Traineeship) traineeship.Party {
	p := caller(ctx)
	switch {
	case p.Has(identity.Coordinator):
		return traineeship.Coordinator
	case identity.Check(p, identity.TraineeshipWrite, d.owner(t)) == nil:
		return traineeship.Counsellor
	case p.Company != "" && p.Company == t.CompanyID:
		return traineeship.Host
	default:
		return traineeship.Trainee
	}
}

// May reports whether the caller has a right over a traineeship and the act can happen now: what a page offers.
func (d *Desk) May(ctx context.Context, t *traineeship.Traineeship, a traineeship.Act) bool {
	right, ok := traineeship.RightFor(a)
	return ok && t.Offers(a) && identity.Check(caller(ctx), action(right), d.owner(t)) == nil
}

func action(r traineeship.Right) identity.Action { return identity.Action("traineeship." + r) }

func (d *Desk) moment(ctx context.Context, start civil.Date) (traineeship.Moment, error) {
	m := traineeship.Moment{Now: records.Stamp(d.Now()), Zone: d.Zone, By: caller(ctx).Subject, NewID: d.NewID}
	var err error
	if m.Rules, err = d.Rules.On(start); err != nil {
		var bad fault.Violations
		bad.Add("/start", "out-of-range", "No rules are known for this day.")
		return m, bad.Err()
	}
	return m, nil
}

// surroundings are the facts of others that a traineeship's checklist depends on.
func (d *Desk) surroundings(ctx context.Context, t *traineeship.Traineeship) (traineeship.Surroundings, error) {
	around := d.access(t)
	if d.Signed != nil {
		var err error
		if around.Signed, err = d.Signed.Standing(ctx, t.ID); err != nil {
			return around, err
		}
	}
	o, ok := d.Facts.Opening(t.OpeningID)
	if !ok || o.SeatLimit == nil {
		return around, nil
	}
	running, err := d.Store.TraineesByOpening(ctx, t.CompanyID)
	if err != nil {
		return around, err
	}
	around.SeatLimit, around.Trainees = *o.SeatLimit, 0
	for id, n := range running {
		if other, ok := d.Facts.Opening(id); ok && other.SiteID == o.SiteID {
			around.Trainees += n
		}
	}
	if t.State == traineeship.Running || t.State == traineeship.Suspended {
		around.Trainees-- // itself
	}
	return around, nil
}

// View is a traineeship as it is shown.
type View struct {
	*traineeship.Traineeship
	Role      traineeship.Party
	Checklist []traineeship.Item
	Renewed   *traineeship.Item // what a renewal in force still needs; nil without one
	Ceiling   traineeship.Ceiling
	Clock     *traineeship.Clock // nil: the viewer may not see it
	Letters   []records.Outgoing
	Delivered map[string]naming.Delivery // by the letter's id
	Names     naming.Names
	Moment    traineeship.Moment
}

// Staff reports whether the viewer works for the centre: hosts and trainees see less.
func (v View) Staff() bool {
	return v.Role == traineeship.Counsellor || v.Role == traineeship.Coordinator
}

// Read shows a traineeship, and the audit says so.
func (d *Desk) Read(ctx context.Context, id, language string) (View, error) {
	t, err := d.load(ctx, id, identity.TraineeshipRead)
	if err != nil {
		return View{}, err
	}
	if err := d.Store.Saw(ctx, trace(identity.TraineeshipRead, t, "")); err != nil {
		return View{}, err
	}
	return d.view(ctx, t, language)
}

func (d *Desk) view(ctx context.Context, t *traineeship.Traineeship, language string) (View, error) {
	v := View{Traineeship: t, Role: d.RoleOf(ctx, t)}
	var err error
	if v.Moment, err = d.moment(ctx, t.Start); err != nil {
		return v, err
	}
	around, err := d.surroundings(ctx, t)
	if err != nil {
		return v, err
	}
	v.Checklist, v.Ceiling, v.Renewed = t.Checklist(v.Moment, around), t.Ceiling(v.Moment), t.Renewed(v.Moment, around)
	v.Clock = d.clock(ctx, t, v.Moment, around)
	if v.Staff() {
		if v.Letters, err = d.Store.Letters(ctx, t.ID); err != nil {
			return v, err
		}
		if d.Deliveries != nil && len(v.Letters) > 0 {
			v.Delivered = d.Deliveries(ctx, t, v.Letters)
		}
	}
	v.Names = d.names(ctx, language, t)
	return v, nil
}

// names asks how to call the people and openings of traineeships.
func (d *Desk) names(ctx context.Context, language string, all ...*traineeship.Traineeship) naming.Names {
	w := naming.Wanted{Language: language}
	for _, t := range all {
		if caller(ctx).Company == "" { // a host knows its trainees by the papers
			w.People = append(w.People, t.PersonID)
		}
		if t.OpeningID != "" && caller(ctx).Person == "" {
			w.Openings = append(w.Openings, t.OpeningID)
		}
	}
	return d.Names.Names(ctx, w)
}

// load returns a traineeship that the caller may act upon. To everybody else it does not exist.
func (d *Desk) load(ctx context.Context, id string, a identity.Action) (*traineeship.Traineeship, error) {
	if err := identity.May(caller(ctx), a); err != nil {
		return nil, err
	}
	t, err := d.Store.Read(ctx, id)
	if err != nil {
		return nil, err
	}
	return t, identity.Check(caller(ctx), a, d.owner(t))
}

func trace(a identity.Action, t *traineeship.Traineeship, detail string) audit.Entry {
	return audit.Entry{Action: a, Kind: "traineeship", ID: t.ID, Person: t.PersonID, Detail: detail}
}

// person returns a person whom the caller may place, with the team of today.
func (d *Desk) person(ctx context.Context, id string, a identity.Action) (match.Person, error) {
	p, ok := d.Facts.Person(id)
	if !ok {
		return p, fault.New(fault.NotFound, "Matching does not know this person.")
	}
	return p, identity.Check(caller(ctx), a, identity.Owner{Team: p.Team, Person: p.ID})
}

// NamesOf says how to call an opening.
func (d *Desk) NamesOf(ctx context.Context, opening, language string) naming.Names {
	return d.Names.Names(ctx, naming.Wanted{Openings: []string{opening}, Language: language})
}

// Label is how to call a person whom the caller may know.
func (d *Desk) Label(ctx context.Context, person string) string {
	return d.Names.Names(ctx, naming.Wanted{People: []string{person}}).People[person].Label
}
