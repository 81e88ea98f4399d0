package registration

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Filled is a whole file, as a batch brings it.
type Filled struct {
	ID string
	person.FirstMeeting
	Team         string
	WaitingSince civil.Date
	Availability *person.Availability
	Reach        *person.Reach
	Work         person.WorkFile
	Following    person.Following
	Declared     person.Declared
	// Of people from abroad: whose they are; see person.Person.
	Partner, Cohort string
	TitleOn         civil.Date
	Constraints     []string
}

// Load writes many files: all of them, or none when one has a fault. A file whose id exists is replaced.
func (d *Desk) Load(ctx context.Context, people []Filled, demo bool) (created, updated int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, 0, err
	}
	var bad fault.Violations
	records := make([]store.Record, 0, len(people))
	seen := make(map[string]bool, len(people))
	for i, in := range people {
		at := fmt.Sprintf("/people/%d", i)
		if seen[in.ID] {
			bad.Add(at+"/id", "duplicate", "This id stands twice.")
		}
		seen[in.ID] = true
		rec, err := d.record(in, demo)
		var f *fault.Error
		switch {
		case errors.As(err, &f) && f.Kind == fault.Invalid:
			for _, v := range f.Violations {
				bad.Add(at+v.Pointer, v.Code, "%s", v.Message)
			}
		case err != nil:
			return 0, 0, err
		}
		records = append(records, rec)
	}
	if err := bad.Err(); err != nil {
		return 0, 0, err
	}
	entry := audit.Entry{Action: identity.BatchLoad, Kind: "person"}
	created, err = d.store.Load(ctx, records, entry)
	return created, len(records) - created, err
}

func (d *Desk) record(in Filled, demo bool) (store.Record, error) {
	var bad fault.Violations
	first, err := in.Clean()
	bad = gather(bad, "", err)
	var availability *person.Availability
	if in.Availability != nil {
		a, err := in.Availability.Clean()
		bad = gather(bad, "/availability", err)
		availability = &a
	}
	var reach *person.Reach
	if in.Reach != nil {
		r, err := in.Reach.Clean()
		bad = gather(bad, "/reach", err)
		reach = &r
	}
	work, err := in.Work.Clean(d.Today())
	bad = gather(bad, "", err)
	if !in.Following.Level.Valid() {
		bad.Add("/level", "unknown", "There is no such level of support.")
	}
	if !in.Declared.Valid() {
		bad.Add("/declared", "unknown", "Answers are yes and no.")
	}
	constraints, err := needs.CleanConstraints(in.Constraints)
	bad = gather(bad, "", err)
	if !in.WaitingSince.IsValid() {
		bad.Add("/waitingSince", "required", "Say since when the person waits.")
	}
	if err := bad.Err(); err != nil {
		return store.Record{}, err
	}
	if err := d.number(&work); err != nil {
		return store.Record{}, err
	}
	outcome, err := d.outcome(work)
	if err != nil {
		return store.Record{}, err
	}
	now := d.now().UTC()
	residence := person.Local
	if in.Cohort != "" {
		residence = person.Abroad
	}
	return store.Record{
		Person: person.Person{
			ID: in.ID, Version: 1, Team: in.Team, Name: first.Name, Contact: first.Contact, Language: first.Language,
			Request: first.Request, Residence: residence, Partner: in.Partner, Cohort: in.Cohort, TitleOn: in.TitleOn, State: person.Active, WaitingSince: in.WaitingSince,
			Availability: availability, Reach: reach, Following: in.Following, Declared: in.Declared, Constraints: constraints, Demo: demo, CreatedAt: now, ChangedAt: now,
		},
		Work: work, Outcome: outcome,
	}, nil
}

func gather(bad fault.Violations, at string, err error) fault.Violations {
	var f *fault.Error
	if errors.As(err, &f) {
		for _, v := range f.Violations {
			bad.Add(at+v.Pointer, v.Code, "%s", v.Message)
		}
	}
	return bad
}
