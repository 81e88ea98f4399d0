package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/company"
)

type membershipRow struct {
	bun.BaseModel `bun:"table:membership,alias:membership"`

	Subject   string      `bun:"subject,pk"`
	CompanyID string      `bun:"company_id"`
	Label     []byte      `bun:"label"`
	JoinedOn  *civil.Date `bun:"joined_on"`
}

// Member is somebody who speaks for a company. Label is what colleagues call them; it may be empty.
type Member struct {
	Subject, Label string
	JoinedOn       *civil.Date
}

// maxMembers bounds who speaks for one company.
const maxMembers = 50

// CompanyOf finds the company that a subject belongs to; NotFound when to none.
func (s *Store) CompanyOf(ctx context.Context, subject string) (string, error) {
	var row membershipRow
	if err := s.db.NewSelect().Model(&row).Where("subject = ?", subject).Scan(ctx); err != nil {
		return "", sqldb.Fault(err, "membership")
	}
	return row.CompanyID, nil
}

// Members lists who belongs to a company, in the order in which they joined.
func (s *Store) Members(ctx context.Context, companyID string) ([]Member, error) {
	var rows []membershipRow
	err := s.db.NewSelect().Model(&rows).Where("company_id = ?", companyID).OrderExpr("joined_on NULLS FIRST, subject").Limit(maxMembers).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the members of a company: %w", err)
	}
	list := make([]Member, len(rows))
	for i, r := range rows {
		list[i] = Member{Subject: r.Subject, JoinedOn: r.JoinedOn}
		if list[i].Label, err = s.openText(r.Label, "membership", r.Subject, "label"); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// AddMember binds a subject to a company and to no other.
func (s *Store) AddMember(ctx context.Context, companyID, subject string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if err := s.bind(ctx, tx, company.Company{ID: companyID}, subject); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.CompanyWrite, Kind: "company", ID: companyID, Detail: "member added"})
	})
}

// bind binds subjects to a company. Who is the only one is called as the company's contact is.
func (s *Store) bind(ctx context.Context, tx bun.Tx, c company.Company, subjects ...string) error {
	if len(subjects) == 0 {
		return nil
	}
	rows := make([]membershipRow, len(subjects))
	for i, subject := range subjects {
		rows[i] = membershipRow{Subject: subject, CompanyID: c.ID}
	}
	var err error
	if len(subjects) == 1 {
		if rows[0].Label, err = s.sealText(c.Contact.Name, "membership", subjects[0], "label"); err != nil {
			return err
		}
	}
	_, err = tx.NewInsert().Model(&rows).On("CONFLICT (subject) DO UPDATE").Set("company_id = EXCLUDED.company_id").
		Set("label = CASE WHEN membership.company_id = EXCLUDED.company_id THEN coalesce(membership.label, EXCLUDED.label) ELSE EXCLUDED.label END").Exec(ctx)
	if sqldb.IsForeignKey(err) {
		return fault.New(fault.NotFound, "There is no such company.")
	}
	if err != nil {
		return fmt.Errorf("bind subjects to a company: %w", err)
	}
	return nil
}

// join makes a subject a member by its own act: who belongs to a company already is refused.
func (s *Store) join(ctx context.Context, tx bun.Tx, companyID, subject, label string) error {
	n, err := tx.NewSelect().Model((*membershipRow)(nil)).Where("company_id = ?", companyID).Count(ctx)
	if err != nil {
		return fmt.Errorf("count the members of a company: %w", err)
	}
	if n >= maxMembers {
		return fault.New(fault.Precondition, "A company has at most %d members.", maxMembers)
	}
	today := s.today()
	row := membershipRow{Subject: subject, CompanyID: companyID, JoinedOn: &today}
	if row.Label, err = s.sealText(label, "membership", subject, "label"); err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&row).Exec(ctx)
	if sqldb.IsUnique(err) {
		return fault.New(fault.Precondition, "You belong to a company already.")
	}
	return sqldb.Fault(err, "membership")
}

// NameMember says what a member is called; NotFound when the subject is none of the company's.
func (s *Store) NameMember(ctx context.Context, companyID, subject, label string) error {
	sealed, err := s.sealText(label, "membership", subject, "label")
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewUpdate().Model((*membershipRow)(nil)).Set("label = ?", sealed).Where("subject = ?", subject).Where("company_id = ?", companyID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("name a member of a company: %w", err)
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such member.")
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.MemberWrite, Kind: "company", ID: companyID, Detail: "member named"})
	})
}

// RemoveMember takes a subject out of a company; NotFound when it was not in it. The last member stays unless last.
func (s *Store) RemoveMember(ctx context.Context, companyID, subject string, last bool) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		n, err := tx.NewSelect().Model((*membershipRow)(nil)).Where("company_id = ?", companyID).Where("subject <> ?", subject).Count(ctx)
		if err != nil {
			return fmt.Errorf("count the members of a company: %w", err)
		}
		if n == 0 && !last {
			return fault.New(fault.Precondition, "The last member cannot leave: invite somebody else first, or ask the service.")
		}
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
