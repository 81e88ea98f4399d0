package placement

import (
	"context"

	"cloud.google.com/go/civil"

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

// List shows traineeships: a team's to its counsellors, all to coordinators, a host's own to the host.
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
	l.States, l.From, l.To, l.Undecided, l.Cursor, l.Limit = q.States, q.From, q.To, q.Undecided, q.Cursor, q.Limit
	if l.Company != "" && len(l.States) == 0 { // a draft is the centre's own
		l.States = traineeship.States()[1:]
	}
	return d.page(ctx, l, q.Language)
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

// Task is something that waits for the caller.
type Task struct {
	Kind  string
	Count int
	Since civil.Date // the earliest day that matters
	URL   string
}

// papersWithin is how many days before a start missing papers are a task.
const papersWithin = 21

// Tasks says what waits for the caller.
func (d *Desk) Tasks(ctx context.Context) ([]Task, error) {
	p, today := caller(ctx), d.Today()
	set, err := d.Rules.On(today)
	if err != nil {
		return nil, err
	}
	wake := set.WakeDays()
	live := []traineeship.State{traineeship.Running, traineeship.Suspended}
	var out []Task
	add := func(kind, url, more string, l records.Listing) error {
		n, first, err := d.Store.Count(ctx, l, more)
		if err == nil && n > 0 {
			out = append(out, Task{kind, n, first, url})
		}
		return err
	}
	if identity.May(p, identity.TraineeshipWrite) == nil {
		own := scope(p, identity.TraineeshipList)
		undecided, due, papers := own, own, own
		undecided.Undecided = true
		due.States, due.To = live, today.AddDays(wake.Decision)
		papers.States, papers.To = []traineeship.State{traineeship.InPapers}, today.AddDays(papersWithin)
		if err := add("undecided", "/matching/traineeships?show=undecided", "", undecided); err != nil {
			return nil, err
		}
		if p.Has(identity.Coordinator) {
			late := due
			late.To = today.AddDays(set.AskDays())
			if err := add("escalated", "/matching/traineeships?show=escalated", records.NotDecided, late); err != nil {
				return nil, err
			}
		}
		if err := add("decide", "/matching/traineeships?show=due", records.NotDecided, due); err != nil {
			return nil, err
		}
		if err := add("papers", "/matching/traineeships?show=papers", "", papers); err != nil {
			return nil, err
		}
	}
	if p.Company != "" || p.Person != "" {
		l := scope(p, identity.TraineeshipAnswer)
		l.States, l.To = live, today.AddDays(wake.Evaluation)
		who, url := traineeship.Host, "/matching/trainees"
		if p.Company == "" {
			who, url = traineeship.Trainee, "/matching/people/"+p.Person+"/traineeships"
		}
		n, first, err := d.unanswered(ctx, l, who)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, Task{"answer", n, first, url})
		}
	}
	return out, nil
}

// unanswered counts a party's open terms on which it has not spoken.
func (d *Desk) unanswered(ctx context.Context, l records.Listing, who traineeship.Party) (int, civil.Date, error) {
	l.Limit = 100
	all, _, err := d.Store.List(ctx, l)
	n, first := 0, civil.Date{}
	for _, t := range all {
		open := t.OpenTerm()
		if open == nil || t.OpinionOf(open.ID, who) != nil || t.DecisionOn(open.ID) != nil {
			continue
		}
		if n == 0 {
			first = open.PlannedEnd
		}
		n++
	}
	return n, first, err
}
