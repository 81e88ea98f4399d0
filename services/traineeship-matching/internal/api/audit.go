package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
)

// ListAudit reads the record of who saw and did what.
func (s *Server) ListAudit(ctx context.Context, r contract.ListAuditRequestObject) (contract.ListAuditResponseObject, error) {
	page, err := s.Audit.Trail(ctx, r.Params.Person, r.Params.Cursor, r.Params.Limit)
	return contract.ListAudit200JSONResponse(page), err
}
