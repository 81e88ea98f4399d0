package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/referral"
)

const whatService = "city service"

type cityServiceRow struct {
	bun.BaseModel `bun:"table:city_service"`

	ID        string    `bun:"id,pk"`
	Version   int64     `bun:"version"`
	Kind      string    `bun:"kind"`
	Name      string    `bun:"name"`
	Languages string    `bun:"languages"`
	Withdrawn bool      `bun:"withdrawn"`
	Document  string    `bun:"document"`
	ChangedAt time.Time `bun:"changed_at"`
}

// cityServiceJSON is the column document, which only this package reads.
type cityServiceJSON struct {
	Names      map[string]string `json:"names"`
	About      string            `json:"about"`
	Address    string            `json:"address,omitempty"`
	Hours      string            `json:"hours,omitempty"`
	Phone      string            `json:"phone,omitempty"`
	Email      string            `json:"email,omitempty"`
	AnswerDays int               `json:"answerDays"`
	Reserved   bool              `json:"reserved,omitempty"`
}

func cityServiceRowOf(c referral.Service, at time.Time) (*cityServiceRow, error) {
	document, err := marshal(cityServiceJSON{
		Names: c.Names, About: c.About, Address: c.Address, Hours: c.Hours, Phone: c.Phone, Email: c.Email, AnswerDays: c.AnswerDays, Reserved: c.Reserved,
	})
	if err != nil {
		return nil, err
	}
	return &cityServiceRow{
		ID: c.ID, Version: c.Version, Kind: string(c.Kind), Name: c.Names["it"], Languages: " " + strings.Join(c.Languages, " ") + " ",
		Withdrawn: c.Withdrawn, Document: *document, ChangedAt: at.UTC(),
	}, nil
}

func (r cityServiceRow) service() (referral.Service, error) {
	var j cityServiceJSON
	if err := json.Unmarshal([]byte(r.Document), &j); err != nil {
		return referral.Service{}, fmt.Errorf("read the city service %s: %w", r.ID, err)
	}
	return referral.Service{
		ID: r.ID, Version: r.Version, Kind: referral.Kind(r.Kind), Names: j.Names, About: j.About, Languages: strings.Fields(r.Languages),
		Address: j.Address, Hours: j.Hours, Phone: j.Phone, Email: j.Email, AnswerDays: j.AnswerDays, Reserved: j.Reserved, Withdrawn: r.Withdrawn,
	}, nil
}

// CityServices narrows and pages the city directory. Empty fields narrow nothing.
type CityServices struct {
	IDs       []string // nil narrows nothing; none are none
	Kind      referral.Kind
	Language  string
	Withdrawn *bool
	After     string // the id that the last page ended with
	Limit     int
}

// CityServices returns services by their Italian names, and the cursor of the next page, "" at the end.
func (s *Store) CityServices(ctx context.Context, f CityServices) ([]referral.Service, string, error) {
	var rows []cityServiceRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("name, id").Limit(int64(f.Limit) + 1)
	if f.IDs != nil {
		q = q.Where("id IN (?)", bun.List(append([]string{""}, f.IDs...)))
	}
	if f.Kind != "" {
		q = q.Where("kind = ?", string(f.Kind))
	}
	if f.Language != "" {
		q = q.Where("languages LIKE ?", "% "+f.Language+" %")
	}
	if f.Withdrawn != nil {
		q = q.Where("withdrawn = ?", *f.Withdrawn)
	}
	if f.After != "" {
		q = q.Where("(name, id) > (SELECT name, id FROM city_service WHERE id = ?)", f.After)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list city services: %w", err)
	}
	next := ""
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		next = rows[len(rows)-1].ID
	}
	list := make([]referral.Service, 0, len(rows))
	for _, r := range rows {
		one, err := r.service()
		if err != nil {
			return nil, "", err
		}
		list = append(list, one)
	}
	return list, next, nil
}

// CityService returns one of them.
func (s *Store) CityService(ctx context.Context, id string) (referral.Service, error) {
	var r cityServiceRow
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return referral.Service{}, sqldb.Fault(err, whatService)
	}
	return r.service()
}

// AddCityService writes a new service. The same id again changes nothing: a double click makes one.
func (s *Store) AddCityService(ctx context.Context, c referral.Service, at time.Time, entry audit.Entry) error {
	c.Version = 1
	r, err := cityServiceRowOf(c, at)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewInsert().Model(r).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("write a city service: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err //nolint:wrapcheck // nil, or what the driver says of its own count
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// SaveCityService writes a changed service, if it is still at its version.
func (s *Store) SaveCityService(ctx context.Context, c referral.Service, at time.Time, entry audit.Entry) (referral.Service, error) {
	r, err := cityServiceRowOf(c, at)
	if err != nil {
		return c, err
	}
	r.Version++
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(r).ExcludeColumn("id").Where("id = ?", c.ID).Where("version = ?", c.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, whatService); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
	c.Version = r.Version
	return c, err
}

// SeedCityServices writes the services that are missing and leaves what is there as it is, changed or withdrawn.
func (s *Store) SeedCityServices(ctx context.Context, list []referral.Service, at time.Time) error {
	if len(list) == 0 {
		return fault.New(fault.Precondition, "There is nothing to begin the city directory with.")
	}
	var rows []*cityServiceRow
	for _, c := range list {
		c.Version = 1
		r, err := cityServiceRowOf(c, at)
		if err != nil {
			return err
		}
		rows = append(rows, r)
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&rows).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("seed the city directory: %w", err)
		}
		return nil
	})
}
