package records

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// followUpWaits narrows to traineeships whose latest question has no answer.
const followUpWaits = `EXISTS (SELECT 1 FROM follow_up f WHERE f.traineeship = t.id AND f.asked_on IS NOT NULL AND f.answer = ''
	AND NOT EXISTS (SELECT 1 FROM follow_up g WHERE g.traineeship = f.traineeship AND g.months > f.months AND g.asked_on IS NOT NULL))`

// FollowUpsWaiting counts the traineeships of a listing whose latest question has no answer, and says since when.
func (s *Store) FollowUpsWaiting(ctx context.Context, l Listing) (int, civil.Date, error) {
	if l.Nothing {
		return 0, civil.Date{}, nil
	}
	l.FollowUp = true
	var out struct {
		Count int         `bun:"count"`
		First *civil.Date `bun:"first"`
	}
	err := narrowed(s.db.NewSelect().Model((*traineeshipRow)(nil)), l).ColumnExpr("COUNT(*) AS count").
		ColumnExpr("MIN((SELECT MAX(w.asked_on) FROM follow_up w WHERE w.traineeship = t.id)) AS first").Scan(ctx, &out)
	if err != nil {
		return 0, civil.Date{}, fmt.Errorf("count follow-ups: %w", err)
	}
	return out.Count, orZero(out.First), nil
}

// Outcomes counts the answers to the questions whose day has come, by months after the end; "" counts those without one.
func (s *Store) Outcomes(ctx context.Context, today civil.Date) (map[int]map[traineeship.Now]int, error) {
	var rows []struct {
		Months int    `bun:"months"`
		Answer string `bun:"answer"`
		Count  int    `bun:"count"`
	}
	err := s.db.NewSelect().Table("follow_up").Column("months", "answer").ColumnExpr("COUNT(*) AS count").
		Where("due_on <= ?", today).GroupExpr("months, answer").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count outcomes: %w", err)
	}
	out := map[int]map[traineeship.Now]int{}
	for _, r := range rows {
		if out[r.Months] == nil {
			out[r.Months] = map[traineeship.Now]int{}
		}
		out[r.Months][traineeship.Now(r.Answer)] = r.Count
	}
	return out, nil
}
