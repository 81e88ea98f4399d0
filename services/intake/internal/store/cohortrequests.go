package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/cohort"
)

type requestRow struct {
	bun.BaseModel `bun:"table:cohort_request"`

	ID         string     `bun:"id,pk"`
	Version    int64      `bun:"version"`
	Cohort     string     `bun:"cohort"`
	Trainee    string     `bun:"trainee"`
	Column     string     `bun:"col"`
	State      string     `bun:"state"`
	Body       string     `bun:"body"`
	AskedAt    time.Time  `bun:"asked_at"`
	AskedBy    string     `bun:"asked_by"`
	AnsweredAt *time.Time `bun:"answered_at"`
	AnsweredBy string     `bun:"answered_by"`
}

// requestJSON is what is sealed in the column body.
type requestJSON struct {
	Old    string `json:"old,omitempty"`
	New    string `json:"new,omitempty"`
	Why    string `json:"why"`
	Answer string `json:"answer,omitempty"`
}

func (s *Store) rowOfRequest(q cohort.Request) (*requestRow, error) {
	if uuid.Validate(q.ID) != nil {
		return nil, fault.New(fault.Invalid, "The form cannot be read.")
	}
	r := &requestRow{
		ID: q.ID, Version: q.Version + 1, Cohort: q.Cohort, Trainee: q.Row, Column: q.Column, State: string(q.State), AskedAt: q.AskedAt.UTC(), AskedBy: q.AskedBy,
		AnsweredBy: q.AnsweredBy,
	}
	if !q.AnsweredAt.IsZero() {
		at := q.AnsweredAt.UTC()
		r.AnsweredAt = &at
	}
	var err error
	r.Body, err = s.sealIn("cohort_request", q.ID, "body", requestJSON{q.Old, q.New, q.Why, q.Answer})
	return r, err
}

// CohortRequests returns what a partner asked to be changed in a cohort, the newest first.
func (s *Store) CohortRequests(ctx context.Context, id string) ([]cohort.Request, error) {
	var rows []requestRow
	if err := s.db.NewSelect().Model(&rows).Where("cohort = ?", id).OrderExpr("asked_at DESC, id DESC").Limit(cohort.MostRows).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what a partner asks for: %w", err)
	}
	list := make([]cohort.Request, 0, len(rows))
	for _, r := range rows {
		var body requestJSON
		if err := s.openFrom("cohort_request", r.ID, "body", r.Body, &body); err != nil {
			return nil, err
		}
		q := cohort.Request{
			ID: r.ID, Version: r.Version, Cohort: r.Cohort, Row: r.Trainee, Column: r.Column, Old: body.Old, New: body.New, Why: body.Why,
			State: cohort.RequestState(r.State), Answer: body.Answer, AskedAt: r.AskedAt.UTC(), AskedBy: r.AskedBy, AnsweredBy: r.AnsweredBy,
		}
		if r.AnsweredAt != nil {
			q.AnsweredAt = r.AnsweredAt.UTC()
		}
		list = append(list, q)
	}
	return list, nil
}

// putRequest writes a request at its version plus one. A new one whose id is there already changes nothing: a double
// click asks once.
func putRequest(ctx context.Context, tx bun.Tx, r *requestRow) error {
	if r == nil {
		return nil
	}
	if r.Version == 1 {
		if _, err := tx.NewInsert().Model(r).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("write what a partner asks for: %w", err)
		}
		return nil
	}
	res, err := tx.NewUpdate().Model(r).Column("version", "state", "body", "answered_at", "answered_by").Where("id = ?", r.ID).Where("version = ?", r.Version-1).Exec(ctx)
	return sqldb.Versioned(res, err, "request")
}

// OpenRequests counts the requests that wait for the City by cohort, with the time of the oldest.
type OpenRequests struct {
	Cohort string
	Count  int
	Since  time.Time
}

// RequestsWaiting returns them for some cohorts.
func (s *Store) RequestsWaiting(ctx context.Context, cohorts []string) ([]OpenRequests, error) {
	if len(cohorts) == 0 {
		return nil, nil
	}
	var rows []requestRow
	err := s.db.NewSelect().Model(&rows).Column("cohort", "asked_at").Where("state = ?", string(cohort.Asked)).Where("cohort IN (?)", bun.List(cohorts)).
		OrderExpr("cohort, asked_at").Limit(1000).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("count what partners ask for: %w", err)
	}
	var list []OpenRequests
	for _, r := range rows {
		if n := len(list); n > 0 && list[n-1].Cohort == r.Cohort {
			list[n-1].Count++
			continue
		}
		list = append(list, OpenRequests{r.Cohort, 1, r.AskedAt.UTC()})
	}
	return list, nil
}
