package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
)

// WantedEntries narrows a list of contacts; zero fields do not.
type WantedEntries struct {
	Company, Lead, Result, By string
	// Open keeps those whose next step is not done.
	Open bool
}

// EntryLine is a contact in a list, with the company's or the lead's name.
type EntryLine struct {
	contact.Entry
	Name string
}

type joinedEntry struct {
	entryRow `bun:",extend"`

	Name string `bun:"name"`
}

// Entries lists contacts, the newest first. A company's are also those that it had as a lead.
func (s *Store) Entries(ctx context.Context, w WantedEntries, q Query) (lines []EntryLine, next string, err error) {
	var rows []joinedEntry
	query := s.db.NewSelect().Model(&rows).ModelTableExpr("contact_entry AS e").
		ColumnExpr("e.*, coalesce(c.name, l.name) AS name").
		Join("LEFT JOIN lead AS l ON l.id = e.lead_id").Join("LEFT JOIN company AS c ON c.id = coalesce(e.company_id, l.company_id)").
		OrderExpr("e.held_on DESC, e.id DESC").Limit(q.limit() + 1)
	if w.Company != "" {
		query = query.Where("c.id = ?", w.Company)
	}
	if w.Lead != "" {
		query = query.Where("e.lead_id = ?", w.Lead)
	}
	if w.Result != "" {
		query = query.Where("e.result = ?", w.Result)
	}
	if w.By != "" {
		query = query.Where("e.by_subject = ?", w.By)
	}
	if w.Open {
		query = query.Where("e.next_on IS NOT NULL").Where("e.next_done = ?", false)
	}
	if q.Cursor != "" {
		p, err := readPlace(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		day, err := civil.ParseDate(p.Key)
		if err != nil {
			_, err = readPlace("!")
			return nil, "", err
		}
		query = query.Where("(e.held_on, e.id) < (?, ?)", day, p.ID)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list contacts: %w", err)
	}
	if int64(len(rows)) > q.limit() {
		rows = rows[:q.limit()]
		last := rows[len(rows)-1]
		next = place{Key: last.HeldOn.String(), ID: last.ID}.cursor()
	}
	lines = make([]EntryLine, len(rows))
	for i, r := range rows {
		e, err := s.entry(r.entryRow)
		if err != nil {
			return nil, "", err
		}
		lines[i] = EntryLine{Entry: e, Name: r.Name}
	}
	return lines, next, nil
}

// Reached counts contacts, and apart from them the companies that they were with; a lead counts as one.
type Reached struct{ Contacts, Companies, Leads int }

// Reached counts all contacts.
func (s *Store) Reached(ctx context.Context) (Reached, error) {
	var r Reached
	err := s.db.NewSelect().TableExpr("contact_entry AS e").Join("LEFT JOIN lead AS l ON l.id = e.lead_id").
		ColumnExpr("count(*)").ColumnExpr("count(DISTINCT coalesce(e.company_id, l.company_id, e.lead_id))").
		ColumnExpr("count(DISTINCT CASE WHEN e.company_id IS NULL AND l.company_id IS NULL THEN e.lead_id END)").
		Scan(ctx, &r.Contacts, &r.Companies, &r.Leads)
	if err != nil {
		return r, fmt.Errorf("count contacts: %w", err)
	}
	return r, nil
}

// DueSteps counts the next steps of somebody that wait today, and tells since when the first one does.
func (s *Store) DueSteps(ctx context.Context, by string) (n int, since *civil.Date, err error) {
	err = s.db.NewSelect().Model((*entryRow)(nil)).ColumnExpr("count(*)").ColumnExpr("min(next_on)").
		Where("by_subject = ?", by).Where("next_done = ?", false).Where("next_on <= ?", s.today()).Scan(ctx, &n, &since)
	if err != nil {
		return 0, nil, fmt.Errorf("count next steps: %w", err)
	}
	return n, since, nil
}

// LoadContacts writes leads and contacts; those whose id exists are replaced.
func (s *Store) LoadContacts(ctx context.Context, leads []contact.Lead, entries []contact.Entry) (Written, error) {
	leadRows, rows, ids := make([]leadRow, len(leads)), make([]entryRow, len(entries)), make([]string, len(entries))
	var err error
	for i, l := range leads {
		if leadRows[i], err = s.leadRow(l); err != nil {
			return Written{}, err
		}
	}
	for i, e := range entries {
		e.Version = 1
		if rows[i], err = s.entryRow(e); err != nil {
			return Written{}, err
		}
		ids[i] = e.ID
	}
	var w Written
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		there, err := tx.NewSelect().Model((*entryRow)(nil)).Where("id IN (?)", bun.List(ids)).Count(ctx)
		if err != nil {
			return fmt.Errorf("look for contacts: %w", err)
		}
		w = Written{Created: len(rows) - int(there), Updated: int(there)}
		if len(leadRows) > 0 {
			_, err = tx.NewInsert().Model(&leadRows).On("CONFLICT (id) DO UPDATE").Set("name = EXCLUDED.name").Set("name_key = EXCLUDED.name_key").
				Set("municipality = EXCLUDED.municipality").Set("reach = EXCLUDED.reach").Exec(ctx)
			if err != nil {
				return fmt.Errorf("write %d leads: %w", len(leadRows), err)
			}
		}
		_, err = tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").Set("version = e.version + 1").
			Set("held_on = EXCLUDED.held_on").Set("channel = EXCLUDED.channel").Set("result = EXCLUDED.result").
			Set("subject = EXCLUDED.subject").Set("note = EXCLUDED.note").Set("next_step = EXCLUDED.next_step").
			Set("next_on = EXCLUDED.next_on").Set("next_done = EXCLUDED.next_done").Set("by_subject = EXCLUDED.by_subject").Exec(ctx)
		if err != nil {
			return fmt.Errorf("write %d contacts: %w", len(rows), err)
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.BatchLoad, Kind: "contact", Detail: fmt.Sprintf("batch of %d", len(rows))})
	})
	return w, err //nolint:wrapcheck // the parts are wrapped
}
