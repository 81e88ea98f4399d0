package records

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/sqldb"
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
	var terms []termRow
	var requests []requestRow
	var decisions []decisionRow
	var suspensions []suspensionRow
	var steps []stepRow
	var followUps []followUpRow
	var duties []dutyRow
	for _, r := range []struct {
		rows  any
		order string
	}{{&terms, "number"}, {&requests, "id"}, {&decisions, "at, id"}, {&suspensions, "from_day, id"}, {&steps, "due_at, id"}, {&followUps, "months"}, {&duties, "due_on, id"}} {
		if err := read(r.rows, r.order); err != nil {
			return err
		}
	}
	for _, r := range terms {
		t := byID[r.Traineeship]
		t.Terms = append(t.Terms, traineeship.Term{
			ID: r.ID, Number: r.Number, Start: r.Start, PlannedEnd: r.PlannedEnd, ActualEnd: orZero(r.ActualEnd), Months: r.Months,
			State: traineeship.TermState(r.State), Outcome: traineeship.Outcome(r.Outcome),
		})
	}
	for _, r := range requests {
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
	for _, r := range decisions {
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
	for _, r := range suspensions {
		cause, err := s.open(r.Cause, r.ID, "cause")
		if err != nil {
			return err
		}
		t := byID[r.Traineeship]
		t.Suspensions = append(t.Suspensions, traineeship.Suspension{ID: r.ID, Cause: policy.Cause(cause), From: r.From, Until: r.Until, Over: r.Over})
	}
	for _, r := range steps {
		t := byID[r.Traineeship]
		t.Steps = append(t.Steps, traineeship.Step{
			ID: r.ID, TermID: r.Term, Kind: traineeship.StepKind(r.Kind), DueAt: r.DueAt.UTC(), State: traineeship.StepState(r.State),
			Attempts: r.Attempts, Version: r.Version, ActedAt: timeOrZero(r.ActedAt),
		})
	}
	putAftermath(byID, followUps, duties)
	return nil
}

// writeChildren writes what belongs to a traineeship as it is now.
func (s *Store) writeChildren(ctx context.Context, tx bun.Tx, t *traineeship.Traineeship) error {
	if len(t.Dropped) > 0 {
		if _, err := tx.NewDelete().Model((*termRow)(nil)).Where("id IN (?)", bun.List(t.Dropped)).Exec(ctx); err != nil {
			return fmt.Errorf("take back a planned term: %w", err)
		}
	}
	var terms []termRow
	for _, x := range t.Terms {
		terms = append(terms, termRow{
			ID: x.ID, Traineeship: t.ID, Number: x.Number, Start: x.Start, PlannedEnd: x.PlannedEnd, ActualEnd: orNil(x.ActualEnd),
			Months: x.Months, State: string(x.State), Outcome: string(x.Outcome),
		})
	}
	if err := put(ctx, tx, terms, "start", "planned_end", "actual_end", "state", "outcome"); err != nil {
		return err
	}
	var requests []requestRow
	for _, x := range t.Requests {
		consents, err := json.Marshal(x.Consents)
		if err != nil {
			return fmt.Errorf("write down consents: %w", err)
		}
		requests = append(requests, requestRow{
			ID: x.ID, Traineeship: t.ID, Term: x.TermID, State: string(x.State), AskedBy: string(x.AskedBy), AskedOn: x.AskedOn,
			Consents: string(consents), Ceiling: x.Limit, Why: x.Why, Rules: x.Rules,
		})
	}
	if err := put(ctx, tx, requests, "state", "consents"); err != nil {
		return err
	}
	if err := s.writeDecisions(ctx, tx, t); err != nil {
		return err
	}
	var suspensions []suspensionRow
	for _, x := range t.Suspensions {
		cause, err := s.seal([]byte(x.Cause), x.ID, "cause")
		if err != nil {
			return err
		}
		suspensions = append(suspensions, suspensionRow{ID: x.ID, Traineeship: t.ID, Cause: cause, From: x.From, Until: x.Until, Over: x.Over})
	}
	if err := put(ctx, tx, suspensions, "until_day", "over"); err != nil {
		return err
	}
	var steps []stepRow
	for _, x := range t.Steps {
		steps = append(steps, stepRow{
			ID: x.ID, Traineeship: t.ID, Term: x.TermID, Kind: string(x.Kind), DueAt: x.DueAt.UTC(), State: string(x.State),
			Version: x.Version, ActedAt: timeOrNil(x.ActedAt),
		})
	}
	if err := put(ctx, tx, steps, "due_at", "state", "version", "acted_at"); err != nil {
		return err
	}
	return writeAftermath(ctx, tx, t)
}

func (s *Store) writeDecisions(ctx context.Context, tx bun.Tx, t *traineeship.Traineeship) error {
	var rows []decisionRow
	for _, x := range t.Decisions {
		override, err := s.sealText(x.Override, x.ID, "override")
		if err != nil {
			return err
		}
		reason, err := s.sealText(x.RevokeReason, x.ID, "revoke_reason")
		if err != nil {
			return err
		}
		rows = append(rows, decisionRow{
			ID: x.ID, Traineeship: t.ID, Term: x.TermID, Request: x.RequestID, Outcome: string(x.Outcome), Months: x.Months, Reason: x.Reason,
			Override: override, Ceiling: x.Limit, Why: x.Why, Rules: x.Rules, By: x.By, Role: string(x.Role), At: x.At.UTC(), RequestKey: x.Key,
			RevokedAt: timeOrNil(x.RevokedAt), RevokedBy: x.RevokedBy, RevokeReason: reason,
		})
	}
	return put(ctx, tx, rows, "revoked_at", "revoked_by", "revoke_reason")
}

// put writes rows; of those that exist the given columns change.
func put[T any](ctx context.Context, tx bun.Tx, rows []T, columns ...string) error {
	if len(rows) == 0 {
		return nil
	}
	q := tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE")
	for _, c := range columns {
		q = q.Set("? = EXCLUDED.?", bun.Ident(c), bun.Ident(c))
	}
	if _, err := q.Exec(ctx); err != nil {
		return sqldb.Fault(err, "traineeship")
	}
	return nil
}
