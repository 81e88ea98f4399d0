package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
)

// MovesWithAMerge says of every column that names a person what a merge of two files does to it. A test fails for a
// column that is not here.
func MovesWithAMerge() []filemerge.Table {
	return []filemerge.Table{
		filemerge.Audit(),
		{Name: "profile", Column: "person", How: filemerge.Combined, Why: "the kept one's statements win, the other's are added: profile.Combine"},
		{Name: "profile_merge", Column: "kept", How: filemerge.Stays, Why: "it is the merge"},
		{Name: "profile_merge", Column: "other", How: filemerge.Stays, Why: "it is the merge"},
	}
}

const mergeTable = "profile_merge"

type mergeRow struct {
	bun.BaseModel `bun:"table:profile_merge,alias:pm"`

	Merge    string    `bun:"merge,pk"`
	Kept     string    `bun:"kept"`
	Other    string    `bun:"other"`
	Standing bool      `bun:"standing"`
	Revision int64     `bun:"revision"`
	Taken    string    `bun:"taken"`
	At       time.Time `bun:"at"`
}

func (s *Store) mergeOf(r mergeRow) (profiling.Merge, error) {
	m := profiling.Merge{ID: r.Merge, Kept: r.Kept, Other: r.Other, Standing: r.Standing, Revision: r.Revision, At: r.At.UTC()}
	raw, err := base64.StdEncoding.DecodeString(r.Taken)
	if err != nil {
		return m, fmt.Errorf("read what a merge took over: %w", err)
	}
	plain, err := s.sealer.Open(raw, mergeTable, r.Merge, "taken")
	if err != nil {
		return m, fmt.Errorf("open what a merge took over: %w", err)
	}
	if err := json.Unmarshal(plain, &m.Taken); err != nil {
		return m, fmt.Errorf("read what a merge took over: %w", err)
	}
	return m, nil
}

// Merge implements profiling.Records.
func (s *Store) Merge(ctx context.Context, id string) (profiling.Merge, error) {
	var r mergeRow
	err := s.db.NewSelect().Model(&r).Where("merge = ?", id).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return profiling.Merge{ID: id}, nil
	}
	if err != nil {
		return profiling.Merge{}, fmt.Errorf("read a merge: %w", err)
	}
	return s.mergeOf(r)
}

// MergesInto implements profiling.Records.
func (s *Store) MergesInto(ctx context.Context, person string) ([]profiling.Merge, error) {
	var rows []mergeRow
	if err := s.db.NewSelect().Model(&rows).Where("kept = ?", person).Where("standing").OrderExpr("at DESC").Limit(20).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read merges: %w", err)
	}
	var list []profiling.Merge
	for _, r := range rows {
		m, err := s.mergeOf(r)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// MergedInto returns the files that became part of somebody's.
func (s *Store) MergedInto(ctx context.Context, person string) ([]string, error) {
	return filemerge.Gathered(ctx, person, func(ctx context.Context, files []string) (others []string, err error) {
		err = s.db.NewSelect().Model((*mergeRow)(nil)).Column("other").Where("kept IN (?)", bun.List(files)).Where("standing").Scan(ctx, &others)
		if err != nil {
			return nil, fmt.Errorf("read who was merged into a file: %w", err)
		}
		return others, nil
	})
}

// Follow implements profiling.Records.
func (s *Store) Follow(ctx context.Context, m profiling.Merge, p *profile.Profile, entry audit.Entry) error {
	plain, err := json.Marshal(m.Taken)
	if err != nil {
		return fmt.Errorf("write what a merge took over: %w", err)
	}
	sealed, err := s.sealer.Seal(plain, mergeTable, m.ID, "taken")
	if err != nil {
		return fmt.Errorf("seal what a merge took over: %w", err)
	}
	row := &mergeRow{Merge: m.ID, Kept: m.Kept, Other: m.Other, Standing: m.Standing, Revision: m.Revision, Taken: base64.StdEncoding.EncodeToString(sealed), At: m.At.UTC().Truncate(time.Microsecond)}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(row).On("CONFLICT (merge) DO UPDATE").Set("standing = EXCLUDED.standing").Set("revision = EXCLUDED.revision").
			Set("taken = EXCLUDED.taken").Set("at = EXCLUDED.at").Exec(ctx)
		if err != nil {
			return fmt.Errorf("write a merge: %w", err)
		}
		if p == nil {
			return s.audit.Record(ctx, tx, entry)
		}
		r, err := s.rowOf(*p)
		if err != nil {
			return err
		}
		if err := putProfile(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.feed.Append(ctx, tx, feed.Entry{Kind: ProfileKind, ID: p.Person})
	})
}
