package placement

import (
	"context"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// access is what intake tells of the trainee's right to work, with no other facts.
func (d *Desk) access(t *traineeship.Traineeship) traineeship.Surroundings {
	around := traineeship.Surroundings{SeatLimit: -1, Trainees: -1}
	p, ok := d.Facts.Person(t.PersonID)
	if ok && p.WorkAccess != nil {
		around.Access, around.Known, around.Heard = p.WorkAccess, len(p.WorkAccess) > 0, true
	}
	return around
}

// clock draws the right to work for who may see it: staff of the team, and the person. A host learns of it no more than
// rule WA-11 lets an employer know.
func (d *Desk) clock(ctx context.Context, t *traineeship.Traineeship, m traineeship.Moment, around traineeship.Surroundings) *traineeship.Clock {
	if identity.Check(caller(ctx), identity.RightToWorkRead, d.owner(t)) != nil {
		return nil
	}
	c := t.Clock(m, around)
	return &c
}

// judgeAnew writes down what a clock says after a change. Of whom intake has told nothing yet nothing is said.
func (d *Desk) judgeAnew(t *traineeship.Traineeship, m traineeship.Moment, around traineeship.Surroundings) (changed, settled bool) {
	if !around.Heard {
		return false, false
	}
	return t.Rejudge(m, around)
}

// RightToWork reads a traineeship's clock, and the audit says so.
func (d *Desk) RightToWork(ctx context.Context, id string) (traineeship.Clock, error) {
	t, err := d.load(ctx, id, identity.RightToWorkRead)
	if err != nil {
		return traineeship.Clock{}, err
	}
	m, err := d.moment(ctx, t.Start)
	if err != nil {
		return traineeship.Clock{}, err
	}
	return t.Clock(m, d.access(t)), d.Store.Saw(ctx, trace(identity.RightToWorkRead, t, ""))
}

// WarningDays are the days before an end on which somebody is warned (rule WA-07), the longest first.
func (d *Desk) WarningDays() ([]int, error) {
	set, err := d.Rules.On(d.Today())
	if err != nil {
		return nil, err
	}
	return set.Watch().Expiry, nil
}

// How many running traineeships are judged at a time, and how often one is read again when somebody else was faster.
const (
	judgeBatch     = 200
	judgeConflicts = 5
)

// Rejudge judges anew the running traineeships of people whose facts have changed, and returns how many clocks changed.
func (d *Desk) Rejudge(ctx context.Context, people []string) (int, error) {
	done := 0
	for some := range slices.Chunk(people, judgeBatch) {
		ids, err := d.Store.RunningOf(ctx, some)
		if err != nil {
			return done, err
		}
		n, err := d.rejudge(ctx, ids)
		if done += n; err != nil {
			return done, err
		}
	}
	return done, nil
}

// RejudgeAll judges every running traineeship anew.
func (d *Desk) RejudgeAll(ctx context.Context) (int, error) {
	done, last := 0, ""
	for {
		ids, err := d.Store.RunningAfter(ctx, last, judgeBatch)
		if err != nil || len(ids) == 0 {
			return done, err
		}
		n, err := d.rejudge(ctx, ids)
		if done += n; err != nil {
			return done, err
		}
		last = ids[len(ids)-1]
	}
}

func (d *Desk) rejudge(ctx context.Context, ids []string) (int, error) {
	done := 0
	for _, id := range ids {
		var changed bool
		var err error
		for range judgeConflicts {
			if changed, err = d.rejudgeOne(ctx, id); !fault.Is(err, fault.Conflict) {
				break
			}
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return done, err
		}
		if changed {
			done++
		}
	}
	if done > 0 {
		d.Changed()
	}
	return done, nil
}

func (d *Desk) rejudgeOne(ctx context.Context, id string) (changed bool, err error) {
	_, err = d.Store.Change(ctx, id, 0, func(t *traineeship.Traineeship) (records.Effects, bool, error) {
		m, err := d.moment(ctx, t.Start)
		if err != nil {
			return records.Effects{}, false, err
		}
		m.Role = traineeship.ByClock
		var settled bool
		if changed, settled = d.judgeAnew(t, m, d.access(t)); !changed {
			return records.Effects{}, false, nil
		}
		var letters []traineeship.Message
		if settled {
			letters = []traineeship.Message{{To: traineeship.Trainee, Kind: "access-settled", Day: t.End()}}
		}
		effects := renewal.Effects(m, t, letters, false)
		effects.Audit = []audit.Entry{trace(identity.TraineeshipClock, t, "right to work")}
		return effects, true, nil
	})
	return changed, err
}

// Watched shows the running traineeships of which somebody has to look at the right to work, those first whose day comes
// first. The audit says of everybody on the list that it was read.
func (d *Desk) Watched(ctx context.Context, cursor, language string, limit int) (Page, error) {
	if err := identity.May(caller(ctx), identity.TraineeshipList); err != nil {
		return Page{}, err
	}
	days, err := d.WarningDays()
	if err != nil {
		return Page{}, err
	}
	l := scope(caller(ctx), identity.TraineeshipList)
	l.Cursor, l.Limit = cursor, limit
	var page Page
	if page.Items, page.Next, err = d.Store.Watched(ctx, l, d.Today().AddDays(days[0])); err != nil || len(page.Items) == 0 {
		return page, err
	}
	page.Names = d.names(ctx, language, page.Items...)
	seen := make([]audit.Entry, 0, len(page.Items))
	for _, t := range page.Items {
		seen = append(seen, trace(identity.RightToWorkRead, t, "list"))
	}
	return page, d.Store.Saw(ctx, seen...)
}

// accessTasks are what staff have to do about rights to work: now, and before a day that comes.
func (d *Desk) accessTasks(ctx context.Context, own records.Listing, set policy.RuleSet) ([]Task, error) {
	ahead := set.Watch().Expiry[0]
	now, coming, err := d.Store.CountWatched(ctx, own, d.Today(), d.Today().AddDays(ahead))
	if err != nil {
		return nil, err
	}
	var out []Task
	if now.Count > 0 {
		out = append(out, Task{Kind: "access-now", Count: now.Count, Since: now.Since, Due: d.Today(), URL: "/matching/right-to-work"})
	}
	if coming.Count > 0 {
		out = append(out, Task{Kind: "access-ends", Count: coming.Count, Since: later(coming.Since, coming.First.AddDays(-ahead)), Due: coming.First.AddDays(-1), URL: "/matching/right-to-work"})
	}
	return out, nil
}

// ownAccess is what a person has to do about the own right to work.
func (d *Desk) ownAccess(ctx context.Context) ([]Task, error) {
	p := caller(ctx)
	if p.Person == "" {
		return nil, nil
	}
	days, err := d.WarningDays()
	if err != nil {
		return nil, err
	}
	all, _, err := d.Store.Watched(ctx, records.Listing{Person: p.Person, Limit: 1}, d.Today().AddDays(days[0]))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	w := all[0].Watch
	return []Task{{Kind: "access-mine", Count: 1, Since: w.Since, Due: later(d.Today(), w.Day.AddDays(-1)), URL: "/matching/traineeships/" + all[0].ID}}, nil
}

func later(a, b civil.Date) civil.Date {
	if a.After(b) {
		return a
	}
	return b
}
