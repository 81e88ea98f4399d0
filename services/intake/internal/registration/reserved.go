package registration

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// ReservedFor is how long an opening of the reserved facts lasts.
const ReservedFor = 15 * time.Minute

// Reserved is what the team keeps to itself about somebody: nothing until the caller says why they look.
type Reserved struct {
	Person   person.Person
	Open     bool
	Until    time.Time
	Facts    []needs.Fact
	Openings []store.Opening // who opened them last, and why
}

// reservedTrace is the same for reading and writing, so that the audit does not tell that there is something.
func reservedTrace(id, reason string) audit.Entry {
	return audit.Entry{Action: identity.ReservedOpen, Kind: "person", ID: id, Person: id, Detail: reason}
}

// team returns the file and the team whose reserved facts the caller may open: both the file's and the caller's own.
// After the file went to another team, what the first one noted rests.
func (d *Desk) team(ctx context.Context, id string) (person.Person, error) {
	p, err := d.load(ctx, id, identity.ReservedOpen)
	if err == nil && p.Team != caller(ctx).Team {
		err = fault.New(fault.Forbidden, "You may not do this (%s).", identity.ReservedOpen)
	}
	return p, err
}

// Reserved shows the reserved facts to whoever has an opening that still lasts, and to nobody else.
func (d *Desk) Reserved(ctx context.Context, id string) (Reserved, error) {
	p, err := d.team(ctx, id)
	if err != nil {
		return Reserved{}, err
	}
	r := Reserved{Person: p}
	if r.Openings, err = d.store.Openings(ctx, id, p.Team); err != nil {
		return r, err
	}
	r.Until, r.Open, err = d.store.OpenNow(ctx, id, p.Team, caller(ctx).Subject, d.now())
	if err != nil || !r.Open {
		return r, err
	}
	if r.Facts, err = d.store.Reserved(ctx, id, p.Team); err != nil {
		return r, err
	}
	return r, d.store.Saw(ctx, reservedTrace(id, ""))
}

// OpenReserved opens the reserved facts for a while. The reason is logged and the team sees it.
func (d *Desk) OpenReserved(ctx context.Context, id, reason string) (time.Time, error) {
	if err := needs.CheckPurpose(reason); err != nil {
		return time.Time{}, err
	}
	p, err := d.team(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	key, err := d.newID()
	if err != nil {
		return time.Time{}, err
	}
	now := d.now().UTC().Truncate(time.Microsecond)
	o := store.Opening{ID: key, Person: id, Team: p.Team, Subject: caller(ctx).Subject, Reason: reason, OpenedAt: now, OpenUntil: now.Add(ReservedFor)}
	return o.OpenUntil, d.store.OpenReserved(ctx, o, reservedTrace(id, reason))
}

// opened refuses unless the caller's opening lasts.
func (d *Desk) opened(ctx context.Context, id string) (person.Person, error) {
	p, err := d.team(ctx, id)
	if err != nil {
		return p, err
	}
	_, ok, err := d.store.OpenNow(ctx, id, p.Team, caller(ctx).Subject, d.now())
	if err == nil && !ok {
		err = fault.New(fault.Precondition, "Say first why you open the reserved facts.")
	}
	return p, err
}

// NoteReserved records a reserved fact.
func (d *Desk) NoteReserved(ctx context.Context, id string, f needs.Fact) (needs.Fact, error) {
	p, err := d.opened(ctx, id)
	if err != nil {
		return f, err
	}
	if f, err = d.newFact(ctx, id, f, needs.ReservedCodes()); err != nil {
		return f, err
	}
	return f, d.store.CreateReserved(ctx, p.Team, f, reservedTrace(id, ""))
}

// ChangeReserved records how a reserved fact stands now.
func (d *Desk) ChangeReserved(ctx context.Context, id string, f needs.Fact) error {
	p, err := d.opened(ctx, id)
	if err != nil {
		return err
	}
	list, err := d.store.Reserved(ctx, id, p.Team)
	if err != nil {
		return err
	}
	now, err := pick(list, f.ID)
	if err != nil {
		return err
	}
	f.Code = now.Code
	if f, err = f.Clean(needs.ReservedCodes(), d.Today()); err != nil {
		return err
	}
	f.Person, f.Author, f.NotedOn = id, caller(ctx).Subject, d.Today()
	return d.store.SaveReserved(ctx, p.Team, f, reservedTrace(id, ""))
}

// RemoveReserved takes a reserved fact out, with a reason.
func (d *Desk) RemoveReserved(ctx context.Context, id, fact string, version int64, reason string) error {
	if err := needs.CheckRemoval(reason); err != nil {
		return err
	}
	p, err := d.opened(ctx, id)
	if err != nil {
		return err
	}
	return d.store.RemoveReserved(ctx, id, p.Team, fact, version, reservedTrace(id, reason))
}

// OpenedReserved is Reserved for a program, which is told that it has to open first.
func (d *Desk) OpenedReserved(ctx context.Context, id string) (Reserved, error) {
	if _, err := d.opened(ctx, id); err != nil {
		return Reserved{}, err
	}
	return d.Reserved(ctx, id)
}
