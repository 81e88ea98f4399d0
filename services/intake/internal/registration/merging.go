package registration

import (
	"context"
	"reflect"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Part names a part of a file that a merge can take from either of the two.
type Part string

// The parts, in the order in which they are compared.
const (
	PartName         Part = "name"
	PartContact      Part = "contact"
	PartLanguage     Part = "language"
	PartRequest      Part = "request"
	PartFollowing    Part = "following" // team, tutor, level of support
	PartDeclared     Part = "declared"
	PartAvailability Part = "availability"
	PartReach        Part = "reach"
	PartPapers       Part = "papers"
)

// Parts lists them.
func Parts() []Part {
	return []Part{PartName, PartContact, PartLanguage, PartRequest, PartFollowing, PartDeclared, PartAvailability, PartReach, PartPapers}
}

// Joining is a merge to be made: the file that stays, the one that becomes part of it, and what is taken from that.
type Joining struct {
	Kept, Other               string
	KeptVersion, OtherVersion int64
	Take                      map[Part]bool
}

// Compared is two files beside each other.
type Compared struct {
	Kept, Other         person.Person
	KeptWork, OtherWork person.WorkFile
}

// Compare reads two files to be merged, and the audit says so. The caller may merge both.
func (d *Desk) Compare(ctx context.Context, kept, other string) (Compared, error) {
	var c Compared
	for _, f := range []struct {
		id   string
		to   *person.Person
		work *person.WorkFile
	}{{kept, &c.Kept, &c.KeptWork}, {other, &c.Other, &c.OtherWork}} {
		p, err := d.load(ctx, f.id, identity.PersonMerge)
		if err != nil {
			return Compared{}, err
		}
		if p.ID != f.id {
			return Compared{}, fault.New(fault.Conflict, "This file was merged into another one.")
		}
		*f.to = p
		if *f.work, _, err = d.store.WorkFile(ctx, f.id); err != nil {
			return Compared{}, err
		}
	}
	if kept == other {
		return Compared{}, fault.New(fault.NotFound, "A file cannot be merged with itself.")
	}
	return c, d.store.Saw(ctx, trace(identity.PersonMerge, kept), trace(identity.PersonMerge, other))
}

// Join merges two files. The other one is kept and leads to the first.
func (d *Desk) Join(ctx context.Context, j Joining) (store.Merge, error) {
	c, err := d.Compare(ctx, j.Kept, j.Other)
	if err != nil {
		return store.Merge{}, err
	}
	id, err := d.newID()
	if err != nil {
		return store.Merge{}, err
	}
	now := d.now().UTC()
	before := store.Before{Kept: c.Kept, KeptWork: c.KeptWork, TookWork: j.Take[PartPapers], OtherState: c.Other.State}
	kept := took(c.Kept, c.Other, j.Take)
	if c.Other.WaitingSince.Before(kept.WaitingSince) {
		kept.WaitingSince = c.Other.WaitingSince // the person waits since the first time
	}
	kept.Version, kept.ChangedAt = j.KeptVersion, now
	other := c.Other
	other.Version, other.ChangedAt, other.State, other.MergedInto = j.OtherVersion, now, person.Closed, kept.ID
	var papers *store.Papers
	if before.TookWork {
		outcome, err := d.outcome(c.OtherWork)
		if err != nil {
			return store.Merge{}, err
		}
		papers = &store.Papers{File: c.OtherWork, Outcome: outcome}
		before.AfterWork = c.OtherWork
	}
	before.After = kept
	m := store.Merge{ID: id, Kept: kept.ID, Other: other.ID, Author: caller(ctx).Subject, At: now.Truncate(time.Millisecond), Before: before}
	err = d.store.Join(ctx, m, kept, other, papers, auditOf(identity.PersonMerge, kept.ID, other.ID), d.handMessages(other.ID, kept.ID, kept.Team))
	return m, err
}

// took returns the kept file with the parts that are taken from the other.
func took(kept, other person.Person, take map[Part]bool) person.Person {
	for part, yes := range take {
		if yes {
			put(&kept, other, part)
		}
	}
	return kept
}

func put(to *person.Person, from person.Person, part Part) {
	switch part {
	case PartName:
		to.Name = from.Name
	case PartContact:
		to.Contact = from.Contact
	case PartLanguage:
		to.Language = from.Language
	case PartRequest:
		to.Request = from.Request
	case PartFollowing:
		to.Team, to.Following = from.Team, from.Following
	case PartDeclared:
		to.Declared = from.Declared
	case PartAvailability:
		to.Availability = from.Availability
	case PartReach:
		to.Reach = from.Reach
	case PartPapers: // written apart
	}
}

// same reports whether a part is equal in two files.
func same(a, b person.Person, part Part) bool {
	var left, right person.Person
	put(&left, a, part)
	put(&right, b, part)
	return reflect.DeepEqual(plain(left), plain(right))
}

// plain makes lists that are empty and lists that are not there the same.
func plain(p person.Person) person.Person {
	if p.Availability != nil {
		a := *p.Availability
		a.Slots = append([]person.Slot(nil), a.Slots...)
		p.Availability = &a
	}
	return p
}

func sameWork(a, b person.WorkFile) bool {
	if len(a.Documents) == 0 && len(b.Documents) == 0 {
		a.Documents, b.Documents = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// Undo takes two merged files apart again. What was changed in the kept file after the merge stays.
func (d *Desk) Undo(ctx context.Context, mergeID string) (store.Merge, error) {
	m, err := d.store.Merge(ctx, mergeID)
	if err != nil {
		return m, err
	}
	kept, err := d.load(ctx, m.Kept, identity.PersonMerge)
	if err != nil {
		return m, err
	}
	if m.Undone || kept.ID != m.Kept {
		return m, fault.New(fault.Conflict, "This merge was undone already, or the file is part of another one now.")
	}
	other, err := d.store.Person(ctx, m.Other)
	if err != nil {
		return m, err
	}
	now := d.now().UTC()
	for _, part := range Parts() {
		if same(kept, m.Before.After, part) {
			put(&kept, m.Before.Kept, part)
		}
	}
	if kept.WaitingSince == m.Before.After.WaitingSince {
		kept.WaitingSince = m.Before.Kept.WaitingSince
	}
	kept.ChangedAt = now
	other.State, other.MergedInto, other.ChangedAt = m.Before.OtherState, "", now
	papers, err := d.papersBefore(ctx, m)
	if err != nil {
		return m, err
	}
	err = d.store.Part(ctx, m, kept, other, papers, now, auditOf(identity.PersonMerge, kept.ID, other.ID), nothing)
	return m, err
}

// papersBefore are the papers to put back: none when the merge took none or they were changed since.
func (d *Desk) papersBefore(ctx context.Context, m store.Merge) (*store.Papers, error) {
	if !m.Before.TookWork {
		return nil, nil //nolint:nilnil // nothing to put back
	}
	now, _, err := d.store.WorkFile(ctx, m.Kept)
	if err != nil || !sameWork(now, m.Before.AfterWork) {
		return nil, err
	}
	outcome, err := d.outcome(m.Before.KeptWork)
	return &store.Papers{File: m.Before.KeptWork, Outcome: outcome}, err
}

func nothing(context.Context, bun.Tx) error { return nil }

// Twins are two files that may be one person's, with what the caller may know of them.
type Twins struct {
	First, Second person.Person
	SameContact   bool
}

// maxTwins bounds the list of duplicates to look at.
const maxTwins = 50

// Twins returns pairs of the caller's files that may be one person's.
func (d *Desk) Twins(ctx context.Context) ([]Twins, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.PersonMerge); err != nil {
		return nil, err
	}
	team := p.Team
	for _, scope := range identity.Scopes(p, identity.PersonMerge) {
		if scope == identity.Any {
			team = ""
		}
	}
	pairs, err := d.store.Pairs(ctx, team, maxTwins)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, pair := range pairs {
		ids = append(ids, pair.First, pair.Second)
	}
	found, err := d.store.Lines(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]person.Person, len(found))
	for _, f := range found {
		byID[f.ID] = f
	}
	var list []Twins
	for _, pair := range pairs {
		list = append(list, Twins{byID[pair.First], byID[pair.Second], pair.SameContact})
	}
	return list, nil
}

// TellApart records that two files that look alike are two people's.
func (d *Desk) TellApart(ctx context.Context, a, b string) error {
	for _, id := range []string{a, b} {
		if _, err := d.load(ctx, id, identity.PersonMerge); err != nil {
			return err
		}
	}
	entry := trace(identity.PersonMerge, a)
	entry.Detail = "apart"
	return d.store.TellApart(ctx, a, b, entry)
}
