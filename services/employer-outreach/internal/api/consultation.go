package api

import (
	"context"
	"time"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// ListFreeSlots implements contract.StrictServerInterface.
func (s Server) ListFreeSlots(ctx context.Context, _ contract.ListFreeSlotsRequestObject) (contract.ListFreeSlotsResponseObject, error) {
	slots, err := s.Desk.FreeSlots(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.ListFreeSlots200JSONResponse{Items: make([]contract.DeskSlot, len(slots))}
	for i, one := range slots {
		out.Items[i] = writeSlot(one)
	}
	return out, nil
}

// OpenSlots implements contract.StrictServerInterface.
func (s Server) OpenSlots(ctx context.Context, r contract.OpenSlotsRequestObject) (contract.OpenSlotsResponseObject, error) {
	n, err := s.Desk.OpenSlots(ctx, r.Body.Start, r.Body.End, time.Duration(r.Body.Minutes)*time.Minute, r.Body.Place)
	if err != nil {
		return nil, err
	}
	return contract.OpenSlots201JSONResponse{Opened: n}, nil
}

// CloseSlot implements contract.StrictServerInterface.
func (s Server) CloseSlot(ctx context.Context, r contract.CloseSlotRequestObject) (contract.CloseSlotResponseObject, error) {
	if err := s.Desk.CloseSlot(ctx, r.Id); err != nil {
		return nil, err
	}
	return contract.CloseSlot204Response{}, nil
}

// ListVisits implements contract.StrictServerInterface.
func (s Server) ListVisits(ctx context.Context, r contract.ListVisitsRequestObject) (contract.ListVisitsResponseObject, error) {
	visits, err := s.Desk.Agenda(ctx, r.Params.From, r.Params.To)
	if err != nil {
		return nil, err
	}
	out := contract.ListVisits200JSONResponse{Items: make([]contract.Visit, len(visits))}
	for i, v := range visits {
		out.Items[i] = writeVisit(v)
	}
	return out, nil
}

// BookVisit implements contract.StrictServerInterface.
func (s Server) BookVisit(ctx context.Context, r contract.BookVisitRequestObject) (contract.BookVisitResponseObject, error) {
	b, token, err := s.Desk.Book(ctx, consultation.Booking{
		SlotID: r.Body.SlotId, Kind: string(r.Body.Kind), Visitor: consultation.Visitor{Name: r.Body.Name, Reach: r.Body.Reach, About: r.Body.About},
	}, "")
	if err != nil {
		return nil, err
	}
	return contract.BookVisit201JSONResponse{Id: b.ID, Token: token}, nil
}

// CancelByToken implements contract.StrictServerInterface.
func (s Server) CancelByToken(ctx context.Context, r contract.CancelByTokenRequestObject) (contract.CancelByTokenResponseObject, error) {
	if err := s.Desk.CancelByLink(ctx, r.Body.Token); err != nil {
		return nil, err
	}
	return contract.CancelByToken204Response{}, nil
}

// CancelVisit implements contract.StrictServerInterface.
func (s Server) CancelVisit(ctx context.Context, r contract.CancelVisitRequestObject) (contract.CancelVisitResponseObject, error) {
	if err := s.Desk.CancelVisit(ctx, r.Id); err != nil {
		return nil, err
	}
	return contract.CancelVisit204Response{}, nil
}

// GetVisit implements contract.StrictServerInterface.
func (s Server) GetVisit(ctx context.Context, r contract.GetVisitRequestObject) (contract.GetVisitResponseObject, error) {
	v, err := s.Desk.Visit(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.GetVisit200JSONResponse(writeVisit(v)), nil
}

// NoteVisit implements contract.StrictServerInterface.
func (s Server) NoteVisit(ctx context.Context, r contract.NoteVisitRequestObject) (contract.NoteVisitResponseObject, error) {
	v, err := s.Desk.NoteVisit(ctx, r.Id, r.Body.Version, consultation.State(r.Body.State), r.Body.Asked, r.Body.Answered)
	if err != nil {
		return nil, err
	}
	return contract.NoteVisit200JSONResponse(writeVisit(v)), nil
}

// LoadDesk implements contract.StrictServerInterface.
func (s Server) LoadDesk(ctx context.Context, r contract.LoadDeskRequestObject) (contract.LoadDeskResponseObject, error) {
	slots, bookings := make([]consultation.Slot, len(r.Body.Slots)), make([]consultation.Booking, len(r.Body.Bookings))
	for i, b := range r.Body.Slots {
		slots[i] = consultation.Slot{ID: b.Id, Start: b.Start, End: b.End, Place: b.Place, By: b.By, Demo: r.Body.Demo}
	}
	for i, b := range r.Body.Bookings {
		bookings[i] = consultation.Booking{
			ID: b.Id, SlotID: b.SlotId, Kind: string(b.Kind), State: consultation.State(b.State), Asked: b.Asked, Answered: b.Answered,
			Visitor: consultation.Visitor{Name: b.Name, Reach: b.Reach, About: b.About}, BookedBy: b.BookedBy, Demo: r.Body.Demo,
		}
	}
	written, err := s.Desk.LoadDesk(ctx, slots, bookings)
	if err != nil {
		return nil, err
	}
	if err := s.markDemo(ctx, r.Body.Demo); err != nil {
		return nil, err
	}
	return contract.LoadDesk200JSONResponse{Created: written.Created, Updated: written.Updated}, nil
}

func writeSlot(s consultation.Slot) contract.DeskSlot {
	return contract.DeskSlot{Id: s.ID, Start: s.Start, End: s.End, Place: s.Place}
}

func writeVisit(v store.Visit) contract.Visit {
	b := v.Booking
	return contract.Visit{
		Slot: writeSlot(v.Slot), Id: b.ID, Version: b.Version, Kind: b.Kind, State: string(b.State), Name: b.Visitor.Name, Reach: b.Visitor.Reach,
		About: b.Visitor.About, Asked: b.Asked, Answered: b.Answered,
	}
}
