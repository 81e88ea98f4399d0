package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// ListWaitingGrants implements contract.StrictServerInterface.
func (s *Server) ListWaitingGrants(ctx context.Context, r contract.ListWaitingGrantsRequestObject) (contract.ListWaitingGrantsResponseObject, error) {
	out, err := s.grants(ctx, identity.GrantList, r.Params.Cursor, r.Params.Limit, string(r.Params.Show))
	return contract.ListWaitingGrants200JSONResponse(out), err
}

// ListAttendance implements contract.StrictServerInterface.
func (s *Server) ListAttendance(ctx context.Context, r contract.ListAttendanceRequestObject) (contract.ListAttendanceResponseObject, error) {
	out, err := s.grants(ctx, identity.GrantsOfHost, r.Params.Cursor, r.Params.Limit, "missing")
	return contract.ListAttendance200JSONResponse(out), err
}

func (s *Server) grants(ctx context.Context, a identity.Action, cursor *string, limit *int, show string) (contract.GrantPage, error) {
	n := defaultLimit
	if limit != nil {
		n = *limit
	}
	page, err := s.Grants.List(ctx, a, or(cursor), n, string(contract.It), bookkeeping.Shows(show)...)
	if err != nil {
		return contract.GrantPage{}, err
	}
	out := contract.GrantPage{Items: []contract.WaitingGrant{}, Next: some(page.Next)}
	for _, x := range page.Items {
		w := contract.WaitingGrant{TraineeshipId: x.Traineeship, Grant: writeGrant(x, a == identity.GrantList)}
		if a == identity.GrantList {
			w.PersonId = &x.Person
		}
		out.Items = append(out.Items, w)
	}
	return out, nil
}

// ForecastGrants implements contract.StrictServerInterface.
func (s *Server) ForecastGrants(ctx context.Context, _ contract.ForecastGrantsRequestObject) (contract.ForecastGrantsResponseObject, error) {
	all, err := s.Grants.Forecast(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.GrantForecast{Items: []contract.GrantBudget{}}
	for _, b := range all {
		out.Items = append(out.Items, contract.GrantBudget{Month: b.Month.String(), SureCents: b.Sure, StartingCents: b.Starting, PendingCents: b.Pending})
	}
	return contract.ForecastGrants200JSONResponse(out), nil
}

// ListGrantExports implements contract.StrictServerInterface.
func (s *Server) ListGrantExports(ctx context.Context, _ contract.ListGrantExportsRequestObject) (contract.ListGrantExportsResponseObject, error) {
	made, rows, cents, err := s.Grants.Exports(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.GrantExports{Items: []contract.GrantExport{}, NextRows: rows, NextCents: cents}
	for _, e := range made {
		out.Items = append(out.Items, writeExport(e, nil))
	}
	return contract.ListGrantExports200JSONResponse(out), nil
}

// ExportGrants implements contract.StrictServerInterface.
func (s *Server) ExportGrants(ctx context.Context, _ contract.ExportGrantsRequestObject) (contract.ExportGrantsResponseObject, error) {
	e, err := s.Grants.Export(ctx)
	if err != nil {
		return nil, err
	}
	return contract.ExportGrants201JSONResponse(writeExport(e, nil)), nil
}

// GetGrantExport implements contract.StrictServerInterface.
func (s *Server) GetGrantExport(ctx context.Context, r contract.GetGrantExportRequestObject) (contract.GetGrantExportResponseObject, error) {
	e, rows, err := s.Grants.ReadExport(ctx, r.Export)
	if err != nil {
		return nil, err
	}
	return contract.GetGrantExport200JSONResponse(writeExport(e, rows)), nil
}

func writeExport(e store.Export, rows []store.ExportRow) contract.GrantExport {
	out := contract.GrantExport{Id: e.ID, Month: e.Month, Number: e.Number, Rows: e.Rows, Cents: e.Cents, MadeAt: e.MadeAt.UTC()}
	if rows == nil {
		return out
	}
	list := []contract.GrantPayment{}
	for _, r := range rows {
		list = append(list, contract.GrantPayment{Reference: r.Reference, Term: r.TermNumber, Month: r.Month, Kind: r.Kind, Cents: r.Cents, Rule: r.Rule + " " + r.Version})
	}
	out.Items = &list
	return out
}
