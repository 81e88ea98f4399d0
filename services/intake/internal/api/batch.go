package api

import (
	"context"
	"errors"
	"fmt"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

// LoadPeople writes many files at once.
func (s *Server) LoadPeople(ctx context.Context, r contract.LoadPeopleRequestObject) (contract.LoadPeopleResponseObject, error) {
	people := make([]registration.Filled, 0, len(r.Body.People))
	var bad fault.Violations
	for i, in := range r.Body.People {
		filled, err := filledOf(in)
		var f *fault.Error
		if errors.As(err, &f) {
			for _, v := range f.Violations {
				bad.Add(fmt.Sprintf("/people/%d/availability%s", i, v.Pointer), v.Code, "%s", v.Message)
			}
		}
		people = append(people, filled)
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	if value(r.Body.Demo) {
		// Marked before anything is written: invented people must never stand unmarked.
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	created, updated, err := s.Desk.Load(ctx, people, value(r.Body.Demo))
	return contract.LoadPeople200JSONResponse{Created: created, Updated: updated}, err
}

func filledOf(in contract.BatchPerson) (registration.Filled, error) {
	out := registration.Filled{
		ID:           in.Id,
		FirstMeeting: person.FirstMeeting{Name: in.Name, Contact: contact(in.Contact), Language: in.Language, Request: value(in.Request)},
		Team:         in.Team, WaitingSince: in.WaitingSince,
		Partner: value(in.Partner), Cohort: value(in.Cohort), TitleOn: date(in.TitleOn),
	}
	if a := in.Availability; a != nil {
		read, err := availability(a.From, a.MaxHoursWeek, a.Slots)
		if err != nil {
			return out, err
		}
		out.Availability = &read
	}
	if in.Reach != nil {
		read := reach(in.Reach.Area, in.Reach.MaxMinutes, in.Reach.Modes)
		out.Reach = &read
	}
	out.Following = person.Following{Tutor: value(in.Tutor), Level: person.Level(value(in.Level))}
	out.Declared = declared(in.Declared)
	out.Work, out.Constraints = workFile(in.BirthDate, value(in.TaxCode), value(in.Documents)), value(in.Constraints)
	return out, nil
}
