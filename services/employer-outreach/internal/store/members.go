package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
)

type membershipRow struct {
	bun.BaseModel `bun:"table:membership"`

	Subject   string `bun:"subject,pk"`
	CompanyID string `bun:"company_id"`
}

// CompanyOf finds the company that a subject belongs to; NotFound when to none.
func (s *Store) CompanyOf(ctx context.Context, subject string) (string, error) {
	var row membershipRow
	if err := s.db.NewSelect().Model(&row).Where("subject = ?", subject).Scan(ctx); err != nil {
		return "", sqldb.Fault(err, "membership")
	}
	return row.CompanyID, nil
}

// AddMember binds a subject to a company and to no other.
func (s *Store) AddMember(ctx context.Context, companyID, subject string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if err := bind(ctx, tx, companyID, subject); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.CompanyWrite, Kind: "company", ID: companyID, Detail: "member added"})
	})
}

func bind(ctx context.Context, tx bun.Tx, companyID string, subjects ...string) error {
	if len(subjects) == 0 {
		return nil
	}
	rows := make([]membershipRow, len(subjects))
	for i, subject := range subjects {
		rows[i] = membershipRow{Subject: subject, CompanyID: companyID}
	}
	_, err := tx.NewInsert().Model(&rows).On("CONFLICT (subject) DO UPDATE").Set("company_id = EXCLUDED.company_id").Exec(ctx)
	if sqldb.IsForeignKey(err) {
		return fault.New(fault.NotFound, "There is no such company.")
	}
	if err != nil {
		return fmt.Errorf("bind subjects to a company: %w", err)
	}
	return nil
}

// RemoveMember takes a subject out of a company; NotFound when it was not in it.
func (s *Store) RemoveMember(ctx context.Context, companyID, subject string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewDelete().Model((*membershipRow)(nil)).Where("subject = ?", subject).Where("company_id = ?", companyID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("unbind a subject from a company: %w", err)
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such member.")
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.CompanyWrite, Kind: "company", ID: companyID, Detail: "member removed"})
	})
}
