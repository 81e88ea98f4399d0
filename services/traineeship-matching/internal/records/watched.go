package records

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

const running = "t.state IN ('running', 'suspended')"

// RunningOf returns the running traineeships of people.
func (s *Store) RunningOf(ctx context.Context, people []string) ([]string, error) {
	var ids []string
	if len(people) == 0 {
		return nil, nil
	}
	err := s.db.NewSelect().Model((*traineeshipRow)(nil)).Column("id").Where("t.person IN (?)", bun.List(people)).Where(running).OrderExpr("t.id").Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look for people's traineeships: %w", err)
	}
	return ids, nil
}

// RunningAfter returns running traineeships in the order of their ids, from after one on.
func (s *Store) RunningAfter(ctx context.Context, last string, limit int) ([]string, error) {
	var ids []string
	err := s.db.NewSelect().Model((*traineeshipRow)(nil)).Column("id").Where("t.id > ?", last).Where(running).OrderExpr("t.id").Limit(int64(limit)).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look for running traineeships: %w", err)
	}
	return ids, nil
}

// watched narrows to traineeships of which somebody has to look at the right to work by a day. What a renewal will settle
// can wait until then; the rest is a task as soon as it is known.
func watched(q *bun.SelectQuery, l Listing, by civil.Date) *bun.SelectQuery {
	return narrowed(q, l).Where(running).Where("t.access_mark <> ''").Where("(t.access_mark <> ? OR t.access_day <= ?)", string(policy.ToRenew), by)
}

// Watched returns a page of them, those first whose day comes first, and the cursor of the next page.
func (s *Store) Watched(ctx context.Context, l Listing, by civil.Date) ([]*traineeship.Traineeship, string, error) {
	if l.Nothing {
		return nil, "", nil
	}
	var rows []traineeshipRow
	q := watched(s.db.NewSelect().Model(&rows), l, by).OrderExpr("t.access_day, t.id").Limit(int64(l.Limit) + 1)
	if l.Cursor != "" {
		day, id, err := readCursor(l.Cursor)
		if err != nil {
			return nil, "", err
		}
		q = q.Where("(t.access_day > ? OR (t.access_day = ? AND t.id > ?))", day, day, id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list watched rights to work: %w", err)
	}
	next := ""
	if len(rows) > l.Limit {
		rows = rows[:l.Limit]
		last := rows[len(rows)-1]
		next = writeCursor(orZero(last.AccessDay), last.ID)
	}
	all := make([]*traineeship.Traineeship, 0, len(rows))
	for i := range rows {
		t, err := s.traineeship(&rows[i])
		if err != nil {
			return nil, "", err
		}
		all = append(all, t)
	}
	return all, next, s.readChildren(ctx, s.db.DB, all)
}

// WatchedCount says how many, since when the first is known, and whose day comes first.
type WatchedCount struct {
	Count        int
	Since, First civil.Date
}

// CountWatched counts what somebody has to look at now, and what a renewal settles before a day that comes.
func (s *Store) CountWatched(ctx context.Context, l Listing, today, by civil.Date) (now, coming WatchedCount, err error) {
	if l.Nothing {
		return now, coming, nil
	}
	count := func(to *WatchedCount, where string) error {
		var out struct {
			Count int         `bun:"count"`
			Since *civil.Date `bun:"since"`
			First *civil.Date `bun:"first"`
		}
		err := watched(s.db.NewSelect().Model((*traineeshipRow)(nil)), l, by).ColumnExpr("COUNT(*) AS count").ColumnExpr("MIN(t.access_since) AS since").
			ColumnExpr("MIN(t.access_day) AS first").Where(where, string(policy.ToRenew), today).Scan(ctx, &out)
		if err != nil {
			return fmt.Errorf("count watched rights to work: %w", err)
		}
		*to = WatchedCount{out.Count, orZero(out.Since), orZero(out.First)}
		return nil
	}
	if err := count(&now, "(t.access_mark <> ? OR t.access_day <= ?)"); err != nil {
		return now, coming, err
	}
	return now, coming, count(&coming, "(t.access_mark = ? AND t.access_day > ?)")
}
