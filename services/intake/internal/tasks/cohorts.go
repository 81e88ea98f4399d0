package tasks

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/store"
)

// soonDays is how long before its day a paper is shown as due.
const soonDays = 14

// cohorts is what waits for the caller in cohorts of trainees from abroad: rows to mend and cohorts to submit for a
// partner, people to check for the City, papers that fall due for both.
func (o *Own) cohorts(ctx context.Context) ([]Task, error) {
	who, _ := identity.From(ctx)
	if o.Cohorts == nil || identity.May(who, identity.CohortList) != nil {
		return nil, nil
	}
	lines, err := o.Cohorts.List(ctx)
	if err != nil {
		return nil, err
	}
	writes, decides := identity.May(who, identity.CohortWrite) == nil, identity.May(who, identity.CohortDecide) == nil
	mend, submit, check := gathered{text: "mend"}, gathered{text: "submit"}, gathered{text: "check"}
	checking, mending := gathered{text: "checking", waits: ForCounsellor}, gathered{text: "mending", waits: ForPartner}
	paper, asked, awaited := gathered{text: "paper"}, gathered{text: "asked"}, gathered{text: "awaited", waits: ForCounsellor}
	late, running := gathered{text: "notice.late"}, gathered{text: "notice"}
	waiting, err := o.Cohorts.Waiting(ctx, lines)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		since := civil.DateOf(l.ChangedAt)
		switch {
		case writes && l.Open() && l.Counts.Faulty+l.Counts.SentBack > 0:
			mend.add(l, l.Counts.Faulty+l.Counts.SentBack, since)
		case writes && l.Open() && l.Counts.Rows > 0:
			submit.add(l, 1, since)
		case decides && l.State == cohort.Submitted:
			check.add(l, l.Counts.Undecided, l.Submitted)
		case writes && l.State == cohort.Submitted:
			checking.add(l, l.Counts.Undecided, l.Submitted)
		case decides && l.Open():
			mending.add(l, l.Counts.SentBack, since)
		}
		if w, ok := waiting[l.ID]; ok {
			since := civil.DateOf(w.Since)
			if decides {
				asked.add(l, w.Count, since)
			} else {
				awaited.add(l, w.Count, since)
			}
		}
		if l.Counts.Accepted > 0 {
			n, err := o.Cohorts.Notices(ctx, l.ID)
			if err != nil {
				return nil, err
			}
			late.add(l, n.Late, n.Since)
			late.dueOn(n.Since)
			running.add(l, n.Running, civil.Date{})
			running.dueOn(n.Until)
			due, first, err := o.Cohorts.PapersDue(ctx, l.ID, soonDays)
			if err != nil {
				return nil, err
			}
			if due > 0 {
				paper.dueOn(first)
			}
			if first.After(o.Desk.Today()) {
				first = civil.Date{} // it is not late: nothing has waited yet
			}
			paper.add(l, due, first)
		}
	}
	var list []Task
	for _, g := range []gathered{late, running, mend, submit, check, asked, paper, awaited, checking, mending} {
		if g.count > 0 {
			list = append(list, g.task(ctx))
		}
	}
	return list, nil
}

// gathered is one kind of task over several cohorts: it leads to the one, or to the list when there are more.
type gathered struct {
	text    string
	count   int
	cohorts int
	url     string
	since   civil.Date
	due     civil.Date
	waits   Waits
}

func (g *gathered) add(l store.CohortLine, n int, since civil.Date) {
	if n == 0 {
		return
	}
	g.count += n
	g.cohorts++
	g.url = "/intake/cohorts/" + l.ID
	if !since.IsZero() && (g.since.IsZero() || since.Before(g.since)) {
		g.since = since
	}
}

// dueOn says by which day a part of it is to be done: the first counts. A zero day is none.
func (g *gathered) dueOn(day civil.Date) {
	if !day.IsZero() && (g.due.IsZero() || day.Before(g.due)) {
		g.due = day
	}
}

func (g *gathered) task(ctx context.Context) Task {
	if g.cohorts > 1 {
		g.url = "/intake/cohorts"
	}
	t := Task{Text: ui.T(ctx, "intake.cohorts.task."+g.text), Count: g.count, URL: g.url, WaitsFor: g.waits}
	if !g.due.IsZero() {
		t.Due = &g.due
	}
	if g.since.IsValid() && !g.since.IsZero() {
		t.Since = &g.since
	}
	return t
}
