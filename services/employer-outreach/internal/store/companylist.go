package store

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/naming"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// CompanyLine is a company in a list.
type CompanyLine struct {
	ID             string
	Name           string
	Headcount      *int
	TaxNumber      string
	Standing       company.Standing
	RegisteredOn   *civil.Date
	Municipalities []string
	LiveOpenings   int
}

// WantedCompanies narrows a list of companies; zero fields do not.
type WantedCompanies struct {
	ID       string
	Standing company.Standing
	// Name keeps the companies whose name holds these words, spelling aside.
	Name string
}

// Companies lists companies by name.
func (s *Store) Companies(ctx context.Context, w WantedCompanies, q Query) (lines []CompanyLine, next string, err error) {
	var rows []companyRow
	query := s.db.NewSelect().Model(&rows).Column("id", "name", "headcount", "tax_number", "standing", "registered_on").
		Order("name", "id").Limit(q.limit() + 1)
	if w.ID != "" {
		query = query.Where("id = ?", w.ID)
	}
	if w.Standing != "" {
		query = query.Where("standing = ?", w.Standing)
	}
	for _, word := range strings.Fields(naming.Key(w.Name)) {
		query = query.Where("name_key LIKE ?", "%"+word+"%")
	}
	if q.Cursor != "" {
		p, err := readPlace(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		// The cursor holds no name: it stands in addresses, and a company may be called after its owner.
		query = query.Where("(name, id) > (SELECT c.name, c.id FROM company AS c WHERE c.id = ?)", p.ID)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list companies: %w", err)
	}
	if int64(len(rows)) > q.limit() {
		rows = rows[:q.limit()]
		next = place{ID: rows[len(rows)-1].ID}.cursor()
	}
	lines, err = s.lines(ctx, rows)
	return lines, next, err
}

// lines completes companies for a list.
func (s *Store) lines(ctx context.Context, rows []companyRow) ([]CompanyLine, error) {
	lines := make([]CompanyLine, len(rows))
	at := make(map[string]int, len(rows))
	ids := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = CompanyLine{
			ID: r.ID, Name: r.Name, Headcount: r.Headcount, TaxNumber: r.TaxNumber, Standing: r.Standing,
			RegisteredOn: r.RegisteredOn, Municipalities: []string{},
		}
		at[r.ID], ids[i] = i, r.ID
	}
	if len(ids) == 0 {
		return lines, nil
	}
	return lines, s.describe(ctx, lines, at, ids)
}

// describe adds where the companies are and how many openings of theirs are live.
func (s *Store) describe(ctx context.Context, lines []CompanyLine, at map[string]int, ids []string) error {
	var sites []siteRow
	err := s.db.NewSelect().Model(&sites).Distinct().Column("company_id", "municipality").
		Where("company_id IN (?)", bun.List(ids)).Order("municipality").Scan(ctx)
	if err != nil {
		return fmt.Errorf("read where companies are: %w", err)
	}
	for _, site := range sites {
		line := &lines[at[site.CompanyID]]
		line.Municipalities = append(line.Municipalities, site.Municipality)
	}
	var counts []struct {
		CompanyID string `bun:"company_id"`
		N         int    `bun:"n"`
	}
	err = s.db.NewSelect().Model((*openingRow)(nil)).ColumnExpr("company_id, count(*) AS n").
		Where("company_id IN (?)", bun.List(ids)).Where("state = ?", opening.Published).Where("seats_taken < seats").
		Where("closes_on IS NULL OR closes_on >= ?", s.today()).Group("company_id").Scan(ctx, &counts)
	if err != nil {
		return fmt.Errorf("count the openings of companies: %w", err)
	}
	for _, c := range counts {
		lines[at[c.CompanyID]].LiveOpenings = c.N
	}
	return nil
}
