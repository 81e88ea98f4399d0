// Package profiling holds what is done with profiles: read, write, load many. Each use case asks whose the person is,
// asks the policy whether the caller may, and leaves a trace in the audit.
package profiling

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Records keep profiles.
type Records interface {
	Profile(ctx context.Context, person string) (profile.Profile, error)
	Profiles(ctx context.Context, people []string) (map[string]profile.Profile, error)
	// Save writes what was read at p.Version; a Conflict when it has changed since.
	Save(ctx context.Context, p profile.Profile, entry audit.Entry) (profile.Profile, error)
	SaveBatch(ctx context.Context, profiles []profile.Profile, entry audit.Entry) (created, updated int, err error)
	Known(ctx context.Context, ids []string) (map[string]taxonomy.Concept, error)
	Version(ctx context.Context) (string, error)
	Saw(ctx context.Context, entries ...audit.Entry) error
	Merges
}

// Owners tell whose a person's file is.
type Owners interface {
	Owner(ctx context.Context, person string) (identity.Owner, error)
}

// Desk is where profiles are read and written.
type Desk struct {
	Records Records
	Owners  Owners
	Now     func() time.Time
	Zone    *time.Location
}

// Today is the date at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

func trace(a identity.Action, person string) audit.Entry {
	return audit.Entry{Action: a, Kind: "profile", ID: person, Person: person}
}

// allowed checks the caller against whose the person's file is. Who may do nothing at all is told so before anybody is
// asked. A file that was merged into another one has that one's owner, and leads to that one's profile.
func (d *Desk) allowed(ctx context.Context, a identity.Action, person string) (identity.Owner, error) {
	who := caller(ctx)
	if err := identity.May(who, a); err != nil {
		return identity.Owner{}, err
	}
	owner, err := d.Owners.Owner(ctx, person)
	if err != nil {
		return identity.Owner{}, err
	}
	if owner.Person == "" {
		owner.Person = person
	}
	return owner, identity.Check(who, a, owner)
}

// Rights tell what a page offers the caller.
type Rights struct {
	Write bool
	// OwnWord: the caller writes as the person, so evidence is what the person says.
	OwnWord bool
}

// Read returns a person's profile, and the audit says who saw it.
func (d *Desk) Read(ctx context.Context, person string) (profile.Profile, Rights, error) {
	owner, err := d.allowed(ctx, identity.ProfileRead, person)
	if err != nil {
		return profile.Profile{}, Rights{}, err
	}
	p, err := d.Records.Profile(ctx, owner.Person)
	if err != nil {
		return p, Rights{}, err
	}
	if err := d.Records.Saw(ctx, trace(identity.ProfileRead, owner.Person)); err != nil {
		return profile.Profile{}, Rights{}, err
	}
	rights := Rights{Write: identity.Check(caller(ctx), identity.ProfileWrite, owner) == nil}
	rights.OwnWord = rights.Write && onlySelf(caller(ctx), owner)
	return p, rights, nil
}

// Revise changes some of a profile, if it is still at the version that the change is based on.
func (d *Desk) Revise(ctx context.Context, person string, version int64, edit func(profile.Content) (profile.Content, error)) (profile.Profile, error) {
	return d.change(ctx, person, max(version, 0), edit)
}

// Edit changes one thing in a profile. Unlike Write it is based on the profile as it is now, so that two people who
// add different things do not stand in each other's way.
func (d *Desk) Edit(ctx context.Context, person string, edit func(profile.Content) (profile.Content, error)) (profile.Profile, error) {
	for attempt := 1; ; attempt++ {
		p, err := d.change(ctx, person, -1, edit)
		if !fault.Is(err, fault.Conflict) || attempt == 4 {
			return p, err
		}
	}
}

