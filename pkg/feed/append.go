package feed

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

// Entry names an entity that a transaction changed, made or removed.
type Entry struct {
	Kind, ID string
	Deleted  bool
}

type entityRow struct {
	bun.BaseModel `bun:"table:feed_entity"`

	Kind    string `bun:"kind,pk"`
	ID      string `bun:"id,pk"`
	Seq     int64  `bun:"seq"`
	Deleted bool   `bun:"deleted"`
	Origin  string `bun:"origin"`
}

// appendBatch keeps one statement's text small.
const appendBatch = 500

// Append moves entities to the feed's end, in the transaction that changes them. It MUST be the last
// statement of the transaction: on PostgreSQL it takes a lock that is held until the commit, without which
// a reader could be served a number while a lower one is still uncommitted, and miss it for ever.
// Readers wake when the transaction commits, at once if ctx comes from sqldb.DB.Tx.
func (l *Log) Append(ctx context.Context, tx bun.Tx, entries ...Entry) error {
	rows := distinct(entries)
	if len(rows) == 0 {
		return nil
	}
	if l.db.Dialect == sqldb.Postgres {
		_, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "celav/feed/"+l.db.Schema).Exec(ctx)
		if err != nil {
			return fmt.Errorf("queue for the feed: %w", err)
		}
	}
	var last int64
	err := tx.NewRaw("UPDATE feed_head SET seq = seq + ? RETURNING seq", len(rows)).Scan(ctx, &last)
	if err != nil {
		return fmt.Errorf("number %d changes: %w", len(rows), err)
	}
	first, cause := last-int64(len(rows))+1, origin(ctx)
	for i := range rows {
		rows[i].Seq, rows[i].Origin = first+int64(i), cause
	}
	for len(rows) > 0 {
		n := min(appendBatch, len(rows))
		batch := rows[:n]
		_, err := tx.NewInsert().Model(&batch).
			On("CONFLICT (kind, id) DO UPDATE").Set("seq = EXCLUDED.seq").
			Set("deleted = EXCLUDED.deleted").Set("origin = EXCLUDED.origin").Exec(ctx)
		if err != nil {
			return fmt.Errorf("append %d changes to the feed: %w", n, err)
		}
		rows = rows[n:]
	}
	sqldb.AfterCommit(ctx, l.wake)
	return nil
}

// distinct keeps the last entry of each entity: one statement cannot move a row twice.
func distinct(entries []Entry) []entityRow {
	place := make(map[[2]string]int, len(entries))
	rows := make([]entityRow, 0, len(entries))
	for _, e := range entries {
		row := entityRow{Kind: e.Kind, ID: e.ID, Deleted: e.Deleted}
		if i, seen := place[[2]string{e.Kind, e.ID}]; seen {
			rows[i] = row
			continue
		}
		place[[2]string{e.Kind, e.ID}] = len(rows)
		rows = append(rows, row)
	}
	return rows
}
