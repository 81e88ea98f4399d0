// Package paperwork is what is done with the papers of a traineeship: making versions from the records, signing, links to
// sign by, reading. Each use case asks the policy whether the caller may, and leaves a trace in the audit.
package paperwork

import (
	"context"
	"io"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Facts tell what is not matching's own: how people and companies are called, and what an opening offers.
type Facts interface {
	// Sources reads them as the caller, for a traineeship.
	Sources(ctx context.Context, t *traineeship.Traineeship) (papers.Sources, error)
}

// Attendances tell what was attended of a traineeship.
type Attendances interface {
	Attended(ctx context.Context, t *traineeship.Traineeship) (papers.Attendance, error)
}

// Draw puts a paper's content into words: the document that is signed.
type Draw func(ctx context.Context, c papers.Content) (string, error)

// Carrier hands a link to whom knows how the recipient is reached.
type Carrier interface {
	Carry(ctx context.Context, to Recipient, path string) error
}

// Recipient is whom a link is for.
type Recipient struct {
	ID              string // of the message: the same again is the same message
	Person, Company string
	Answer          string // the colleague to ask
}

// Desk is where papers are made and signed.
type Desk struct {
	Store        *store.Papers
	Traineeships *placement.Desk
	Facts        Facts
	Attendances  Attendances
	Draw         Draw
	Carrier      Carrier
	// Names calls colleagues.
	Names  Colleagues
	Now    func() time.Time
	Zone   *time.Location
	NewID  func() string
	Random io.Reader
	// Tries slows down who tries links that are none.
	Tries *secretlink.Tries
}

// Colleagues are what colleagues are called.
type Colleagues interface {
	Colleagues(ctx context.Context) map[string]string
}

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// File is a traineeship with its papers.
type File struct {
	*traineeship.Traineeship
	Role traineeship.Party
	// May: the caller may make papers and send links.
	May       bool
	Versions  []papers.Version
	Checklist []traineeship.Item
	Attended  papers.Attendance
}

// Newest is the newest version of a kind about what the traineeship is now; nil when none was made.
func (f *File) Newest(k papers.Kind) *papers.Version {
	for i := range f.Versions {
		if v := &f.Versions[i]; v.Kind == k && v.Newest && v.About == k.About(f.Traineeship) {
			return v
		}
	}
	return nil
}

// Stale reports whether a version is about a traineeship that has changed since.
func (f *File) Stale(v *papers.Version) bool {
	return v.Newest && v.Terms != papers.Terms(v.Kind, f.Traineeship) && v.Kind.Due(f.Traineeship)
}

// Signer is the party as which the caller signs; "" when the caller is none of a kind's.
func (f *File) Signer() traineeship.Party {
	if f.Role == traineeship.Coordinator {
		return traineeship.Counsellor
	}
	return f.Role
}

// Of shows the papers of a traineeship, and the audit says so.
func (d *Desk) Of(ctx context.Context, id string) (File, error) {
	t, err := d.Traineeships.For(ctx, id, identity.PaperRead)
	if err != nil {
		return File{}, err
	}
	f := File{Traineeship: t, Role: d.Traineeships.RoleOf(ctx, t), May: d.Traineeships.Can(ctx, t, identity.PaperWrite)}
	if f.Versions, err = d.Store.Of(ctx, id); err != nil {
		return f, err
	}
	if f.Checklist, err = d.Traineeships.Checklist(ctx, t); err != nil {
		return f, err
	}
	if f.May && papers.Attestation.Due(t) {
		if f.Attended, err = d.Attendances.Attended(ctx, t); err != nil {
			return f, err
		}
	}
	return f, d.Store.Saw(ctx, trace(identity.PaperRead, t, "", "list"))
}

// Paper is one version with what is around it.
type Paper struct {
	File
	Version papers.Version
	Before  *papers.Version // the version before it
	Changes []papers.Difference
	Links   []papers.Link
	// Own is the caller's name, where the suite knows it.
	Own string
}

// Read shows one version, and the audit says so.
func (d *Desk) Read(ctx context.Context, id, version string) (Paper, error) {
	f, err := d.Of(ctx, id)
	if err != nil {
		return Paper{}, err
	}
	p := Paper{File: f}
	for i := range f.Versions {
		if f.Versions[i].ID == version {
			p.Version = f.Versions[i]
			p.Before, p.Changes = before(f.Versions, &f.Versions[i])
		}
	}
	if p.Version.ID == "" {
		return p, fault.New(fault.NotFound, "There is no such paper.")
	}
	if f.May {
		if p.Links, err = d.Store.Links(ctx, version); err != nil {
			return p, err
		}
		p.Own = d.Names.Colleagues(ctx)[caller(ctx).Subject]
	}
	return p, d.Store.Saw(ctx, trace(identity.PaperRead, f.Traineeship, version, string(p.Version.Kind)))
}

// before finds the version before one, and what changed.
func before(all []papers.Version, v *papers.Version) (*papers.Version, []papers.Difference) {
	for i := range all {
		if w := &all[i]; w.Kind == v.Kind && w.About == v.About && w.Number == v.Number-1 {
			return w, papers.Differences(w.Content, v.Content)
		}
	}
	return nil, nil
}

// Prepare makes a paper's next version from the records as they are. When nothing has changed, it returns the newest.
func (d *Desk) Prepare(ctx context.Context, id string, k papers.Kind) (papers.Version, error) {
	t, err := d.Traineeships.For(ctx, id, identity.PaperWrite)
	if err != nil {
		return papers.Version{}, err
	}
	if !k.Known() {
		var bad fault.Violations
		bad.Add("/kind", "unknown", "There is no such paper.")
		return papers.Version{}, bad.Err()
	}
	s, err := d.Facts.Sources(ctx, t)
	if err != nil {
		return papers.Version{}, err
	}
	m, err := d.Traineeships.Moment(ctx, t)
	if err != nil {
		return papers.Version{}, err
	}
	s.Limit, s.Rules = t.Longest(m), m.Rules.Name()
	if papers.Attestation.Due(t) {
		if s.Attended, err = d.Attendances.Attended(ctx, t); err != nil {
			return papers.Version{}, err
		}
	}
	return d.write(ctx, t, k, s, records.Stamp(d.Now()), nil)
}

// write makes a version and keeps it, with signatures that it has from the start.
func (d *Desk) write(ctx context.Context, t *traineeship.Traineeship, k papers.Kind, s papers.Sources, at time.Time, signed func(v *papers.Version) []papers.Signature) (papers.Version, error) {
	content, err := papers.Write(k, t, s)
	if err != nil {
		return papers.Version{}, err
	}
	all, err := d.Store.Of(ctx, t.ID)
	if err != nil {
		return papers.Version{}, err
	}
	v := papers.Version{
		ID: d.NewID(), Traineeship: t.ID, Kind: k, About: k.About(t), Number: 1, Content: content, Terms: papers.Terms(k, t),
		MadeAt: at, MadeBy: caller(ctx).Subject, Demo: t.Demo, Newest: true,
	}
	f := File{Traineeship: t, Versions: all}
	if last := f.Newest(k); last != nil {
		if len(papers.Differences(last.Content, content)) == 0 && last.Terms == v.Terms && last.Content.Language == content.Language {
			return *last, nil
		}
		v.Number = last.Number + 1
	}
	if v.Body, err = d.Draw(ctx, content); err != nil {
		return v, err
	}
	v.Hash = papers.Hash(v.Body)
	if signed != nil {
		v.Signatures = signed(&v)
	}
	if err := d.Store.Add(ctx, &v, trace(identity.PaperWrite, t, v.ID, string(k))); err != nil {
		return v, err
	}
	return v, d.Traineeships.Settle(ctx, t)
}

func trace(a identity.Action, t *traineeship.Traineeship, version, detail string) audit.Entry {
	id := version
	if id == "" {
		id = t.ID
	}
	return audit.Entry{Action: a, Kind: "paper", ID: id, Person: t.PersonID, Detail: detail}
}
