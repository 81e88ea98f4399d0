package placement

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

// DueDay is a decision with its day, without whom it is about.
type DueDay struct {
	Traineeship, Term string
	DecideBy, LastDay civil.Date
	Version           int64
}

// daysAhead is how far ahead days of decisions are told, in weeks.
const daysAhead = 26

// DueDays returns the decisions that wait for the caller or for the caller's team, without names: those first that end first.
func (d *Desk) DueDays(ctx context.Context, limit int) ([]DueDay, error) {
	l, err := d.undecided(ctx, "")
	if err != nil {
		return nil, err
	}
	set, err := d.Rules.On(d.Today())
	if err != nil {
		return nil, err
	}
	l.To, l.Limit = ledger.Monday(d.Today()).AddDays(7*daysAhead-1+set.WakeDays().Decision), limit
	all, _, err := d.Store.List(ctx, l)
	if err != nil {
		return nil, err
	}
	var out []DueDay
	for _, t := range all {
		open := t.OpenTerm()
		m, err := d.moment(ctx, t.Start)
		if open == nil || err != nil {
			continue
		}
		out = append(out, DueDay{
			Traineeship: t.ID, Term: open.ID, DecideBy: open.PlannedEnd.AddDays(-m.Rules.WakeDays().Decision), LastDay: open.PlannedEnd, Version: t.Version,
		})
	}
	return out, nil
}
