package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

// ListGrants implements contract.StrictServerInterface.
func (s *Server) ListGrants(ctx context.Context, r contract.ListGrantsRequestObject) (contract.ListGrantsResponseObject, error) {
	f, err := s.Grants.Of(ctx, r.Id, string(contract.It))
	if err != nil {
		return nil, err
	}
	out := contract.GrantMonths{Items: []contract.GrantMonth{}}
	for _, a := range f.Accounts {
		out.Items = append(out.Items, writeGrant(a, !f.Host))
	}
	return contract.ListGrants200JSONResponse(out), nil
}

func writeGrant(a bookkeeping.Account, amounts bool) contract.GrantMonth {
	m := contract.GrantMonth{
		Term: a.Number, Month: a.Portion.Month.String(), State: contract.GrantState(a.State), Lines: a.Head.Lines, PlannedMinutes: a.Portion.Planned,
		AttendedMinutes: a.Head.Minutes,
	}
	if amounts {
		m.DueCents, m.ApprovedCents = &a.Head.DueCents, &a.Head.ApprovedCents
	}
	return m
}

// ActOnGrant implements contract.StrictServerInterface.
func (s *Server) ActOnGrant(ctx context.Context, r contract.ActOnGrantRequestObject) (contract.ActOnGrantResponseObject, error) {
	m, err := ledger.ParseMonth(r.Month)
	if err != nil {
		return nil, err
	}
	b := r.Body
	in := bookkeeping.Act{Kind: ledger.Kind(b.Act), Lines: b.Lines, Reason: or(b.Reason), Minutes: or(b.Minutes)}
	if b.Verdict != nil {
		in.Verdict = ledger.Verdict(*b.Verdict)
	}
	if err := s.Grants.Do(ctx, r.Id, r.Term, m, in); err != nil {
		return nil, err
	}
	return contract.ActOnGrant204Response{}, nil
}

// LoadGrants implements contract.StrictServerInterface.
func (s *Server) LoadGrants(ctx context.Context, r contract.LoadGrantsRequestObject) (contract.LoadGrantsResponseObject, error) {
	var pasts []bookkeeping.Past
	for _, x := range r.Body.Items {
		pasts = append(pasts, bookkeeping.Past{
			Traineeship: x.TraineeshipId, By: x.By, ByRole: string(x.ByRole), Approver: x.Approver, Percent: x.Percent, Last: ledger.State(x.Last),
		})
	}
	n, err := s.Grants.Load(ctx, pasts, r.Body.Paid)
	if err != nil {
		return nil, err
	}
	if r.Body.Demo {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, fault.New(fault.Unavailable, "the records could not be marked").Because(err)
		}
	}
	return contract.LoadGrants200JSONResponse{Entered: n}, nil
}
