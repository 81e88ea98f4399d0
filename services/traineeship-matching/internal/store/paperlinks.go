package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

type paperLinkRow struct {
	bun.BaseModel `bun:"table:paper_link,alias:l"`

	ID        string     `bun:"id,pk"`
	Version   string     `bun:"version"`
	Party     string     `bun:"party"`
	Hash      string     `bun:"hash"`
	MadeAt    time.Time  `bun:"made_at"`
	MadeBy    string     `bun:"made_by"`
	Sent      bool       `bun:"sent"`
	ExpiresAt time.Time  `bun:"expires_at"`
	RevokedAt *time.Time `bun:"revoked_at"`
	Uses      int        `bun:"uses"`
	LastUsed  *time.Time `bun:"last_used"`
}

func (r *paperLinkRow) link() papers.Link {
	l := papers.Link{
		ID: r.ID, Version: r.Version, Party: traineeship.Party(r.Party), MadeAt: r.MadeAt.UTC(), MadeBy: r.MadeBy, Sent: r.Sent,
		ExpiresAt: r.ExpiresAt.UTC(), Uses: r.Uses,
	}
	if r.RevokedAt != nil {
		l.RevokedAt = r.RevokedAt.UTC()
	}
	if r.LastUsed != nil {
		l.LastUsed = r.LastUsed.UTC()
	}
	return l
}

// Links returns the links to a version, the newest first.
func (s *Papers) Links(ctx context.Context, version string) ([]papers.Link, error) {
	var rows []paperLinkRow
	if err := s.db.NewSelect().Model(&rows).Where("version = ?", version).OrderExpr("made_at DESC, id DESC").Limit(20).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read links to a paper: %w", err)
	}
	out := make([]papers.Link, 0, len(rows))
	for i := range rows {
		out = append(out, rows[i].link())
	}
	return out, nil
}

// AddLink keeps a link by the hash of its token, in place of every earlier one of the same party to the same version.
func (s *Papers) AddLink(ctx context.Context, l papers.Link, hash string, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := revoke(ctx, tx, l.Version, l.Party, l.MadeAt); err != nil {
			return err
		}
		r := paperLinkRow{
			ID: l.ID, Version: l.Version, Party: string(l.Party), Hash: hash, MadeAt: l.MadeAt.UTC(), MadeBy: l.MadeBy, Sent: l.Sent, ExpiresAt: l.ExpiresAt.UTC(),
		}
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return sqldb.Fault(err, "link")
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// RevokeLinks ends a party's links to a version.
func (s *Papers) RevokeLinks(ctx context.Context, version string, p traineeship.Party, at time.Time, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := revoke(ctx, tx, version, p, at); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

func revoke(ctx context.Context, tx bun.Tx, version string, p traineeship.Party, at time.Time) error {
	_, err := tx.NewUpdate().Table("paper_link").Set("revoked_at = ?", at.UTC()).Where("version = ?", version).Where("party = ?", string(p)).
		Where("revoked_at IS NULL").Exec(ctx)
	if err != nil {
		return fmt.Errorf("end links to a paper: %w", err)
	}
	return nil
}

// LinkBy finds the link whose token has a hash.
func (s *Papers) LinkBy(ctx context.Context, hash string) (papers.Link, error) {
	var r paperLinkRow
	if err := s.db.NewSelect().Model(&r).Where("hash = ?", hash).Scan(ctx); err != nil {
		if sqldb.IsNotFound(err) {
			return papers.Link{}, fault.New(fault.NotFound, "There is no such link.")
		}
		return papers.Link{}, fmt.Errorf("look for a link: %w", err)
	}
	return r.link(), nil
}

// Used counts a use of a link, and the audit says so.
func (s *Papers) Used(ctx context.Context, link string, at time.Time, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewUpdate().Table("paper_link").Set("uses = uses + 1").Set("last_used = ?", at.UTC()).Where("id = ?", link).Exec(ctx)
		if err != nil {
			return fmt.Errorf("count a use of a link: %w", err)
		}
		return s.audit.Record(ctx, tx, entry)
	})
}
