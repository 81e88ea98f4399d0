package registration

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Case is who follows a person and how closely, as one page shows it.
type Case struct {
	Person person.Person
	Levels []store.LevelChange // the newest first
	Merges []store.Merge       // files that became part of this one
	// Errands say by merge how far the other services have followed it.
	Errands map[string][]store.Errand
}

// Case reads who follows a person, and the audit says so.
func (d *Desk) Case(ctx context.Context, id string) (Case, error) {
	p, err := d.load(ctx, id, identity.CaseRead)
	if err != nil {
		return Case{}, err
	}
	c := Case{Person: p}
	if c.Levels, err = d.store.Levels(ctx, p.ID); err != nil {
		return Case{}, err
	}
	if c.Merges, err = d.store.Merges(ctx, p.ID); err != nil {
		return Case{}, err
	}
	if c.Errands, err = d.Moved(ctx, c.Merges); err != nil {
		return Case{}, err
	}
	return c, d.store.Saw(ctx, trace(identity.CaseRead, p.ID))
}

// SetLevel records how much support was agreed and what the person declared. The history keeps every level.
func (d *Desk) SetLevel(ctx context.Context, id string, version int64, level person.Level, declared person.Declared) (person.Person, error) {
	var bad fault.Violations
	if !level.Valid() {
		bad.Add("/level", "unknown", "There is no such level of support.")
	}
	if !declared.Valid() {
		bad.Add("/unemployed", "unknown", "Answers are yes and no.")
	}
	if err := bad.Err(); err != nil {
		return person.Person{}, err
	}
	p, err := d.load(ctx, id, identity.CaseWrite)
	if err != nil {
		return p, err
	}
	if p.ID != id {
		return p, fault.New(fault.Conflict, "This file was merged into another one.")
	}
	var change *store.LevelChange
	if level != p.Following.Level {
		change = &store.LevelChange{Person: id, At: d.now().UTC().Truncate(time.Millisecond), Level: string(level), Author: caller(ctx).Subject}
	}
	p.Version, p.ChangedAt = version, d.now().UTC()
	p.Following.Level, p.Declared = level, declared
	return d.store.Save(ctx, p, trace(identity.CaseWrite, id), d.store.AddLevel(change))
}

// Assign gives a person to a team and to a tutor of that team, or to nobody yet with "".
func (d *Desk) Assign(ctx context.Context, id string, version int64, team, tutor string) (person.Person, error) {
	p, err := d.load(ctx, id, identity.PersonAssign)
	if err != nil {
		return p, err
	}
	if p.ID != id {
		return p, fault.New(fault.Conflict, "This file was merged into another one.")
	}
	if err := d.knownTeam(ctx, team); err != nil {
		return p, err
	}
	if tutor != "" {
		e, _, err := d.store.Entry(ctx, tutor)
		if err != nil {
			return p, err
		}
		if e.Team != team || !slices.Contains(e.Roles, string(identity.Counsellor)) {
			return p, withViolation(nil, "/tutor", "not-of-the-team", "The tutor works in the person's team.")
		}
	}
	moved := team != p.Team
	p.Version, p.ChangedAt = version, d.now().UTC()
	p.Team, p.Following.Tutor = team, tutor
	return d.store.Save(ctx, p, trace(identity.PersonAssign, id), func(ctx context.Context, tx bun.Tx) error {
		if !moved {
			return nil
		}
		if err := d.handMessages(id, team)(ctx, tx); err != nil {
			return err
		}
		return d.store.HandToTeam(ctx, tx, id, team)
	})
}

// Caseload counts the active files by team and tutor.
func (d *Desk) Caseload(ctx context.Context) ([]store.Load, error) {
	if err := identity.May(caller(ctx), identity.CaseloadRead); err != nil {
		return nil, err
	}
	return d.store.Caseload(ctx)
}

// Unassigned counts the active files that nobody follows, among those that the caller works on, and says since when the
// first of them waits.
func (d *Desk) Unassigned(ctx context.Context) (int, civil.Date, error) {
	p := caller(ctx)
	for _, scope := range identity.Scopes(p, identity.CaseRead) {
		switch scope {
		case identity.Any:
			return d.store.Unassigned(ctx, "")
		case identity.OwnTeam:
			return d.store.Unassigned(ctx, p.Team)
		}
	}
	return 0, civil.Date{}, nil
}

// Staff returns the colleagues: who may lead the staff sees everybody with their roles, others see by which name
// those who follow people are called and in which team they are. A service that writes to who coordinates sees their roles.
func (m *Members) Staff(ctx context.Context) ([]directory.Entry, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.StaffNames); err != nil {
		return nil, err
	}
	leads := identity.May(p, identity.StaffRead) == nil
	list, err := m.store.Staff(ctx, leads)
	if err != nil || leads {
		return list, err
	}
	for i := range list {
		list[i].Partner = ""
		if !p.Has(identity.Service) {
			list[i].Roles = nil
		}
	}
	return list, nil
}

// Names returns what colleagues are called, by subject.
func (m *Members) Names(ctx context.Context) (map[string]string, error) {
	list, err := m.store.Staff(ctx, true)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(list))
	for _, e := range list {
		if names[e.Subject] = e.Name; e.Name == "" {
			names[e.Subject] = e.Subject
		}
	}
	return names, nil
}

// Entry returns what the directory knows of a subject, for who may change it.
func (m *Members) Entry(ctx context.Context, subject string) (directory.Entry, bool, error) {
	if err := identity.May(caller(ctx), identity.StaffWrite); err != nil {
		return directory.Entry{}, false, err
	}
	return m.store.Entry(ctx, subject)
}
