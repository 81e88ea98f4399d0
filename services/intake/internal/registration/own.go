package registration

import (
	"context"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// SetOwnContact lets the person say how to be reached and in which language.
func (d *Desk) SetOwnContact(ctx context.Context, id string, version int64, contact person.Contact, language string) (person.Person, error) {
	p, err := d.load(ctx, id, identity.OwnContactWrite)
	if err != nil {
		return p, err
	}
	in, err := person.FirstMeeting{Name: p.Name, Contact: contact, Language: language, Request: p.Request}.Clean()
	if err != nil {
		return p, err
	}
	return d.change(ctx, id, version, identity.OwnContactWrite, func(p *person.Person) { p.Contact, p.Language = in.Contact, in.Language })
}

// Skip records that the person cannot come to an appointment that is still ahead. The appointment stays, so that nobody
// forgets it, until a counsellor gives another time or calls it off; the reminder does not leave.
func (a *Agenda) Skip(ctx context.Context, personID, id string) error {
	p, err := a.desk.load(ctx, personID, identity.AppointmentSkip)
	if err != nil {
		return err
	}
	found, err := a.desk.store.Appointment(ctx, p.ID, id)
	if err != nil {
		return err
	}
	if found.State != appointment.Planned || !found.Starts.After(a.desk.now()) {
		return fault.New(fault.Precondition, "This appointment is not ahead any more.")
	}
	entry := audit.Entry{Action: identity.AppointmentSkip, Kind: "appointment", ID: found.ID, Person: p.ID}
	return a.desk.store.SkipAppointment(ctx, found, a.desk.now(), entry, a.withdraw(found.Reminder))
}

// Skipped returns the appointments ahead to which somebody cannot come, the longest known first: of the caller, or of the
// caller's team.
func (a *Agenda) Skipped(ctx context.Context) ([]store.Skipped, error) {
	who := caller(ctx)
	if identity.May(who, identity.AppointmentWrite) == nil {
		team := who.Team
		for _, scope := range identity.Scopes(who, identity.AppointmentWrite) {
			if scope == identity.Any {
				team = ""
			}
		}
		return a.desk.store.SkippedAppointments(ctx, "", team, a.desk.now())
	}
	if who.Person == "" {
		return nil, nil
	}
	return a.desk.store.SkippedAppointments(ctx, who.Person, "", a.desk.now())
}
