package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Wanted narrows a list of entries; empty fields narrow nothing. Hidden leaves out what an employer does not see.
type Wanted struct {
	Opening, Company, Team string
	People                 []string
	Waits                  []shortlist.Party
	ShownToHost            bool
	First                  shortlist.Party // what waits for them comes first, then the newest; else what stands the longest
	Cursor                 string
	Limit                  int
}

// MostEntries is the longest page.
const MostEntries = 200

// Entries lists entries and the cursor of the next page.
func (s *Shortlists) Entries(ctx context.Context, w Wanted) ([]shortlist.Entry, string, error) {
	limit := min(max(w.Limit, 1), MostEntries)
	var rows []entryRow
	q := s.db.NewSelect().Model(&rows).Limit(int64(limit) + 1)
	for column, value := range map[string]string{"opening": w.Opening, "company": w.Company, "team": w.Team} {
		if value != "" {
			q = q.Where("? = ?", bun.Ident(column), value)
		}
	}
	if w.People != nil {
		q = q.Where("person IN (?)", bun.List(w.People))
	}
	if len(w.Waits) > 0 {
		q = q.Where("waits IN (?)", bun.List(w.Waits))
	}
	if w.ShownToHost {
		var hidden []string
		for _, state := range shortlist.States() {
			if !state.ShownToHost() {
				hidden = append(hidden, string(state))
			}
		}
		q = q.Where("state NOT IN (?)", bun.List(hidden))
	}
	q, err := w.ordered(q)
	if err != nil {
		return nil, "", err
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list entries of shortlists: %w", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1]
		next = after(last)
	}
	out, err := s.entries(rows)
	return out, next, err
}

// ordered puts the entries in order and begins after the cursor.
func (w Wanted) ordered(q *bun.SelectQuery) (*bun.SelectQuery, error) {
	if w.First == "" {
		q = q.OrderExpr("since, id")
	} else {
		q = q.OrderExpr("CASE WHEN waits = ? THEN 0 ELSE 1 END, since DESC, id DESC", w.First)
	}
	if w.Cursor == "" {
		return q, nil
	}
	parts := strings.Split(w.Cursor, "~")
	since, err := time.Parse(time.RFC3339Nano, parts[0])
	if err != nil || len(parts) != 3 {
		return nil, fault.Violations{{Parameter: "cursor", Code: "format", Message: "Use the cursor of a former answer."}}.Err()
	}
	at, id := since.UTC(), parts[1]
	switch {
	case w.First == "":
		return q.Where("(since > ? OR (since = ? AND id > ?))", at, at, id), nil
	case parts[2] == string(w.First):
		return q.Where("(waits <> ? OR since < ? OR (since = ? AND id < ?))", w.First, at, at, id), nil
	default:
		return q.Where("waits <> ?", w.First).Where("(since < ? OR (since = ? AND id < ?))", at, at, id), nil
	}
}

// after is the cursor behind an entry: since when it stands, which it is, and whom it waits for.
func after(e entryRow) string {
	return e.Since.UTC().Format(time.RFC3339Nano) + "~" + e.ID + "~" + e.Waits
}

// Overdue reads entries on which the clock is to act: their day is over.
func (s *Shortlists) Overdue(ctx context.Context, today civil.Date, limit int) ([]shortlist.Entry, error) {
	var rows []entryRow
	if err := s.db.NewSelect().Model(&rows).Where("due <> ''").Where("due < ?", today.String()).OrderExpr("id").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read entries that are overdue: %w", err)
	}
	return s.entries(rows)
}

// Notice is something that the person is still to be told.
type Notice struct {
	Entry shortlist.Entry
	What  string
}

// Notices reads what people are still to be told.
func (s *Shortlists) Notices(ctx context.Context, limit int) ([]Notice, error) {
	var rows []entryRow
	if err := s.db.NewSelect().Model(&rows).Where("notify <> ''").OrderExpr("since, id").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what people are to be told: %w", err)
	}
	out := make([]Notice, 0, len(rows))
	for _, r := range rows {
		e, err := s.entry(r)
		if err != nil {
			return nil, err
		}
		out = append(out, Notice{e, r.Notify})
	}
	return out, nil
}

// Told says that the person was told, unless there is something newer to tell.
func (s *Shortlists) Told(ctx context.Context, n Notice) error {
	_, err := s.db.NewUpdate().Model((*entryRow)(nil)).Set("notify = ''").
		Where("id = ?", n.Entry.ID).Where("version = ?", n.Entry.Version).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note that a person was told: %w", err)
	}
	return nil
}

// Counted is how many entries wait for somebody, and since when the first.
type Counted struct {
	State string
	N     int
	Since time.Time
}

// Count counts entries by state; since when the oldest of each stands there.
func (s *Shortlists) Count(ctx context.Context, w Wanted) ([]Counted, error) {
	var rows []struct {
		State string    `bun:"state"`
		Since time.Time `bun:"since"`
	}
	q := s.db.NewSelect().Model((*entryRow)(nil)).Column("state", "since").Where("waits <> ''")
	for column, value := range map[string]string{"company": w.Company, "team": w.Team} {
		if value != "" {
			q = q.Where("? = ?", bun.Ident(column), value)
		}
	}
	if w.People != nil {
		q = q.Where("person IN (?)", bun.List(w.People))
	}
	if err := q.Limit(countLimit).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("count entries of shortlists: %w", err)
	}
	var out []Counted
	for _, r := range rows {
		i := slices.IndexFunc(out, func(c Counted) bool { return c.State == r.State })
		if i < 0 {
			out = append(out, Counted{State: r.State, N: 1, Since: r.Since})
			continue
		}
		out[i].N++
		if r.Since.Before(out[i].Since) {
			out[i].Since = r.Since
		}
	}
	return out, nil
}

// countLimit bounds what a count reads: far above a caseload.
const countLimit = 20_000

// Events reads what happened to an entry, the oldest first.
func (s *Shortlists) Events(ctx context.Context, entry string) ([]Event, error) {
	var rows []Event
	if err := s.db.NewSelect().Model(&rows).Where("entry = ?", entry).OrderExpr("at, id").Limit(MostEntries).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what happened to an entry: %w", err)
	}
	return rows, nil
}
