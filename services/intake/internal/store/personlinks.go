package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/personlink"
)

type linkRow struct {
	bun.BaseModel `bun:"table:person_link"`

	ID        string     `bun:"id,pk"`
	Person    string     `bun:"person"`
	Hash      string     `bun:"hash"`
	MadeBy    string     `bun:"made_by"`
	MadeAt    time.Time  `bun:"made_at"`
	ExpiresAt time.Time  `bun:"expires_at"`
	RevokedAt *time.Time `bun:"revoked_at"`
	Uses      int        `bun:"uses"`
	LastUsed  *time.Time `bun:"last_used"`
}

func (r linkRow) link() personlink.Link {
	l := personlink.Link{ID: r.ID, Person: r.Person, MadeBy: r.MadeBy, MadeAt: r.MadeAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(), Uses: r.Uses}
	if r.RevokedAt != nil {
		l.RevokedAt = r.RevokedAt.UTC()
	}
	if r.LastUsed != nil {
		l.LastUsed = r.LastUsed.UTC()
	}
	return l
}

func noLink() error { return fault.New(fault.NotFound, "There is no such link, or it holds no more.") }

// PersonLink returns the link that was made last for a person, live or not; false when none was.
func (s *Store) PersonLink(ctx context.Context, person string) (personlink.Link, bool, error) {
	var r linkRow
	err := s.db.NewSelect().Model(&r).Where("person = ?", person).OrderExpr("made_at DESC, id DESC").Limit(1).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return personlink.Link{}, false, nil
	}
	if err != nil {
		return personlink.Link{}, false, fmt.Errorf("read a personal link: %w", err)
	}
	return r.link(), true, nil
}

// PersonLinkByID returns a link by its id.
func (s *Store) PersonLinkByID(ctx context.Context, id string) (personlink.Link, error) {
	return s.oneLink(ctx, "id = ?", id)
}

// PersonLinkByHash returns the link of which only the hash is kept.
func (s *Store) PersonLinkByHash(ctx context.Context, hash string) (personlink.Link, error) {
	return s.oneLink(ctx, "hash = ?", hash)
}

func (s *Store) oneLink(ctx context.Context, where, value string) (personlink.Link, error) {
	var r linkRow
	err := s.db.NewSelect().Model(&r).Where(where, value).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return personlink.Link{}, noLink()
	}
	if err != nil {
		return personlink.Link{}, fmt.Errorf("read a personal link: %w", err)
	}
	return r.link(), nil
}

// AddPersonLink writes a new link and revokes those before it; their ids are returned. Recall is what belongs to the end of
// each of them.
func (s *Store) AddPersonLink(ctx context.Context, l personlink.Link, hash string, entry audit.Entry, recall func(id string) Also, also ...Also) (revoked []string, err error) {
	r := &linkRow{ID: l.ID, Person: l.Person, Hash: hash, MadeBy: l.MadeBy, MadeAt: l.MadeAt.UTC(), ExpiresAt: l.ExpiresAt.UTC()}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if revoked, err = revokeLinks(ctx, tx, l.Person, l.MadeAt, recall); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			return sqldb.Fault(err, what)
		}
		for _, do := range also {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return revoked, err
}

// RevokePersonLinks ends every link of a person that still holds.
func (s *Store) RevokePersonLinks(ctx context.Context, person string, at time.Time, entry audit.Entry, recall func(id string) Also) (revoked []string, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if revoked, err = revokeLinks(ctx, tx, person, at, recall); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return revoked, err
}

func revokeLinks(ctx context.Context, tx bun.Tx, person string, at time.Time, recall func(id string) Also) ([]string, error) {
	var ids []string
	if err := tx.NewSelect().Model((*linkRow)(nil)).Column("id").Where("person = ?", person).Where("revoked_at IS NULL").Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("look for earlier links: %w", err)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	if _, err := tx.NewUpdate().Model((*linkRow)(nil)).Set("revoked_at = ?", at.UTC()).Where("id IN (?)", bun.List(ids)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("revoke earlier links: %w", err)
	}
	for _, id := range ids {
		if err := recall(id)(ctx, tx); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// UsePersonLink counts a use of a link that holds at that moment; NotFound when it does not any more.
func (s *Store) UsePersonLink(ctx context.Context, id string, at time.Time, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model((*linkRow)(nil)).Set("uses = uses + 1").Set("last_used = ?", at.UTC()).
			Where("id = ?", id).Where("revoked_at IS NULL").Where("expires_at > ?", at.UTC()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("count a use of a link: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return noLink()
		}
		return s.audit.Record(ctx, tx, entry)
	})
}
