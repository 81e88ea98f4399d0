package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

const defaultWeeks = 4

// ListRenewals implements contract.StrictServerInterface.
func (s *Server) ListRenewals(ctx context.Context, r contract.ListRenewalsRequestObject) (contract.ListRenewalsResponseObject, error) {
	q := placement.RenewalQuery{Team: or(r.Params.Team), Weeks: defaultWeeks, Cursor: or(r.Params.Cursor), Limit: defaultLimit}
	if r.Params.Weeks != nil {
		q.Weeks = *r.Params.Weeks
	}
	if r.Params.Limit != nil {
		q.Limit = *r.Params.Limit
	}
	page, err := s.Placement.Renewals(ctx, q)
	if err != nil {
		return nil, err
	}
	out := contract.RenewalPage{Items: []contract.DueRenewal{}, Next: some(page.Next)}
	for _, x := range page.Items {
		open := x.OpenTerm()
		item := contract.DueRenewal{
			TraineeshipId: x.ID, Version: x.Version, PersonId: x.PersonID, Team: x.Team, Term: open.Number, LastDay: open.PlannedEnd, DecideBy: x.DecideBy,
			Late: x.Late, Urgent: x.Urgent, Silent: parties(x.Silent), Papers: []string{}, Ceiling: *ceiling(x.Ceiling), Access: judged(x.Access),
			Stops: rulings(x.Stops()), CostCents: x.Cost,
		}
		for _, k := range x.Papers {
			item.Papers = append(item.Papers, string(k))
		}
		if len(x.Stops()) == 0 {
			item.RenewedUntil = someDay(x.Next.PlannedEnd)
		}
		out.Items = append(out.Items, item)
	}
	return contract.ListRenewals200JSONResponse(out), nil
}

func parties(all []traineeship.Party) []contract.TermParty {
	out := make([]contract.TermParty, 0, len(all))
	for _, p := range all {
		out = append(out, contract.TermParty(p))
	}
	return out
}

func rulings(all []policy.Result) []contract.JudgedRule {
	out := make([]contract.JudgedRule, 0, len(all))
	for _, r := range all {
		out = append(out, judged(r))
	}
	return out
}

// ForecastRenewals implements contract.StrictServerInterface.
func (s *Server) ForecastRenewals(ctx context.Context, r contract.ForecastRenewalsRequestObject) (contract.ForecastRenewalsResponseObject, error) {
	weeks, err := s.Grants.Weeks(ctx, or(r.Params.Team))
	if err != nil {
		return nil, err
	}
	out := contract.RenewalForecast{Weeks: []contract.RenewalWeek{}}
	for _, w := range weeks {
		out.Weeks = append(out.Weeks, contract.RenewalWeek{
			Monday: w.Monday, DecisionsWithout: w.DecisionsWithout(), DecisionsWith: w.DecisionsWith(), CentsWithout: w.Without(), CentsWith: w.With(),
		})
	}
	return contract.ForecastRenewals200JSONResponse(out), nil
}

// PreviewRenewals implements contract.StrictServerInterface.
func (s *Server) PreviewRenewals(ctx context.Context, r contract.PreviewRenewalsRequestObject) (contract.PreviewRenewalsResponseObject, error) {
	wish := traineeship.Wish(r.Body.Outcome)
	all, _, err := s.Placement.Foresee(ctx, r.Body.Ids, wish, string(contract.It))
	if err != nil {
		return nil, err
	}
	return contract.PreviewRenewals200JSONResponse(outcomes(all, wish)), nil
}

// DecideRenewals implements contract.StrictServerInterface.
func (s *Server) DecideRenewals(ctx context.Context, r contract.DecideRenewalsRequestObject) (contract.DecideRenewalsResponseObject, error) {
	b := placement.Batch{Outcome: traineeship.Wish(r.Body.Outcome), Reason: r.Body.Reason, Key: r.Body.Key}
	for _, x := range r.Body.Items {
		b.Items = append(b.Items, placement.Chosen{ID: x.TraineeshipId, Version: x.Version})
	}
	all, _, err := s.Placement.DecideAll(ctx, b, string(contract.It))
	if err != nil {
		return nil, err
	}
	return contract.DecideRenewals200JSONResponse(outcomes(all, b.Outcome)), nil
}

func outcomes(all []placement.Candidate, wish traineeship.Wish) contract.RenewalOutcomes {
	out := contract.RenewalOutcomes{Items: []contract.RenewalOutcome{}}
	for _, c := range all {
		x := contract.RenewalOutcome{TraineeshipId: c.ID, Result: contract.RenewalOutcomeResult(c.Hindrance)}
		if c.Hindrance == placement.None {
			x.Result = contract.RenewalOutcomeResult("through")
		}
		if r := c.Renewal; r != nil {
			x.Version = &r.Version
			switch c.Hindrance {
			case placement.Stopped:
				stops := rulings(r.Stops())
				x.Stops = &stops
			case placement.Consent:
				missing := parties(r.Ceiling.Missing)
				x.Missing = &missing
			case placement.None:
				x.Until, x.CostCents = someDay(r.OpenTerm().PlannedEnd), new(int64)
				if wish == traineeship.Renew {
					x.Until, x.CostCents = someDay(r.Next.PlannedEnd), &r.Cost
				}
			}
		}
		out.Items = append(out.Items, x)
	}
	return out
}

// RemindRenewals implements contract.StrictServerInterface.
func (s *Server) RemindRenewals(ctx context.Context, r contract.RemindRenewalsRequestObject) (contract.RemindRenewalsResponseObject, error) {
	all, _, err := s.Placement.Remind(ctx, r.Body.Ids, string(contract.It))
	if err != nil {
		return nil, err
	}
	out := contract.RenewalReminders{Items: []contract.RenewalReminder{}}
	for _, x := range all {
		item := contract.RenewalReminder{TraineeshipId: x.ID, Result: contract.RenewalReminderResult(x.Result)}
		if x.Party != "" {
			p := contract.TermParty(x.Party)
			item.Party = &p
		}
		out.Items = append(out.Items, item)
	}
	return contract.RemindRenewals200JSONResponse(out), nil
}

// GetRenewalCalendar implements contract.StrictServerInterface.
func (s *Server) GetRenewalCalendar(ctx context.Context, _ contract.GetRenewalCalendarRequestObject) (contract.GetRenewalCalendarResponseObject, error) {
	l, there, err := s.Agenda.Of(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.RenewalCalendar{Exists: there, LastUsed: l.LastUsed}
	if there {
		out.MadeAt = &l.MadeAt
	}
	return contract.GetRenewalCalendar200JSONResponse(out), nil
}

// MakeRenewalCalendar implements contract.StrictServerInterface.
func (s *Server) MakeRenewalCalendar(ctx context.Context, r contract.MakeRenewalCalendarRequestObject) (contract.MakeRenewalCalendarResponseObject, error) {
	address, err := s.Agenda.Make(ctx, language(r.Params.Language))
	if err != nil {
		return nil, err
	}
	return contract.MakeRenewalCalendar201JSONResponse{Address: address}, nil
}

// WithdrawRenewalCalendar implements contract.StrictServerInterface.
func (s *Server) WithdrawRenewalCalendar(ctx context.Context, _ contract.WithdrawRenewalCalendarRequestObject) (contract.WithdrawRenewalCalendarResponseObject, error) {
	if err := s.Agenda.Revoke(ctx); err != nil {
		return nil, err
	}
	return contract.WithdrawRenewalCalendar204Response{}, nil
}
