package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
)

// Within runs work that is not the store's own in a transaction with its entry in the audit.
func (s *Store) Within(ctx context.Context, entry audit.Entry, also func(ctx context.Context, tx bun.Tx) error) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if err := also(ctx, tx); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// CompanyNames says what companies are called; one that is not on record has no name.
func (s *Store) CompanyNames(ctx context.Context, ids []string) (map[string]string, error) {
	names := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	var rows []companyRow
	if err := s.db.NewSelect().Model(&rows).Column("id", "name").Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the names of companies: %w", err)
	}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}
