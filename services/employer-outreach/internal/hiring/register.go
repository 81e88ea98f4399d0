package hiring

import (
	"context"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Registration is a company that somebody registers for themselves.
type Registration struct {
	company.Company
	// AsNew says that a company with the same tax number was meant to be registered again.
	AsNew bool
	// Key is the same for each try of one form.
	Key string
}

// TakenCode is the code of the violation that tells that the tax number is on record already.
const TakenCode = "taken"

// Register records the caller's company with its sites, to be checked by the service, and makes the caller its first
// member. Who belongs to a company already is refused.
func (d *Desk) Register(ctx context.Context, r Registration) (company.Company, error) {
	p, _ := identity.From(ctx)
	if err := identity.May(p, identity.CompanyRegister); err != nil {
		return company.Company{}, err //nolint:wrapcheck // a fault for the caller
	}
	for _, staff := range []identity.Role{identity.Counsellor, identity.Coordinator, identity.Partner, identity.Auditor, identity.Operator} {
		if p.Has(staff) {
			return company.Company{}, fault.New(fault.Precondition, "Who works for the service or a partner does not speak for a company.")
		}
	}
	c := r.Company
	c.TaxNumber = company.TidyTaxNumber(c.TaxNumber)
	if err := c.CheckRegistration(); err != nil {
		return c, err //nolint:wrapcheck // a fault for the caller
	}
	key := keyOf(ctx, "registration", r.Key)
	if id, ok, err := d.store.Made(ctx, key); ok || err != nil {
		if err != nil {
			return c, err
		}
		return d.store.Company(ctx, id)
	}
	if p.Company != "" {
		return c, fault.New(fault.Precondition, "You belong to a company already.")
	}
	taken, err := d.store.Taken(ctx, c.TaxNumber)
	if err != nil {
		return c, err
	}
	if taken && !r.AsNew {
		var v fault.Violations
		v.Add("/taxNumber", TakenCode, "is on record already: ask a colleague for an invitation, or say that this is another company")
		return c, v.Err() //nolint:wrapcheck // a fault for the caller
	}
	for i := range c.Sites {
		if c.Sites[i].ID, err = newID(); err != nil {
			return c, err
		}
	}
	today := d.Today()
	c.Standing, c.RegisteredOn = company.ToCheck, &today
	made, err := d.addCompany(ctx, c, key, p.Subject)
	if err == nil {
		d.forget(p.Subject)
	}
	return made, err
}

// Confirm says that the caller has looked at a company, in the version that they saw.
func (d *Desk) Confirm(ctx context.Context, id string, version int64) (company.Company, error) {
	if err := check(ctx, identity.CompanyConfirm, id); err != nil {
		return company.Company{}, err
	}
	c, err := d.store.Company(ctx, id)
	if err != nil || c.Standing == company.Confirmed {
		return c, err
	}
	if err := d.store.Confirm(ctx, id, version); err != nil {
		return c, err
	}
	return d.store.Company(ctx, id)
}

// Alike lists the companies that are likely the same as one that waits to be checked.
func (d *Desk) Alike(ctx context.Context, id string) ([]store.CompanyLine, error) {
	if err := check(ctx, identity.CompanyConfirm, id); err != nil {
		return nil, err
	}
	c, err := d.store.Company(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.store.Alike(ctx, c)
}

// ToCheck counts the companies that wait for the caller to look at them; none for who may not.
func (d *Desk) ToCheck(ctx context.Context) (store.Waiting, error) {
	p, _ := identity.From(ctx)
	if identity.May(p, identity.CompanyConfirm) != nil {
		return store.Waiting{}, nil
	}
	return d.store.ToCheck(ctx)
}

// SeatLimit is how many trainees a unit may host at a time by law, with the number that it follows from.
type SeatLimit struct{ Seats, Headcount int }

// SeatLimit tells the limit for an opening of kind traineeship or both at a site of a company; false when it is not
// known. Disadvantaged and disabled trainees do not count against it, which the limit cannot know.
func (d *Desk) SeatLimit(c company.Company, siteID string) (SeatLimit, bool) {
	site, ok := c.Site(siteID)
	people, known := c.UnitHeadcount(siteID)
	if !ok || !known {
		return SeatLimit{}, false
	}
	seats, known := d.store.UnitLimit(d.Today(), site.Region, people)
	return SeatLimit{Seats: seats, Headcount: people}, known
}
