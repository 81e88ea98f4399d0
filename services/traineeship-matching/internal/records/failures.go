package records

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
)

// Failure is a step whose wake-up was given up.
type Failure struct {
	Step    string
	Version int64
	Reason  string
	Times   int // 0 is once
}

type failureRow struct {
	bun.BaseModel `bun:"table:step_failure"`

	Step     string    `bun:"step,pk"`
	Version  int64     `bun:"version"`
	Failures int       `bun:"failures"`
	Reason   string    `bun:"reason"`
	FailedAt time.Time `bun:"failed_at"`
	RetryAt  time.Time `bun:"retry_at"`
}

const (
	freeFailures = 2 // so often a step is tried anew at once
	longestPause = 15 * time.Minute
)

// pause is how long a step rests that failed so many times over. It is never given up: it is somebody's deadline.
func pause(failures int) time.Duration {
	if failures <= freeFailures {
		return 0
	}
	return min(time.Minute<<min(failures-freeFailures-1, 10), longestPause)
}

// Fail keeps why steps failed, counts the attempt so that the next wake-up has an id of its own, and lets those rest that
// fail again and again.
func (s *Store) Fail(ctx context.Context, failed []Failure, now time.Time) error {
	for some := range slices.Chunk(failed, 500) {
		err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return fail(ctx, tx, some, now.UTC()) })
		if err != nil {
			return err
		}
	}
	return nil
}

func fail(ctx context.Context, tx bun.Tx, failed []Failure, now time.Time) error {
	ids := make([]string, len(failed))
	for i, f := range failed {
		ids[i] = f.Step
	}
	var before []failureRow
	if err := tx.NewSelect().Model(&before).Where("step IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return fmt.Errorf("read earlier failures: %w", err)
	}
	known := map[string]failureRow{}
	for _, r := range before {
		known[r.Step] = r
	}
	rows := make([]failureRow, len(failed))
	for i, f := range failed {
		n := max(1, f.Times)
		if was, ok := known[f.Step]; ok && was.Version == f.Version {
			n += was.Failures
		}
		rows[i] = failureRow{Step: f.Step, Version: f.Version, Failures: n, Reason: f.Reason, FailedAt: now, RetryAt: now.Add(pause(n))}
	}
	q := tx.NewInsert().Model(&rows).On("CONFLICT (step) DO UPDATE")
	for _, c := range []string{"version", "failures", "reason", "failed_at", "retry_at"} {
		q = q.Set("? = EXCLUDED.?", bun.Ident(c), bun.Ident(c))
	}
	if _, err := q.Exec(ctx); err != nil {
		return fmt.Errorf("keep why steps failed: %w", err)
	}
	return nextAttempt(ctx, tx, ids)
}

// FailedStep is an open step that failed, as operators see it: whose it is stays out.
type FailedStep struct {
	Step     string    `bun:"step"`
	Kind     string    `bun:"kind"`
	DueAt    time.Time `bun:"due_at"`
	Attempts int       `bun:"attempts"`
	Failures int       `bun:"failures"`
	Reason   string    `bun:"reason"`
	FailedAt time.Time `bun:"failed_at"`
	RetryAt  time.Time `bun:"retry_at"`
}

// FailedSteps returns the open steps that failed at their present date, those due first before the others.
func (s *Store) FailedSteps(ctx context.Context, limit int) ([]FailedStep, error) {
	var out []FailedStep
	err := s.db.NewSelect().TableExpr("step_failure AS f").Join("JOIN step AS s ON s.id = f.step AND s.version = f.version").
		ColumnExpr("f.step, s.kind, s.due_at, s.attempts, f.failures, f.reason, f.failed_at, f.retry_at").
		Where("s.state = 'open'").OrderExpr("s.due_at, f.step").Limit(int64(limit)).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("read which steps failed: %w", err)
	}
	return out, nil
}

// TryNow lets a failed step be tried at once.
func (s *Store) TryNow(ctx context.Context, step string, now time.Time, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model((*failureRow)(nil)).Set("retry_at = ?", now.UTC()).Where("step = ?", step).
			Where("EXISTS (SELECT 1 FROM step AS s WHERE s.id = ? AND s.state = 'open')", step).Exec(ctx)
		if err != nil {
			return fmt.Errorf("try a step anew: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("count steps to be tried anew: %w", err)
		}
		if n == 0 {
			return fault.New(fault.NotFound, "No such step waits after a failure. It may be done by now.")
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Backlog is what the records say waits.
type Backlog struct {
	Open, Due, Failed int
	OldestDue         time.Time // zero when nothing is due
	NextDue           time.Time // zero when nothing is to come
	Letters           int       // not yet handed to a peer
	OldestLetter      time.Time // zero when none waits
}

// Backlog counts what waits now.
func (s *Store) Backlog(ctx context.Context, now time.Time) (Backlog, error) {
	var b Backlog
	for _, q := range []struct {
		into *int
		sql  string
		args []any
	}{
		{&b.Open, `SELECT COUNT(*) FROM step WHERE state = 'open'`, nil},
		{&b.Due, `SELECT COUNT(*) FROM step WHERE state = 'open' AND due_at <= ?`, []any{now.UTC()}},
		{&b.Failed, `SELECT COUNT(*) FROM step_failure f JOIN step s ON s.id = f.step AND s.version = f.version WHERE s.state = 'open'`, nil},
		{&b.Letters, `SELECT COUNT(*) FROM outgoing WHERE sent_at IS NULL`, nil},
	} {
		if err := s.db.NewRaw(q.sql, q.args...).Scan(ctx, q.into); err != nil {
			return b, fmt.Errorf("count what waits: %w", err)
		}
	}
	for _, q := range []struct {
		into *time.Time
		rows *bun.SelectQuery
	}{
		{&b.OldestDue, s.db.NewSelect().Table("step").Column("due_at").Where("state = 'open'").Where("due_at <= ?", now.UTC()).OrderExpr("due_at")},
		{&b.NextDue, s.db.NewSelect().Table("step").Column("due_at").Where("state = 'open'").Where("due_at > ?", now.UTC()).OrderExpr("due_at")},
		{&b.OldestLetter, s.db.NewSelect().Table("outgoing").Column("made_at").Where("sent_at IS NULL").OrderExpr("made_at")},
	} {
		var found []time.Time
		if err := q.rows.Limit(1).Scan(ctx, &found); err != nil {
			return b, fmt.Errorf("look for the oldest that waits: %w", err)
		}
		if len(found) > 0 {
			*q.into = found[0].UTC()
		}
	}
	return b, nil
}
