package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
)

// AskCohortChange asks the City for a change.
func (s *Server) AskCohortChange(ctx context.Context, r contract.AskCohortChangeRequestObject) (contract.AskCohortChangeResponseObject, error) {
	q, err := s.Cohorts.Ask(ctx, r.Cohort, r.Row, cohort.Request{ID: value(r.Body.Id), Column: r.Body.Column, New: r.Body.Value, Why: r.Body.Why})
	return contract.AskCohortChange201JSONResponse(encodeRequest(q)), err
}

// AnswerCohortRequest answers a partner's request.
func (s *Server) AnswerCohortRequest(ctx context.Context, r contract.AnswerCohortRequestRequestObject) (contract.AnswerCohortRequestResponseObject, error) {
	q, err := s.Cohorts.Settle(ctx, r.Cohort, r.Wish, cohorts.Answer{
		Version: r.Body.Version, Accept: string(r.Body.Decision) == string(cohort.ChangeAccepted), Reason: value(r.Body.Answer),
	})
	return contract.AnswerCohortRequest200JSONResponse(encodeRequest(q)), err
}

func encodeRequest(q cohort.Request) contract.CohortRequest {
	return contract.CohortRequest{
		Id: q.ID, Version: q.Version, Row: q.Row, Column: q.Column, Old: q.Old, Value: q.New, Why: q.Why, State: contract.CohortRequestState(q.State),
		Answer: some(q.Answer), AskedAt: q.AskedAt, AnsweredAt: some(q.AnsweredAt),
	}
}

func requestsOf(all []cohort.Request, row string) *[]contract.CohortRequest {
	var list []contract.CohortRequest
	for _, q := range all {
		if q.Row == row {
			list = append(list, encodeRequest(q))
		}
	}
	if list == nil {
		return nil
	}
	return &list
}

func loadedRequest(row string, in contract.BatchRequest) cohort.Request {
	return cohort.Request{
		ID: in.Id, Row: row, Column: in.Column, Old: value(in.Old), New: in.Value, Why: in.Why, State: cohort.RequestState(in.State),
		Answer: value(in.Answer), AskedAt: in.AskedAt, AnsweredAt: value(in.AnsweredAt),
	}
}
