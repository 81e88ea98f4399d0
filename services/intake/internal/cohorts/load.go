package cohorts

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/cohort"
)

// PapersDue counts the papers of a cohort's people that are due within some days or late, and the first such day. It
// is for the front page of who may read the cohort, and names nobody.
func (d *Desk) PapersDue(ctx context.Context, id string, within int) (int, civil.Date, error) {
	if _, err := d.load(ctx, id, identity.CohortRead); err != nil {
		return 0, civil.Date{}, err
	}
	rows, err := d.Store.CohortRows(ctx, id)
	if err != nil {
		return 0, civil.Date{}, err
	}
	n, first := 0, civil.Date{}
	for _, r := range rows {
		due, ok, err := d.NextPaper(r)
		if err != nil {
			return 0, first, err
		}
		if !ok || due.By.IsZero() || due.By.After(d.Today().AddDays(within)) {
			continue
		}
		n++
		if first.IsZero() || due.By.Before(first) {
			first = due.By
		}
	}
	return n, first, nil
}

// Notices counts the declarations of hospitality of a cohort's people that are late, with the day on which the first was
// due, and those whose hours are running, with the day on which the first ends.
type Notices struct {
	Late, Running int
	Since, Until  civil.Date
}

// Notices is for the front page of who may read the cohort, and names nobody.
func (d *Desk) Notices(ctx context.Context, id string) (Notices, error) {
	var n Notices
	if _, err := d.load(ctx, id, identity.CohortRead); err != nil {
		return n, err
	}
	rows, err := d.Store.CohortRows(ctx, id)
	if err != nil {
		return n, err
	}
	for _, r := range rows {
		notice, arrived, err := d.Notice(r)
		switch {
		case err != nil:
			return n, err
		case !arrived || !notice.Open():
		case notice.Overdue(d.Now()):
			n.Late++
			n.Since = earlier(n.Since, civil.DateOf(notice.Until.In(d.Zone)))
		default:
			n.Running++
			n.Until = earlier(n.Until, civil.DateOf(notice.Until.In(d.Zone)))
		}
	}
	return n, nil
}

// earlier is the first of two days; a zero day is none.
func earlier(a, b civil.Date) civil.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Loaded is a whole cohort, as a batch brings it.
type Loaded struct {
	cohort.Cohort
	Rows     []cohort.Row
	Requests []cohort.Request
}

// Load writes whole cohorts in place of those with their ids. What is wrong with a row is found as in an upload.
func (d *Desk) Load(ctx context.Context, all []Loaded, demo bool) error {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return err
	}
	parameters, err := d.parameters()
	if err != nil {
		return err
	}
	limits := cohort.Limits{AdultAge: parameters.AdultAge, TitleMaxMonths: parameters.TitleMaxMonths}
	now := d.Now().UTC()
	var cohorts []cohort.Cohort
	var rows []cohort.Row
	var requests []cohort.Request
	for _, l := range all {
		l.Version, l.Demo, l.CreatedAt, l.ChangedAt = 1, demo, now, now
		cohorts = append(cohorts, l.Cohort)
		for i, r := range l.Rows {
			r.Cohort, r.Number, r.Source = l.ID, i+1, d.Store.Source(r.Cells)
			_, found := cohort.Check(r.Cells, d.Today(), limits)
			r.Put(r.Cells, found, true)
			rows = append(rows, r)
		}
		for _, q := range l.Requests {
			q.Cohort = l.ID
			requests = append(requests, q)
		}
	}
	return d.Store.LoadCohorts(ctx, cohorts, rows, requests, audit.Entry{Action: identity.BatchLoad, Kind: "cohort"})
}
