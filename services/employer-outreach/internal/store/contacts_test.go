package store_test

import (
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Contacts and companies are counted apart, and a lead that registers is the same company.
func TestContactsAreCountedApartFromCompanies(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		c := bakery()
		must(t, f.AddCompany(ctx, c, "", ""))
		today := store.Today(f.clock.at)
		due := today.AddDays(-2)
		entry := func(on civil.Date) contact.Entry {
			return contact.Entry{ID: id(), Version: 1, CompanyID: c.ID, HeldOn: on, Channel: "phone", Result: "informed", Subject: "Marked subject", Note: "Marked note", By: "anna"}
		}
		first, second := entry(today.AddDays(-5)), entry(today.AddDays(-3))
		second.Next, second.NextOn = "Marked step", &due
		key := store.KeyOf("contact", "anna", "k")
		must(t, f.AddEntry(ctx, first, nil, ""))
		must(t, f.AddEntry(ctx, second, nil, key))
		again := entry(today)
		if err := f.AddEntry(ctx, again, nil, key); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same form again: %v", err)
		}
		lead := contact.Lead{ID: id(), Name: "Aurora Panificio srl", Reach: "Marked reach"}
		third := entry(today)
		third.CompanyID, third.LeadID = "", lead.ID
		must(t, f.AddEntry(ctx, third, &lead, ""))
		if r, err := f.Reached(ctx); err != nil || r != (store.Reached{Contacts: 3, Companies: 2, Leads: 1}) {
			t.Errorf("reached %+v, %v", r, err)
		}
		must(t, f.LinkLead(ctx, lead.ID, c.ID))
		if r, err := f.Reached(ctx); err != nil || r != (store.Reached{Contacts: 3, Companies: 1}) {
			t.Errorf("once the lead has registered: %+v, %v", r, err)
		}
		lines, next, err := f.Entries(ctx, store.WantedEntries{Company: c.ID}, store.Query{Limit: 2})
		if err != nil || len(lines) != 2 || lines[0].ID != third.ID || lines[0].Name != c.Name || next == "" {
			t.Fatalf("the first page: %+v, %v", lines, err)
		}
		if lines, _, err = f.Entries(ctx, store.WantedEntries{Company: c.ID}, store.Query{Limit: 2, Cursor: next}); err != nil || len(lines) != 1 || lines[0].ID != first.ID {
			t.Errorf("the second page: %+v, %v", lines, err)
		}
		if n, since, err := f.DueSteps(ctx, "anna"); err != nil || n != 1 || since == nil || *since != due {
			t.Errorf("due: %d since %v, %v", n, since, err)
		}
		second.NextDone = true
		must(t, f.SaveEntry(ctx, second))
		if err := f.SaveEntry(ctx, second); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		if n, _, err := f.DueSteps(ctx, "anna"); err != nil || n != 0 {
			t.Errorf("done, due: %d, %v", n, err)
		}
		if read, err := f.Entry(ctx, second.ID); err != nil || read.Note != "Marked note" || read.Next != "Marked step" {
			t.Errorf("read: %+v, %v", read, err)
		}
	})
}
