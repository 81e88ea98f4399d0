package records

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// readChildren fills in what belongs to the traineeships.
func (s *Store) readChildren(ctx context.Context, db bun.IDB, all []*traineeship.Traineeship) error {
	if len(all) == 0 {
		return nil
	}
	byID, ids := map[string]*traineeship.Traineeship{}, make([]string, 0, len(all))
	for _, t := range all {
		byID[t.ID] = t
		ids = append(ids, t.ID)
	}
	read := func(rows any, order string) error {
		if err := db.NewSelect().Model(rows).Where("traineeship IN (?)", bun.List(ids)).OrderExpr(order).Scan(ctx); err != nil {
			return fmt.Errorf("read what belongs to traineeships: %w", err)
		}
		return nil
	}
	var x children
	for _, r := range []struct {
		rows  any
		order string
	}{{&x.terms, "number"}, {&x.requests, "id"}, {&x.decisions, "at, id"}, {&x.suspensions, "from_day, id"}, {&x.steps, "due_at, id"}, {&x.followUps, "months"}, {&x.duties, "due_on, id"}} {
		if err := read(r.rows, r.order); err != nil {
			return err
		}
	}
	for _, r := range x.terms {
		t := byID[r.Traineeship]
		t.Terms = append(t.Terms, traineeship.Term{
			ID: r.ID, Number: r.Number, Start: r.Start, PlannedEnd: r.PlannedEnd, ActualEnd: orZero(r.ActualEnd), Months: r.Months,
			State: traineeship.TermState(r.State), Outcome: traineeship.Outcome(r.Outcome),
		})
	}
	for _, r := range x.requests {
		t := byID[r.Traineeship]
		q := traineeship.Request{
			ID: r.ID, TermID: r.Term, State: traineeship.RequestState(r.State), AskedBy: traineeship.Party(r.AskedBy), AskedOn: r.AskedOn,
			Limit: r.Ceiling, Why: r.Why, Rules: r.Rules,
		}
		if err := json.Unmarshal([]byte(r.Consents), &q.Consents); err != nil {
			return fmt.Errorf("read consents of %s: %w", r.ID, err)
		}
		t.Requests = append(t.Requests, q)
	}
	for _, r := range x.decisions {
		override, err := s.open(r.Override, r.ID, "override")
		if err != nil {
			return err
		}
		reason, err := s.open(r.RevokeReason, r.ID, "revoke_reason")
		if err != nil {
			return err
		}
		t := byID[r.Traineeship]
		t.Decisions = append(t.Decisions, traineeship.Decision{
			ID: r.ID, TermID: r.Term, RequestID: r.Request, Outcome: traineeship.Wish(r.Outcome), Months: r.Months, Reason: r.Reason,
			Override: string(override), Limit: r.Ceiling, Why: r.Why, Rules: r.Rules, By: r.By, Role: traineeship.Party(r.Role), At: r.At.UTC(),
			Key: r.RequestKey, RevokedAt: timeOrZero(r.RevokedAt), RevokedBy: r.RevokedBy, RevokeReason: string(reason),
		})
	}
	for _, r := range x.suspensions {
		cause, err := s.open(r.Cause, r.ID, "cause")
		if err != nil {
			return err
		}
		t := byID[r.Traineeship]
		t.Suspensions = append(t.Suspensions, traineeship.Suspension{ID: r.ID, Cause: policy.Cause(cause), From: r.From, Until: r.Until, Over: r.Over})
	}
	for _, r := range x.steps {
		t := byID[r.Traineeship]
		t.Steps = append(t.Steps, traineeship.Step{
			ID: r.ID, TermID: r.Term, Kind: traineeship.StepKind(r.Kind), DueAt: r.DueAt.UTC(), State: traineeship.StepState(r.State),
			Attempts: r.Attempts, Version: r.Version, ActedAt: timeOrZero(r.ActedAt),
		})
	}
	putAftermath(byID, x.followUps, x.duties)
	return nil
}
