package api

import (
	"context"
	"strings"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// ListTraineeships implements contract.StrictServerInterface.
func (s *Server) ListTraineeships(ctx context.Context, r contract.ListTraineeshipsRequestObject) (contract.ListTraineeshipsResponseObject, error) {
	p := r.Params
	q := placement.Query{From: or(p.From), To: or(p.To), Cursor: or(p.Cursor), Limit: defaultLimit}
	if p.Limit != nil {
		q.Limit = *p.Limit
	}
	if p.State != nil {
		q.States = []traineeship.State{traineeship.State(*p.State)}
	}
	page, err := s.Placement.List(ctx, q)
	if err != nil {
		return nil, err
	}
	out := contract.TraineeshipPage{Items: []contract.Traineeship{}, Next: some(page.Next)}
	for _, t := range page.Items {
		out.Items = append(out.Items, brief(t))
	}
	return contract.ListTraineeships200JSONResponse(out), nil
}

// OpenTraineeship implements contract.StrictServerInterface.
func (s *Server) OpenTraineeship(ctx context.Context, r contract.OpenTraineeshipRequestObject) (contract.OpenTraineeshipResponseObject, error) {
	t, err := s.Placement.Open(ctx, placement.Opening{Opening: readOpening(*r.Body)})
	if err != nil {
		return nil, err
	}
	return contract.OpenTraineeship201JSONResponse(brief(t)), nil
}

func readOpening(b contract.TraineeshipOpening) traineeship.Opening {
	return traineeship.Opening{
		PersonID: b.PersonId, OpeningID: or(b.OpeningId), CompanyID: or(b.CompanyId), EntryID: or(b.EntryId), TraineeName: or(b.TraineeName),
		Type: policy.TraineeshipType(b.Type), Start: b.Start, Months: b.Months, HoursWeek: b.HoursWeek, HostTutor: strings.TrimSpace(b.HostTutor),
		CityTutor: or(b.CityTutor), AllowanceCents: b.AllowanceCents, HigherLevel: or(b.HigherLevel), Opinion: or(b.Opinion), Draft: or(b.Draft),
	}
}

// GetTraineeship implements contract.StrictServerInterface.
func (s *Server) GetTraineeship(ctx context.Context, r contract.GetTraineeshipRequestObject) (contract.GetTraineeshipResponseObject, error) {
	v, err := s.Placement.Read(ctx, r.Id, string(contract.It))
	if err != nil {
		return nil, err
	}
	return contract.GetTraineeship200JSONResponse(whole(v)), nil
}

// ActOnTraineeship implements contract.StrictServerInterface.
func (s *Server) ActOnTraineeship(ctx context.Context, r contract.ActOnTraineeshipRequestObject) (contract.ActOnTraineeshipResponseObject, error) {
	t, err := s.Placement.Act(ctx, r.Id, r.Body.Version, readAct(*r.Body))
	if err != nil {
		return nil, err
	}
	return contract.ActOnTraineeship200JSONResponse(brief(t)), nil
}

func readAct(b contract.TraineeshipAct) placement.Input {
	in := placement.Input{
		Act: traineeship.Act(b.Act), Paper: traineeship.PaperKind(or(b.Paper)), On: or(b.On), Reference: strings.TrimSpace(or(b.Reference)),
		Reason: strings.TrimSpace(or(b.Reason)), Override: strings.TrimSpace(or(b.Override)), Key: or(b.Key), From: or(b.From), Until: or(b.Until),
	}
	if b.Party != nil {
		in.Party = traineeship.Party(*b.Party)
	}
	if b.Wish != nil {
		in.Wish = traineeship.Wish(*b.Wish)
	}
	in.Months, in.Duty = or(b.Months), or(b.Duty)
	if b.Now != nil {
		in.Now = traineeship.Now(*b.Now)
	}
	if b.Cause != nil {
		in.Cause = policy.Cause(*b.Cause)
	}
	return in
}

// LoadTraineeships implements contract.StrictServerInterface.
func (s *Server) LoadTraineeships(ctx context.Context, r contract.LoadTraineeshipsRequestObject) (contract.LoadTraineeshipsResponseObject, error) {
	var pasts []placement.Past
	for _, x := range r.Body.Items {
		p := placement.Past{ID: x.Id, Opening: readOpening(x.Opening), Failure: or(x.Failure)}
		p.Opening.Team = x.Team
		for _, a := range x.Acts {
			p.Acts = append(p.Acts, placement.PastAct{Day: a.Day, Role: traineeship.Party(a.Role), Input: readAct(a.Act)})
		}
		pasts = append(pasts, p)
	}
	var hires []traineeship.Employment
	if r.Body.Hires != nil {
		for _, x := range *r.Body.Hires {
			h := readHire(x.Hire)
			h.ID, h.Team = x.Id, x.Team
			hires = append(hires, h)
		}
	}
	created, err := s.Placement.Load(ctx, pasts, hires)
	if err != nil {
		return nil, err
	}
	if r.Body.Demo && s.MarkDemo != nil {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, fault.New(fault.Unavailable, "The demonstration could not be marked.").Because(err)
		}
	}
	return contract.LoadTraineeships200JSONResponse{Created: created, Updated: len(pasts) + len(hires) - created}, nil
}

// ListHires implements contract.StrictServerInterface.
func (s *Server) ListHires(ctx context.Context, r contract.ListHiresRequestObject) (contract.ListHiresResponseObject, error) {
	limit := defaultLimit
	if r.Params.Limit != nil {
		limit = *r.Params.Limit
	}
	page, err := s.Placement.Hires(ctx, or(r.Params.Cursor), limit, string(contract.It))
	if err != nil {
		return nil, err
	}
	out := contract.HirePage{Items: []contract.Hire{}, Next: some(page.Next)}
	for _, h := range page.Items {
		out.Items = append(out.Items, writeHire(h))
	}
	return contract.ListHires200JSONResponse(out), nil
}

// RecordHire implements contract.StrictServerInterface.
func (s *Server) RecordHire(ctx context.Context, r contract.RecordHireRequestObject) (contract.RecordHireResponseObject, error) {
	h, err := s.Placement.Hire(ctx, readHire(*r.Body), "")
	if err != nil {
		return nil, err
	}
	return contract.RecordHire201JSONResponse(writeHire(h)), nil
}

func readHire(b contract.HireRecord) traineeship.Employment {
	return traineeship.Employment{
		PersonID: b.PersonId, OpeningID: or(b.OpeningId), CompanyID: or(b.CompanyId), EntryID: or(b.EntryId), TraineeshipID: or(b.TraineeshipId),
		Employer: strings.TrimSpace(or(b.Employer)), Kind: traineeship.HireKind(b.Kind), Start: b.Start, End: or(b.End), HoursWeek: b.HoursWeek,
	}
}

func writeHire(h traineeship.Employment) contract.Hire {
	return contract.Hire{
		Id: h.ID, PersonId: h.PersonID, CompanyId: some(h.CompanyID), OpeningId: some(h.OpeningID), TraineeshipId: some(h.TraineeshipID),
		Employer: some(h.Employer), Kind: contract.HireKind(h.Kind), Start: h.Start, End: someDay(h.End), HoursWeek: h.HoursWeek,
	}
}

// or is what a pointer holds, or the zero value.
func or[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func someDay(d civil.Date) *civil.Date {
	if !d.IsValid() {
		return nil
	}
	return &d
}
