package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
)

// CalendarLink is the private link of somebody's calendar, as it is kept: what is in the link itself is not.
type CalendarLink struct {
	bun.BaseModel `bun:"table:calendar_link"`

	ID        string     `bun:"id,pk"`
	Subject   string     `bun:"subject"`
	Hash      string     `bun:"hash"`
	Language  string     `bun:"language"`
	MadeAt    time.Time  `bun:"made_at"`
	RevokedAt *time.Time `bun:"revoked_at"`
	LastUsed  *time.Time `bun:"last_used"`
}

// CalendarLinks keeps private links of calendars.
type CalendarLinks struct {
	db    *sqldb.DB
	audit *audit.Recorder
}

// NewCalendarLinks makes the records over an open database.
func NewCalendarLinks(db *sqldb.DB, recorder *audit.Recorder) *CalendarLinks {
	return &CalendarLinks{db, recorder}
}

// Of returns the link that somebody has now; false when there is none.
func (s *CalendarLinks) Of(ctx context.Context, subject string) (CalendarLink, bool, error) {
	return s.one(ctx, "subject = ?", subject)
}

// ByHash returns the link that holds and whose hash it is; false when there is none.
func (s *CalendarLinks) ByHash(ctx context.Context, hash string) (CalendarLink, bool, error) {
	return s.one(ctx, "hash = ?", hash)
}

func (s *CalendarLinks) one(ctx context.Context, where, value string) (CalendarLink, bool, error) {
	var l CalendarLink
	err := s.db.NewSelect().Model(&l).Where(where, value).Where("revoked_at IS NULL").Scan(ctx)
	if sqldb.IsNotFound(err) {
		return CalendarLink{}, false, nil
	}
	if err != nil {
		return CalendarLink{}, false, fmt.Errorf("read the link of a calendar: %w", err)
	}
	return l, true, nil
}

// Make writes a link in place of the one that there was.
func (s *CalendarLinks) Make(ctx context.Context, l CalendarLink, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := revokeCalendar(ctx, tx, l.Subject, l.MadeAt); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&l).Exec(ctx); err != nil {
			return sqldb.Fault(err, "calendar link")
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Revoke ends somebody's link; NotFound when there is none.
func (s *CalendarLinks) Revoke(ctx context.Context, subject string, at time.Time, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		n, err := revokeCalendar(ctx, tx, subject, at)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "There is no link to withdraw.")
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

func revokeCalendar(ctx context.Context, tx bun.Tx, subject string, at time.Time) (int64, error) {
	res, err := tx.NewUpdate().Model((*CalendarLink)(nil)).Set("revoked_at = ?", at.UTC()).Where("subject = ?", subject).Where("revoked_at IS NULL").Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("withdraw the link of a calendar: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("count withdrawn links: %w", err)
	}
	return n, nil
}

// Used notes when a link was last used.
func (s *CalendarLinks) Used(ctx context.Context, id string, at time.Time) error {
	_, err := s.db.NewUpdate().Model((*CalendarLink)(nil)).Set("last_used = ?", at.UTC()).Where("id = ?", id).Where("revoked_at IS NULL").Exec(ctx)
	if err != nil {
		return fmt.Errorf("note the use of a link: %w", err)
	}
	return nil
}
