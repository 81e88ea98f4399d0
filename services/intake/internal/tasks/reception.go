package tasks

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/registration"
)

// Reception tells the tasks around appointments, tutors, duplicates and messages.
type Reception struct {
	Desk   *registration.Desk
	Agenda *registration.Agenda
	Post   *registration.Post
}

// list returns what waits for the caller there. Who may not do a thing has no task of it.
func (r *Reception) list(ctx context.Context) ([]Task, error) {
	who, _ := identity.From(ctx)
	var list []Task
	for _, part := range []struct {
		action identity.Action
		tasks  func(context.Context, identity.Principal) ([]Task, error)
	}{
		{identity.AppointmentList, r.appointments},
		{identity.PersonList, r.unassigned},
		{identity.PersonMerge, r.duplicates},
		{identity.PersonMerge, r.stopped},
		{identity.MessageList, r.messages},
	} {
		if identity.May(who, part.action) != nil {
			continue
		}
		found, err := part.tasks(ctx, who)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	if who.Has(identity.Person) && who.Person != "" {
		found, err := r.own(ctx, who)
		return append(list, found...), err
	}
	return list, nil
}

// stopped are merges that another service cannot follow.
func (r *Reception) stopped(ctx context.Context, _ identity.Principal) ([]Task, error) {
	n, first, err := r.Desk.Waiting(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Task{{Text: ui.T(ctx, "intake.reception.merge.task", n), Count: n, URL: "/intake/people/" + first + "/case"}}, nil
}

// appointments are a counsellor's own of today and the team's without an outcome.
func (r *Reception) appointments(ctx context.Context, who identity.Principal) ([]Task, error) {
	today, with, of := r.Desk.Today(), "", ""
	if who.Has(identity.Counsellor) {
		with, of = who.Subject, "&of=me"
	}
	var list []Task
	due, err := r.Agenda.Between(ctx, today, today.AddDays(1), with)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, e := range due {
		if e.State == appointment.Planned && !e.Waits(r.Desk.Now()) {
			n++
		}
	}
	if n > 0 {
		list = append(list, Task{Text: ui.T(ctx, "intake.reception.task.today", n), Count: n, URL: "/intake/appointments?view=day&day=" + today.String() + of, Since: &today, Due: &today})
	}
	over, err := r.Agenda.Waiting(ctx, with)
	if err != nil || len(over) == 0 {
		return list, err
	}
	since := civil.DateOf(over[0].Starts.In(r.Desk.Now().Location()))
	url := "/intake/appointments"
	if of != "" {
		url += "?of=me"
	}
	return append(list, Task{Text: ui.T(ctx, "intake.reception.task.outcome", len(over)), Count: len(over), URL: url, Since: &since, Due: &since}), nil
}

// unassigned are the people whom nobody follows: the coordinator's task, for which the team waits.
func (r *Reception) unassigned(ctx context.Context, who identity.Principal) ([]Task, error) {
	n, since, err := r.Desk.Unassigned(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	t := Task{Text: ui.T(ctx, "intake.reception.task.unassigned", n), Count: n, URL: "/intake/caseload", Since: &since}
	if identity.May(who, identity.PersonAssign) != nil {
		t.URL, t.WaitsFor = "/intake/people?unassigned=true", ForCoordinator
	}
	return []Task{t}, nil
}

func (r *Reception) duplicates(ctx context.Context, _ identity.Principal) ([]Task, error) {
	n, since, err := r.Desk.CountTwins(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Task{{Text: ui.T(ctx, "intake.reception.task.duplicates", n), Count: n, URL: "/intake/duplicates", Since: &since}}, nil
}

func (r *Reception) messages(ctx context.Context, _ identity.Principal) ([]Task, error) {
	n, err := r.Post.Undelivered(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Task{{Text: ui.T(ctx, "intake.reception.task.failed", n), Count: n, URL: "/intake/messages?state=" + string(outbox.Failed)}}, nil
}

func (r *Reception) own(ctx context.Context, who identity.Principal) ([]Task, error) {
	found, err := r.Agenda.Of(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	n, due := 0, civil.Date{}
	for _, a := range found.List {
		if a.State != appointment.Planned || !a.Ends().After(r.Desk.Now()) {
			continue
		}
		n++
		if day := civil.DateOf(a.Starts.In(r.Desk.Now().Location())); due.IsZero() || day.Before(due) {
			due = day
		}
	}
	if n == 0 {
		return nil, nil
	}
	return []Task{{Text: ui.T(ctx, "intake.reception.task.own", n), Count: n, URL: "/intake/people/" + found.Person.ID + "/appointments", Due: &due}}, nil
}
