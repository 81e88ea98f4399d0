package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/outreach"
)

// SetSeatsTaken implements contract.StrictServerInterface.
func (s Server) SetSeatsTaken(ctx context.Context, r contract.SetSeatsTakenRequestObject) (contract.SetSeatsTakenResponseObject, error) {
	if err := s.Desk.SetSeatsTaken(ctx, r.Id, r.Body.Taken); err != nil {
		return nil, err
	}
	return contract.SetSeatsTaken204Response{}, nil
}
