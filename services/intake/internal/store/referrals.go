package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/referral"
)

// maxReferrals bounds the referrals of one person.
const maxReferrals = 100

// ReferralsOf returns a person's referrals, the newest first.
func (s *Store) ReferralsOf(ctx context.Context, person string) ([]referral.Referral, error) {
	if uuid.Validate(person) != nil {
		return nil, noFile()
	}
	var rows []referralRow
	if err := s.db.NewSelect().Model(&rows).Where("person = ?", person).OrderExpr("since DESC, id DESC").Limit(maxReferrals).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read referrals: %w", err)
	}
	return s.referralsOf(rows)
}

// Referral returns one of a person's.
func (s *Store) Referral(ctx context.Context, person, id string) (referral.Referral, error) {
	if uuid.Validate(id) != nil || uuid.Validate(person) != nil {
		return referral.Referral{}, fault.New(fault.NotFound, "There is no such referral.")
	}
	var row referralRow
	if err := s.db.NewSelect().Model(&row).Where("id = ?", id).Where("person = ?", person).Scan(ctx); err != nil {
		return referral.Referral{}, sqldb.Fault(err, whatReferral)
	}
	return s.referralOf(row)
}

// AddReferral writes a new referral. A second call with the key of an earlier one returns the earlier one.
func (s *Store) AddReferral(ctx context.Context, r referral.Referral, key string, at time.Time, entry audit.Entry) (referral.Referral, error) {
	r.Version = 1
	row, err := s.referralRow(r, at)
	if err != nil {
		return r, err
	}
	if key != "" {
		row.RequestKey = &key
	}
	earlier := referralRow{}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		earlier = referralRow{}
		n, err := tx.NewSelect().Model((*referralRow)(nil)).Where("person = ?", r.Person).Count(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("count referrals: %w", err)
		case n >= maxReferrals:
			return fault.New(fault.Precondition, "There are %d referrals already.", maxReferrals)
		}
		res, err := tx.NewInsert().Model(row).On("CONFLICT (request_key) DO NOTHING").Exec(ctx)
		if err != nil {
			return sqldb.Fault(err, whatReferral)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = tx.NewSelect().Model(&earlier).Where("request_key = ?", key).Scan(ctx)
			}
			return sqldb.Fault(err, whatReferral)
		}
		return s.audit.Record(ctx, tx, entry)
	})
	if err == nil && earlier.ID != "" {
		return s.referralOf(earlier)
	}
	return r, err
}

// SaveReferral writes a changed referral, if it is still at its version, and what belongs to the same change. One that
// is withdrawn, or without consent, is read by no link any more.
func (s *Store) SaveReferral(ctx context.Context, r referral.Referral, at time.Time, entry audit.Entry, also ...Also) (referral.Referral, error) {
	row, err := s.referralRow(r, at)
	if err != nil {
		return r, err
	}
	row.Version++
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(row).ExcludeColumn("id", "person", "request_key").Where("id = ?", r.ID).Where("version = ?", r.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, whatReferral); err != nil {
			return err
		}
		if r.State == referral.Withdrawn || !r.Consent.Stands() {
			if err := dropLink(ctx, tx, r.ID); err != nil {
				return err
			}
		}
		for _, do := range also {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, entry)
	})
	r.Version = row.Version
	return r, err
}

func dropLink(ctx context.Context, tx bun.Tx, id string) error {
	if _, err := tx.NewDelete().Model((*referralLinkRow)(nil)).Where("referral = ?", id).Exec(ctx); err != nil {
		return fmt.Errorf("shut a link: %w", err)
	}
	return nil
}

// LinkReferral lets a link lead to a referral, in place of any before. Hash is of what the link holds.
func (s *Store) LinkReferral(id, hash string, until time.Time) Also {
	return func(ctx context.Context, tx bun.Tx) error {
		if err := dropLink(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&referralLinkRow{Referral: id, Hash: hash, ExpiresAt: until.UTC()}).Exec(ctx); err != nil {
			return fmt.Errorf("write a link: %w", err)
		}
		return nil
	}
}

// ReferralByLink returns the referral that a link leads to; NotFound for one that never was, is over or was replaced.
func (s *Store) ReferralByLink(ctx context.Context, hash string, now time.Time) (referral.Referral, error) {
	var row referralRow
	err := s.db.NewSelect().Model(&row).Where("id = (SELECT l.referral FROM referral_link l WHERE l.hash = ? AND l.expires_at > ?)", hash, now.UTC()).Scan(ctx)
	if err != nil {
		return referral.Referral{}, sqldb.Fault(err, "link")
	}
	return s.referralOf(row)
}

// LoadReferrals writes many referrals; those whose id is there stay as they are, with what was done with them since.
func (s *Store) LoadReferrals(ctx context.Context, list []referral.Referral, at time.Time, entry audit.Entry) (created int, err error) {
	rows := make([]*referralRow, 0, len(list))
	for _, r := range list {
		r.Version = 1
		row, err := s.referralRow(r, at)
		if err != nil {
			return 0, err
		}
		rows = append(rows, row)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewInsert().Model(&rows).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if sqldb.IsForeignKey(err) {
			return fault.New(fault.Precondition, "A referral belongs to a file that is not there.")
		}
		if err != nil {
			return fmt.Errorf("write referrals: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("count written referrals: %w", err)
		}
		created = int(n)
		return s.audit.Record(ctx, tx, entry)
	})
	return created, err
}
