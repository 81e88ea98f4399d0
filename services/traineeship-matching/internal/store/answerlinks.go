package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
)

// AnswerLink is a private link by which a party answers for one term, as it is kept: what is in the link itself is not.
type AnswerLink struct {
	bun.BaseModel `bun:"table:answer_link"`

	ID          string     `bun:"id,pk"`
	Traineeship string     `bun:"traineeship"`
	Term        string     `bun:"term"`
	Party       string     `bun:"party"`
	Hash        string     `bun:"hash"`
	MadeBy      string     `bun:"made_by"`
	MadeAt      time.Time  `bun:"made_at"`
	ExpiresAt   time.Time  `bun:"expires_at"`
	RevokedAt   *time.Time `bun:"revoked_at"`
}

// AnswerLinks keeps private links to answer by.
type AnswerLinks struct {
	db    *sqldb.DB
	audit *audit.Recorder
}

// NewAnswerLinks makes the records over an open database.
func NewAnswerLinks(db *sqldb.DB, recorder *audit.Recorder) *AnswerLinks {
	return &AnswerLinks{db, recorder}
}

// Make writes a link in place of the party's one that there was.
func (s *AnswerLinks) Make(ctx context.Context, l AnswerLink, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := revokeAnswer(ctx, tx, l.Traineeship, l.Party, l.MadeAt); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&l).Exec(ctx); err != nil {
			return sqldb.Fault(err, "link")
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Revoke ends a party's link; NotFound when there is none.
func (s *AnswerLinks) Revoke(ctx context.Context, traineeship, party string, at time.Time, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		n, err := revokeAnswer(ctx, tx, traineeship, party, at)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "There is no link to withdraw.")
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

func revokeAnswer(ctx context.Context, tx bun.Tx, traineeship, party string, at time.Time) (int64, error) {
	res, err := tx.NewUpdate().Model((*AnswerLink)(nil)).Set("revoked_at = ?", at.UTC()).
		Where("traineeship = ?", traineeship).Where("party = ?", party).Where("revoked_at IS NULL").Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("withdraw a link to answer by: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("count withdrawn links: %w", err)
	}
	return n, nil
}

// Live returns the link that a party has at a time; false when there is none.
func (s *AnswerLinks) Live(ctx context.Context, traineeship, party string, now time.Time) (AnswerLink, bool, error) {
	return s.one(ctx, s.db.NewSelect().Where("traineeship = ?", traineeship).Where("party = ?", party), now)
}

// ByHash returns the link that holds at a time and whose hash it is; false when there is none.
func (s *AnswerLinks) ByHash(ctx context.Context, hash string, now time.Time) (AnswerLink, bool, error) {
	return s.one(ctx, s.db.NewSelect().Where("hash = ?", hash), now)
}

func (s *AnswerLinks) one(ctx context.Context, q *bun.SelectQuery, now time.Time) (AnswerLink, bool, error) {
	var l AnswerLink
	err := q.Model(&l).Where("revoked_at IS NULL").Where("expires_at > ?", now.UTC()).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return AnswerLink{}, false, nil
	}
	if err != nil {
		return AnswerLink{}, false, fmt.Errorf("read a link to answer by: %w", err)
	}
	return l, true, nil
}
