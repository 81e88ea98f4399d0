package simulate

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
)

// judge reads the records and counts.
func (w *world) judge(ctx context.Context) error {
	now := w.clock.Now()
	today := civil.DateOf(now.In(w.zone))
	r := &w.report
	for _, q := range []struct {
		into *int
		what string
		sql  string
		args []any
	}{
		{&r.Lost, "steps due and not done", `SELECT COUNT(*) FROM step WHERE state = 'open' AND due_at <= ?`, []any{now.UTC()}},
		{&r.Lost, "open terms whose last day is over", `SELECT COUNT(*) FROM term WHERE state = 'open' AND planned_end < ?`, []any{today}},
		{&r.Lost, "open terms that nothing will close", `SELECT COUNT(*) FROM term WHERE state = 'open' AND
			id NOT IN (SELECT term FROM step WHERE kind = 'end' AND state = 'open')`, nil},
		{&r.Lost, "traineeships without an open term that are not over", `SELECT COUNT(*) FROM traineeship x WHERE state IN ('running', 'suspended') AND
			NOT EXISTS (SELECT 1 FROM term t WHERE t.traineeship = x.id AND t.state = 'open')`, nil},
		{&r.Lost, "undecided terms in their last week without a daily reminder", `SELECT COUNT(*) FROM term WHERE state = 'open' AND planned_end > ? AND planned_end < ? AND
			id NOT IN (SELECT term FROM term_decision WHERE revoked_at IS NULL) AND
			id NOT IN (SELECT term FROM step WHERE kind = 'daily' AND state = 'open')`, []any{today, today.AddDays(6)}},
		{&r.Doubled, "terms decided twice", `SELECT COUNT(*) FROM (SELECT term FROM term_decision WHERE revoked_at IS NULL GROUP BY term HAVING COUNT(*) > 1) x`, nil},
		{&r.Doubled, "traineeships with two open terms", `SELECT COUNT(*) FROM (SELECT traineeship FROM term WHERE state = 'open' GROUP BY traineeship HAVING COUNT(*) > 1) x`, nil},
		{&r.Doubled, "letters written twice", `SELECT COUNT(*) FROM (SELECT traineeship FROM outgoing WHERE kind IN ('evaluation-asked', 'decision-due', 'evaluation-reminder', 'term-began',
			'term-ended', 'term-undecided', 'communicate') GROUP BY traineeship, target, kind, day, made_at HAVING COUNT(*) > 1) x`, nil},
		{&r.Doubled, "terms that began or ended in two letters", `SELECT COUNT(*) FROM (SELECT traineeship FROM outgoing WHERE kind IN ('term-began', 'term-ended', 'term-undecided')
			GROUP BY traineeship, target, kind, day HAVING COUNT(*) > 1) x`, nil},
		{&r.Early, "steps acted on before their time", `SELECT COUNT(*) FROM step WHERE state IN ('done', 'superseded') AND acted_at < due_at`, nil},
		{&r.Decided, "", `SELECT COUNT(*) FROM term_decision WHERE revoked_at IS NULL`, nil},
		{&r.Due, "", `SELECT COUNT(*) FROM step WHERE state <> 'cancelled' AND due_at <= ?`, []any{now.UTC()}},
	} {
		var n int
		if err := w.db.NewRaw(q.sql, q.args...).Scan(ctx, &n); err != nil {
			return fmt.Errorf("count %s: %w", q.what, err)
		}
		*q.into += n
		if n > 0 && q.what != "" {
			r.Found = append(r.Found, fmt.Sprintf("%d %s", n, q.what))
		}
	}
	return w.acted(ctx)
}

// acted counts what was late, and holds the steps that are done against the audit's trail, which has a line for each.
func (w *world) acted(ctx context.Context) error {
	var steps []struct {
		DueAt   time.Time `bun:"due_at"`
		ActedAt time.Time `bun:"acted_at"`
	}
	if err := w.db.NewSelect().Table("step").Column("due_at", "acted_at").Where("state = 'done'").Scan(ctx, &steps); err != nil {
		return fmt.Errorf("read when steps were acted on: %w", err)
	}
	done := len(steps)
	for _, s := range steps {
		if s.ActedAt.Sub(s.DueAt) > time.Minute {
			w.report.Late++
		}
	}
	var trail int
	if err := w.db.NewRaw(`SELECT COUNT(*) FROM audit_event WHERE action = 'traineeship.clock' AND detail LIKE '% done'`).Scan(ctx, &trail); err != nil {
		return fmt.Errorf("count the trail: %w", err)
	}
	if trail > done {
		w.report.Doubled += trail - done
		w.report.Found = append(w.report.Found, fmt.Sprintf("%d steps acted on twice", trail-done))
	}
	if trail < done {
		w.report.Lost += done - trail
		w.report.Found = append(w.report.Found, fmt.Sprintf("%d steps without a trail", done-trail))
	}
	return nil
}
