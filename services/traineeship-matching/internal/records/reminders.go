package records

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
)

// reminderRow is that somebody had a recipient reminded on a day. There is one for each recipient and day.
type reminderRow struct {
	bun.BaseModel `bun:"table:renewal_reminder"`

	Target      Target     `bun:"target,pk"`
	TargetID    string     `bun:"target_id,pk"`
	Day         civil.Date `bun:"day,pk"`
	Traineeship string     `bun:"traineeship"`
	Letter      string     `bun:"letter"`
	By          string     `bun:"by_subject"`
	At          time.Time  `bun:"at"`
}

// asking are the letters that ask a party how to go on.
func asking() []string { return []string{"evaluation-asked", "decision-due", "evaluation-reminder"} }

// Remind writes a reminder unless its recipient was asked on that day already, by a reminder or by the clock; false when so.
func (s *Store) Remind(ctx context.Context, o Outgoing, day civil.Date, midnight time.Time, by string, entry audit.Entry) (bool, error) {
	written := false
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		asked, err := tx.NewSelect().Model((*Outgoing)(nil)).Where("target = ?", o.Target).Where("target_id = ?", o.TargetID).
			Where("kind IN (?)", bun.List(asking())).Where("made_at >= ?", midnight.UTC()).Exists(ctx)
		if err != nil {
			return fmt.Errorf("look for a letter of today: %w", err)
		}
		if asked {
			return nil
		}
		row := &reminderRow{Target: o.Target, TargetID: o.TargetID, Day: day, Traineeship: o.Traineeship, Letter: o.ID, By: by, At: o.MadeAt.UTC()}
		res, err := tx.NewInsert().Model(row).On("CONFLICT DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("record a reminder: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err //nolint:wrapcheck // nil, or the driver's own about counting
		}
		written = true
		if err := s.tell(ctx, tx, []Outgoing{o}); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return written && err == nil, err
}

// LastAsked returns the last letter by which each party was asked about traineeships, by traineeship.
func (s *Store) LastAsked(ctx context.Context, ids []string) (map[string]map[Target]Outgoing, error) {
	out := map[string]map[Target]Outgoing{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []Outgoing
	err := s.db.NewSelect().Model(&rows).Where("traineeship IN (?)", bun.List(ids)).Where("kind IN (?)", bun.List(asking())).OrderExpr("made_at, id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for letters that asked: %w", err)
	}
	for _, o := range rows {
		if out[o.Traineeship] == nil {
			out[o.Traineeship] = map[Target]Outgoing{}
		}
		out[o.Traineeship][o.Target] = o
	}
	return out, nil
}
