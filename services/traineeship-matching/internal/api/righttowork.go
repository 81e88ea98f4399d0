package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/policy"
)

// GetRightToWork implements contract.StrictServerInterface.
func (s *Server) GetRightToWork(ctx context.Context, r contract.GetRightToWorkRequestObject) (contract.GetRightToWorkResponseObject, error) {
	c, err := s.Placement.RightToWork(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	days, err := s.Placement.WarningDays()
	if err != nil {
		return nil, err
	}
	out := contract.RightToWork{Start: c.Start, End: c.End, RenewalFrom: someDay(c.RenewalFrom), Line: []contract.RightStretch{}, WarningDays: days}
	for _, x := range c.Line {
		out.Line = append(out.Line, stretch(x))
	}
	out.Agreed, out.Renewal = someStretch(c.Agreed), someStretch(c.Renewal)
	if w := c.Watch; w.Mark != "" {
		out.Watch = &contract.RightWatch{Mark: string(w.Mark), Day: w.Day, Since: w.Since}
	}
	return contract.GetRightToWork200JSONResponse(out), nil
}

func stretch(x policy.Stretch) contract.RightStretch {
	out := contract.RightStretch{
		From: x.From, Until: x.Until, Mark: contract.RightStretchMark(x.Mark), Rule: *rule(&x.Result), Decision: contract.Decision(x.Result.Decision.String()),
		Reason: x.Result.Reason, Hard: x.Result.Hard, FreeOn: someDay(x.FreeOn), Ended: someDay(x.Ended),
	}
	if x.HoursWeek > 0 {
		out.HoursWeek = &x.HoursWeek
	}
	return out
}

func someStretch(x policy.Stretch) *contract.RightStretch {
	if x.Mark == "" {
		return nil
	}
	out := stretch(x)
	return &out
}
