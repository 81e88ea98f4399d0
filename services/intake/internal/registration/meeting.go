package registration

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/naming"
	"github.com/celav/celav/services/intake/internal/person"
)

// Meeting is a first meeting to be recorded.
type Meeting struct {
	person.FirstMeeting
	// Declared decides whether the service is for the person: who is referred elsewhere gets a file that is closed.
	Declared person.Declared
	// Ask requires both answers: the page asks for them, a batch from elsewhere may not know.
	Ask bool
	// Team is whose file it becomes; "" is the caller's own.
	Team string
	// NotDuplicate says that the likely duplicates were looked at and are somebody else.
	NotDuplicate bool
	// Key is the same for each try of one call, so that a double click makes one file.
	Key string
}

// Duplicate is a file that may be the same person's. Of another team's file only code and team are told.
type Duplicate struct {
	ID, Code, Team, Name  string
	SameName, SameContact bool
	Readable              bool
}

// maxDuplicates bounds what is shown before saving.
const maxDuplicates = 10

// Meet records a first meeting. With likely duplicates nothing is saved and they are returned, unless the
// meeting says that they were looked at.
func (d *Desk) Meet(ctx context.Context, m Meeting) (person.Person, []Duplicate, error) {
	who := caller(ctx)
	if m.Team == "" {
		m.Team = who.Team
	}
	if err := identity.May(who, identity.PersonCreate); err != nil {
		return person.Person{}, nil, err
	}
	in, err := m.Clean()
	if m.Ask && m.Declared.Unemployed == "" {
		err = withViolation(err, "/unemployed", "required", "Ask whether the person is without a job.")
	}
	if m.Ask && m.Declared.InMilan == "" {
		err = withViolation(err, "/inMilan", "required", "Ask whether the person lives in Milan.")
	}
	if !m.Declared.Valid() {
		err = withViolation(err, "/declared", "unknown", "Answers are yes and no.")
	}
	if m.Team == "" {
		err = withViolation(err, "/team", "required", "Say which team takes the person.")
	}
	if err != nil {
		return person.Person{}, nil, err
	}
	if err := d.knownTeam(ctx, m.Team); err != nil {
		return person.Person{}, nil, err
	}
	if err := identity.Check(who, identity.PersonCreate, identity.Owner{Team: m.Team}); err != nil {
		return person.Person{}, nil, err
	}
	if m.Key != "" {
		sum := sha256.Sum256([]byte(who.Subject + "\x00" + m.Key)) // the key of one caller is nobody else's
		m.Key = hex.EncodeToString(sum[:])
		if made, ok, err := d.store.MadeBy(ctx, m.Key); ok || err != nil {
			return made, nil, err
		}
	}
	if !m.NotDuplicate {
		alike, err := d.Alike(ctx, in)
		if err != nil || len(alike) > 0 {
			return person.Person{}, alike, err
		}
	}
	id, err := d.newID()
	if err != nil {
		return person.Person{}, nil, err
	}
	now := d.now().UTC()
	p := person.Person{
		ID: id, Version: 1, Team: m.Team, Name: in.Name, Contact: in.Contact, Language: in.Language, Request: in.Request,
		Residence: person.Local, State: person.Active, WaitingSince: d.Today(), CreatedAt: now, ChangedAt: now,
	}
	if p.Declared = m.Declared; p.Declared.Elsewhere() {
		p.State = person.Closed
	}
	err = d.store.Create(ctx, p, m.Key, trace(identity.PersonCreate, id))
	if fault.Is(err, fault.Conflict) && m.Key != "" { // the other click was faster
		made, ok, again := d.store.MadeBy(ctx, m.Key)
		if ok || again != nil {
			return made, nil, again
		}
	}
	return p, nil, err
}

// Alike returns the files that are likely the same person's, of any team, the surest first.
func (d *Desk) Alike(ctx context.Context, in person.FirstMeeting) ([]Duplicate, error) {
	people, sameContact, err := d.store.Alike(ctx, in.Name, in.Contact)
	if err != nil {
		return nil, err
	}
	var found []Duplicate
	for _, p := range people {
		dup := Duplicate{
			ID: p.ID, Code: person.Code(p.ID), Team: p.Team,
			SameName: naming.Compare(in.Name, p.Name) >= naming.Likely, SameContact: sameContact[p.ID],
			Readable: d.May(ctx, p, identity.PersonRead),
		}
		if !dup.SameName && !dup.SameContact {
			continue
		}
		if dup.Readable {
			dup.Name = p.Name
		}
		found = append(found, dup)
	}
	slices.SortStableFunc(found, func(a, b Duplicate) int { return b.weight() - a.weight() })
	return found[:min(len(found), maxDuplicates)], nil
}

func (d Duplicate) weight() int {
	w := 0
	if d.SameContact {
		w += 2
	}
	if d.SameName {
		w++
	}
	return w
}

func (d *Desk) knownTeam(ctx context.Context, id string) error {
	teams, err := d.store.Teams(ctx)
	if err != nil {
		return err
	}
	for _, t := range teams {
		if t.ID == id {
			return nil
		}
	}
	return withViolation(nil, "/team", "unknown", "There is no such team.")
}

// withViolation adds a violation to an Invalid fault, or makes one; any other error stays as it is.
func withViolation(err error, pointer, code, message string) error {
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	var bad fault.Violations
	if f, ok := err.(*fault.Error); ok { //nolint:errorlint // the domain returns it bare
		bad = append(bad, f.Violations...)
	}
	bad.Add(pointer, code, "%s", message)
	return bad.Err()
}
