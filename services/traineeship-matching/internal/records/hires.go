package records

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

type hireRow struct {
	bun.BaseModel `bun:"table:hire"`

	ID          string      `bun:"id,pk"`
	Person      string      `bun:"person"`
	Team        string      `bun:"team"`
	Company     string      `bun:"company"`
	Employer    string      `bun:"employer"`
	Opening     string      `bun:"opening"`
	Entry       string      `bun:"entry"`
	Traineeship string      `bun:"traineeship"`
	Kind        string      `bun:"kind"`
	Start       civil.Date  `bun:"start"`
	End         *civil.Date `bun:"end_on"`
	HoursWeek   int         `bun:"hours_week"`
	RecordedAt  time.Time   `bun:"recorded_at"`
	RecordedBy  string      `bun:"recorded_by"`
	RequestKey  *string     `bun:"request_key"`
	Demo        bool        `bun:"demo"`
}

func (s *Store) hireRow(h *traineeship.Employment) (*hireRow, error) {
	employer, err := s.sealText(h.Employer, h.ID, "employer")
	if err != nil {
		return nil, err
	}
	return &hireRow{
		ID: h.ID, Person: h.PersonID, Team: h.Team, Company: h.CompanyID, Employer: employer, Opening: h.OpeningID, Entry: h.EntryID,
		Traineeship: h.TraineeshipID, Kind: string(h.Kind), Start: h.Start, End: orNil(h.End), HoursWeek: h.HoursWeek,
		RecordedAt: h.RecordedAt.UTC(), RecordedBy: h.RecordedBy, Demo: h.Demo,
	}, nil
}

func (s *Store) hire(r *hireRow) (traineeship.Employment, error) {
	employer, err := s.open(r.Employer, r.ID, "employer")
	return traineeship.Employment{
		ID: r.ID, PersonID: r.Person, Team: r.Team, CompanyID: r.Company, Employer: string(employer), OpeningID: r.Opening, EntryID: r.Entry,
		TraineeshipID: r.Traineeship, Kind: traineeship.HireKind(r.Kind), Start: r.Start, End: orZero(r.End), HoursWeek: r.HoursWeek,
		RecordedAt: r.RecordedAt.UTC(), RecordedBy: r.RecordedBy, Demo: r.Demo,
	}, err
}

// Hired returns the hire that an earlier call with the same key recorded.
func (s *Store) Hired(ctx context.Context, key string) (traineeship.Employment, bool, error) {
	var r hireRow
	err := s.db.NewSelect().Model(&r).Where("request_key = ?", key).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return traineeship.Employment{}, false, nil
	}
	if err != nil {
		return traineeship.Employment{}, false, fmt.Errorf("look for an earlier call: %w", err)
	}
	h, err := s.hire(&r)
	return h, true, err
}

// RecordHire writes a hire. Of two calls with one key, the second is a Conflict.
func (s *Store) RecordHire(ctx context.Context, h traineeship.Employment, key string, effects Effects) error {
	r, err := s.hireRow(&h)
	if err != nil {
		return err
	}
	if key != "" {
		r.RequestKey = &key
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			return sqldb.Fault(err, "hire")
		}
		if err := s.tell(ctx, tx, effects.Outgoing); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, effects.Audit...)
	})
}

// Hires returns a page of hires, the newest first.
func (s *Store) Hires(ctx context.Context, l Listing) ([]traineeship.Employment, string, error) {
	if l.Nothing {
		return nil, "", nil
	}
	var rows []hireRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("start DESC, id DESC").Limit(int64(l.Limit) + 1)
	for _, c := range []struct{ column, value string }{{"team", l.Team}, {"company", l.Company}, {"person", l.Person}} {
		if c.value != "" {
			q = q.Where("? = ?", bun.Ident(c.column), c.value)
		}
	}
	if l.Cursor != "" {
		day, id, err := readCursor(l.Cursor)
		if err != nil {
			return nil, "", err
		}
		q = q.Where("(start < ? OR (start = ? AND id < ?))", day, day, id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list hires: %w", err)
	}
	next := ""
	if len(rows) > l.Limit {
		rows = rows[:l.Limit]
		next = writeCursor(rows[len(rows)-1].Start, rows[len(rows)-1].ID)
	}
	out := make([]traineeship.Employment, 0, len(rows))
	for i := range rows {
		h, err := s.hire(&rows[i])
		if err != nil {
			return nil, "", err
		}
		out = append(out, h)
	}
	return out, next, nil
}

// Load replaces traineeships and hires, whatever was there, in one transaction; failed are steps of theirs that failed now.
func (s *Store) Load(ctx context.Context, all []*traineeship.Traineeship, hires []traineeship.Employment, effects Effects, failed []Failure, now time.Time) (created int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var gone int
		for _, t := range all {
			res, err := tx.NewDelete().Model((*traineeshipRow)(nil)).Where("id = ?", t.ID).Exec(ctx)
			if err != nil {
				return fmt.Errorf("replace a traineeship: %w", err)
			}
			n, err := res.RowsAffected()
			if err != nil {
				return fmt.Errorf("count replaced traineeships: %w", err)
			}
			gone += int(n)
			r, err := s.row(t)
			if err != nil {
				return err
			}
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return sqldb.Fault(err, what)
			}
			if err := s.writeChildren(ctx, tx, t, children{}); err != nil {
				return err
			}
		}
		for i := range hires {
			r, err := s.hireRow(&hires[i])
			if err != nil {
				return err
			}
			res, err := tx.NewDelete().Model((*hireRow)(nil)).Where("id = ?", r.ID).Exec(ctx)
			if err != nil {
				return fmt.Errorf("replace a hire: %w", err)
			}
			n, err := res.RowsAffected()
			if err != nil {
				return fmt.Errorf("count replaced hires: %w", err)
			}
			gone += int(n)
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return sqldb.Fault(err, "hire")
			}
		}
		created = len(all) + len(hires) - gone
		if len(failed) > 0 {
			if err := fail(ctx, tx, failed, now.UTC()); err != nil {
				return err
			}
		}
		if err := s.tell(ctx, tx, effects.Outgoing); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, effects.Audit...)
	})
	return created, err
}
