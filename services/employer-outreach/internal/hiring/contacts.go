package hiring

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Contacts lists the contacts with companies; the audit says so, because they name whom one spoke with.
func (d *Desk) Contacts(ctx context.Context, w store.WantedEntries, q store.Query) ([]store.EntryLine, string, error) {
	if err := check(ctx, identity.ContactList, ""); err != nil {
		return nil, "", err
	}
	list, next, err := d.store.Entries(ctx, w, q)
	if err != nil {
		return nil, "", err
	}
	return list, next, d.store.Saw(ctx, audit.Entry{Action: identity.ContactList, Kind: "contact"})
}

// Contact reads one contact with the name of whom it was with.
func (d *Desk) Contact(ctx context.Context, id string) (e contact.Entry, name string, err error) {
	if err := check(ctx, identity.ContactList, ""); err != nil {
		return contact.Entry{}, "", err
	}
	if e, err = d.store.Entry(ctx, id); err != nil {
		return e, "", err
	}
	if name, err = d.nameOf(ctx, e); err != nil {
		return e, "", err
	}
	return e, name, d.store.Saw(ctx, audit.Entry{Action: identity.ContactList, Kind: "contact", ID: id})
}

func (d *Desk) nameOf(ctx context.Context, e contact.Entry) (string, error) {
	if e.LeadID != "" {
		l, err := d.store.Lead(ctx, e.LeadID)
		return l.Name, err
	}
	c, err := d.store.Company(ctx, e.CompanyID)
	return c.Name, err
}

// LogContact records a contact that the caller had; lead, unless nil, is a company not on record yet.
func (d *Desk) LogContact(ctx context.Context, e contact.Entry, lead *contact.Lead, key string) (contact.Entry, error) {
	if err := check(ctx, identity.ContactWrite, ""); err != nil {
		return e, err
	}
	p, _ := identity.From(ctx)
	e = e.Tidy()
	e.Version, e.By, e.NextDone = 1, p.Subject, false
	var wrong fault.Violations
	if lead != nil {
		made := *lead
		made.Name = strings.TrimSpace(made.Name)
		var err error
		if made.ID, err = newID(); err != nil {
			return e, err
		}
		lead, e.LeadID = &made, made.ID
		add(&wrong, "/lead", lead.Check())
	}
	add(&wrong, "", e.Check(d.Today()))
	if err := wrong.Err(); err != nil {
		return e, err //nolint:wrapcheck // a fault for the caller
	}
	made := keyOf(ctx, "contact", key)
	id, err := d.once(ctx, made, func(id string) error {
		e.ID = id
		return d.store.AddEntry(ctx, e, lead, made)
	})
	if err != nil {
		return e, err
	}
	return d.store.Entry(ctx, id)
}

// EditContact corrects a contact, on the version that the change is based on.
func (d *Desk) EditContact(ctx context.Context, changed contact.Entry) (contact.Entry, error) {
	if err := check(ctx, identity.ContactWrite, ""); err != nil {
		return changed, err
	}
	was, err := d.store.Entry(ctx, changed.ID)
	if err != nil {
		return was, err
	}
	changed = changed.Tidy()
	changed.CompanyID, changed.LeadID, changed.By = was.CompanyID, was.LeadID, was.By
	if err := changed.Check(d.Today()); err != nil {
		return was, err //nolint:wrapcheck // a fault for the caller
	}
	if err := d.store.SaveEntry(ctx, changed); err != nil {
		return was, err
	}
	return d.store.Entry(ctx, changed.ID)
}

// StepDone says that the next step of a contact was done. Saying it again changes nothing.
func (d *Desk) StepDone(ctx context.Context, id string, version int64) (contact.Entry, error) {
	if err := check(ctx, identity.ContactWrite, ""); err != nil {
		return contact.Entry{}, err
	}
	e, err := d.store.Entry(ctx, id)
	if err != nil || e.NextDone {
		return e, err
	}
	e.NextDone, e.Version = true, version
	if err := d.store.SaveEntry(ctx, e); err != nil {
		return e, err
	}
	return d.store.Entry(ctx, id)
}

// Reached counts contacts and companies.
func (d *Desk) Reached(ctx context.Context) (store.Reached, error) {
	if err := check(ctx, identity.ContactList, ""); err != nil {
		return store.Reached{}, err
	}
	return d.store.Reached(ctx)
}

// DueSteps counts the caller's next steps that wait; none for who has no contacts.
func (d *Desk) DueSteps(ctx context.Context) (n int, since *civil.Date, err error) {
	p, _ := identity.From(ctx)
	if identity.May(p, identity.ContactWrite) != nil {
		return 0, nil, nil
	}
	return d.store.DueSteps(ctx, p.Subject)
}

// Lead reads a lead, and the registered companies that it may have become.
func (d *Desk) Lead(ctx context.Context, id string) (contact.Lead, []store.CompanyLine, error) {
	if err := check(ctx, identity.ContactList, ""); err != nil {
		return contact.Lead{}, nil, err
	}
	l, err := d.store.Lead(ctx, id)
	if err != nil || l.CompanyID != "" {
		return l, nil, err
	}
	alike, err := d.store.Alike(ctx, company.Company{Name: l.Name})
	return l, alike, err
}

// LinkLead says which company a lead has become.
func (d *Desk) LinkLead(ctx context.Context, leadID, companyID string) error {
	if err := check(ctx, identity.ContactWrite, ""); err != nil {
		return err
	}
	return d.store.LinkLead(ctx, leadID, companyID)
}

// LoadContacts writes many leads and contacts.
func (d *Desk) LoadContacts(ctx context.Context, leads []contact.Lead, entries []contact.Entry) (store.Written, error) {
	if err := check(ctx, identity.BatchLoad, ""); err != nil {
		return store.Written{}, err
	}
	var v fault.Violations
	for i, l := range leads {
		add(&v, fmt.Sprintf("/leads/%d", i), l.Check())
	}
	for i, e := range entries {
		add(&v, fmt.Sprintf("/items/%d", i), e.Check(d.Today()))
	}
	if err := v.Err(); err != nil {
		return store.Written{}, err //nolint:wrapcheck // a fault for the caller
	}
	return d.store.LoadContacts(ctx, leads, entries)
}
