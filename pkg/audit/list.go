package audit

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
)

// Filter narrows a list; empty fields do not.
type Filter struct {
	Person, Subject string
	// Merged are files that became part of the person's: what was done with them counts as the person's.
	Merged []string
}

// Page is a part of the record, newest first. Next is empty on the last page.
type Page struct {
	Events []Event
	Next   string
}

const pageLimit = 200

// List returns the events before a cursor, newest first; the empty cursor begins at the newest.
func (r *Recorder) List(ctx context.Context, f Filter, cursor string, limit int) (Page, error) {
	if limit <= 0 || limit > pageLimit {
		limit = pageLimit
	}
	query := r.db.NewSelect().Model((*Event)(nil)).OrderExpr("id DESC").Limit(int64(limit) + 1)
	if cursor != "" {
		if uuid.Validate(cursor) != nil {
			return Page{}, fault.New(fault.Invalid, "The cursor is none that was given out.")
		}
		query = query.Where("id < ?", cursor)
	}
	if f.Person != "" {
		query = query.Where("person IN (?)", bun.List(append([]string{f.Person}, f.Merged...)))
	}
	if f.Subject != "" {
		query = query.Where("subject = ?", f.Subject)
	}
	var page Page
	if err := query.Scan(ctx, &page.Events); err != nil {
		return Page{}, fmt.Errorf("audit: list: %w", err)
	}
	if len(page.Events) > limit {
		page.Events = page.Events[:limit]
		page.Next = page.Events[limit-1].ID
	}
	return page, nil
}
