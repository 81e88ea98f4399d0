package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/correction"
)

type correctionRow struct {
	bun.BaseModel `bun:"table:correction,alias:c"`

	ID         string     `bun:"id,pk"`
	Version    int64      `bun:"version"`
	Person     string     `bun:"person"`
	Item       string     `bun:"item"`
	Request    string     `bun:"request"`
	AskedAt    time.Time  `bun:"asked_at"`
	State      string     `bun:"state"`
	Answer     string     `bun:"answer"`
	AnsweredAt *time.Time `bun:"answered_at"`
	AnsweredBy string     `bun:"answered_by"`
}

func (s *Store) sealCorrection(plain, id, column string) (string, error) {
	if plain == "" {
		return "", nil
	}
	sealed, err := s.sealer.Seal([]byte(plain), "correction", id, column)
	if err != nil {
		return "", fmt.Errorf("seal a request for correction: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

func (s *Store) openCorrection(sealed, id, column string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("read a sealed request for correction: %w", err)
	}
	plain, err := s.sealer.Open(raw, "correction", id, column)
	if err != nil {
		return "", fmt.Errorf("open a request for correction: %w", err)
	}
	return string(plain), nil
}

func (s *Store) correctionRow(c correction.Request) (*correctionRow, error) {
	r := &correctionRow{ID: c.ID, Version: c.Version, Person: c.Person, Item: string(c.Item), AskedAt: c.AskedAt.UTC(), State: string(c.State), AnsweredBy: c.AnsweredBy}
	if !c.AnsweredAt.IsZero() {
		at := c.AnsweredAt.UTC()
		r.AnsweredAt = &at
	}
	var err error
	if r.Request, err = s.sealCorrection(c.Text, c.ID, "request"); err != nil {
		return nil, err
	}
	r.Answer, err = s.sealCorrection(c.Answer, c.ID, "answer")
	return r, err
}

func (s *Store) correction(r correctionRow) (correction.Request, error) {
	c := correction.Request{
		ID: r.ID, Version: r.Version, Person: r.Person, Item: correction.Item(r.Item), AskedAt: r.AskedAt.UTC(), State: correction.State(r.State), AnsweredBy: r.AnsweredBy,
	}
	if r.AnsweredAt != nil {
		c.AnsweredAt = r.AnsweredAt.UTC()
	}
	var err error
	if c.Text, err = s.openCorrection(r.Request, r.ID, "request"); err != nil {
		return c, err
	}
	c.Answer, err = s.openCorrection(r.Answer, r.ID, "answer")
	return c, err
}

// Correction returns one request for correction.
func (s *Store) Correction(ctx context.Context, id string) (correction.Request, error) {
	var r correctionRow
	if uuid.Validate(id) != nil {
		return correction.Request{}, fault.New(fault.NotFound, "There is no such request.")
	}
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return correction.Request{}, sqldb.Fault(err, "request")
	}
	return s.correction(r)
}

// AddCorrection writes a request; one whose id is there already changes nothing, and added is false.
func (s *Store) AddCorrection(ctx context.Context, c correction.Request, entry audit.Entry) (added bool, err error) {
	r, err := s.correctionRow(c)
	if err != nil {
		return false, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewInsert().Model(r).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return sqldb.Fault(err, "request")
		}
		n, err := res.RowsAffected()
		if added = n > 0; err != nil || !added {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return added, err
}

// SaveCorrection writes an answered request, if it is still at the version that it was read with.
func (s *Store) SaveCorrection(ctx context.Context, c correction.Request, entry audit.Entry, also Also) error {
	r, err := s.correctionRow(c)
	if err != nil {
		return err
	}
	r.Version++
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(r).Column("version", "state", "answer", "answered_at", "answered_by").
			Where("id = ?", c.ID).Where("version = ?", c.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "request"); err != nil {
			return err
		}
		if err := also(ctx, tx); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Corrections narrows a list. Empty fields narrow nothing.
type Corrections struct {
	Person string // with the files that became part of it
	Team   string
	Tutor  string // and those whom nobody follows
	State  correction.State
	Limit  int
}

// maxCorrections bounds a list.
const maxCorrections = 500

// ListCorrections returns requests: those that are open the oldest first, then the answered ones, the newest first.
func (s *Store) ListCorrections(ctx context.Context, q Corrections) ([]correction.Request, error) {
	var rows []correctionRow
	if q.Limit <= 0 || q.Limit > maxCorrections {
		q.Limit = maxCorrections
	}
	query := s.db.NewSelect().Model(&rows).Join("JOIN person AS p ON p.id = c.person").Limit(int64(q.Limit)).
		OrderExpr("CASE WHEN c.state = 'open' THEN 0 ELSE 1 END, CASE WHEN c.state = 'open' THEN c.asked_at END, c.asked_at DESC, c.id")
	if q.Person != "" {
		query = query.Where("(p.id = ? OR p.merged_into = ?)", q.Person, q.Person)
	}
	if q.Team != "" {
		query = query.Where("p.team = ?", q.Team)
	}
	if q.Tutor != "" {
		query = query.Where("(p.tutor = ? OR p.tutor = '')", q.Tutor)
	}
	if q.State != "" {
		query = query.Where("c.state = ?", string(q.State))
	}
	if err := query.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list requests for correction: %w", err)
	}
	list := make([]correction.Request, 0, len(rows))
	for _, r := range rows {
		c, err := s.correction(r)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// LoadCorrections writes many requests, replacing those whose id exists.
func (s *Store) LoadCorrections(ctx context.Context, all []correction.Request, entry audit.Entry) (created int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		created = 0
		for _, c := range all {
			r, err := s.correctionRow(c)
			if err != nil {
				return err
			}
			there, err := tx.NewSelect().Model((*correctionRow)(nil)).Where("id = ?", c.ID).Count(ctx)
			if err != nil {
				return fmt.Errorf("look for a request: %w", err)
			}
			if there == 0 {
				created++
			}
			q := tx.NewInsert().Model(r).On("CONFLICT (id) DO UPDATE").Set("version = ?TableAlias.version + 1")
			for _, column := range []string{"person", "item", "request", "asked_at", "state", "answer", "answered_at", "answered_by"} {
				q = q.Set("? = EXCLUDED.?", bun.Ident(column), bun.Ident(column))
			}
			if _, err := q.Exec(ctx); err != nil {
				if sqldb.IsForeignKey(err) {
					return fault.New(fault.Precondition, "A request belongs to a file that is not there.")
				}
				return fmt.Errorf("write a request: %w", err)
			}
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return created, err
}
