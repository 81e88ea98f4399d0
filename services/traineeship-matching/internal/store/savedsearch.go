package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
)

// SavedSearches keeps what staff search for again and again.
type SavedSearches struct {
	db     *sqldb.DB
	sealer *seal.Sealer
}

// NewSavedSearches keeps searches in records that Open has brought up to date.
func NewSavedSearches(db *sqldb.DB, sealer *seal.Sealer) *SavedSearches {
	return &SavedSearches{db, sealer}
}

const searchTable = "saved_search"

type searchRow struct {
	bun.BaseModel `bun:"table:saved_search"`

	ID       string     `bun:"id,pk"`
	Version  int64      `bun:"version"`
	Owner    string     `bun:"owner"`
	Kind     string     `bun:"kind"`
	Words    string     `bun:"words"`
	MadeAt   time.Time  `bun:"made_at"`
	RanAt    time.Time  `bun:"ran_at"`
	BeforeAt *time.Time `bun:"before_at"`
	Seen     string     `bun:"seen"`
	Before   string     `bun:"before"`
	Demo     bool       `bun:"demo"`
}

type searchWords struct {
	Name  string `json:"name"`
	Query string `json:"query"`
}

func (s *SavedSearches) row(x savedsearch.Search) (*searchRow, error) {
	plain, err := json.Marshal(searchWords{x.Name, x.Query})
	if err != nil {
		return nil, fmt.Errorf("write a saved search: %w", err)
	}
	sealed, err := s.sealer.Seal(plain, searchTable, x.ID, "words")
	if err != nil {
		return nil, fmt.Errorf("seal a saved search: %w", err)
	}
	r := &searchRow{
		ID: x.ID, Version: x.Version, Owner: x.Owner, Kind: string(x.Kind), Words: base64.StdEncoding.EncodeToString(sealed),
		MadeAt: x.MadeAt.UTC(), RanAt: x.RanAt.UTC(), BeforeAt: x.BeforeAt, Demo: x.Demo,
	}
	for _, part := range []struct {
		ids  []string
		into *string
	}{{x.Seen, &r.Seen}, {x.Before, &r.Before}} {
		text, err := json.Marshal(append([]string{}, part.ids...))
		if err != nil {
			return nil, fmt.Errorf("write what a saved search found: %w", err)
		}
		*part.into = string(text)
	}
	return r, nil
}

func (s *SavedSearches) read(r searchRow) (savedsearch.Search, error) {
	x := savedsearch.Search{
		ID: r.ID, Version: r.Version, Owner: r.Owner, Kind: finding.Kind(r.Kind), MadeAt: r.MadeAt.UTC(), RanAt: r.RanAt.UTC(), BeforeAt: r.BeforeAt, Demo: r.Demo,
	}
	sealed, err := base64.StdEncoding.DecodeString(r.Words)
	if err != nil {
		return x, fmt.Errorf("read a saved search: %w", err)
	}
	plain, err := s.sealer.Open(sealed, searchTable, r.ID, "words")
	if err != nil {
		return x, fmt.Errorf("open a saved search: %w", err)
	}
	var words searchWords
	for _, part := range []struct {
		text string
		into any
	}{{string(plain), &words}, {r.Seen, &x.Seen}, {r.Before, &x.Before}} {
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return x, fmt.Errorf("read a saved search: %w", err)
		}
	}
	x.Name, x.Query = words.Name, words.Query
	return x, nil
}

// Of implements savedsearch.Store.
func (s *SavedSearches) Of(ctx context.Context, owner string) ([]savedsearch.Search, error) {
	var rows []searchRow
	if err := s.db.NewSelect().Model(&rows).Where("owner = ?", owner).OrderExpr("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read saved searches: %w", err)
	}
	var out []savedsearch.Search
	for _, r := range rows {
		x, err := s.read(r)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// Read implements savedsearch.Store.
func (s *SavedSearches) Read(ctx context.Context, owner, id string) (savedsearch.Search, error) {
	var r searchRow
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Where("owner = ?", owner).Scan(ctx); err != nil {
		return savedsearch.Search{}, sqldb.Fault(err, "saved search")
	}
	return s.read(r)
}

// Add implements savedsearch.Store.
func (s *SavedSearches) Add(ctx context.Context, x savedsearch.Search) error {
	r, err := s.row(x)
	if err != nil {
		return err
	}
	if _, err := s.db.NewInsert().Model(r).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("keep a search: %w", err)
	}
	return nil
}

// Change implements savedsearch.Store.
func (s *SavedSearches) Change(ctx context.Context, x savedsearch.Search) error {
	x.Version++
	r, err := s.row(x)
	if err != nil {
		return err
	}
	result, err := s.db.NewUpdate().Model(r).ExcludeColumn("made_at", "demo").WherePK().Where("owner = ?", x.Owner).Where("version = ?", x.Version-1).Exec(ctx)
	if err != nil {
		return fmt.Errorf("change a saved search: %w", err)
	}
	return s.touched(ctx, result, x.Owner, x.ID)
}

// Remove implements savedsearch.Store.
func (s *SavedSearches) Remove(ctx context.Context, owner, id string, version int64) error {
	result, err := s.db.NewDelete().Model((*searchRow)(nil)).Where("id = ?", id).Where("owner = ?", owner).Where("version = ?", version).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove a saved search: %w", err)
	}
	return s.touched(ctx, result, owner, id)
}

// touched tells what is not there from what somebody changed in the meantime.
func (s *SavedSearches) touched(ctx context.Context, result interface{ RowsAffected() (int64, error) }, owner, id string) error {
	n, err := result.RowsAffected()
	if err != nil {
		return fmt.Errorf("count changed searches: %w", err)
	}
	if n > 0 {
		return nil
	}
	if _, err := s.Read(ctx, owner, id); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "This search was changed in another window in the meantime.")
}

// Load implements savedsearch.Store.
func (s *SavedSearches) Load(ctx context.Context, list []savedsearch.Search) (created, updated int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		created, updated = 0, 0
		for _, x := range list {
			r, err := s.row(x)
			if err != nil {
				return err
			}
			old, err := tx.NewDelete().Model((*searchRow)(nil)).Where("id = ?", x.ID).Exec(ctx)
			if err != nil {
				return fmt.Errorf("replace a saved search: %w", err)
			}
			n, err := old.RowsAffected()
			if err != nil {
				return fmt.Errorf("count replaced searches: %w", err)
			}
			updated += int(n)
			created += 1 - int(n)
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return fmt.Errorf("load a saved search: %w", err)
			}
		}
		return nil
	})
	return created, updated, err
}
