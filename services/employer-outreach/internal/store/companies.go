package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/naming"
)

type companyRow struct {
	bun.BaseModel `bun:"table:company,alias:company"`

	ID           string           `bun:"id,pk"`
	Version      int64            `bun:"version"`
	Name         string           `bun:"name"`
	NameKey      string           `bun:"name_key"`
	TaxNumber    string           `bun:"tax_number"`
	Standing     company.Standing `bun:"standing"`
	RegisteredOn *civil.Date      `bun:"registered_on"`
	Headcount    *int             `bun:"headcount"`
	Contact      []byte           `bun:"contact"`
	Demo         bool             `bun:"demo"`
	ChangedAt    time.Time        `bun:"changed_at"`
}

type siteRow struct {
	bun.BaseModel `bun:"table:site,alias:site"`

	ID           string  `bun:"id,pk"`
	CompanyID    string  `bun:"company_id"`
	Position     int     `bun:"position"`
	Address      string  `bun:"address"`
	Municipality string  `bun:"municipality"`
	Region       string  `bun:"region"`
	Lat          float64 `bun:"lat"`
	Lon          float64 `bun:"lon"`
	Headcount    *int    `bun:"headcount"`
}

func (r siteRow) site() company.Site {
	return company.Site{ID: r.ID, Address: r.Address, Municipality: r.Municipality, Region: r.Region, Lat: r.Lat, Lon: r.Lon, Headcount: r.Headcount}
}

func siteOf(s company.Site, companyID string, position int) siteRow {
	return siteRow{
		ID: s.ID, CompanyID: companyID, Position: position, Address: s.Address, Municipality: s.Municipality,
		Region: s.Region, Lat: company.Round(s.Lat), Lon: company.Round(s.Lon),
		Headcount: s.Headcount,
	}
}

func (s *Store) companyRow(c company.Company) (companyRow, error) {
	row := companyRow{
		ID: c.ID, Version: c.Version, Name: c.Name, NameKey: naming.Key(c.Name), TaxNumber: c.TaxNumber, Standing: c.Standing,
		RegisteredOn: c.RegisteredOn, Headcount: c.Headcount, Demo: c.Demo, ChangedAt: s.now().UTC(),
	}
	if row.Standing == "" {
		row.Standing = company.Confirmed
	}
	if c.Contact == (company.Contact{}) {
		return row, nil
	}
	plain, err := json.Marshal(c.Contact)
	if err != nil {
		return row, fmt.Errorf("write a contact: %w", err)
	}
	if row.Contact, err = s.sealer.Seal(plain, "company", c.ID, "contact"); err != nil {
		return row, fmt.Errorf("seal a contact: %w", err)
	}
	return row, nil
}

func (s *Store) company(row companyRow, sites []siteRow) (company.Company, error) {
	c := company.Company{
		ID: row.ID, Version: row.Version, Name: row.Name, TaxNumber: row.TaxNumber, Standing: row.Standing,
		RegisteredOn: row.RegisteredOn, Headcount: row.Headcount, Demo: row.Demo,
	}
	for _, site := range sites {
		c.Sites = append(c.Sites, site.site())
	}
	if len(row.Contact) == 0 {
		return c, nil
	}
	plain, err := s.sealer.Open(row.Contact, "company", row.ID, "contact")
	if err != nil {
		return c, fmt.Errorf("open a contact: %w", err)
	}
	if err := json.Unmarshal(plain, &c.Contact); err != nil {
		return c, fmt.Errorf("read a contact: %w", err)
	}
	return c, nil
}

// Company reads a company with its sites.
func (s *Store) Company(ctx context.Context, id string) (company.Company, error) {
	var row companyRow
	if err := s.db.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return company.Company{}, sqldb.Fault(err, "company")
	}
	var sites []siteRow
	if err := s.db.NewSelect().Model(&sites).Where("company_id = ?", id).Order("position").Scan(ctx); err != nil {
		return company.Company{}, fmt.Errorf("read the sites of a company: %w", err)
	}
	return s.company(row, sites)
}

