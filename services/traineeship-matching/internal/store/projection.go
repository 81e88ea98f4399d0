package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// Half is one feed's part of the projection rows.
type Half struct{ table, column string }

// CandidateHalf is what intake tells of a person.
func CandidateHalf() Half { return Half{"projection_person", "candidate"} }

// ProfileHalf is what skills-assessment tells of a person.
func ProfileHalf() Half { return Half{"projection_person", "profile"} }

// OpeningHalf is an opening, which is one whole.
func OpeningHalf() Half { return Half{"projection_opening", "opening"} }

// Halves lists all of them.
func Halves() []Half { return []Half{CandidateHalf(), ProfileHalf(), OpeningHalf()} }

// Told is what a feed says of an entity: its state as JSON, nil when it was removed.
type Told struct {
	ID    string
	State []byte
}

// putBatch keeps one statement's text small.
const putBatch = 250

// Put writes what a feed told, in the caller's transaction. Rows that change get a new version each, in order; rows that
// hold the same already keep theirs, so that reading a feed again costs no indexing. The last entry of an id counts.
func (s *Store) Put(ctx context.Context, tx bun.Tx, h Half, told []Told) error {
	place := make(map[string]int, len(told))
	var distinct []Told
	for _, t := range told {
		if i, ok := place[t.ID]; ok {
			distinct[i] = t
			continue
		}
		place[t.ID] = len(distinct)
		distinct = append(distinct, t)
	}
	first, err := s.versions(ctx, tx, len(distinct))
	if err != nil {
		return err
	}
	for len(distinct) > 0 {
		n := min(putBatch, len(distinct))
		if err := s.putSome(ctx, tx, h, distinct[:n], first); err != nil {
			return fmt.Errorf("write %d rows of %s: %w", n, h.column, err)
		}
		distinct, first = distinct[n:], first+int64(n)
	}
	return nil
}

// versions takes n versions from the clock and returns the first.
func (s *Store) versions(ctx context.Context, tx bun.Tx, n int) (int64, error) {
	var last int64
	err := tx.NewRaw("UPDATE projection_clock SET version = version + ? RETURNING version", n).Scan(ctx, &last)
	if err != nil {
		return 0, fmt.Errorf("number %d rows: %w", n, err)
	}
	return last - int64(n) + 1, nil
}

func (s *Store) putSome(ctx context.Context, tx bun.Tx, h Half, told []Told, first int64) error {
	column, seen, table := bun.Ident(h.column), bun.Ident(h.column+"_seen"), bun.Ident(h.table)
	columns, values := "(id, version, ?, ?)", "(?, ?, ?, ?)"
	args := []any{table, column, seen}
	if h.table == "projection_person" { // the other half is unknown yet, and will stay so unless its feed tells
		other := bun.Ident("profile_seen")
		if h == ProfileHalf() {
			other = "candidate_seen"
		}
		columns, values = "(id, version, ?, ?, ?)", "(?, ?, ?, ?, true)"
		args = append(args, other)
	}
	query := "INSERT INTO ? " + columns + " VALUES "
	for i, t := range told {
		if i > 0 {
			query += ", "
		}
		query += values
		var state any
		if t.State != nil {
			state = string(t.State)
		}
		args = append(args, t.ID, first+int64(i), state, true)
	}
	query += ` ON CONFLICT (id) DO UPDATE SET ? = true, ? = EXCLUDED.?,
		version = CASE WHEN ?.? IS DISTINCT FROM EXCLUDED.? THEN EXCLUDED.version ELSE ?.version END`
	args = append(args, seen, column, column, table, column, column, table)
	_, err := tx.NewRaw(query, args...).Exec(ctx)
	return err
}

// Unsee marks a half of all rows as not told yet, in the caller's transaction: its feed begins anew.
func (s *Store) Unsee(ctx context.Context, tx bun.Tx, h Half) error {
	if _, err := s.versions(ctx, tx, 0); err != nil { // one writer at a time, in one order of locks
		return err
	}
	_, err := tx.NewRaw("UPDATE ? SET ? = false WHERE ? IS NOT NULL", bun.Ident(h.table), bun.Ident(h.column+"_seen"), bun.Ident(h.column)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("mark %s as not told yet: %w", h.column, err)
	}
	return nil
}

// RemoveUnseen removes what a feed did not tell again since Unsee, if in the same transaction it turns out that the feed
// told everything. It says how much was removed.
func (s *Store) RemoveUnseen(ctx context.Context, h Half, toldAll func(context.Context, bun.Tx) (bool, error)) (removed int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		removed = 0
		if _, err := s.versions(ctx, tx, 0); err != nil {
			return err
		}
		if all, err := toldAll(ctx, tx); err != nil || !all {
			return err
		}
		var ids []string
		query := "SELECT id FROM ? WHERE NOT ? AND ? IS NOT NULL ORDER BY id"
		err := tx.NewRaw(query, bun.Ident(h.table), bun.Ident(h.column+"_seen"), bun.Ident(h.column)).Scan(ctx, &ids)
		if err != nil {
			return fmt.Errorf("find rows of %s that were not told again: %w", h.column, err)
		}
		told := make([]Told, len(ids))
		for i, id := range ids {
			told[i].ID = id
		}
		removed = len(ids)
		return s.Put(ctx, tx, h, told)
	})
	return removed, err
}
