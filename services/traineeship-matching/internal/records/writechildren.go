package records

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// children are the rows of what belongs to a traineeship.
type children struct {
	terms       []termRow
	requests    []requestRow
	decisions   []decisionRow
	suspensions []suspensionRow
	steps       []stepRow
	followUps   []followUpRow
	duties      []dutyRow
}

// childrenOf are the rows of what belongs to a traineeship as it is now.
func (s *Store) childrenOf(t *traineeship.Traineeship) (c children, err error) {
	for _, x := range t.Terms {
		c.terms = append(c.terms, termRow{
			ID: x.ID, Traineeship: t.ID, Number: x.Number, Start: x.Start, PlannedEnd: x.PlannedEnd, ActualEnd: orNil(x.ActualEnd),
			Months: x.Months, State: string(x.State), Outcome: string(x.Outcome),
		})
	}
	for _, x := range t.Requests {
		consents, err := json.Marshal(x.Consents)
		if err != nil {
			return c, fmt.Errorf("write down consents: %w", err)
		}
		c.requests = append(c.requests, requestRow{
			ID: x.ID, Traineeship: t.ID, Term: x.TermID, State: string(x.State), AskedBy: string(x.AskedBy), AskedOn: x.AskedOn,
			Consents: string(consents), Ceiling: x.Limit, Why: x.Why, Rules: x.Rules,
		})
	}
	if c.decisions, err = s.decisionRows(t); err != nil {
		return c, err
	}
	for _, x := range t.Suspensions {
		cause, err := s.seal([]byte(x.Cause), x.ID, "cause")
		if err != nil {
			return c, err
		}
		c.suspensions = append(c.suspensions, suspensionRow{ID: x.ID, Traineeship: t.ID, Cause: cause, From: x.From, Until: x.Until, Over: x.Over})
	}
	for _, x := range t.Steps {
		c.steps = append(c.steps, stepRow{
			ID: x.ID, Traineeship: t.ID, Term: x.TermID, Kind: string(x.Kind), DueAt: x.DueAt.UTC(), State: string(x.State),
			Version: x.Version, ActedAt: timeOrNil(x.ActedAt),
		})
	}
	c.followUps, c.duties = aftermathRows(t)
	return c, nil
}

func (s *Store) decisionRows(t *traineeship.Traineeship) (rows []decisionRow, err error) {
	for _, x := range t.Decisions {
		override, err := s.sealText(x.Override, x.ID, "override")
		if err != nil {
			return nil, err
		}
		reason, err := s.sealText(x.RevokeReason, x.ID, "revoke_reason")
		if err != nil {
			return nil, err
		}
		rows = append(rows, decisionRow{
			ID: x.ID, Traineeship: t.ID, Term: x.TermID, Request: x.RequestID, Outcome: string(x.Outcome), Months: x.Months, Reason: x.Reason,
			Override: override, Ceiling: x.Limit, Why: x.Why, Rules: x.Rules, By: x.By, Role: string(x.Role), At: x.At.UTC(), RequestKey: x.Key,
			RevokedAt: timeOrNil(x.RevokedAt), RevokedBy: x.RevokedBy, RevokeReason: reason,
		})
	}
	return rows, nil
}

// writeChildren writes what belongs to a traineeship as it is now, but for what is as it was.
func (s *Store) writeChildren(ctx context.Context, tx bun.Tx, t *traineeship.Traineeship, was children) error {
	for _, dropped := range []struct {
		model any
		ids   []string
	}{{(*termRow)(nil), t.Dropped}, {(*dutyRow)(nil), t.DroppedDuties}} {
		if len(dropped.ids) == 0 {
			continue
		}
		if _, err := tx.NewDelete().Model(dropped.model).Where("id IN (?)", bun.List(dropped.ids)).Exec(ctx); err != nil {
			return fmt.Errorf("take back what a decision planned: %w", err)
		}
	}
	now, err := s.childrenOf(t)
	if err != nil {
		return err
	}
	for _, write := range []func() error{
		func() error {
			return put(ctx, tx, now.terms, was.terms, "start", "planned_end", "actual_end", "state", "outcome")
		},
		func() error { return put(ctx, tx, now.requests, was.requests, "state", "consents") },
		func() error {
			return put(ctx, tx, now.decisions, was.decisions, "revoked_at", "revoked_by", "revoke_reason")
		},
		func() error { return put(ctx, tx, now.suspensions, was.suspensions, "until_day", "over") },
		func() error { return put(ctx, tx, now.steps, was.steps, "due_at", "state", "version", "acted_at") },
		func() error {
			return put(ctx, tx, now.followUps, was.followUps, "asked_on", "answer", "answer_on", "by_subject", "party")
		},
		func() error { return put(ctx, tx, now.duties, was.duties, "done_on", "reference", "by_subject") },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// put writes the rows that are not as they were; of those that exist the given columns change.
func put[T any](ctx context.Context, tx bun.Tx, rows, was []T, columns ...string) error {
	var changed []T
	for i := range rows {
		if i >= len(was) || !reflect.DeepEqual(rows[i], was[i]) {
			changed = append(changed, rows[i])
		}
	}
	if len(changed) == 0 {
		return nil
	}
	q := tx.NewInsert().Model(&changed).On("CONFLICT (id) DO UPDATE")
	for _, c := range columns {
		q = q.Set("? = EXCLUDED.?", bun.Ident(c), bun.Ident(c))
	}
	if _, err := q.Exec(ctx); err != nil {
		return sqldb.Fault(err, "traineeship")
	}
	return nil
}
