package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/skills-assessment/internal/imports"
)

type importRow struct {
	bun.BaseModel `bun:"table:taxonomy_import"`

	ID           string     `bun:"id,pk"`
	State        string     `bun:"state"`
	Version      string     `bun:"version"`
	Digest       string     `bun:"digest"`
	CreatedAt    time.Time  `bun:"created_at"`
	StartedAt    *time.Time `bun:"started_at"`
	FinishedAt   *time.Time `bun:"finished_at"`
	ClaimedUntil *time.Time `bun:"claimed_until"`
	File         string     `bun:"file"`
	BytesRead    int64      `bun:"bytes_read"`
	BytesTotal   int64      `bun:"bytes_total"`
	Failure      string     `bun:"failure"`
	Report       string     `bun:"report"`
}

type importFileRow struct {
	bun.BaseModel `bun:"table:import_file"`

	ImportID string `bun:"import_id,pk"`
	Name     string `bun:"name,pk"`
	Size     int64  `bun:"size"`
	SHA256   string `bun:"sha256"`
	Received int64  `bun:"received"`
}

type importPartRow struct {
	bun.BaseModel `bun:"table:import_part"`

	ImportID string `bun:"import_id,pk"`
	Name     string `bun:"name,pk"`
	Position int64  `bun:"position,pk"`
	Size     int64  `bun:"size"`
	Data     []byte `bun:"data"`
}

// AddImport implements imports.Records. Unfinished imports of other files are given up: one is begun at a time.
func (s *Store) AddImport(ctx context.Context, i imports.Import) error {
	row := importRow{
		ID: i.ID, State: string(i.State), Version: i.Version, Digest: i.Digest, CreatedAt: s.instant(), BytesTotal: i.BytesTotal,
	}
	files := make([]importFileRow, len(i.Files))
	for n, f := range i.Files {
		files[n] = importFileRow{ImportID: i.ID, Name: f.Name, Size: f.Size, SHA256: f.SHA256}
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewDelete().Model((*importRow)(nil)).Where("state = ?", imports.Receiving).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewInsert().Model(&files).Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("begin an import: %w", err)
	}
	return nil
}

// Import implements imports.Records.
func (s *Store) Import(ctx context.Context, id string) (imports.Import, error) {
	var row importRow
	if err := s.db.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return imports.Import{}, fmt.Errorf("read an import: %w", sqldb.Fault(err, "import"))
	}
	return s.imported(ctx, row)
}

// Unfinished implements imports.Records.
func (s *Store) Unfinished(ctx context.Context, digest string) (imports.Import, bool, error) {
	var row importRow
	err := s.db.NewSelect().Model(&row).Where("digest = ?", digest).
		Where("state IN (?)", bun.List([]imports.State{imports.Receiving, imports.Queued, imports.Running})).Order("created_at DESC").Limit(1).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return imports.Import{}, false, nil
	}
	if err != nil {
		return imports.Import{}, false, fmt.Errorf("look for an unfinished import: %w", err)
	}
	i, err := s.imported(ctx, row)
	return i, err == nil, err
}

func (s *Store) imported(ctx context.Context, row importRow) (imports.Import, error) {
	i := imports.Import{
		ID: row.ID, State: imports.State(row.State), Version: row.Version, Digest: row.Digest, CreatedAt: row.CreatedAt.UTC(),
		StartedAt: row.StartedAt, FinishedAt: row.FinishedAt, File: row.File, BytesRead: row.BytesRead, BytesTotal: row.BytesTotal, Failure: row.Failure,
	}
	if row.Report != "" {
		i.Report = &imports.Report{}
		if err := json.Unmarshal([]byte(row.Report), i.Report); err != nil {
			return i, fmt.Errorf("read an import's report: %w", err)
		}
	}
	var files []importFileRow
	if err := s.db.NewSelect().Model(&files).Where("import_id = ?", row.ID).Order("name").Scan(ctx); err != nil {
		return i, fmt.Errorf("read an import's files: %w", err)
	}
	for _, f := range files {
		i.Files = append(i.Files, imports.File{Name: f.Name, Size: f.Size, SHA256: f.SHA256, Received: f.Received})
	}
	return i, nil
}

