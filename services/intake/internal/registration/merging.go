package registration

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/project"
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

// Join merges two files. The other one is kept and leads to the first; its records go with it, those of the other
// services by and by.
func (d *Desk) Join(ctx context.Context, j Joining) (store.Merge, error) {
	c, err := d.Compare(ctx, j.Kept, j.Other)
	if err != nil {
		return store.Merge{}, err
	}
	if err := d.mayJoin(ctx, c); err != nil {
		return store.Merge{}, err
	}
	id, err := d.newID()
	if err != nil {
		return store.Merge{}, err
	}
	now := d.now().UTC()
	kept := took(c.Kept, c.Other, j.Take)
	if c.Other.WaitingSince.Before(kept.WaitingSince) {
		kept.WaitingSince = c.Other.WaitingSince // the person waits since the first time
	}
	kept.Constraints = united(c.Kept.Constraints, c.Other.Constraints)
	kept.Version, kept.ChangedAt = j.KeptVersion, now
	other := c.Other
	other.Version, other.ChangedAt, other.State, other.MergedInto = j.OtherVersion, now, person.Closed, kept.ID
	w := store.Joined{Kept: kept, Other: other, Entries: auditOf(identity.PersonMerge, kept.ID, other.ID), Also: d.takeMessages}
	w.Merge = store.Merge{ID: id, Kept: kept.ID, Other: other.ID, Author: caller(ctx).Subject, At: now.Truncate(time.Millisecond)}
	before := store.Before{Kept: c.Kept, After: kept, KeptWork: c.KeptWork, OtherState: c.Other.State}
	if w.Work, err = d.papersOf(c, j.Take[PartPapers]); err != nil {
		return store.Merge{}, err
	}
	if w.Work != nil {
		before.TookWork, before.AfterWork = true, w.Work.File
	}
	if before.KeptProject, err = d.store.Project(ctx, kept.ID); err != nil {
		return store.Merge{}, err
	}
	if before.OtherProject, err = d.store.Project(ctx, other.ID); err != nil {
		return store.Merge{}, err
	}
	before.AfterProject = before.KeptProject
	if before.OtherProject.Begun() {
		before.AfterProject = project.Combine(before.KeptProject, before.OtherProject)
		w.KeptProject = &before.AfterProject
	}
	w.Merge.Before = before
	if err := d.store.Join(ctx, w); err != nil {
		return store.Merge{}, err
	}
	d.told()
	return w.Merge, nil
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

// Undo takes two merged files apart again, each with its records. What was changed in the kept file after the merge
// stays. Of several merges into one file the last is undone first.
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
	standing, err := d.store.Merges(ctx, m.Kept)
	if err != nil {
		return m, err
	}
	if len(standing) > 0 && standing[0].ID != m.ID {
		return m, fault.New(fault.Precondition, "Another file was merged into this one later: take that apart first.")
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
	if slices.Equal(kept.Constraints, m.Before.After.Constraints) {
		kept.Constraints = m.Before.Kept.Constraints
	}
	kept.ChangedAt = now
	other.State, other.MergedInto, other.ChangedAt = m.Before.OtherState, "", now
	w := store.Joined{Merge: m, Kept: kept, Other: other, Entries: auditOf(identity.PersonMerge, kept.ID, other.ID), Also: d.returnMessages}
	w.Merge.At = now
	if w.Work, err = d.papersBefore(ctx, m); err != nil {
		return m, err
	}
	if err := d.projectsBefore(ctx, m, &w); err != nil {
		return m, err
	}
	if err := d.store.Part(ctx, w, now); err != nil {
		return m, err
	}
	d.told()
	return m, nil
}

// projectsBefore puts the personal projects back that a merge made one.
func (d *Desk) projectsBefore(ctx context.Context, m store.Merge, w *store.Joined) error {
	if !m.Before.OtherProject.Begun() {
		return nil
	}
	now, err := d.store.Project(ctx, m.Kept)
	if err != nil {
		return err
	}
	other, err := d.store.Project(ctx, m.Other)
	if err != nil {
		return err
	}
	kept, back := project.Separate(now, m.Before.KeptProject, m.Before.AfterProject, other)
	w.KeptProject = &kept
	if !reflect.DeepEqual(back, other) {
		w.OtherProject = &back
	}
	return nil
}

// papersOf are the kept file's papers after a merge: the other's when they are taken, else its own with those that were
// missing. Nil when nothing changes.
func (d *Desk) papersOf(c Compared, take bool) (*store.Papers, error) {
	file := c.OtherWork
	if !take {
		file = c.KeptWork.With(c.OtherWork)
		if sameWork(file, c.KeptWork) {
			return nil, nil //nolint:nilnil // nothing to take
		}
	}
	outcome, err := d.outcome(file)
	return &store.Papers{File: file, Outcome: outcome}, err
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
