package api

import (
	"context"
	"slices"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// ListOpenings implements contract.StrictServerInterface.
func (s Server) ListOpenings(ctx context.Context, r contract.ListOpeningsRequestObject) (contract.ListOpeningsResponseObject, error) {
	var w store.Wanted
	if r.Params.State != nil {
		w.State = opening.State(*r.Params.State)
	}
	if r.Params.Company != nil {
		w.Company = *r.Params.Company
	}
	lines, next, err := s.Desk.Openings(ctx, w, query(r.Params.Cursor, r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return contract.ListOpenings200JSONResponse{Items: writeLines(lines, s.Desk.Today()), Next: next}, nil
}

// ListCards implements contract.StrictServerInterface.
func (s Server) ListCards(ctx context.Context, r contract.ListCardsRequestObject) (contract.ListCardsResponseObject, error) {
	out := contract.ListCards200JSONResponse{Items: []contract.OpeningLine{}}
	today := s.Desk.Today()
	for ids := range slices.Chunk(r.Body.Ids, store.MaxPage) {
		cards, err := s.Desk.Cards(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range cards {
			out.Items = append(out.Items, contract.OpeningLine{
				Id: c.ID, CompanyId: c.CompanyID, Company: c.Company, Municipality: c.Municipality, Title: c.Title, Language: c.Language,
				Kind: contract.Kind(c.Kind), Occupation: c.Occupation, State: contract.State(c.State), Live: c.Live(today),
				Seats: c.Seats, SeatsTaken: c.SeatsTaken, Start: c.Start,
			})
		}
	}
	return out, nil
}

// CreateOpening implements contract.StrictServerInterface.
func (s Server) CreateOpening(ctx context.Context, r contract.CreateOpeningRequestObject) (contract.CreateOpeningResponseObject, error) {
	o, err := s.Desk.CreateOpening(ctx, r.Body.CompanyId, readTerms(r.Body.Terms), "")
	if err != nil {
		return nil, opening.Beneath(err, "/terms")
	}
	return contract.CreateOpening201JSONResponse(writeOpening(o, s.Desk.Today())), nil
}

// GetOpening implements contract.StrictServerInterface.
func (s Server) GetOpening(ctx context.Context, r contract.GetOpeningRequestObject) (contract.GetOpeningResponseObject, error) {
	o, err := s.Desk.Opening(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.GetOpening200JSONResponse(writeOpening(o, s.Desk.Today())), nil
}

// UpdateOpening implements contract.StrictServerInterface.
func (s Server) UpdateOpening(ctx context.Context, r contract.UpdateOpeningRequestObject) (contract.UpdateOpeningResponseObject, error) {
	o, err := s.Desk.EditOpening(ctx, r.Id, r.Body.Version, readTerms(r.Body.Terms))
	if err != nil {
		return nil, opening.Beneath(err, "/terms")
	}
	return contract.UpdateOpening200JSONResponse(writeOpening(o, s.Desk.Today())), nil
}

// MoveOpening implements contract.StrictServerInterface.
func (s Server) MoveOpening(ctx context.Context, r contract.MoveOpeningRequestObject) (contract.MoveOpeningResponseObject, error) {
	o, err := s.Desk.MoveOpening(ctx, r.Id, r.Body.Version, opening.State(r.Body.State))
	if err != nil {
		return nil, opening.Beneath(err, "/terms")
	}
	return contract.MoveOpening200JSONResponse(writeOpening(o, s.Desk.Today())), nil
}

// LoadOpenings implements contract.StrictServerInterface.
func (s Server) LoadOpenings(ctx context.Context, r contract.LoadOpeningsRequestObject) (contract.LoadOpeningsResponseObject, error) {
	openings := make([]opening.Opening, len(r.Body.Items))
	for i, item := range r.Body.Items {
		openings[i] = opening.Opening{
			ID: item.Id, CompanyID: item.CompanyId, State: opening.State(item.State), PublishedOn: item.PublishedOn,
			Terms: readTerms(item.Terms), Demo: r.Body.Demo,
		}
	}
	written, err := s.Desk.LoadOpenings(ctx, openings)
	if err != nil {
		return nil, err
	}
	if err := s.markDemo(ctx, r.Body.Demo); err != nil {
		return nil, err
	}
	return contract.LoadOpenings200JSONResponse{Created: written.Created, Updated: written.Updated}, nil
}
