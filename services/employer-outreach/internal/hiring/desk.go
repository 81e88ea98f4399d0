// Package hiring is what people do with companies and openings: each use case asks who may do it, holds the
// change against the domain's rules, and writes it.
package hiring

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Desk answers for one service. Who asks is in the context.
type Desk struct {
	store    *store.Store
	taxonomy Taxonomy
	now      func() time.Time
	// forget makes the next request of a subject ask again who they are.
	forget func(subject string)
}

// New makes a desk over the records.
func New(records *store.Store, taxonomy Taxonomy, now func() time.Time, forget func(subject string)) *Desk {
	return &Desk{store: records, taxonomy: taxonomy, now: now, forget: forget}
}

// Today is the day in Rome.
func (d *Desk) Today() civil.Date { return store.Today(d.now()) }

func check(ctx context.Context, a identity.Action, companyID string) error {
	p, _ := identity.From(ctx)
	return identity.Check(p, a, identity.Owner{Company: companyID}) //nolint:wrapcheck // a fault for the caller
}

// only returns the company that the caller's list is narrowed to, "" for everybody's.
func only(ctx context.Context, a identity.Action, asked string) (string, error) {
	p, _ := identity.From(ctx)
	if asked != "" {
		return asked, check(ctx, a, asked)
	}
	scopes := identity.Scopes(p, a)
	if len(scopes) == 0 {
		return "", identity.May(p, a) //nolint:wrapcheck // a fault for the caller
	}
	if scopes[0] == identity.Any {
		return "", nil
	}
	return p.Company, nil
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("draw an id: %w", err)
	}
	return id.String(), nil
}

// Companies lists the companies that the caller may see.
func (d *Desk) Companies(ctx context.Context, w store.WantedCompanies, q store.Query) ([]store.CompanyLine, string, error) {
	own, err := only(ctx, identity.CompanyList, "")
	if err != nil {
		return nil, "", err
	}
	if own != "" {
		w.ID = own
	}
	return d.store.Companies(ctx, w, q)
}

// Company reads one company.
func (d *Desk) Company(ctx context.Context, id string) (company.Company, error) {
	if err := check(ctx, identity.CompanyRead, id); err != nil {
		return company.Company{}, err
	}
	return d.store.Company(ctx, id)
}

// CreateCompany records a company; its id is drawn here. The same key makes it once.
func (d *Desk) CreateCompany(ctx context.Context, c company.Company, key string) (company.Company, error) {
	if err := check(ctx, identity.CompanyCreate, ""); err != nil {
		return c, err
	}
	c.TaxNumber = company.TidyTaxNumber(c.TaxNumber)
	if err := c.Check(); err != nil {
		return c, err //nolint:wrapcheck // a fault for the caller
	}
	return d.addCompany(ctx, c, keyOf(ctx, "company", key), "")
}

func (d *Desk) addCompany(ctx context.Context, c company.Company, key store.FormKey, member string) (company.Company, error) {
	id, err := d.once(ctx, key, func(id string) error {
		c.ID, c.Version = id, 1
		return d.store.AddCompany(ctx, c, key, member)
	})
	if err != nil {
		return c, err
	}
	return d.store.Company(ctx, id)
}

// once makes a record with a new id, or finds the one that an earlier try with the key made.
func (d *Desk) once(ctx context.Context, key store.FormKey, write func(id string) error) (string, error) {
	if id, ok, err := d.store.Made(ctx, key); ok || err != nil {
		return id, err
	}
	id, err := newID()
	if err != nil {
		return "", err
	}
	err = write(id)
	if fault.Is(err, fault.Conflict) && key != "" { // the other click was faster
		if made, ok, again := d.store.Made(ctx, key); ok || again != nil {
			return made, again
		}
	}
	return id, err
}

// keyOf makes the key of the caller's form.
func keyOf(ctx context.Context, kind, typed string) store.FormKey {
	p, _ := identity.From(ctx)
	return store.KeyOf(kind, p.Subject, typed)
}

// UpdateCompany replaces the company's own facts; c.Version is what they are based on.
func (d *Desk) UpdateCompany(ctx context.Context, c company.Company) (company.Company, error) {
	if err := check(ctx, identity.CompanyWrite, c.ID); err != nil {
		return c, err
	}
	c.TaxNumber = company.TidyTaxNumber(c.TaxNumber)
	if err := c.Check(); err != nil {
		return c, err //nolint:wrapcheck // a fault for the caller
	}
	if err := d.store.SaveCompany(ctx, c); err != nil {
		return c, err
	}
	return d.store.Company(ctx, c.ID)
}

// SaveSite adds a site when its id is empty, and else replaces it, on the company's version.
func (d *Desk) SaveSite(ctx context.Context, companyID string, version int64, site company.Site, key string) (company.Company, error) {
	if err := check(ctx, identity.CompanyWrite, companyID); err != nil {
		return company.Company{}, err
	}
	if err := site.Check(); err != nil {
		return company.Company{}, err //nolint:wrapcheck // a fault for the caller
	}
	var err error
	if site.ID != "" {
		err = d.store.SaveSite(ctx, companyID, version, site, false, "")
	} else if _, err = d.store.Company(ctx, companyID); err == nil {
		made := keyOf(ctx, "site of "+companyID, key)
		_, err = d.once(ctx, made, func(id string) error {
			site.ID = id
			return d.store.SaveSite(ctx, companyID, version, site, true, made)
		})
	}
	if err != nil {
		return company.Company{}, err
	}
	return d.store.Company(ctx, companyID)
}

// CompanyOf tells which company a subject belongs to: the directory's question.
func (d *Desk) CompanyOf(ctx context.Context, subject string) (string, error) {
	if err := check(ctx, identity.DirectoryRead, ""); err != nil {
		return "", err
	}
	return d.store.CompanyOf(ctx, subject)
}