// AddPart implements imports.Records.
func (s *Store) AddPart(ctx context.Context, id, name string, at int64, data []byte) error {
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw("UPDATE import_file SET received = ? WHERE import_id = ? AND name = ? AND received = ?", at+int64(len(data)), id, name, at).Exec(ctx)
		if err := sqldb.Versioned(res, err, "file"); err != nil {
			return err
		}
		row := importPartRow{ImportID: id, Name: name, Position: at, Size: int64(len(data)), Data: data}
		_, err = tx.NewInsert().Model(&row).Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep a part of %s: %w", name, err)
	}
	return nil
}

// Part implements imports.Records.
func (s *Store) Part(ctx context.Context, id, name string, at int64) ([]byte, error) {
	var row importPartRow
	err := s.db.NewSelect().Model(&row).Where("import_id = ?", id).Where("name = ?", name).Where("position = ?", at).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read a part of %s: %w", name, err)
	}
	return row.Data, nil
}

// Queue implements imports.Records.
func (s *Store) Queue(ctx context.Context, id string) error {
	_, err := s.db.NewRaw("UPDATE taxonomy_import SET state = ? WHERE id = ? AND state = ?", imports.Queued, id, imports.Receiving).Exec(ctx)
	if err != nil {
		return fmt.Errorf("queue an import: %w", err)
	}
	return nil
}

// Claim implements imports.Records.
func (s *Store) Claim(ctx context.Context, until time.Time) (imports.Import, bool, error) {
	now := s.instant()
	var row importRow
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		row = importRow{}
		return tx.NewRaw(`UPDATE taxonomy_import SET state = ?, claimed_until = ?, started_at = COALESCE(started_at, ?) WHERE id = (
			SELECT id FROM taxonomy_import WHERE state = ? OR (state = ? AND claimed_until < ?) ORDER BY created_at LIMIT 1
		) AND (state = ? OR claimed_until < ?) RETURNING *`,
			imports.Running, until.UTC().Truncate(time.Microsecond), now, imports.Queued, imports.Running, now, imports.Queued, now).Scan(ctx, &row)
	})
	if sqldb.IsNotFound(err) {
		return imports.Import{}, false, nil
	}
	if err != nil {
		return imports.Import{}, false, fmt.Errorf("take an import: %w", err)
	}
	i, err := s.imported(ctx, row)
	return i, err == nil, err
}

// Advance implements imports.Records.
func (s *Store) Advance(ctx context.Context, id, file string, bytes int64, until time.Time) error {
	res, err := s.db.NewRaw("UPDATE taxonomy_import SET file = ?, bytes_read = ?, claimed_until = ? WHERE id = ? AND state = ?",
		file, bytes, until.UTC().Truncate(time.Microsecond), id, imports.Running).Exec(ctx)
	if err := sqldb.Versioned(res, err, "import"); err != nil {
		return fmt.Errorf("note an import's progress: %w", err)
	}
	return nil
}

// Conclude implements imports.Records.
func (s *Store) Conclude(ctx context.Context, id string, state imports.State, failure string, report *imports.Report) error {
	text := ""
	if report != nil {
		doc, err := json.Marshal(report)
		if err != nil {
			return fmt.Errorf("write an import's report: %w", err)
		}
		text = string(doc)
	}
	now := s.instant()
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw("UPDATE taxonomy_import SET state = ?, failure = ?, report = ?, finished_at = ?, claimed_until = NULL, file = '', bytes_read = CASE WHEN ? THEN bytes_total ELSE bytes_read END WHERE id = ?",
			state, failure, text, now, state == imports.Done, id).Exec(ctx)
		if err := sqldb.Versioned(res, err, "import"); err != nil {
			return err
		}
		_, err = tx.NewRaw("DELETE FROM import_part WHERE import_id = ?", id).Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("conclude an import: %w", err)
	}
	return nil
}
