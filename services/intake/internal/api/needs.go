package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

// ListNeeds reads the needs and the practical constraints.
func (s *Server) ListNeeds(ctx context.Context, r contract.ListNeedsRequestObject) (contract.ListNeedsResponseObject, error) {
	p, list, err := s.Desk.Needs(ctx, r.Id)
	return contract.ListNeeds200JSONResponse(s.needs(p, list)), err
}

func (s *Server) needs(p person.Person, list []needs.Fact) contract.Needs {
	return contract.Needs{Version: p.Version, Items: s.facts(list), Constraints: append([]string{}, p.Constraints...)}
}

func (s *Server) facts(list []needs.Fact) []contract.Need {
	out := []contract.Need{}
	for _, f := range list {
		out = append(out, s.fact(f))
	}
	return out
}

func (s *Server) fact(f needs.Fact) contract.Need {
	return contract.Need{
		Id: f.ID, Version: f.Version, Code: string(f.Code), State: contract.NeedState(f.State), Note: some(f.Note), Author: f.Author,
		NotedOn: f.NotedOn, ExpiresOn: f.ExpiresOn, Expired: f.Expired(s.Desk.Today()),
	}
}

func newFact(b *contract.NewNeed) needs.Fact {
	return needs.Fact{Code: needs.Code(b.Code), State: needs.State(value(b.State)), Note: value(b.Note), ExpiresOn: date(b.ExpiresOn)}
}

func changedFact(id string, b *contract.NeedUpdate) needs.Fact {
	return needs.Fact{ID: id, Version: b.Version, State: needs.State(b.State), Note: value(b.Note), ExpiresOn: date(b.ExpiresOn)}
}

// CreateNeed notes a need.
func (s *Server) CreateNeed(ctx context.Context, r contract.CreateNeedRequestObject) (contract.CreateNeedResponseObject, error) {
	f, err := s.Desk.NoteNeed(ctx, r.Id, newFact(r.Body))
	return contract.CreateNeed201JSONResponse(s.fact(f)), err
}

// UpdateNeed says how a need stands now.
func (s *Server) UpdateNeed(ctx context.Context, r contract.UpdateNeedRequestObject) (contract.UpdateNeedResponseObject, error) {
	if err := s.Desk.ChangeNeed(ctx, r.Id, changedFact(r.Need, r.Body)); err != nil {
		return nil, err
	}
	_, f, err := s.Desk.Need(ctx, r.Id, r.Need)
	return contract.UpdateNeed200JSONResponse(s.fact(f)), err
}

// RemoveNeed takes a need out.
func (s *Server) RemoveNeed(ctx context.Context, r contract.RemoveNeedRequestObject) (contract.RemoveNeedResponseObject, error) {
	return contract.RemoveNeed204Response{}, s.Desk.RemoveNeed(ctx, r.Id, r.Need, r.Params.Version, r.Params.Reason)
}

// UpdateConstraints replaces the practical constraints.
func (s *Server) UpdateConstraints(ctx context.Context, r contract.UpdateConstraintsRequestObject) (contract.UpdateConstraintsResponseObject, error) {
	if _, err := s.Desk.SetConstraints(ctx, r.Id, r.Body.Version, r.Body.Constraints); err != nil {
		return nil, err
	}
	p, list, err := s.Desk.Needs(ctx, r.Id)
	return contract.UpdateConstraints200JSONResponse(s.needs(p, list)), err
}

// OpenReservedFacts opens them for a while, with a reason.
func (s *Server) OpenReservedFacts(ctx context.Context, r contract.OpenReservedFactsRequestObject) (contract.OpenReservedFactsResponseObject, error) {
	until, err := s.Desk.OpenReserved(ctx, r.Id, r.Body.Reason)
	return contract.OpenReservedFacts201JSONResponse{Until: until}, err
}

