package api

import (
	"context"

	"github.com/celav/celav/pkg/audit"
	contract "github.com/celav/celav/pkg/contract/intake"
)

// ListAudit reads the record of who saw and did what.
func (s *Server) ListAudit(ctx context.Context, r contract.ListAuditRequestObject) (contract.ListAuditResponseObject, error) {
	page, err := s.Audit.List(ctx, audit.Filter{}, value(r.Params.Cursor), limit(r.Params.Limit))
	out := contract.ListAudit200JSONResponse{Items: []contract.AuditEntry{}, Next: some(page.Next)}
	for _, e := range page.Events {
		out.Items = append(out.Items, contract.AuditEntry{
			Id: e.ID, At: e.At, Subject: some(e.Subject), Service: some(e.Service), Action: e.Action, Kind: e.Kind,
			Record: some(e.Record), Person: some(code(e.Person)),
		})
	}
	return out, err
}
