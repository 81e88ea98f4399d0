package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// ReadOutcomes counts what became of people.
func (s *Server) ReadOutcomes(ctx context.Context, _ contract.ReadOutcomesRequestObject) (contract.ReadOutcomesResponseObject, error) {
	rows, err := s.Placement.Outcomes(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.Outcomes{Smallest: traineeship.Smallest, Rows: []contract.OutcomeRow{}}
	for _, r := range rows {
		row := contract.OutcomeRow{Months: r.Months, Answers: []contract.OutcomeCount{}, Silent: told(r.Silent), Total: told(r.Total)}
		for i, now := range traineeship.Nows() {
			row.Answers = append(row.Answers, contract.OutcomeCount{Now: contract.OutcomeNow(now), Count: told(r.Answers[i])})
		}
		out.Rows = append(out.Rows, row)
	}
	return contract.ReadOutcomes200JSONResponse(out), nil
}

// told is nil for a count that is not told.
func told(c traineeship.Count) *int {
	if c.Hidden {
		return nil
	}
	return &c.N
}

func followUps(all []traineeship.FollowUp) *[]contract.FollowUp {
	if len(all) == 0 {
		return nil
	}
	var out []contract.FollowUp
	for _, f := range all {
		x := contract.FollowUp{Months: f.Months, DueOn: f.DueOn, AskedOn: someDay(f.AskedOn), AnsweredOn: someDay(f.AnswerOn), Party: some(string(f.Party))}
		if f.Answer != "" {
			now := contract.OutcomeNow(f.Answer)
			x.Now = &now
		}
		out = append(out, x)
	}
	return &out
}

func duties(all []traineeship.Duty) *[]contract.Duty {
	if len(all) == 0 {
		return nil
	}
	var out []contract.Duty
	for _, d := range all {
		out = append(out, contract.Duty{
			Id: d.ID, Kind: string(d.Kind), Event: string(d.Event), EventOn: d.EventOn, DueOn: d.DueOn, DoneOn: someDay(d.DoneOn), Reference: some(d.Reference),
		})
	}
	return &out
}
