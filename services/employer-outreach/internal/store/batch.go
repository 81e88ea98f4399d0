package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// Written counts what a batch did.
type Written struct{ Created, Updated int }

// LoadCompanies writes companies with their sites; one whose id exists is replaced, its other sites stay.
// members names the subjects of each company, by its place in the list.
func (s *Store) LoadCompanies(ctx context.Context, companies []company.Company, members [][]string) (Written, error) {
	rows, sites, ids := make([]companyRow, len(companies)), []siteRow{}, make([]string, len(companies))
	for i, c := range companies {
		var err error
		if rows[i], err = s.companyRow(c); err != nil {
			return Written{}, err
		}
		rows[i].Version, ids[i] = 1, c.ID
		for n, site := range c.Sites {
			sites = append(sites, siteOf(site, c.ID, n))
		}
	}
	var w Written
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		there, err := tx.NewSelect().Model((*companyRow)(nil)).Where("id IN (?)", bun.List(ids)).Count(ctx)
		if err != nil {
			return fmt.Errorf("look for companies: %w", err)
		}
		w = Written{Created: len(rows) - int(there), Updated: int(there)}
		_, err = tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").Set("version = company.version + 1").
			Set("name = EXCLUDED.name").Set("name_key = EXCLUDED.name_key").
			Set("tax_number = EXCLUDED.tax_number").Set("standing = EXCLUDED.standing").Set("registered_on = EXCLUDED.registered_on").Set("headcount = EXCLUDED.headcount").Set("contact = EXCLUDED.contact").
			Set("demo = EXCLUDED.demo").Set("changed_at = EXCLUDED.changed_at").Exec(ctx)
		if err != nil {
			return fmt.Errorf("write %d companies: %w", len(rows), err)
		}
		if err := loadSites(ctx, tx, sites); err != nil {
			return err
		}
		for i := range companies {
			if err := s.bind(ctx, tx, companies[i], members[i]...); err != nil {
				return err
			}
		}
		detail := fmt.Sprintf("batch of %d", len(rows))
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.BatchLoad, Kind: "company", Detail: detail})
	})
	return w, err //nolint:wrapcheck // the parts are wrapped
}

func loadSites(ctx context.Context, tx bun.Tx, sites []siteRow) error {
	if len(sites) == 0 {
		return nil
	}
	// A site that belongs to another company is left alone, and found missing when an opening names it.
	_, err := tx.NewInsert().Model(&sites).On("CONFLICT (id) DO UPDATE").
		Set("position = EXCLUDED.position").Set("address = EXCLUDED.address").Set("municipality = EXCLUDED.municipality").
		Set("region = EXCLUDED.region").Set("lat = EXCLUDED.lat").Set("lon = EXCLUDED.lon").Set("headcount = EXCLUDED.headcount").
		Where("site.company_id = EXCLUDED.company_id").Exec(ctx)
	if err != nil {
		return fmt.Errorf("write %d sites: %w", len(sites), err)
	}
	return nil
}

// LoadOpenings writes openings; one whose id exists is replaced. Each site must belong to its company.
func (s *Store) LoadOpenings(ctx context.Context, openings []opening.Opening) (Written, error) {
	rows, ids, told := make([]openingRow, len(openings)), make([]string, len(openings)), []string{}
	for i, o := range openings {
		var err error
		if rows[i], err = s.openingRow(o); err != nil {
			return Written{}, err
		}
		rows[i].Version, ids[i] = 1, o.ID
		if o.Told() {
			told = append(told, o.ID)
		}
	}
	var w Written
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := sitesBelong(ctx, tx, openings); err != nil {
			return err
		}
		there, err := tx.NewSelect().Model((*openingRow)(nil)).Where("id IN (?)", bun.List(ids)).Count(ctx)
		if err != nil {
			return fmt.Errorf("look for openings: %w", err)
		}
		w = Written{Created: len(rows) - int(there), Updated: int(there)}
		_, err = tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").Set("version = opening.version + 1").
			Set("company_id = EXCLUDED.company_id").Set("site_id = EXCLUDED.site_id").Set("state = EXCLUDED.state").
			Set("occupation = EXCLUDED.occupation").Set("seats = EXCLUDED.seats").Set("seats_taken = EXCLUDED.seats_taken").
			Set("closes_on = EXCLUDED.closes_on").Set("published_on = EXCLUDED.published_on").
			Set("kind = EXCLUDED.kind").Set("isco = EXCLUDED.isco").Set("words = EXCLUDED.words").Set("searched = EXCLUDED.searched").
			Set("terms = EXCLUDED.terms").Set("demo = EXCLUDED.demo").Set("changed_at = EXCLUDED.changed_at").Exec(ctx)
		if err != nil {
			return fmt.Errorf("write %d openings: %w", len(rows), err)
		}
		if err := s.catalogue(ctx, tx, openings...); err != nil {
			return err
		}
		entry := audit.Entry{Action: identity.BatchLoad, Kind: "opening", Detail: fmt.Sprintf("batch of %d", len(rows))}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err //nolint:wrapcheck // it names itself
		}
		return s.tell(ctx, tx, told...)
	})
	return w, err //nolint:wrapcheck // the parts are wrapped
}

// sitesBelong names every opening whose site is not one of its company's.
func sitesBelong(ctx context.Context, tx bun.Tx, openings []opening.Opening) error {
	ids := make([]string, len(openings))
	for i, o := range openings {
		ids[i] = o.Terms.SiteID
	}
	var sites []siteRow
	if err := tx.NewSelect().Model(&sites).Column("id", "company_id").Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return fmt.Errorf("look for the sites of openings: %w", err)
	}
	owner := make(map[string]string, len(sites))
	for _, site := range sites {
		owner[site.ID] = site.CompanyID
	}
	var v fault.Violations
	for i, o := range openings {
		if owner[o.Terms.SiteID] != o.CompanyID {
			v.Add(fmt.Sprintf("/items/%d/terms/siteId", i), "unknown", "is no site of the company")
		}
	}
	return v.Err()
}
