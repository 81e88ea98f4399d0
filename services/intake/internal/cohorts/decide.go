package cohorts

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

func traced(a identity.Action, id string, rows ...cohort.Row) []audit.Entry {
	list := []audit.Entry{trace(a, id)}
	for _, r := range rows {
		if r.Person != "" {
			list = append(list, audit.Entry{Action: a, Kind: "cohort", ID: id, Person: r.Person})
		}
	}
	return list
}

// Submit hands a cohort over to the City, after which the partner can no longer change it. Every row is checked anew.
func (d *Desk) Submit(ctx context.Context, id string, version int64) (cohort.Cohort, error) {
	c, err := d.load(ctx, id, identity.CohortWrite)
	if err != nil {
		return c, err
	}
	if c.Open() && c.Version != version {
		return c, fault.New(fault.Conflict, "Somebody else changed this cohort in the meantime.")
	}
	rows, err := d.Store.CohortRows(ctx, id)
	if err != nil {
		return c, err
	}
	before := slices.Clone(rows)
	if err := d.judge(ctx, c, rows, nil); err != nil {
		return c, err
	}
	if err := c.Submit(rows, d.Today()); err != nil {
		return c, err
	}
	put := (&reader{rows: rows}).changed(before)
	for _, r := range rows {
		if r.Decision == cohort.SentBack {
			r.Decision, r.Reason = cohort.Undecided, ""
			put = append(slices.DeleteFunc(put, func(o cohort.Row) bool { return o.ID == r.ID }), r)
		}
	}
	c.ChangedAt = d.Now()
	return d.Store.ChangeCohort(ctx, store.CohortChange{Cohort: c, Put: put, Forget: true, Entries: []audit.Entry{trace(identity.CohortWrite, id)}})
}

// Verdict is the City's decision on people of a submitted cohort.
type Verdict struct {
	Version  int64
	Rows     []string // whose; nobody named means all who wait
	Decision cohort.Decision
	Reason   string // for sending back
	Team     string // that takes the people; "" is the partner's usual one
}

// Decide accepts people, who become files that can be matched, or sends them back with a reason.
func (d *Desk) Decide(ctx context.Context, id string, v Verdict) (Full, error) {
	c, err := d.load(ctx, id, identity.CohortDecide)
	if err != nil {
		return Full{}, err
	}
	if err := d.cleanVerdict(ctx, c, &v); err != nil {
		return Full{}, err
	}
	rows, err := d.Store.CohortRows(ctx, id)
	if err != nil {
		return Full{}, err
	}
	ch := store.CohortChange{Entries: []audit.Entry{trace(identity.CohortDecide, id)}}
	for i := range rows {
		r := &rows[i]
		if named := slices.Contains(v.Rows, r.ID); !named && (len(v.Rows) > 0 || r.Decision != cohort.Undecided) {
			continue
		}
		if err := r.Decide(v.Decision, v.Reason); err != nil {
			return Full{}, err
		}
		if v.Decision == cohort.Taken {
			rec, err := d.file(c, r, v.Team)
			if err != nil {
				return Full{}, err
			}
			ch.People = append(ch.People, rec)
			ch.Entries = append(ch.Entries, audit.Entry{Action: identity.PersonCreate, Kind: "person", ID: r.Person, Person: r.Person, Detail: "cohort"})
		}
		ch.Put = append(ch.Put, *r)
	}
	if len(ch.Put) == 0 {
		return Full{}, fault.New(fault.Precondition, "Nobody in this cohort waits for a decision.")
	}
	c.Settle(rows)
	c.ChangedAt = d.Now()
	ch.Cohort = c
	if c, err = d.Store.ChangeCohort(ctx, ch); err != nil {
		return Full{}, err
	}
	if c, err = d.profiles(ctx, c); err != nil {
		return Full{}, err
	}
	return d.full(ctx, c)
}

func (d *Desk) cleanVerdict(ctx context.Context, c cohort.Cohort, v *Verdict) error {
	if c.State != cohort.Submitted {
		return fault.New(fault.Precondition, "Only a submitted cohort can be decided on.")
	}
	if c.Version != v.Version {
		return fault.New(fault.Conflict, "Somebody else changed this cohort in the meantime.")
	}
	var err error
	switch v.Decision {
	case cohort.SentBack:
		v.Reason, err = cohort.CleanReason(v.Reason)
		return err
	case cohort.Taken:
		v.Reason = ""
		if v.Team == "" {
			v.Team = c.Team
		}
		teams, err := d.Store.Teams(ctx)
		if err != nil {
			return err
		}
		for _, t := range teams {
			if t.ID == v.Team {
				return nil
			}
		}
		var bad fault.Violations
		bad.Add("/team", "required", "Say which team takes the people.")
		return bad.Err()
	default:
		var bad fault.Violations
		bad.Add("/decision", "unknown", "A person is accepted or sent back.")
		return bad.Err()
	}
}

// file makes the file of an accepted row. No document of work access is asked of who lives abroad: the rules on Art. 27
// judge them in its place.
func (d *Desk) file(c cohort.Cohort, r *cohort.Row, team string) (store.Record, error) {
	parameters, err := d.parameters()
	if err != nil {
		return store.Record{}, err
	}
	t, _ := cohort.Check(r.Cells, d.Today(), cohort.Limits{AdultAge: parameters.AdultAge})
	id, err := d.NewID()
	if err != nil {
		return store.Record{}, err
	}
	now := d.Now().UTC()
	p := person.Person{
		ID: id, Version: 1, Team: team, Name: t.Name(), Contact: contactOf(t), Language: t.Language, Residence: person.Abroad, State: person.Active,
		WaitingSince: d.Today(), Partner: c.Partner, Cohort: c.ID, TitleOn: t.TitleDate, Demo: c.Demo, CreatedAt: now, ChangedAt: now,
	}
	p.Availability = availableFrom(nil, t)
	work := person.WorkFile{BirthDate: t.BirthDate}
	o := store.WorkOutcome{Intervals: []policy.Interval{}}
	o.MinimumAge, o.AgeStepOn = work.ReachedAge(d.Today())
	r.Person, r.ProfilePending = id, true
	return store.Record{Person: p, Work: work, Outcome: o}, nil
}

// Advance notes the next stage of an accepted person's papers.
func (d *Desk) Advance(ctx context.Context, id, rowID string, version int64, step cohort.PaperStep) (cohort.Row, error) {
	c, err := d.load(ctx, id, identity.CohortDecide)
	if err != nil {
		return cohort.Row{}, err
	}
	f, err := d.full(ctx, c)
	if err != nil {
		return cohort.Row{}, err
	}
	r, err := f.Row(rowID)
	if err != nil {
		return r, err
	}
	if r.Version != version {
		return r, fault.New(fault.Conflict, "Somebody else changed this row in the meantime.")
	}
	if err := r.Advance(step, d.Today()); err != nil {
		return r, err
	}
	c.ChangedAt = d.Now()
	_, err = d.Store.ChangeCohort(ctx, store.CohortChange{Cohort: c, Anyway: true, Put: []cohort.Row{r}, Entries: traced(identity.CohortDecide, id, r)})
	r.Version++
	return r, err
}

// NextPaper is the paper that is due next for somebody who was accepted.
func (d *Desk) NextPaper(r cohort.Row) (cohort.Due, bool, error) {
	if !r.Locked() {
		return cohort.Due{}, false, nil
	}
	p, err := d.parameters()
	if err != nil {
		return cohort.Due{}, false, err
	}
	due, ok := cohort.NextPaper(r.Papers, cohort.Clocks(p.Clocks))
	return due, ok, nil
}
