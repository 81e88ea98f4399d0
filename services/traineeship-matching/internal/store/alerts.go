package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// openIn selects the alerts that wait within a scope: what is on a shortlist does not, nor what is for somebody who has a
// traineeship.
func openIn(q *bun.SelectQuery, s alerts.Scope) *bun.SelectQuery {
	over := bun.List([]traineeship.State{traineeship.Ended, traineeship.Attested})
	q = q.Where("NOT EXISTS (SELECT 1 FROM traineeship t WHERE t.person = alert.person AND t.state NOT IN (?))", over).Where("alert.state = ?", alerts.Open).Where("alert.total >= ?", s.Floor).
		Where("NOT EXISTS (SELECT 1 FROM shortlist_entry e WHERE e.person = alert.person AND e.opening = alert.opening)")
	if s.Team != "" {
		q = q.Where("alert.team = ?", s.Team)
	}
	return q
}

func badCursor() error {
	return &fault.Error{Kind: fault.Invalid, Message: "The cursor cannot be read.", Violations: []fault.Violation{
		{Parameter: "cursor", Code: "format", Message: "Use the cursor of a former answer."},
	}}
}

// List implements alerts.Store: the people with the best alerts first.
func (s *Alerts) List(ctx context.Context, scope alerts.Scope, cursor string, limit int) ([]alerts.Listed, string, error) {
	var heads []struct {
		Person string `bun:"person"`
		Best   int32  `bun:"best"`
	}
	q := openIn(s.db.NewSelect().Table("alert"), scope).ColumnExpr("alert.person AS person, MAX(alert.total) AS best").GroupExpr("alert.person")
	if cursor != "" {
		best, person, ok := strings.Cut(cursor, "~")
		total, err := strconv.ParseInt(best, 10, 32)
		if !ok || err != nil {
			return nil, "", badCursor()
		}
		q = q.Having("MAX(alert.total) < ? OR (MAX(alert.total) = ? AND alert.person > ?)", total, total, person)
	}
	if err := q.OrderExpr("best DESC, person").Limit(int64(limit)+1).Scan(ctx, &heads); err != nil {
		return nil, "", fmt.Errorf("list who has new matches: %w", err)
	}
	next := ""
	if len(heads) > limit {
		heads = heads[:limit]
		next = fmt.Sprintf("%d~%s", heads[limit-1].Best, heads[limit-1].Person)
	}
	if len(heads) == 0 {
		return nil, "", nil
	}
	at, people := map[string]int{}, make([]string, len(heads))
	out := make([]alerts.Listed, len(heads))
	for i, h := range heads {
		at[h.Person], people[i] = i, h.Person
		out[i] = alerts.Listed{Person: h.Person, Best: h.Best}
	}
	var rows []alertRow
	err := openIn(s.db.NewSelect().Model(&rows), scope).Where("alert.person IN (?)", bun.List(people)).OrderExpr("alert.total DESC, alert.opening").Scan(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list new matches: %w", err)
	}
	for _, r := range rows {
		p := &out[at[r.Person]]
		p.Alerts = append(p.Alerts, alertOf(r))
	}
	return out, next, nil
}

// Count implements alerts.Store.
func (s *Alerts) Count(ctx context.Context, scope alerts.Scope) (alerts.Count, error) {
	return s.CountSince(ctx, scope, nil)
}

// CountSince implements alerts.Post.
func (s *Alerts) CountSince(ctx context.Context, scope alerts.Scope, since *time.Time) (alerts.Count, error) {
	var c alerts.Count
	q := openIn(s.db.NewSelect().Table("alert"), scope).ColumnExpr("COUNT(*), COUNT(DISTINCT alert.person)")
	if since != nil {
		q = q.Where("alert.found_at > ?", since.UTC())
	}
	if err := q.Scan(ctx, &c.Pairs, &c.People); err != nil {
		return c, fmt.Errorf("count new matches: %w", err)
	}
	if c.Pairs == 0 {
		return c, nil
	}
	var first []alertRow
	err := openIn(s.db.NewSelect().Model(&first).Column("found_at"), scope).OrderExpr("alert.found_at").Limit(1).Scan(ctx)
	if err != nil {
		return c, fmt.Errorf("find the oldest new match: %w", err)
	}
	if len(first) == 1 {
		at := first[0].FoundAt.UTC()
		c.Since = &at
	}
	return c, nil
}

// ToldOf implements alerts.Store.
func (s *Alerts) ToldOf(ctx context.Context, people []string) (map[alerts.Pair]bool, error) {
	told := map[alerts.Pair]bool{}
	if len(people) == 0 {
		return told, nil
	}
	for _, table := range []string{"alert", "shortlist_entry"} {
		var pairs []alerts.Pair
		err := s.db.NewRaw("SELECT person, opening FROM ? WHERE person IN (?)", bun.Ident(table), bun.List(people)).Scan(ctx, &pairs)
		if err != nil {
			return nil, fmt.Errorf("read what some people were told of: %w", err)
		}
		for _, p := range pairs {
			told[p] = true
		}
	}
	return told, nil
}

// Read implements alerts.Store.
func (s *Alerts) Read(ctx context.Context, id string) (alerts.Alert, error) {
	r := alertRow{ID: id}
	if err := s.db.NewSelect().Model(&r).WherePK().Scan(ctx); err != nil {
		return alerts.Alert{}, sqldb.Fault(err, "new match")
	}
	return alertOf(r), nil
}

// Dismiss implements alerts.Store.
func (s *Alerts) Dismiss(ctx context.Context, a alerts.Alert) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.NewRaw("UPDATE alert SET state = ?, reason = ?, decided_by = ?, decided_at = ? WHERE id = ? AND state = ?",
			a.State, a.Reason, a.DecidedBy, a.DecidedAt, a.ID, alerts.Open).Exec(ctx)
		if err != nil {
			return fmt.Errorf("put a new match aside: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fault.New(fault.Conflict, "This match does not wait any more: somebody decided, or it is not there.")
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.AlertWrite, Kind: "alert", ID: a.ID, Person: a.Person, Detail: a.Reason})
	})
}

// Dismissed implements alerts.Store.
func (s *Alerts) Dismissed(ctx context.Context, scope alerts.Scope, cursor string, limit int) ([]alerts.Alert, string, error) {
	var rows []alertRow
	q := s.db.NewSelect().Model(&rows).Where("state = ?", alerts.Dismissed).OrderExpr("decided_at DESC, id DESC").Limit(int64(limit) + 1)
	if scope.Team != "" {
		q = q.Where("team = ?", scope.Team)
	}
	if cursor != "" {
		stamp, id, ok := strings.Cut(cursor, "~")
		at, err := time.Parse(time.RFC3339Nano, stamp)
		if !ok || err != nil {
			return nil, "", badCursor()
		}
		q = q.Where("(decided_at < ? OR (decided_at = ? AND id < ?))", at.UTC(), at.UTC(), id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list what was put aside: %w", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].DecidedAt.UTC().Format(time.RFC3339Nano) + "~" + rows[limit-1].ID
	}
	return alertsOf(rows), next, nil
}
