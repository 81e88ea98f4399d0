package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/naming"
)

// Confirm says that somebody of the service has looked at a company, on the version that they saw.
func (s *Store) Confirm(ctx context.Context, id string, version int64) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewUpdate().Model((*companyRow)(nil)).Set("standing = ?", company.Confirmed).Set("version = version + 1").
			Set("changed_at = ?", s.now().UTC()).Where("id = ?", id).Where("version = ?", version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "company"); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.CompanyConfirm, Kind: "company", ID: id})
	})
}

// Alike lists the companies that are likely the same as c, by tax number or name; c itself is left out.
func (s *Store) Alike(ctx context.Context, c company.Company) ([]CompanyLine, error) {
	key := naming.Key(c.Name)
	if key == "" && c.TaxNumber == "" {
		return nil, nil
	}
	var rows []companyRow
	err := s.db.NewSelect().Model(&rows).Column("id", "name", "headcount", "tax_number", "standing", "registered_on").
		WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
			q = q.Where("name_key = ? AND name_key <> ''", key)
			if c.TaxNumber != "" {
				q = q.WhereOr("tax_number = ?", c.TaxNumber)
			}
			return q
		}).Where("id <> ?", c.ID).Order("name", "id").Limit(10).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for companies alike: %w", err)
	}
	return s.lines(ctx, rows)
}

// Waiting is how many companies registered by themselves and were not looked at, and since when.
type Waiting struct {
	Companies int
	Since     *civil.Date
}

// ToCheck counts what waits to be confirmed.
func (s *Store) ToCheck(ctx context.Context) (Waiting, error) {
	var w Waiting
	err := s.db.NewSelect().Model((*companyRow)(nil)).ColumnExpr("count(*)").ColumnExpr("min(registered_on)").
		Where("standing = ?", company.ToCheck).Scan(ctx, &w.Companies, &w.Since)
	if err != nil {
		return w, fmt.Errorf("count the companies to check: %w", err)
	}
	return w, nil
}

// Taken reports whether a company with the tax number is on record.
func (s *Store) Taken(ctx context.Context, taxNumber string) (bool, error) {
	if taxNumber == "" {
		return false, nil
	}
	n, err := s.db.NewSelect().Model((*companyRow)(nil)).Where("tax_number = ?", taxNumber).Count(ctx)
	if err != nil {
		return false, fmt.Errorf("look for a tax number: %w", err)
	}
	return n > 0, nil
}
