package projection

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// batch is how many rows are read and written at once.
const batch = 500

// readPerson makes a document of a row; deleted when intake tells of nobody, or of somebody this service cannot read:
// such a row is logged by its id and left out until it changes.
func (p *Projection) readPerson(ctx context.Context, r store.PersonRow) (doc match.Person, deleted bool) {
	if r.Candidate == nil {
		return doc, true
	}
	var profile []byte
	if r.Profile != nil {
		profile = []byte(*r.Profile)
	}
	doc, err := match.ReadPerson([]byte(*r.Candidate), profile)
	if err != nil {
		p.unreadable(ctx, "person", r.ID, r.Version)
		return doc, true
	}
	doc.ID, doc.Version = r.ID, r.Version
	return doc, false
}

func (p *Projection) readOpening(ctx context.Context, r store.OpeningRow) (doc catalogue.Opening, deleted bool) {
	if r.Opening == nil {
		return doc, true
	}
	doc, err := catalogue.ReadOpening([]byte(*r.Opening))
	if err != nil {
		p.unreadable(ctx, "opening", r.ID, r.Version)
		return doc, true
	}
	doc.ID, doc.Version = r.ID, r.Version
	return doc, false
}

// unreadable leaves the reason out: a decoder quotes what it read.
func (p *Projection) unreadable(ctx context.Context, kind, id string, version int64) {
	p.log.WarnContext(ctx, "a feed told something that cannot be read; it is left out", "kind", kind, "id", id, "version", version)
}

// peopleAfter reads the next rows as index entries; the last one's version is where to go on.
func (p *Projection) peopleAfter(ctx context.Context, after int64) ([]search.Entry[match.Person], error) {
	rows, err := p.store.People(ctx, after, batch)
	if err != nil {
		return nil, err
	}
	entries := make([]search.Entry[match.Person], len(rows))
	for i, r := range rows {
		doc, deleted := p.readPerson(ctx, r)
		entries[i] = search.Entry[match.Person]{ID: r.ID, Version: r.Version, Deleted: deleted, Doc: doc}
	}
	return entries, nil
}

func (p *Projection) openingsAfter(ctx context.Context, after int64) ([]search.Entry[catalogue.Opening], error) {
	rows, err := p.store.Openings(ctx, after, batch)
	if err != nil {
		return nil, err
	}
	entries := make([]search.Entry[catalogue.Opening], len(rows))
	for i, r := range rows {
		doc, deleted := p.readOpening(ctx, r)
		entries[i] = search.Entry[catalogue.Opening]{ID: r.ID, Version: r.Version, Deleted: deleted, Doc: doc}
	}
	return entries, nil
}

// ReadPeople reads people by id from the rows; missing ones are left out.
func (p *Projection) ReadPeople(ctx context.Context, ids []string) ([]match.Person, error) {
	rows, err := p.store.PeopleByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	out := make([]match.Person, 0, len(rows))
	for _, r := range rows {
		if doc, deleted := p.readPerson(ctx, r); !deleted {
			out = append(out, doc)
		}
	}
	return out, nil
}

// ReadOpenings reads openings by id from the rows; missing ones are left out.
func (p *Projection) ReadOpenings(ctx context.Context, ids []string) ([]match.Opening, error) {
	rows, err := p.store.OpeningsByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read openings: %w", err)
	}
	out := make([]match.Opening, 0, len(rows))
	for _, r := range rows {
		if doc, deleted := p.readOpening(ctx, r); !deleted {
			out = append(out, doc.Opening)
		}
	}
	return out, nil
}