// ListReservedFacts reads what the team keeps.
func (s *Server) ListReservedFacts(ctx context.Context, r contract.ListReservedFactsRequestObject) (contract.ListReservedFactsResponseObject, error) {
	list, err := s.reserved(ctx, r.Id)
	return contract.ListReservedFacts200JSONResponse(list), err
}

func (s *Server) reserved(ctx context.Context, id string) (contract.ReservedFacts, error) {
	found, err := s.Desk.OpenedReserved(ctx, id)
	return contract.ReservedFacts{Items: s.facts(found.Facts)}, err
}

// CreateReservedFact notes one.
func (s *Server) CreateReservedFact(ctx context.Context, r contract.CreateReservedFactRequestObject) (contract.CreateReservedFactResponseObject, error) {
	f, err := s.Desk.NoteReserved(ctx, r.Id, newFact(r.Body))
	return contract.CreateReservedFact201JSONResponse(s.fact(f)), err
}

// UpdateReservedFact says how one stands now.
func (s *Server) UpdateReservedFact(ctx context.Context, r contract.UpdateReservedFactRequestObject) (contract.UpdateReservedFactResponseObject, error) {
	if err := s.Desk.ChangeReserved(ctx, r.Id, changedFact(r.Need, r.Body)); err != nil {
		return nil, err
	}
	list, err := s.reserved(ctx, r.Id)
	return contract.UpdateReservedFact200JSONResponse(list), err
}

// RemoveReservedFact takes one out.
func (s *Server) RemoveReservedFact(ctx context.Context, r contract.RemoveReservedFactRequestObject) (contract.RemoveReservedFactResponseObject, error) {
	return contract.RemoveReservedFact204Response{}, s.Desk.RemoveReserved(ctx, r.Id, r.Need, r.Params.Version, r.Params.Reason)
}

// LoadFacts writes the facts of many people.
func (s *Server) LoadFacts(ctx context.Context, r contract.LoadFactsRequestObject) (contract.LoadFactsResponseObject, error) {
	all := make([]registration.FactsOfPerson, 0, len(r.Body.Items))
	read := func(in *[]contract.BatchFact) (out []needs.Fact) {
		for _, f := range value(in) {
			out = append(out, needs.Fact{
				ID: f.Id, Code: needs.Code(f.Code), State: needs.State(value(f.State)), Note: value(f.Note), Author: f.Author,
				NotedOn: date(f.NotedOn), ExpiresOn: date(f.ExpiresOn),
			})
		}
		return out
	}
	for _, one := range r.Body.Items {
		all = append(all, registration.FactsOfPerson{Person: one.Person, Needs: read(one.Needs), Reserved: read(one.Reserved)})
	}
	if value(r.Body.Demo) { // marked before anything is written
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	written, err := s.Desk.LoadFacts(ctx, all)
	return contract.LoadFacts200JSONResponse{Written: written}, err
}

// GetEmployerView tells what an employer may know.
func (s *Server) GetEmployerView(ctx context.Context, r contract.GetEmployerViewRequestObject) (contract.GetEmployerViewResponseObject, error) {
	p := registration.Planned{Start: date(r.Params.Start), Months: 3, Contract: r.Params.Kind != nil && *r.Params.Kind == "contract"}
	if r.Params.Months != nil {
		p.Months = *r.Params.Months
	}
	v, err := s.Desk.EmployerView(ctx, r.Id, p)
	return employerView(v, p), err
}

func employerView(v policy.View, p registration.Planned) contract.GetEmployerView200JSONResponse {
	kind := "traineeship"
	if p.Contract {
		kind = "contract"
	}
	return contract.GetEmployerView200JSONResponse{
		Answer: contract.EmployerViewAnswer(v.Answer), Kind: kind, From: some(v.From), Until: some(v.Until), Renewable: some(v.Renewable),
		HoursWeek: some(v.HoursWeek), Papers: append([]string{}, v.Papers...),
	}
}
