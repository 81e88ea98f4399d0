package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/shortlists"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// ReadOverview tells a person's own page what was proposed and why, and which traineeships there are.
func (s *Server) ReadOverview(ctx context.Context, r contract.ReadOverviewRequestObject) (contract.ReadOverviewResponseObject, error) {
	files, err := s.Shortlists.Proposals(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	page, _, err := s.Placement.OfPerson(ctx, r.Id, ui.Lang(ctx))
	if err != nil {
		return nil, err
	}
	out := contract.ReadOverview200JSONResponse{Proposals: []contract.ProposalInWords{}, Traineeships: []contract.TraineeshipInWords{}}
	companies := map[string]string{}
	for _, f := range files {
		e := f.Entry
		companies[e.Opening] = e.Words.Company
		out.Proposals = append(out.Proposals, contract.ProposalInWords{
			Entry: e.ID, Title: s.title(e.Opening), Company: e.Words.Company, Since: e.Since,
			State: ui.T(ctx, "matching.shortlist.plain."+string(e.State)), Waits: e.State.Waits() == shortlist.Person,
			Reasons: shortlists.Why(ctx, e),
		})
	}
	for _, t := range page.Items {
		if t.State == traineeship.Draft { // the centre's own until papers are asked for
			continue
		}
		out.Traineeships = append(out.Traineeships, contract.TraineeshipInWords{
			Id: t.ID, Title: s.title(t.OpeningID), Company: companies[t.OpeningID], Start: t.Start, End: t.End(),
			State: ui.T(ctx, "matching.traineeships.state."+string(t.State)),
		})
	}
	return out, nil
}

// title is that of an opening, as it is published; empty when matching does not know the opening any more.
func (s *Server) title(opening string) string {
	if o, ok := s.Shortlists.OpeningDocument(opening); ok {
		return o.Title
	}
	return ""
}