// AddCompany records a new company with its sites. The second of two calls with one form key is a Conflict, and Made
// tells what the first one made. member, unless empty, belongs to it at once and is called as the contact is; somebody
// who belongs to a company already is refused.
func (s *Store) AddCompany(ctx context.Context, c company.Company, key FormKey, member string) error {
	row, err := s.companyRow(c)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return sqldb.Fault(err, "company")
		}
		if err := addSites(ctx, tx, c); err != nil {
			return err
		}
		if err := s.keep(ctx, tx, key, c.ID); err != nil {
			return err
		}
		action := identity.CompanyCreate
		if member != "" {
			action = identity.CompanyRegister
			if err := s.join(ctx, tx, c.ID, member, c.Contact.Name); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: action, Kind: "company", ID: c.ID})
	})
}

func addSites(ctx context.Context, tx bun.Tx, c company.Company) error {
	if len(c.Sites) == 0 {
		return nil
	}
	rows := make([]siteRow, len(c.Sites))
	for i, site := range c.Sites {
		rows[i] = siteOf(site, c.ID, i)
	}
	if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return sqldb.Fault(err, "site")
	}
	return nil
}

// SaveCompany replaces a company's own facts; c carries the version that they are based on. Its published
// openings are told again, because the law's limit on their seats follows the headcount.
func (s *Store) SaveCompany(ctx context.Context, c company.Company) error {
	row, err := s.companyRow(c)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewUpdate().Model(&row).Column("name", "name_key", "tax_number", "headcount", "contact", "changed_at").
			Set("version = version + 1").Where("id = ?", c.ID).Where("version = ?", c.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "company"); err != nil {
			return err
		}
		return s.companyChanged(ctx, tx, c.ID)
	})
}

// SaveSite adds a site, or replaces the one with its id. version is the company's.
func (s *Store) SaveSite(ctx context.Context, companyID string, version int64, site company.Site, isNew bool, key FormKey) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		update := tx.NewUpdate().Model((*companyRow)(nil)).Set("version = version + 1").Set("changed_at = ?", s.now().UTC()).Where("id = ?", companyID)
		if !isNew { // adding never overwrites what somebody else wrote
			update = update.Where("version = ?", version)
		}
		res, err := update.Exec(ctx)
		if err := sqldb.Versioned(res, err, "company"); err != nil {
			return err
		}
		if err := writeSite(ctx, tx, companyID, site, isNew); err != nil {
			return err
		}
		if err := s.keep(ctx, tx, key, site.ID); err != nil {
			return err
		}
		return s.companyChanged(ctx, tx, companyID)
	})
}

func writeSite(ctx context.Context, tx bun.Tx, companyID string, site company.Site, isNew bool) error {
	if !isNew {
		row := siteOf(site, companyID, 0)
		res, err := tx.NewUpdate().Model(&row).Column("address", "municipality", "region", "lat", "lon", "headcount").
			Where("id = ?", site.ID).Where("company_id = ?", companyID).Exec(ctx)
		if err != nil {
			return sqldb.Fault(err, "site")
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such site.")
		}
		return nil
	}
	n, err := tx.NewSelect().Model((*siteRow)(nil)).Where("company_id = ?", companyID).Count(ctx)
	if err != nil {
		return fmt.Errorf("count the sites of a company: %w", err)
	}
	if n >= company.MaxSites {
		return fault.New(fault.Precondition, "A company has at most %d sites.", company.MaxSites)
	}
	row := siteOf(site, companyID, int(n))
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return sqldb.Fault(err, "site")
	}
	return nil
}

// companyChanged records the change and tells the company's openings again: the feed is appended last.
func (s *Store) companyChanged(ctx context.Context, tx bun.Tx, companyID string) error {
	if err := s.audit.Record(ctx, tx, audit.Entry{Action: identity.CompanyWrite, Kind: "company", ID: companyID}); err != nil {
		return err //nolint:wrapcheck // it names itself
	}
	var ids []string
	err := tx.NewSelect().Model((*openingRow)(nil)).Column("id").
		Where("company_id = ?", companyID).Where("published_on IS NOT NULL").Scan(ctx, &ids)
	if err != nil {
		return fmt.Errorf("find the openings of a company: %w", err)
	}
	return s.tell(ctx, tx, ids...)
}
