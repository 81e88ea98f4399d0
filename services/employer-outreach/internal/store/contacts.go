package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
	"github.com/celav/celav/services/employer-outreach/internal/naming"
)

type entryRow struct {
	bun.BaseModel `bun:"table:contact_entry,alias:e"`

	ID        string      `bun:"id,pk"`
	Version   int64       `bun:"version"`
	CompanyID string      `bun:"company_id,nullzero"`
	LeadID    string      `bun:"lead_id,nullzero"`
	HeldOn    civil.Date  `bun:"held_on"`
	Channel   string      `bun:"channel"`
	Result    string      `bun:"result"`
	Subject   []byte      `bun:"subject"`
	Note      []byte      `bun:"note"`
	Next      []byte      `bun:"next_step"`
	NextOn    *civil.Date `bun:"next_on"`
	NextDone  bool        `bun:"next_done"`
	By        string      `bun:"by_subject"`
	Demo      bool        `bun:"demo"`
	ChangedAt time.Time   `bun:"changed_at"`
}

type leadRow struct {
	bun.BaseModel `bun:"table:lead,alias:l"`

	ID           string `bun:"id,pk"`
	Name         string `bun:"name"`
	NameKey      string `bun:"name_key"`
	Municipality string `bun:"municipality"`
	Reach        []byte `bun:"reach"`
	CompanyID    string `bun:"company_id,nullzero"`
	Demo         bool   `bun:"demo"`
}

func (s *Store) entryRow(e contact.Entry) (entryRow, error) {
	row := entryRow{
		ID: e.ID, Version: e.Version, CompanyID: e.CompanyID, LeadID: e.LeadID, HeldOn: e.HeldOn, Channel: e.Channel, Result: e.Result,
		NextOn: e.NextOn, NextDone: e.NextDone, By: e.By, Demo: e.Demo, ChangedAt: s.now().UTC(),
	}
	var errs [3]error
	row.Subject, errs[0] = s.sealText(e.Subject, "contact_entry", e.ID, "subject")
	row.Note, errs[1] = s.sealText(e.Note, "contact_entry", e.ID, "note")
	row.Next, errs[2] = s.sealText(e.Next, "contact_entry", e.ID, "next_step")
	return row, errors.Join(errs[:]...)
}

func (s *Store) entry(r entryRow) (contact.Entry, error) {
	e := contact.Entry{
		ID: r.ID, Version: r.Version, CompanyID: r.CompanyID, LeadID: r.LeadID, HeldOn: r.HeldOn, Channel: r.Channel, Result: r.Result,
		NextOn: r.NextOn, NextDone: r.NextDone, By: r.By, Demo: r.Demo,
	}
	var errs [3]error
	e.Subject, errs[0] = s.openText(r.Subject, "contact_entry", r.ID, "subject")
	e.Note, errs[1] = s.openText(r.Note, "contact_entry", r.ID, "note")
	e.Next, errs[2] = s.openText(r.Next, "contact_entry", r.ID, "next_step")
	return e, errors.Join(errs[:]...)
}

func (s *Store) leadRow(l contact.Lead) (leadRow, error) {
	reach, err := s.sealText(l.Reach, "lead", l.ID, "reach")
	return leadRow{ID: l.ID, Name: l.Name, NameKey: naming.Key(l.Name), Municipality: l.Municipality, Reach: reach, CompanyID: l.CompanyID, Demo: l.Demo}, err
}

// AddEntry records a contact; lead, unless nil, is recorded with it. The second of two calls with one form key is a
// Conflict.
func (s *Store) AddEntry(ctx context.Context, e contact.Entry, lead *contact.Lead, key FormKey) error {
	row, err := s.entryRow(e)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if lead != nil {
			made, err := s.leadRow(*lead)
			if err != nil {
				return err
			}
			if _, err := tx.NewInsert().Model(&made).Exec(ctx); err != nil {
				return sqldb.Fault(err, "lead")
			}
		}
		_, err := tx.NewInsert().Model(&row).Exec(ctx)
		if sqldb.IsForeignKey(err) {
			return fault.New(fault.NotFound, "There is no such company.")
		}
		if err != nil {
			return sqldb.Fault(err, "contact")
		}
		if err := s.keep(ctx, tx, key, e.ID); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ContactWrite, Kind: "contact", ID: e.ID})
	})
}

// Entry reads a contact.
func (s *Store) Entry(ctx context.Context, id string) (contact.Entry, error) {
	var row entryRow
	if err := s.db.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return contact.Entry{}, sqldb.Fault(err, "contact")
	}
	return s.entry(row)
}

// SaveEntry replaces a contact, on the version that it is based on. Whom it was with and who had it stay.
func (s *Store) SaveEntry(ctx context.Context, e contact.Entry) error {
	row, err := s.entryRow(e)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewUpdate().Model(&row).Column("held_on", "channel", "result", "subject", "note", "next_step", "next_on", "next_done", "changed_at").
			Set("version = version + 1").Where("id = ?", e.ID).Where("version = ?", e.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "contact"); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ContactWrite, Kind: "contact", ID: e.ID})
	})
}

// Lead reads a lead.
func (s *Store) Lead(ctx context.Context, id string) (contact.Lead, error) {
	var row leadRow
	if err := s.db.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return contact.Lead{}, sqldb.Fault(err, "lead")
	}
	reach, err := s.openText(row.Reach, "lead", row.ID, "reach")
	return contact.Lead{ID: row.ID, Name: row.Name, Municipality: row.Municipality, Reach: reach, CompanyID: row.CompanyID, Demo: row.Demo}, err
}

// LinkLead says which company a lead has become: from then on their contacts count as one company's.
func (s *Store) LinkLead(ctx context.Context, leadID, companyID string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		res, err := tx.NewUpdate().Model((*leadRow)(nil)).Set("company_id = ?", companyID).Where("id = ?", leadID).Exec(ctx)
		if sqldb.IsForeignKey(err) {
			return fault.New(fault.NotFound, "There is no such company.")
		}
		if err != nil {
			return fmt.Errorf("link a lead: %w", err)
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such lead.")
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ContactWrite, Kind: "lead", ID: leadID})
	})
}
