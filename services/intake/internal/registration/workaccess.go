package registration

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// WorkAccess is a person's papers and the line of time that follows from them.
type WorkAccess struct {
	Person   person.Person
	File     person.WorkFile
	Findings []policy.Finding
}

// WorkAccess reads the papers, and the audit says so.
func (d *Desk) WorkAccess(ctx context.Context, id string) (WorkAccess, error) {
	p, err := d.load(ctx, id, identity.WorkAccessRead)
	if err != nil {
		return WorkAccess{}, err
	}
	file, _, err := d.store.WorkFile(ctx, id)
	if err != nil {
		return WorkAccess{}, err
	}
	set, err := d.ruleSet()
	if err != nil {
		return WorkAccess{}, err
	}
	return WorkAccess{p, file, set.ExplainWorkAccess(file.Documents, d.Today())}, d.store.Saw(ctx, trace(identity.WorkAccessRead, id))
}

// SetWorkAccess replaces the papers. They are sealed; what leaves are intervals. A paper that goes is kept with the
// reason, one that changes as it stood before.
func (d *Desk) SetWorkAccess(ctx context.Context, id string, version int64, file person.WorkFile, removal string) error {
	file, err := file.Clean(d.Today())
	if err != nil {
		return err
	}
	if _, err := d.load(ctx, id, identity.WorkAccessWrite); err != nil {
		return err
	}
	before, _, err := d.store.WorkFile(ctx, id)
	if err != nil {
		return err
	}
	if err := d.number(&file); err != nil {
		return err
	}
	if file, err = file.Follow(before, removal, d.Today(), caller(ctx).Subject); err != nil {
		return err
	}
	outcome, err := d.outcome(file)
	if err != nil {
		return err
	}
	return d.store.SaveWorkFile(ctx, id, version, file, outcome, trace(identity.WorkAccessWrite, id))
}

// number gives every paper an id by which it can be changed.
func (d *Desk) number(file *person.WorkFile) error {
	for i := range file.Documents {
		if file.Documents[i].ID != "" {
			continue
		}
		id, err := d.newID()
		if err != nil {
			return err
		}
		file.Documents[i].ID = id
	}
	return nil
}

// Outcome says what papers allow today.
func (d *Desk) Outcome(file person.WorkFile) (store.WorkOutcome, error) { return d.outcome(file) }

func (d *Desk) outcome(file person.WorkFile) (store.WorkOutcome, error) {
	set, err := d.ruleSet()
	if err != nil {
		return store.WorkOutcome{}, err
	}
	o := store.WorkOutcome{Intervals: set.WorkAccess(file.Documents, d.Today())}
	if o.Intervals == nil {
		o.Intervals = []policy.Interval{}
	}
	o.MinimumAge, o.AgeStepOn = file.ReachedAge(d.Today())
	o.EndsOn = policy.AccessEnds(o.Intervals, d.Today())
	return o, nil
}

// How often the ages are looked at, and how many files at once.
const (
	ageInterval = time.Hour
	ageBatch    = 200
)

// WatchAges tells matching when somebody passes a legal minimum age, until ctx ends. tick may be nil: then a
// clock ticks every hour. It looks once at the start.
func (d *Desk) WatchAges(ctx context.Context, tick <-chan time.Time) error {
	if tick == nil {
		t := time.NewTicker(ageInterval)
		defer t.Stop()
		tick = t.C
	}
	for {
		if _, err := d.StepAges(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick:
		}
	}
}

// StepAges judges anew everybody who has passed a legal minimum age, and returns how many they were.
func (d *Desk) StepAges(ctx context.Context) (int, error) {
	done := 0
	for {
		ids, err := d.store.Stepping(ctx, d.Today(), ageBatch)
		if err != nil || len(ids) == 0 {
			return done, err
		}
		for _, id := range ids {
			file, version, err := d.store.WorkFile(ctx, id)
			if err != nil {
				return done, err
			}
			outcome, err := d.outcome(file)
			if err != nil {
				return done, err
			}
			entry := audit.Entry{Action: "age.step", Kind: "person", ID: id, Person: id}
			if err := d.store.SaveWorkFile(ctx, id, version, file, outcome, entry); err != nil {
				return done, err
			}
			done++
		}
	}
}
