package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	pages "github.com/celav/celav/services/traineeship-matching/internal/pages/fairness"
)

// ReadFairness tells who gets which chances in a quarter.
func (s *Server) ReadFairness(ctx context.Context, r contract.ReadFairnessRequestObject) (contract.ReadFairnessResponseObject, error) {
	a, err := s.Fairness.Report(ctx, or(r.Params.Quarter))
	if err != nil {
		return nil, err
	}
	out := contract.ReadFairness200JSONResponse{Quarter: a.Quarter.String(), CountedUntil: a.Until, LeastPeople: a.Least, Rows: []contract.FairnessRow{}, Silent: silent(naming.Names{Silent: a.Silent})}
	for _, l := range pages.Lines(ctx, &a) {
		out.Rows = append(out.Rows, contract.FairnessRow{
			By: contract.FairnessRowBy(l.By), Group: l.Group, Label: l.Label, People: l.People, PeopleMatched: l.Matched, PeopleProposed: l.Proposed,
			Proposals: l.Proposals, PeopleInterviewed: l.Interviewed, PeopleStarted: l.Started, MedianWaitDays: l.Wait,
		})
	}
	return out, nil
}
