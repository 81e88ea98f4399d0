package placement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Past is a traineeship as a batch brings it: how it was opened and what happened on which day.
type Past struct {
	ID      string
	Opening traineeship.Opening
	Acts    []PastAct // in the order of their days
	// Failure is why the step that was due last failed; empty: none did.
	Failure string
}

// PastAct is something that happened on a day.
type PastAct struct {
	Day  civil.Date
	Role traineeship.Party
	Input
}

// Load replaces traineeships and hires. Each past is lived through again, day by day, with its steps woken at their time;
// no letter leaves.
func (d *Desk) Load(ctx context.Context, pasts []Past, hires []traineeship.Employment) (created int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, err
	}
	now := records.Stamp(d.Now())
	all := make([]*traineeship.Traineeship, 0, len(pasts))
	var seats []records.Outgoing
	told := map[string]bool{}
	var failed []records.Failure
	for i, p := range pasts {
		t, err := d.live(p, now)
		if err != nil {
			return 0, fmt.Errorf("item %d: %w", i, err)
		}
		t.Demo = true
		if s := dueNow(t, now); p.Failure != "" && s != nil {
			failed = append(failed, records.Failure{Step: s.ID, Version: s.Version, Reason: p.Failure, Times: pastFailures})
		}
		all = append(all, t)
		if t.OpeningID != "" && !told[t.OpeningID] {
			told[t.OpeningID] = true
			seats = append(seats, records.Outgoing{ID: d.NewID(), Target: records.Seats, TargetID: t.OpeningID, Kind: "seats", MadeAt: now, NextAt: now})
		}
	}
	for i := range hires {
		hires[i].Demo, hires[i].RecordedAt = true, now
	}
	created, err = d.Store.Load(ctx, all, hires, records.Effects{
		Outgoing: seats, Audit: []audit.Entry{{Action: identity.BatchLoad, Kind: "traineeship", Detail: fmt.Sprintf("batch of %d", len(pasts)+len(hires))}},
	}, failed, now)
	d.Changed()
	return created, err
}

// pastFailures is how often a step that a batch brings as failed has failed: it rests for a while.
const pastFailures = 8

// dueNow is the first of a traineeship's open steps whose time has come; nil when none has.
func dueNow(t *traineeship.Traineeship, until time.Time) *traineeship.Step {
	var next *traineeship.Step
	for i := range t.Steps {
		if s := &t.Steps[i]; s.State == traineeship.StepOpen && !s.DueAt.After(until) && (next == nil || s.DueAt.Before(next.DueAt)) {
			next = s
		}
	}
	return next
}

// open counts a traineeship's open steps whose time has come.
func open(t *traineeship.Traineeship, until time.Time) (n int) {
	for _, s := range t.Steps {
		if s.State == traineeship.StepOpen && !s.DueAt.After(until) {
			n++
		}
	}
	return n
}

// live lives a past through, up to now.
func (d *Desk) live(p Past, now time.Time) (*traineeship.Traineeship, error) {
	set, err := d.Rules.On(p.Opening.Start)
	if err != nil {
		return nil, fmt.Errorf("find the rules of its start: %w", err)
	}
	n := 0
	at := func(moment time.Time, role traineeship.Party) traineeship.Moment {
		return traineeship.Moment{Now: moment, Zone: d.Zone, Rules: set, By: p.Opening.CityTutor, Role: role, NewID: func() string {
			n++
			return derived(p.ID, n) // loading again gives the same ids
		}}
	}
	noon := func(day civil.Date) time.Time {
		return time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, d.Zone).UTC()
	}
	// Facts of others are not known for days that have passed, and papers of then are kept where they were signed.
	around := traineeship.Surroundings{
		Access: []policy.Interval{{From: p.Opening.Start.AddDays(-1), Outcome: policy.MayWork}}, Known: true, SeatLimit: -1, Trainees: -1,
		Signed: map[traineeship.PaperKind]traineeship.Standing{traineeship.PaperAttestation: {SignedOn: p.Opening.Start}},
	}
	opened := now
	if len(p.Acts) > 0 && noon(p.Acts[0].Day).Before(opened) {
		opened = noon(p.Acts[0].Day)
	}
	if first := noon(p.Opening.Start.AddDays(-25)); first.Before(opened) {
		opened = first
	}
	t, err := traineeship.OpenNew(at(opened, traineeship.Counsellor), p.Opening)
	if err != nil {
		return nil, err
	}
	t.ID = p.ID
	clock := func(until time.Time, leave int) {
		for {
			next := dueNow(t, until)
			if next == nil || leave > 0 && open(t, until) <= leave {
				return
			}
			t.Wake(at(next.DueAt, traineeship.ByClock), next.ID, next.Version)
		}
	}
	for _, a := range p.Acts {
		moment := noon(a.Day)
		if moment.After(now) {
			moment = now
		}
		clock(moment, 0)
		if _, err := apply(t, at(moment, a.Role), around, a.Input); err != nil {
			return nil, fmt.Errorf("%s on %s: %w", a.Act, a.Day, err)
		}
	}
	leave := 0
	if p.Failure != "" {
		leave = 1
	}
	clock(now, leave)
	d.judgeAnew(t, at(now, traineeship.ByClock), d.access(t))
	t.Dropped = slices.Clip(t.Dropped)
	return t, nil
}
