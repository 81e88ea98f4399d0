package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/intake/internal/referral"
)

// ReferralWork narrows the referrals that somebody has work with. Team "" means every team's.
type ReferralWork struct {
	Team string
	// Which of them: what should have been answered, what came in, what was answered, all that is under way.
	Which ReferralView
	Today civil.Date
	After string // the id that the last page ended with
	Limit int
}

// ReferralView is a part of the work.
type ReferralView string

// The parts.
const (
	OverdueReferrals  ReferralView = "overdue"
	IncomingReferrals ReferralView = "incoming"
	AnsweredReferrals ReferralView = "answered"
	OpenReferrals     ReferralView = "open"
)

// ReferralViews lists them in the order in which a page offers them.
func ReferralViews() []ReferralView {
	return []ReferralView{OverdueReferrals, AnsweredReferrals, IncomingReferrals, OpenReferrals}
}

func (w ReferralWork) narrow(q *bun.SelectQuery) *bun.SelectQuery {
	q = q.Join("JOIN person AS p ON p.id = r.person").Where("p.merged_into = ''")
	if w.Team != "" {
		q = q.Where("p.team = ?", w.Team)
	}
	switch w.Which {
	case OverdueReferrals:
		return q.Where("r.state IN (?)", bun.List([]string{string(referral.Sent), string(referral.Seen)})).Where("r.answer_by < ?", w.Today)
	case IncomingReferrals:
		return q.Where("r.state = ?", string(referral.Received))
	case AnsweredReferrals:
		return q.Where("r.unread")
	case OpenReferrals:
	}
	return q.Where("r.state NOT IN (?)", bun.List([]string{string(referral.Refused), string(referral.Done), string(referral.Withdrawn)}))
}

// Referrals returns a page of the work, the longest waiting first, and the cursor of the next one, "" at the end.
func (s *Store) Referrals(ctx context.Context, w ReferralWork) ([]referral.Referral, string, error) {
	var rows []referralRow
	q := w.narrow(s.db.NewSelect().Model(&rows).ModelTableExpr("referral AS r").ColumnExpr("r.*")).OrderExpr("r.since, r.id").Limit(int64(w.Limit) + 1)
	if w.After != "" {
		q = q.Where("(r.since, r.id) > (SELECT since, id FROM referral WHERE id = ?)", w.After)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list referrals: %w", err)
	}
	next := ""
	if len(rows) > w.Limit {
		rows = rows[:w.Limit]
		next = rows[len(rows)-1].ID
	}
	list, err := s.referralsOf(rows)
	return list, next, err
}

// CountReferrals counts a part of the work.
func (s *Store) CountReferrals(ctx context.Context, w ReferralWork) (int, error) {
	n, err := w.narrow(s.db.NewSelect().TableExpr("referral AS r")).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count referrals: %w", err)
	}
	return int(n), nil
}