// change reads, edits, checks and saves; version -1 takes the profile as it is.
func (d *Desk) change(ctx context.Context, person string, version int64, edit func(profile.Content) (profile.Content, error)) (profile.Profile, error) {
	owner, err := d.allowed(ctx, identity.ProfileWrite, person)
	if err != nil {
		return profile.Profile{}, err
	}
	before, err := d.Records.Profile(ctx, owner.Person)
	if err != nil {
		return profile.Profile{}, err
	}
	if version >= 0 && version != before.Version {
		return before, fault.New(fault.Conflict, "Somebody else changed this profile in the meantime.")
	}
	after := before
	if after.Content, err = edit(before.Content); err != nil {
		return before, err
	}
	by := caller(ctx).Subject
	if onlySelf(caller(ctx), owner) {
		by = profile.ByPerson
	}
	after.Skills = signed(before.Skills, after.Skills, by)
	if err := after.Check(d.Today()); err != nil {
		return before, err
	}
	if err := d.concepts(ctx, before.Content, after.Content); err != nil {
		return before, err
	}
	if onlySelf(caller(ctx), owner) {
		if err := ownWord(before.Content, after.Content); err != nil {
			return before, err
		}
	}
	if after.TaxonomyVersion, err = d.Records.Version(ctx); err != nil {
		return before, err
	}
	after.UpdatedAt = d.Now()
	return d.Records.Save(ctx, after, trace(identity.ProfileWrite, owner.Person))
}

// onlySelf reports whether the caller may write only as the person whose profile it is.
func onlySelf(p identity.Principal, owner identity.Owner) bool {
	owner.Person = ""
	return identity.Check(p, identity.ProfileWrite, owner) != nil
}

// signed notes who confirmed the skills that are new or changed; the others keep who did.
func signed(before, after []profile.Skill, by string) []profile.Skill {
	after = slices.Clone(after)
	for i := range after {
		after[i].ConfirmedBy = by
		if at := slices.IndexFunc(before, after[i].SameAs); at >= 0 {
			after[i].ConfirmedBy = before[at].ConfirmedBy
		}
	}
	return after
}

// ownWord refuses that somebody vouches for themselves: what a person adds or changes about their own skills is what
// they say; what others have seen or what is documented stays as it was.
func ownWord(before, after profile.Content) error {
	var v fault.Violations
	for i, s := range after.Skills {
		if s.Evidence != profile.Said && !slices.Contains(before.Skills, s) {
			v.Add(fmt.Sprintf("/skills/%d/evidence", i), "own-word", "only a counsellor notes what was seen or documented")
		}
	}
	return v.Err()
}

// concepts checks that what is new in the content exists and is of the right kind. What was there before may have been
// retired since.
func (d *Desk) concepts(ctx context.Context, before, after profile.Content) error {
	old := before.Concepts()
	fresh := slices.DeleteFunc(after.Concepts(), func(id string) bool { return slices.Contains(old, id) })
	known, err := d.Records.Known(ctx, fresh)
	if err != nil {
		return err
	}
	v := unknown(after, func(id string) (taxonomy.Kind, bool) {
		if slices.Contains(old, id) {
			return "", true
		}
		c, ok := known[id]
		return c.Kind, ok
	})
	return v.Err()
}

// unknown finds concepts that do not exist or are of the wrong kind; an empty kind is taken for right.
func unknown(c profile.Content, kind func(id string) (taxonomy.Kind, bool)) fault.Violations {
	var v fault.Violations
	skill := func(pointer, id string) {
		if k, ok := kind(id); !ok || k != "" && !k.IsSkill() {
			v.Add(pointer, "unknown-skill", "is not a skill of the taxonomy")
		}
	}
	for i, s := range c.Skills {
		skill(fmt.Sprintf("/skills/%d/skill", i), s.Skill)
	}
	for i, id := range c.Learning {
		skill(fmt.Sprintf("/learning/%d", i), id)
	}
	for i, e := range c.Experience {
		if k, ok := kind(e.Occupation); !ok || k != "" && k != taxonomy.Occupation {
			v.Add(fmt.Sprintf("/experience/%d/occupation", i), "unknown", "is not an occupation of the taxonomy")
		}
	}
	for i, o := range c.Occupations {
		if k, ok := kind(o.Occupation); !ok || k != "" && k != taxonomy.Occupation {
			v.Add(fmt.Sprintf("/occupations/%d/occupation", i), "unknown", "is not an occupation of the taxonomy")
		}
	}
	return v
}

// May returns nil when the caller may do a with a person's profile.
func (d *Desk) May(ctx context.Context, a identity.Action, person string) error {
	_, err := d.allowed(ctx, a, person)
	return err
}
