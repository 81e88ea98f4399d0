package api

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/appointment"
)

// ListAppointmentsOf lists one person's appointments.
func (s *Server) ListAppointmentsOf(ctx context.Context, r contract.ListAppointmentsOfRequestObject) (contract.ListAppointmentsOfResponseObject, error) {
	found, err := s.Agenda.Of(ctx, r.Id)
	out := contract.ListAppointmentsOf200JSONResponse{Items: []contract.Appointment{}, Held: found.Held, Missed: found.Missed}
	for _, a := range found.List {
		out.Items = append(out.Items, appointmentOf(a, ""))
	}
	return out, err
}

// GiveAppointment gives an appointment.
func (s *Server) GiveAppointment(ctx context.Context, r contract.GiveAppointmentRequestObject) (contract.GiveAppointmentResponseObject, error) {
	b := r.Body
	made, err := s.Agenda.Give(ctx, r.Id, terms(b.StartsAt, b.Minutes, b.Place, b.Kind, b.With), value(r.Params.IdempotencyKey))
	return contract.GiveAppointment201JSONResponse(appointmentOf(made, "")), err
}

// MoveAppointment agrees on other terms.
func (s *Server) MoveAppointment(ctx context.Context, r contract.MoveAppointmentRequestObject) (contract.MoveAppointmentResponseObject, error) {
	b := r.Body
	made, err := s.Agenda.Move(ctx, r.Id, r.Appointment, b.Version, terms(b.StartsAt, b.Minutes, b.Place, b.Kind, b.With))
	return contract.MoveAppointment200JSONResponse(appointmentOf(made, "")), err
}

// RecordAppointment says what became of an appointment.
func (s *Server) RecordAppointment(ctx context.Context, r contract.RecordAppointmentRequestObject) (contract.RecordAppointmentResponseObject, error) {
	var made appointment.Appointment
	var err error
	if state := appointment.State(r.Body.State); state == appointment.Cancelled {
		made, err = s.Agenda.Cancel(ctx, r.Id, r.Appointment, r.Body.Version)
	} else {
		made, err = s.Agenda.Record(ctx, r.Id, r.Appointment, r.Body.Version, state == appointment.Held)
	}
	return contract.RecordAppointment200JSONResponse(appointmentOf(made, "")), err
}

// maxDays bounds one look into the calendar.
const maxDays = 62

// ListAppointments is the calendar of the caller's teams.
func (s *Server) ListAppointments(ctx context.Context, r contract.ListAppointmentsRequestObject) (contract.ListAppointmentsResponseObject, error) {
	from, err := civil.ParseDate(r.Params.From)
	if err != nil {
		return nil, parameterFault("from", "date", "This is no day.")
	}
	until, err := civil.ParseDate(r.Params.Until)
	if err != nil || until.DaysSince(from) < 0 || until.DaysSince(from) > maxDays {
		return nil, parameterFault("until", "date", "Want a day at most 62 days after from.")
	}
	found, err := s.Agenda.Between(ctx, from, until, value(r.Params.With))
	out := contract.ListAppointments200JSONResponse{Items: []contract.Appointment{}}
	for _, e := range found {
		out.Items = append(out.Items, appointmentOf(e.Appointment, e.Name))
	}
	return out, err
}

// LoadAppointments writes many appointments.
func (s *Server) LoadAppointments(ctx context.Context, r contract.LoadAppointmentsRequestObject) (contract.LoadAppointmentsResponseObject, error) {
	list := make([]appointment.Appointment, 0, len(r.Body.Items))
	for _, b := range r.Body.Items {
		list = append(list, appointment.Appointment{
			ID: b.Id, Version: 1, Person: b.PersonId, Team: b.Team, State: appointment.State(b.State),
			Terms: terms(b.StartsAt, b.Minutes, b.Place, b.Kind, b.With),
		})
	}
	if value(r.Body.Demo) {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	created, updated, err := s.Agenda.Load(ctx, list)
	return contract.LoadAppointments200JSONResponse{Created: created, Updated: updated}, err
}

func terms(starts time.Time, minutes int, place string, kind contract.AppointmentKind, with string) appointment.Terms {
	return appointment.Terms{Starts: starts, Minutes: minutes, Place: place, Kind: appointment.Kind(kind), With: with}
}

func appointmentOf(a appointment.Appointment, name string) contract.Appointment {
	return contract.Appointment{
		Id: a.ID, Version: a.Version, PersonId: a.Person, PersonName: some(name), Team: a.Team, StartsAt: a.Starts, Minutes: a.Minutes,
		Place: a.Place, Kind: contract.AppointmentKind(a.Kind), With: a.With, State: contract.AppointmentState(a.State),
	}
}
