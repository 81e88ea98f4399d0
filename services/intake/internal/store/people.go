package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/naming"
	"github.com/celav/celav/services/intake/internal/person"
)

// candidateKind is the feed's kind for people.
const candidateKind = "candidate"

// what names a file in faults.
const what = "file"

// Person returns one file.
func (s *Store) Person(ctx context.Context, id string) (person.Person, error) {
	var r personRow
	if uuid.Validate(id) != nil {
		return person.Person{}, noFile()
	}
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return person.Person{}, sqldb.Fault(err, what)
	}
	return s.person(r)
}

// Standing returns a file, or the one that it became part of, over however many merges.
func (s *Store) Standing(ctx context.Context, id string) (person.Person, error) {
	const mostMerges = 20 // a file that is merged is merged into one that stands: longer ways do not come about
	p, err := s.Person(ctx, id)
	for n := 0; err == nil && p.MergedInto != "" && n < mostMerges; n++ {
		p, err = s.Person(ctx, p.MergedInto)
	}
	return p, err
}

// noFile is the answer to an id that cannot be one, which the databases would refuse in their own ways.
func noFile() error { return fault.New(fault.NotFound, "There is no such %s.", what) }

// Lines returns the files with these ids, without what is sealed, in no order; ids without a file are left out.
func (s *Store) Lines(ctx context.Context, ids []string) ([]person.Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []personRow
	if err := s.db.NewSelect().Model(&rows).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read %d files: %w", len(ids), err)
	}
	return lines(rows)
}

// MadeBy returns the file that an earlier call with the same key made.
func (s *Store) MadeBy(ctx context.Context, requestKey string) (person.Person, bool, error) {
	var r personRow
	err := s.db.NewSelect().Model(&r).Where("request_key = ?", requestKey).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return person.Person{}, false, nil
	}
	if err != nil {
		return person.Person{}, false, fmt.Errorf("look for an earlier call: %w", err)
	}
	p, err := s.person(r)
	return p, true, err
}

// Create writes a new file. Of two calls with one request key, the second is a Conflict.
func (s *Store) Create(ctx context.Context, p person.Person, requestKey string, entry audit.Entry) error {
	r, err := s.row(p)
	if err != nil {
		return err
	}
	if requestKey != "" {
		r.RequestKey = &requestKey
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			return sqldb.Fault(err, what)
		}
		return s.after(ctx, tx, r, entry)
	})
}

// Save writes a changed file, and whatever belongs to the same change, if it is still at the version that p was read with, and returns it at its new one.
func (s *Store) Save(ctx context.Context, p person.Person, entry audit.Entry, also ...Also) (person.Person, error) {
	r, err := s.row(p)
	if err != nil {
		return p, err
	}
	r.Version = p.Version + 1
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(r).
			ExcludeColumn("id", "work_file", "work_access", "minimum_age", "age_step_on", "access_until", "tax_index", "demo", "request_key", "created_at").
			Where("id = ?", p.ID).Where("version = ?", p.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, what); err != nil {
			return err
		}
		if _, err := tx.NewDelete().Model((*nameRow)(nil)).Where("person = ?", p.ID).Exec(ctx); err != nil {
			return fmt.Errorf("replace the name's words: %w", err)
		}
		for _, do := range also { // before after: the feed comes last
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return s.after(ctx, tx, r, entry)
	})
	if err != nil {
		return p, err
	}
	p.Version = r.Version
	return p, nil
}

// after writes what belongs to every change of a file: the words of the name, the audit, the feed.
func (s *Store) after(ctx context.Context, tx bun.Tx, r *personRow, entry audit.Entry) error {
	if names := nameRows(r.ID, r.Name); len(names) > 0 {
		if _, err := tx.NewInsert().Model(&names).Exec(ctx); err != nil {
			return fmt.Errorf("write the name's words: %w", err)
		}
	}
	if err := s.audit.Record(ctx, tx, entry); err != nil {
		return err
	}
	return s.feed.Append(ctx, tx, feed.Entry{Kind: candidateKind, ID: r.ID})
}

// maxAlike bounds how many files are compared with a new name.
const maxAlike = 200

// Alike returns the files that share a word of the name, by its sound, or the contact; of any team. The
// second result holds the ids of those that share the contact.
func (s *Store) Alike(ctx context.Context, name string, contact person.Contact) ([]person.Person, map[string]bool, error) {
	var sounds []string
	for _, t := range naming.Tokens(name) {
		sounds = append(sounds, naming.Sound(t))
	}
	index := s.index(contact.Key())
	if len(sounds) == 0 && index == "" {
		return nil, nil, nil
	}
	var rows []personRow
	q := s.db.NewSelect().Model(&rows).ExcludeColumn("contact", "request", "work_file", "work_access", "availability", "reach").
		WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
			if len(sounds) > 0 {
				// Two words in common come first: a common first name alone must not crowd them out.
				q = q.Where("id IN (SELECT person FROM person_name WHERE sound IN (?) GROUP BY person HAVING COUNT(*) >= ?)", bun.List(sounds), min(2, len(sounds)))
			}
			if index != "" {
				q = q.WhereOr("contact_index = ?", index)
			}
			return q
		}).Where("merged_into = ''").OrderExpr("id DESC").Limit(maxAlike)
	if err := q.Scan(ctx); err != nil {
		return nil, nil, fmt.Errorf("look for files alike: %w", err)
	}
	sameContact := make(map[string]bool)
	for _, r := range rows {
		sameContact[r.ID] = index != "" && r.ContactIndex == index
	}
	people, err := lines(rows)
	return people, sameContact, err
}

func lines(rows []personRow) ([]person.Person, error) {
	people := make([]person.Person, 0, len(rows))
	for _, r := range rows {
		p, err := line(r)
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}
