package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/directory"
)

type teamRow struct {
	bun.BaseModel `bun:"table:team"`

	ID    string `bun:"id,pk"`
	Code  string `bun:"code"`
	Label string `bun:"label"`
}

type partnerRow struct {
	bun.BaseModel `bun:"table:partner"`

	ID      string `bun:"id,pk"`
	Name    string `bun:"name"`
	Country string `bun:"country"`
	Team    string `bun:"team"`
}

type staffRow struct {
	bun.BaseModel `bun:"table:staff"`

	Subject string `bun:"subject,pk"`
	Name    string `bun:"name"`
	Roles   string `bun:"roles"` // with blanks between them
	Team    string `bun:"team"`
	Partner string `bun:"partner"`
	Person  string `bun:"person"`
}

// Entry returns who a subject is; false when the directory does not know it.
func (s *Store) Entry(ctx context.Context, subject string) (directory.Entry, bool, error) {
	var r staffRow
	err := s.db.NewSelect().Model(&r).Where("subject = ?", subject).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return directory.Entry{Subject: subject}, false, nil
	}
	if err != nil {
		return directory.Entry{}, false, fmt.Errorf("look up a subject: %w", err)
	}
	return directory.Entry{Subject: r.Subject, Name: r.Name, Roles: strings.Fields(r.Roles), Team: r.Team, Partner: r.Partner, Person: r.Person}, true, nil
}

// PutEntry says who a subject is. Its team, partner and person must exist.
func (s *Store) PutEntry(ctx context.Context, e directory.Entry, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var bad fault.Violations
		for _, b := range []struct {
			model     any
			field, id string
		}{{(*teamRow)(nil), "/team", e.Team}, {(*partnerRow)(nil), "/partner", e.Partner}, {(*personRow)(nil), "/person", e.Person}} {
			if b.id == "" {
				continue
			}
			there, err := tx.NewSelect().Model(b.model).Where("id = ?", b.id).Exists(ctx)
			if err != nil {
				return fmt.Errorf("check %s: %w", b.field, err)
			}
			if !there {
				bad.Add(b.field, "unknown", "There is no such record.")
			}
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := putEntry(ctx, tx, e); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

func putEntry(ctx context.Context, tx bun.Tx, e directory.Entry) error {
	r := &staffRow{Subject: e.Subject, Name: e.Name, Roles: strings.Join(e.Roles, " "), Team: e.Team, Partner: e.Partner, Person: e.Person}
	_, err := tx.NewInsert().Model(r).On("CONFLICT (subject) DO UPDATE").
		Set("name = CASE WHEN EXCLUDED.name = '' THEN ?TableAlias.name ELSE EXCLUDED.name END").
		Set("roles = EXCLUDED.roles").Set("team = EXCLUDED.team").Set("partner = EXCLUDED.partner").Set("person = EXCLUDED.person").Exec(ctx)
	if err != nil {
		return fmt.Errorf("write a directory entry: %w", err)
	}
	return nil
}

// Teams returns all teams, by code.
func (s *Store) Teams(ctx context.Context) ([]directory.Team, error) {
	var rows []teamRow
	if err := s.db.NewSelect().Model(&rows).OrderExpr("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list teams: %w", err)
	}
	teams := make([]directory.Team, 0, len(rows))
	for _, r := range rows {
		teams = append(teams, directory.Team{ID: r.ID, Code: r.Code, Label: r.Label})
	}
	return teams, nil
}

// PutTeam creates or renames a team.
func (s *Store) PutTeam(ctx context.Context, t directory.Team, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := putTeam(ctx, tx, t); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

func putTeam(ctx context.Context, tx bun.Tx, t directory.Team) error {
	_, err := tx.NewInsert().Model(&teamRow{ID: t.ID, Code: t.Code, Label: t.Label}).On("CONFLICT (id) DO UPDATE").
		Set("code = EXCLUDED.code").Set("label = EXCLUDED.label").Exec(ctx)
	return sqldb.Fault(err, "team")
}

// Partners returns all partner organisations.
func (s *Store) Partners(ctx context.Context) ([]directory.Partner, error) {
	var rows []partnerRow
	if err := s.db.NewSelect().Model(&rows).OrderExpr("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list partners: %w", err)
	}
	partners := make([]directory.Partner, 0, len(rows))
	for _, r := range rows {
		partners = append(partners, directory.Partner{ID: r.ID, Name: r.Name, Country: r.Country, Team: r.Team})
	}
	return partners, nil
}

// PutPartner creates or renames a partner organisation.
func (s *Store) PutPartner(ctx context.Context, p directory.Partner, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if p.Team != "" {
			there, err := tx.NewSelect().Model((*teamRow)(nil)).Where("id = ?", p.Team).Exists(ctx)
			if err != nil {
				return fmt.Errorf("check a partner's team: %w", err)
			}
			if !there {
				return unknownTeam()
			}
		}
		if err := putPartner(ctx, tx, p); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

func putPartner(ctx context.Context, tx bun.Tx, p directory.Partner) error {
	_, err := tx.NewInsert().Model(&partnerRow{ID: p.ID, Name: p.Name, Country: p.Country, Team: p.Team}).On("CONFLICT (id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("country = EXCLUDED.country").Set("team = EXCLUDED.team").Exec(ctx)
	return sqldb.Fault(err, "partner")
}

// Seed writes what is missing of a directory and leaves what is there as it is.
func (s *Store) Seed(ctx context.Context, teams []directory.Team, partners []directory.Partner, entries []directory.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, t := range teams {
			if err := seedRow(ctx, tx, &teamRow{ID: t.ID, Code: t.Code, Label: t.Label}); err != nil {
				return err
			}
		}
		for _, p := range partners {
			if err := seedRow(ctx, tx, &partnerRow{ID: p.ID, Name: p.Name, Country: p.Country, Team: p.Team}); err != nil {
				return err
			}
		}
		for _, e := range entries {
			r := &staffRow{Subject: e.Subject, Name: e.Name, Roles: strings.Join(e.Roles, " "), Team: e.Team, Partner: e.Partner, Person: e.Person}
			if err := seedRow(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func seedRow(ctx context.Context, tx bun.Tx, row any) error {
	if _, err := tx.NewInsert().Model(row).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("seed the directory: %w", err)
	}
	return nil
}

func unknownTeam() error {
	var bad fault.Violations
	bad.Add("/team", "unknown", "There is no such team.")
	return bad.Err()
}
