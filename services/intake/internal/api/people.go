package api

import (
	"context"
	"net/http"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

const defaultLimit = 25

// ListPeople lists the caller's files.
func (s *Server) ListPeople(ctx context.Context, r contract.ListPeopleRequestObject) (contract.ListPeopleResponseObject, error) {
	page, err := s.list(ctx, registration.Query{
		State: person.State(value(r.Params.State)), After: value(r.Params.Cursor), Limit: limit(r.Params.Limit),
	})
	return contract.ListPeople200JSONResponse(page), err
}

// SearchPeople finds files by name.
func (s *Server) SearchPeople(ctx context.Context, r contract.SearchPeopleRequestObject) (contract.SearchPeopleResponseObject, error) {
	page, err := s.list(ctx, registration.Query{Name: r.Body.Name, After: value(r.Body.Cursor), Limit: limit(r.Body.Limit)})
	return contract.SearchPeople200JSONResponse(page), err
}

func (s *Server) list(ctx context.Context, q registration.Query) (contract.PeoplePage, error) {
	people, next, err := s.Desk.List(ctx, q)
	page := contract.PeoplePage{Items: []contract.PersonLine{}, Next: some(next)}
	for _, p := range people {
		page.Items = append(page.Items, contract.PersonLine{
			Id: p.ID, Code: person.Code(p.ID), Team: p.Team, Name: p.Name, Language: p.Language,
			State: contract.State(p.State), WaitingSince: p.WaitingSince,
		})
	}
	return page, err
}

func limit(n *int) int {
	if n == nil {
		return defaultLimit
	}
	return *n
}

// CreatePerson records a first meeting.
func (s *Server) CreatePerson(ctx context.Context, r contract.CreatePersonRequestObject) (contract.CreatePersonResponseObject, error) {
	b := r.Body
	p, alike, err := s.Desk.Meet(ctx, registration.Meeting{
		FirstMeeting: person.FirstMeeting{Name: b.Name, Contact: contact(b.Contact), Language: b.Language, Request: value(b.Request)},
		Team:         value(b.Team), NotDuplicate: value(b.NotDuplicate), Declared: declared(b.Declared), Key: value(r.Params.IdempotencyKey),
	})
	if err != nil {
		return nil, err
	}
	if len(alike) > 0 {
		return duplicateProblem(alike), nil
	}
	return contract.CreatePerson201JSONResponse(encode(p)), nil
}

func duplicateProblem(alike []registration.Duplicate) contract.CreatePerson409ApplicationProblemPlusJSONResponse {
	out := contract.CreatePerson409ApplicationProblemPlusJSONResponse{
		Type: "urn:celav:problem:duplicate", Title: "Likely duplicates", Status: http.StatusConflict,
		Detail: some("Look at the duplicates; if they are somebody else, send notDuplicate."), Duplicates: []contract.Duplicate{},
	}
	for _, d := range alike {
		dup := contract.Duplicate{Id: d.ID, Code: d.Code, Team: d.Team, Name: some(d.Name), Why: []contract.DuplicateWhy{}}
		if d.SameName {
			dup.Why = append(dup.Why, "name")
		}
		if d.SameContact {
			dup.Why = append(dup.Why, "contact")
		}
		out.Duplicates = append(out.Duplicates, dup)
	}
	return out
}

// GetPerson reads one file.
func (s *Server) GetPerson(ctx context.Context, r contract.GetPersonRequestObject) (contract.GetPersonResponseObject, error) {
	p, err := s.Desk.Open(ctx, r.Id)
	return contract.GetPerson200JSONResponse(encode(p)), err
}

// UpdatePerson corrects a file.
func (s *Server) UpdatePerson(ctx context.Context, r contract.UpdatePersonRequestObject) (contract.UpdatePersonResponseObject, error) {
	b := r.Body
	p, err := s.Desk.Correct(ctx, r.Id, b.Version, person.FirstMeeting{
		Name: b.Name, Contact: contact(b.Contact), Language: b.Language, Request: value(b.Request),
	}, person.State(b.State))
	return contract.UpdatePerson200JSONResponse(encode(p)), err
}

// UpdateAvailability records when the person can work.
func (s *Server) UpdateAvailability(ctx context.Context, r contract.UpdateAvailabilityRequestObject) (contract.UpdateAvailabilityResponseObject, error) {
	a, err := availability(r.Body.From, r.Body.MaxHoursWeek, r.Body.Slots)
	if err != nil {
		return nil, err
	}
	p, err := s.Desk.SetAvailability(ctx, r.Id, r.Body.Version, a)
	return contract.UpdateAvailability200JSONResponse(encode(p)), err
}

// UpdateReach records where the person starts from.
func (s *Server) UpdateReach(ctx context.Context, r contract.UpdateReachRequestObject) (contract.UpdateReachResponseObject, error) {
	p, err := s.Desk.SetReach(ctx, r.Id, r.Body.Version, reach(r.Body.Area, r.Body.MaxMinutes, r.Body.Modes))
	return contract.UpdateReach200JSONResponse(encode(p)), err
}

// GetOwner tells whose file it is.
func (s *Server) GetOwner(ctx context.Context, r contract.GetOwnerRequestObject) (contract.GetOwnerResponseObject, error) {
	o, err := s.Desk.Owner(ctx, r.Id)
	return contract.GetOwner200JSONResponse{Person: o.Person, Team: o.Team, Partner: some(o.Partner)}, err
}

// NamePeople labels people.
func (s *Server) NamePeople(ctx context.Context, r contract.NamePeopleRequestObject) (contract.NamePeopleResponseObject, error) {
	labels, err := s.Desk.Labels(ctx, r.Body.Ids)
	out := contract.NamePeople200JSONResponse{Names: make(map[string]contract.NameOfPerson, len(labels))}
	for id, l := range labels {
		out.Names[id] = contract.NameOfPerson{Label: l.Text, Code: l.Code, Known: l.Known}
	}
	return out, err
}

// ListNeighbourhoods lists where a reach can start.
func (s *Server) ListNeighbourhoods(context.Context, contract.ListNeighbourhoodsRequestObject) (contract.ListNeighbourhoodsResponseObject, error) {
	out := contract.ListNeighbourhoods200JSONResponse{Items: []contract.Neighbourhood{}}
	for _, a := range person.Areas() {
		out.Items = append(out.Items, contract.Neighbourhood{Id: a.ID, Name: a.Name, Lat: a.Lat, Lon: a.Lon})
	}
	return out, nil
}
