package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// ProfileKind is the feed's kind for profiles.
const ProfileKind = "profile"

type profileRow struct {
	bun.BaseModel `bun:"table:profile,alias:p"`

	Person          string    `bun:"person,pk"`
	Version         int64     `bun:"version"`
	TaxonomyVersion string    `bun:"taxonomy_version"`
	UpdatedAt       time.Time `bun:"updated_at"`
	Content         string    `bun:"content"`
}

func (s *Store) profileOf(r profileRow) (profile.Profile, error) {
	content, err := s.decode(r.Person, r.Content)
	return profile.Profile{Person: r.Person, Version: r.Version, TaxonomyVersion: r.TaxonomyVersion, UpdatedAt: r.UpdatedAt.UTC(), Content: content}, err
}

func (s *Store) rowOf(p profile.Profile) (profileRow, error) {
	content, err := s.encode(p.Person, p.Content)
	return profileRow{
		Person: p.Person, Version: p.Version, TaxonomyVersion: p.TaxonomyVersion, UpdatedAt: p.UpdatedAt.UTC().Truncate(time.Microsecond), Content: content,
	}, err
}

// Profile returns a person's profile, an empty one at version 0 when nothing was noted yet.
func (s *Store) Profile(ctx context.Context, person string) (profile.Profile, error) {
	var r profileRow
	err := s.db.NewSelect().Model(&r).Where("person = ?", person).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return profile.Profile{Person: person}, nil
	}
	if err != nil {
		return profile.Profile{}, fmt.Errorf("read a profile: %w", err)
	}
	return s.profileOf(r)
}

// Profiles returns the profiles that exist among these people's, by person.
func (s *Store) Profiles(ctx context.Context, people []string) (map[string]profile.Profile, error) {
	out := make(map[string]profile.Profile, len(people))
	if len(people) == 0 {
		return out, nil
	}
	var rows []profileRow
	if err := s.db.NewSelect().Model(&rows).Where("person IN (?)", bun.List(people)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read %d profiles: %w", len(people), err)
	}
	for _, r := range rows {
		p, err := s.profileOf(r)
		if err != nil {
			return nil, err
		}
		out[r.Person] = p
	}
	return out, nil
}

// Save writes a profile that was read at p.Version, and returns it at its new one. If it has changed since, it is a Conflict.
func (s *Store) Save(ctx context.Context, p profile.Profile, entry audit.Entry) (profile.Profile, error) {
	r, err := s.rowOf(p)
	if err != nil {
		return p, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r.Version = p.Version
		if err := putProfile(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.feed.Append(ctx, tx, feed.Entry{Kind: ProfileKind, ID: p.Person})
	})
	if err != nil {
		return p, fmt.Errorf("save a profile: %w", err)
	}
	return s.profileOf(r)
}

// putProfile writes a row that was read at its version, at the next one.
func putProfile(ctx context.Context, tx bun.Tx, r *profileRow) error {
	before := r.Version
	r.Version++
	if before == 0 {
		_, err := tx.NewInsert().Model(r).Exec(ctx)
		if sqldb.IsUnique(err) {
			return sqldb.Versioned(none{}, nil, "profile")
		}
		if err != nil {
			return sqldb.Fault(err, "profile")
		}
		return nil
	}
	res, err := tx.NewUpdate().Model(r).WherePK().Where("version = ?", before).Exec(ctx)
	return sqldb.Versioned(res, err, "profile")
}

// none is the result of a write that met no row.
type none struct{}

// LastInsertId implements sql.Result.
func (none) LastInsertId() (int64, error) { return 0, nil }

// RowsAffected implements sql.Result.
func (none) RowsAffected() (int64, error) { return 0, nil }

// SaveBatch writes profiles whatever their versions were, each person once.
func (s *Store) SaveBatch(ctx context.Context, profiles []profile.Profile, entry audit.Entry) (created, updated int, err error) {
	rows := make([]profileRow, len(profiles))
	people := make([]string, len(profiles))
	entries := make([]feed.Entry, len(profiles))
	for i, p := range profiles {
		if rows[i], err = s.rowOf(p); err != nil {
			return 0, 0, err
		}
		rows[i].Version = 1
		people[i], entries[i] = p.Person, feed.Entry{Kind: ProfileKind, ID: p.Person}
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		there, err := tx.NewSelect().Model((*profileRow)(nil)).Where("person IN (?)", bun.List(people)).Count(ctx)
		if err != nil {
			return fmt.Errorf("count profiles: %w", err)
		}
		created, updated = len(rows)-int(there), int(there)
		_, err = tx.NewInsert().Model(&rows).On("CONFLICT (person) DO UPDATE").
			Set("version = p.version + 1").Set("taxonomy_version = EXCLUDED.taxonomy_version").
			Set("updated_at = EXCLUDED.updated_at").Set("content = EXCLUDED.content").Exec(ctx)
		if err != nil {
			return fmt.Errorf("write profiles: %w", err)
		}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.feed.Append(ctx, tx, entries...)
	})
	if err != nil {
		return 0, 0, fmt.Errorf("save %d profiles: %w", len(profiles), err)
	}
	return created, updated, nil
}
