package placement

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Query narrows a list.
type Query struct {
	States    []traineeship.State
	From, To  civil.Date
	Undecided bool
	FollowUp  bool
	Duty      bool
	Person    string
	Cursor    string
	Limit     int
	Language  string
}

// Page is a part of a list.
type Page struct {
	Items []*traineeship.Traineeship
	Next  string
	Names naming.Names
}

// scope narrows a listing to what the caller may see under an action.
func scope(p identity.Principal, a identity.Action) records.Listing {
	l := records.Listing{Nothing: true}
	for _, s := range identity.Scopes(p, a) {
		switch s {
		case identity.Any:
			return records.Listing{}
		case identity.OwnTeam:
			return records.Listing{Team: p.Team}
		case identity.OwnCompany:
			return records.Listing{Company: p.Company}
		case identity.Self:
			return records.Listing{Person: p.Person}
		}
	}
	return l
}

// List shows traineeships: a team's to its counsellors, all to coordinators, a host's own to the host. The audit says of
// everybody on the list that it was read.
func (d *Desk) List(ctx context.Context, q Query) (Page, error) {
	p := caller(ctx)
	l := records.Listing{Nothing: true}
	err := identity.May(p, identity.TraineeshipList)
	for _, a := range readable() {
		if identity.May(p, a) == nil {
			l, err = scope(p, a), nil
			break
		}
	}
	if err != nil {
		return Page{}, err
	}
	l.States, l.From, l.To, l.Undecided, l.FollowUp, l.Duty, l.Cursor, l.Limit = q.States, q.From, q.To, q.Undecided, q.FollowUp, q.Duty, q.Cursor, q.Limit
	if l.Company != "" && len(l.States) == 0 { // a draft is the centre's own
		l.States = traineeship.States()[1:]
	}
	page, err := d.page(ctx, l, q.Language)
	if err != nil || len(page.Items) == 0 {
		return page, err
	}
	a := identity.TraineeshipList
	if l.Company != "" {
		a = identity.TraineesOfHost
	}
	seen := make([]audit.Entry, 0, len(page.Items))
	for _, t := range page.Items {
		if t.PersonID != p.Person {
			seen = append(seen, trace(a, t, "list"))
		}
	}
	if len(seen) == 0 {
		return page, nil
	}
	return page, d.Store.Saw(ctx, seen...)
}

// OfPerson shows one person's traineeships: to staff of the team and to the person.
func (d *Desk) OfPerson(ctx context.Context, person, language string) (Page, []traineeship.Employment, error) {
	p, o := caller(ctx), identity.Owner{Person: person}
	if known, ok := d.Facts.Person(person); ok {
		o.Team = known.Team
	}
	if err := identity.Check(p, identity.TraineeshipRead, o); err != nil {
		return Page{}, nil, err
	}
	page, err := d.page(ctx, records.Listing{Person: person, Limit: 50}, language)
	if err != nil {
		return Page{}, nil, err
	}
	hires, _, err := d.Store.Hires(ctx, records.Listing{Person: person, Limit: 50})
	if err != nil {
		return Page{}, nil, err
	}
	entry := trace(identity.TraineeshipRead, &traineeship.Traineeship{PersonID: person}, "list")
	return page, hires, d.Store.Saw(ctx, entry)
}

func (d *Desk) page(ctx context.Context, l records.Listing, language string) (Page, error) {
	var page Page
	var err error
	if page.Items, page.Next, err = d.Store.List(ctx, l); err != nil {
		return Page{}, err
	}
	page.Names = d.names(ctx, language, page.Items...)
	return page, nil
}

// Blocking says how many items of the checklist block the start.
func (d *Desk) Blocking(ctx context.Context, t *traineeship.Traineeship) (int, error) {
	m, err := d.moment(ctx, t.Start)
	if err != nil {
		return 0, err
	}
	around, err := d.surroundings(ctx, t)
	if err != nil {
		return 0, err
	}
	return len(traineeship.Blocked(t.Checklist(m, around))), nil
}
