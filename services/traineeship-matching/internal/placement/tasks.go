package placement

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Task is something that waits, for the caller or for somebody to whom the caller would speak.
type Task struct {
	Kind  string
	Count int
	Since civil.Date // when the first began to wait; zero: nothing tells
	Due   civil.Date // the first day by which it is to be done; zero for none
	URL   string
	Waits traineeship.Party // who is to act; empty: the caller
}

// papersWithin is how many days before a start missing papers are a task.
const papersWithin = 21

// Tasks says what waits for the caller, and for whom the caller waits.
func (d *Desk) Tasks(ctx context.Context) ([]Task, error) {
	p := caller(ctx)
	if identity.May(p, identity.TraineeshipWrite) == nil {
		return d.staffTasks(ctx)
	}
	if p.Company == "" && p.Person == "" {
		return nil, nil
	}
	ends, wait, err := d.asked(ctx, identity.TraineeshipAnswer)
	if err != nil {
		return nil, err
	}
	who, url := traineeship.Host, "/matching/trainees"
	if p.Company == "" {
		who, url = traineeship.Trainee, "/matching/people/"+p.Person+"/traineeships"
	}
	var out []Task
	if out, err = d.ownAccess(ctx); err != nil {
		return nil, err
	}
	if n, first := ends(silent(who)); n > 0 {
		out = append(out, Task{Kind: "answer", Count: n, Since: first.AddDays(-wait), Due: first, URL: url})
	}
	if n, first := ends(spoken(who)); n > 0 {
		out = append(out, Task{Kind: "answered", Count: n, Since: first.AddDays(-wait), URL: url, Waits: traineeship.Counsellor})
	}
	if p.Person != "" {
		asked, err := d.askedNow(ctx, p.Person)
		if err != nil {
			return nil, err
		}
		out = append(out, asked...)
	}
	return out, nil
}

func (d *Desk) staffTasks(ctx context.Context) ([]Task, error) {
	p, today := caller(ctx), d.Today()
	set, err := d.Rules.On(today)
	if err != nil {
		return nil, err
	}
	wake := set.WakeDays()
	var out []Task
	add := func(t Task, more string, ahead int, l records.Listing) error {
		n, first, err := d.Store.Count(ctx, l, more)
		if err == nil && n > 0 {
			t.Count, t.Since, t.Due = n, first.AddDays(-ahead), first
			out = append(out, t)
		}
		return err
	}
	own := scope(p, identity.TraineeshipList)
	undecided, due, late, papers := own, own, own, own
	undecided.Undecided = true
	due.States, due.To = []traineeship.State{traineeship.Running, traineeship.Suspended}, today.AddDays(wake.Decision)
	late.States, late.To = due.States, today.AddDays(set.AskDays())
	papers.States, papers.To = []traineeship.State{traineeship.InPapers}, today.AddDays(papersWithin)
	if err := add(Task{Kind: "undecided", URL: "/matching/traineeships?show=undecided"}, "", 0, undecided); err != nil {
		return nil, err
	}
	if p.Has(identity.Coordinator) {
		if err := add(Task{Kind: "escalated", URL: "/matching/traineeships?show=escalated"}, records.NotDecided, set.AskDays(), late); err != nil {
			return nil, err
		}
	}
	if err := add(Task{Kind: "decide", URL: "/matching/traineeships/renewals"}, records.NotDecided, wake.Decision, due); err != nil {
		return nil, err
	}
	if err := add(Task{Kind: "papers", URL: "/matching/traineeships?show=papers"}, "", papersWithin, papers); err != nil {
		return nil, err
	}
	if n, due, err := d.Store.DutiesOpen(ctx, own); err != nil {
		return nil, err
	} else if n > 0 {
		out = append(out, Task{Kind: "duty", Count: n, Since: due.AddDays(-set.ChangeDays()), Due: due, URL: "/matching/traineeships?show=duty"})
	}
	if n, since, err := d.Store.FollowUpsWaiting(ctx, own); err != nil {
		return nil, err
	} else if n > 0 {
		out = append(out, Task{Kind: "follow-up", Count: n, Since: since, URL: "/matching/traineeships?show=follow-up"})
	}
	access, err := d.accessTasks(ctx, own, set)
	if err != nil {
		return nil, err
	}
	out = append(out, access...)
	ends, wait, err := d.asked(ctx, identity.TraineeshipList)
	if err != nil {
		return nil, err
	}
	for _, who := range []traineeship.Party{traineeship.Host, traineeship.Trainee} {
		if n, first := ends(silent(who)); n > 0 {
			out = append(out, Task{Kind: "silent-" + string(who), Count: n, Since: first.AddDays(-wait), URL: "/matching/traineeships/renewals", Waits: who})
		}
	}
	return out, nil
}

// mostAsked bounds how many traineeships a front page looks into.
const mostAsked = 100

// asked reads the caller's traineeships of which the parties have been asked how they go on and nobody has decided. What
// it returns counts some of them and says when the first ends; wait is how many days before its end a term is asked about.
func (d *Desk) asked(ctx context.Context, a identity.Action) (ends func(func(*traineeship.Traineeship, *traineeship.Term) bool) (int, civil.Date), wait int, err error) {
	set, err := d.Rules.On(d.Today())
	if err != nil {
		return nil, 0, err
	}
	wait = set.WakeDays().Evaluation
	l := scope(caller(ctx), a)
	l.States, l.To, l.Limit = []traineeship.State{traineeship.Running, traineeship.Suspended}, d.Today().AddDays(wait), mostAsked
	all, _, err := d.Store.List(ctx, l)
	if err != nil {
		return nil, 0, err
	}
	return func(wanted func(*traineeship.Traineeship, *traineeship.Term) bool) (n int, first civil.Date) {
		for _, t := range all {
			open := t.OpenTerm()
			if open == nil || t.DecisionOn(open.ID) != nil || !wanted(t, open) {
				continue
			}
			if n == 0 || open.PlannedEnd.Before(first) {
				first = open.PlannedEnd
			}
			n++
		}
		return n, first
	}, wait, nil
}

func spoken(who traineeship.Party) func(*traineeship.Traineeship, *traineeship.Term) bool {
	return func(t *traineeship.Traineeship, open *traineeship.Term) bool { return t.OpinionOf(open.ID, who) != nil }
}

func silent(who traineeship.Party) func(*traineeship.Traineeship, *traineeship.Term) bool {
	said := spoken(who)
	return func(t *traineeship.Traineeship, open *traineeship.Term) bool { return !said(t, open) }
}
