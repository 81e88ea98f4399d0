package cohorts

import (
	"context"
	"slices"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Ask records that the partner wants something changed that it can no longer change itself. The request's id comes from
// the caller, so that a double click asks once; empty makes a new one.
func (d *Desk) Ask(ctx context.Context, id, rowID string, q cohort.Request) (cohort.Request, error) {
	c, err := d.load(ctx, id, identity.CohortWrite)
	if err != nil {
		return q, err
	}
	row, all, err := d.rowAndRequests(ctx, id, rowID)
	if err != nil {
		return q, err
	}
	if at := slices.IndexFunc(all, func(o cohort.Request) bool { return o.ID == q.ID }); at >= 0 {
		return all[at], nil
	}
	if q.ID == "" {
		if q.ID, err = d.NewID(); err != nil {
			return q, err
		}
	}
	limits, err := d.limits()
	if err != nil {
		return q, err
	}
	open := slices.DeleteFunc(all, func(o cohort.Request) bool { return o.State != cohort.Asked || o.Row != rowID })
	if q, err = cohort.Ask(c, row, q, open, d.Today(), limits); err != nil {
		return q, err
	}
	q.AskedAt, q.AskedBy, q.Version = d.Now().UTC().Truncate(time.Millisecond), caller(ctx).Subject, 0
	c.ChangedAt = d.Now()
	_, err = d.Store.ChangeCohort(ctx, store.CohortChange{Cohort: c, Anyway: true, Request: &q, Entries: traced(identity.CohortWrite, id, row)})
	q.Version = 1
	return q, err
}

func (d *Desk) limits() (cohort.Limits, error) {
	p, err := d.parameters()
	return cohort.Limits{AdultAge: p.AdultAge, TitleMaxMonths: p.TitleMaxMonths}, err
}

func (d *Desk) rowAndRequests(ctx context.Context, id, rowID string) (cohort.Row, []cohort.Request, error) {
	rows, err := d.Store.CohortRows(ctx, id)
	if err != nil {
		return cohort.Row{}, nil, err
	}
	row, err := Full{Rows: rows}.Row(rowID)
	if err != nil {
		return row, nil, err
	}
	all, err := d.Store.CohortRequests(ctx, id)
	return row, all, err
}

// Answer is the City's answer to a request.
type Answer struct {
	Version int64
	Accept  bool
	Reason  string
}

// Settle answers a request. An accepted change is made in the row and, of a person whom the City has accepted, in the
// file, from which matching hears of it.
func (d *Desk) Settle(ctx context.Context, id, requestID string, a Answer) (cohort.Request, error) {
	c, err := d.load(ctx, id, identity.CohortDecide)
	if err != nil {
		return cohort.Request{}, err
	}
	all, err := d.Store.CohortRequests(ctx, id)
	if err != nil {
		return cohort.Request{}, err
	}
	at := slices.IndexFunc(all, func(q cohort.Request) bool { return q.ID == requestID })
	if at < 0 {
		return cohort.Request{}, fault.New(fault.NotFound, "There is no such request.")
	}
	q := all[at]
	if q.Version != a.Version {
		return q, fault.New(fault.Conflict, "Somebody else has answered in the meantime.")
	}
	row, _, err := d.rowAndRequests(ctx, id, q.Row)
	if err != nil {
		return q, err
	}
	limits, err := d.limits()
	if err != nil {
		return q, err
	}
	if err := q.Settle(&row, a.Accept, a.Reason, d.Today(), limits); err != nil {
		return q, err
	}
	q.AnsweredAt, q.AnsweredBy = d.Now().UTC().Truncate(time.Millisecond), caller(ctx).Subject
	c.ChangedAt = d.Now()
	ch := store.CohortChange{Cohort: c, Anyway: true, Request: &q, Entries: traced(identity.CohortDecide, id, row)}
	if a.Accept {
		ch.Put = []cohort.Row{row}
		if row.Person != "" {
			if err := d.correct(ctx, q.Column, row, &ch); err != nil {
				return q, err
			}
		}
	}
	if _, err := d.Store.ChangeCohort(ctx, ch); err != nil {
		return q, err
	}
	q.Version++
	return q, nil
}

// correct makes an accepted change in the person's file. What the person can do is the profile's, which a counsellor
// changes: the page says so.
func (d *Desk) correct(ctx context.Context, column string, row cohort.Row, ch *store.CohortChange) error {
	p, err := d.Store.Standing(ctx, row.Person)
	if err != nil {
		return err
	}
	t, _ := cohort.Check(row.Cells, d.Today(), cohort.Limits{})
	switch column {
	case cohort.FirstName, cohort.LastName:
		p.Name = t.Name()
	case cohort.Phone, cohort.Email:
		p.Contact = contactOf(t)
	case cohort.Language:
		p.Language = t.Language
	case cohort.TitleDate:
		p.TitleOn = t.TitleDate
	case cohort.From:
		p.Availability = availableFrom(p.Availability, t)
	case cohort.BirthDate:
		work, _, err := d.Store.WorkFile(ctx, p.ID)
		if err != nil {
			return err
		}
		work.BirthDate = t.BirthDate
		outcome, err := d.Outcome(work)
		if err != nil {
			return err
		}
		ch.Work = &store.Papers{File: work, Outcome: outcome}
	default:
		return nil
	}
	p.ChangedAt = d.Now().UTC()
	ch.Corrected = &p
	return nil
}

// availableFrom keeps the week that was noted since, and changes the day.
func availableFrom(a *person.Availability, t cohort.Trainee) *person.Availability {
	if !t.From.IsValid() || t.From.IsZero() {
		return a
	}
	if a == nil {
		return &person.Availability{From: t.From}
	}
	changed := *a
	changed.From = t.From
	return &changed
}

func contactOf(t cohort.Trainee) person.Contact {
	if t.Email != "" {
		return person.Contact{Channel: person.Email, Value: t.Email}
	}
	return person.Contact{Channel: person.Phone, Value: t.Phone}
}

// Waiting tells of the cohorts that the caller may see how many requests wait for the City, and since when. It is for
// front pages, and names nobody.
func (d *Desk) Waiting(ctx context.Context, lines []store.CohortLine) (map[string]store.OpenRequests, error) {
	var ids []string
	for _, l := range lines {
		ids = append(ids, l.ID)
	}
	list, err := d.Store.RequestsWaiting(ctx, ids)
	by := make(map[string]store.OpenRequests, len(list))
	for _, o := range list {
		by[o.Cohort] = o
	}
	return by, err
}

// Notice is the clock of somebody's declaration of hospitality, false for who has not arrived.
func (d *Desk) Notice(r cohort.Row) (cohort.Notice, bool, error) {
	p, err := d.parameters()
	if err != nil || !r.Locked() {
		return cohort.Notice{}, false, err
	}
	n, ok := cohort.NoticeOf(r.Papers, cohort.Clocks(p.Clocks), d.Zone)
	return n, ok, nil
}
