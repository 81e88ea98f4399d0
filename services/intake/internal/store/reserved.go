package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/needs"
)

type reservedRow struct {
	bun.BaseModel `bun:"table:reserved_fact"`

	ID        string     `bun:"id,pk"`
	Person    string     `bun:"person"`
	Team      string     `bun:"team"`
	Version   int64      `bun:"version"`
	Body      string     `bun:"body"`
	Author    string     `bun:"author"`
	NotedOn   civil.Date `bun:"noted_on,type:date"`
	ExpiresOn civil.Date `bun:"expires_on,type:date"`
}

// reservedJSON is what is sealed in the column body.
type reservedJSON struct {
	Code  needs.Code  `json:"code"`
	State needs.State `json:"state"`
	Note  string      `json:"note,omitempty"`
}

func (s *Store) reservedRow(team string, f needs.Fact) (*reservedRow, error) {
	plain, err := json.Marshal(reservedJSON{f.Code, f.State, f.Note})
	if err != nil {
		return nil, fmt.Errorf("write a reserved fact: %w", err)
	}
	body, err := s.seal(plain, f.ID, "reserved_fact")
	if err != nil {
		return nil, err
	}
	return &reservedRow{
		ID: f.ID, Person: f.Person, Team: team, Version: f.Version, Body: body, Author: f.Author, NotedOn: f.NotedOn, ExpiresOn: f.ExpiresOn,
	}, nil
}

// Reserved returns the facts on a person that a team keeps.
func (s *Store) Reserved(ctx context.Context, person, team string) ([]needs.Fact, error) {
	var rows []reservedRow
	err := s.db.NewSelect().Model(&rows).Where("person = ?", person).Where("team = ?", team).OrderExpr("noted_on DESC, id DESC").Limit(needs.MaxFacts).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read reserved facts: %w", err)
	}
	list := make([]needs.Fact, 0, len(rows))
	for _, r := range rows {
		plain, err := s.open(r.Body, r.ID, "reserved_fact")
		if err != nil {
			return nil, err
		}
		var body reservedJSON
		if err := json.Unmarshal(plain, &body); err != nil {
			return nil, fmt.Errorf("read a reserved fact: %w", err)
		}
		list = append(list, needs.Fact{
			ID: r.ID, Person: r.Person, Version: r.Version, Code: body.Code, State: body.State, Note: body.Note,
			Author: r.Author, NotedOn: r.NotedOn, ExpiresOn: r.ExpiresOn,
		})
	}
	return list, nil
}

// CreateReserved writes a new reserved fact, once per id.
func (s *Store) CreateReserved(ctx context.Context, team string, f needs.Fact, entry audit.Entry) error {
	if uuid.Validate(f.ID) != nil {
		return fault.New(fault.Invalid, "The form cannot be read.")
	}
	r, err := s.reservedRow(team, f)
	if err != nil {
		return err
	}
	return s.createFact(ctx, r, f, entry)
}

// SaveReserved writes a changed reserved fact, if it is still at its version.
func (s *Store) SaveReserved(ctx context.Context, team string, f needs.Fact, entry audit.Entry) error {
	r, err := s.reservedRow(team, f)
	if err != nil {
		return err
	}
	r.Version++
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(r).ExcludeColumn("id", "person", "team").Where("id = ?", f.ID).Where("person = ?", f.Person).
			Where("team = ?", team).Where("version = ?", f.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, whatNeed); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// RemoveReserved takes a reserved fact out, if it is still at the version.
func (s *Store) RemoveReserved(ctx context.Context, person, team, id string, version int64, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewDelete().Model((*reservedRow)(nil)).Where("id = ?", id).Where("person = ?", person).
			Where("team = ?", team).Where("version = ?", version).Exec(ctx)
		if err := sqldb.Versioned(res, err, whatNeed); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Opening is one time that somebody opened the reserved facts on a person.
type Opening struct {
	bun.BaseModel `bun:"table:reserved_opening"`

	ID        string    `bun:"id,pk"`
	Person    string    `bun:"person"`
	Team      string    `bun:"team"`
	Subject   string    `bun:"subject"`
	Reason    string    `bun:"reason"`
	OpenedAt  time.Time `bun:"opened_at"`
	OpenUntil time.Time `bun:"open_until"`
}

// OpenReserved records that somebody opens the reserved facts, and why.
func (s *Store) OpenReserved(ctx context.Context, o Opening, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&o).Exec(ctx); err != nil {
			return sqldb.Fault(err, whatNeed)
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Openings returns the last times that a team opened the reserved facts on a person.
func (s *Store) Openings(ctx context.Context, person, team string) ([]Opening, error) {
	var list []Opening
	if err := s.db.NewSelect().Model(&list).Where("person = ?", person).Where("team = ?", team).OrderExpr("opened_at DESC, id DESC").Limit(20).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read who opened reserved facts: %w", err)
	}
	return list, nil
}

// OpenNow reports until when somebody's opening lasts; false when there is none.
func (s *Store) OpenNow(ctx context.Context, person, team, subject string, now time.Time) (time.Time, bool, error) {
	var last Opening
	err := s.db.NewSelect().Model(&last).Where("person = ?", person).Where("team = ?", team).Where("subject = ?", subject).
		Where("open_until > ?", now.UTC()).OrderExpr("open_until DESC").Limit(1).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return time.Time{}, false, nil
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("look for an opening: %w", err)
	}
	return last.OpenUntil.UTC(), true, nil
}
