package registration

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Agenda gives appointments and keeps what became of them.
type Agenda struct {
	desk *Desk
	post *Post
}

// NewAgenda makes the agenda of a desk.
func NewAgenda(d *Desk, post *Post) *Agenda { return &Agenda{d, post} }

// maxListed bounds one list of appointments.
const maxListed = 500

// Personal is one person's appointments.
type Personal struct {
	Person       person.Person
	List         []appointment.Appointment // the newest first
	Held, Missed int
	MayWrite     bool
}

// Of reads a person's appointments, and the audit says so.
func (a *Agenda) Of(ctx context.Context, id string) (Personal, error) {
	p, err := a.desk.load(ctx, id, identity.AppointmentRead)
	if err != nil {
		return Personal{}, err
	}
	out := Personal{Person: p, MayWrite: a.desk.May(ctx, p, identity.AppointmentWrite)}
	if out.List, err = a.desk.store.Appointments(ctx, store.Calendar{Person: p.ID, Newest: true, Limit: maxListed}); err != nil {
		return Personal{}, err
	}
	if out.Held, out.Missed, err = a.desk.store.Came(ctx, p.ID); err != nil {
		return Personal{}, err
	}
	if caller(ctx).Person == p.ID {
		return out, nil
	}
	return out, a.desk.store.Saw(ctx, trace(identity.AppointmentRead, p.ID))
}

// Appointment reads one appointment of a person, and the audit says so.
func (a *Agenda) Appointment(ctx context.Context, personID, id string) (person.Person, appointment.Appointment, error) {
	p, err := a.desk.load(ctx, personID, identity.AppointmentRead)
	if err != nil {
		return p, appointment.Appointment{}, err
	}
	found, err := a.desk.store.Appointment(ctx, p.ID, id)
	if err != nil || caller(ctx).Person == p.ID {
		return p, found, err
	}
	return p, found, a.desk.store.Saw(ctx, audit.Entry{Action: identity.AppointmentRead, Kind: "appointment", ID: id, Person: p.ID})
}

// Entry is an appointment in a calendar, with whose it is.
type Entry struct {
	appointment.Appointment
	Name string
}

// Between returns the appointments of the caller's team, of every team for who leads them, from one day until
// before another. With narrows them to one colleague.
func (a *Agenda) Between(ctx context.Context, from, until civil.Date, with string) ([]Entry, error) {
	return a.entries(ctx, store.Calendar{With: with, From: a.desk.midnight(from), Until: a.desk.midnight(until), Limit: maxListed})
}

// Waiting returns the appointments that are over and of which nobody said yet what became; the longest first.
func (a *Agenda) Waiting(ctx context.Context, with string) ([]Entry, error) {
	all, err := a.entries(ctx, store.Calendar{With: with, State: appointment.Planned, Until: a.desk.now(), Limit: maxListed})
	if err != nil {
		return nil, err
	}
	var list []Entry
	for _, e := range all {
		if e.Waits(a.desk.now()) {
			list = append(list, e)
		}
	}
	return list, nil
}

func (a *Agenda) entries(ctx context.Context, c store.Calendar) ([]Entry, error) {
	who := caller(ctx)
	if err := identity.May(who, identity.AppointmentList); err != nil {
		return nil, err
	}
	c.Team = who.Team
	for _, scope := range identity.Scopes(who, identity.AppointmentList) {
		if scope == identity.Any {
			c.Team = ""
		}
	}
	found, err := a.desk.store.Appointments(ctx, c)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(found))
	for _, f := range found {
		ids = append(ids, f.Person)
	}
	people, err := a.desk.store.Lines(ctx, ids)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	list := make([]Entry, 0, len(found))
	for _, f := range found {
		list = append(list, Entry{f, names[f.Person]})
	}
	return list, nil
}

// Give makes an appointment and the message that reminds of it. The same key again makes no second one.
func (a *Agenda) Give(ctx context.Context, personID string, t appointment.Terms, key string) (appointment.Appointment, error) {
	none := appointment.Appointment{}
	p, err := a.desk.load(ctx, personID, identity.AppointmentWrite)
	if err != nil {
		return none, err
	}
	if t, err = a.clean(ctx, t); err != nil {
		return none, err
	}
	id, err := a.desk.newID()
	if err != nil {
		return none, err
	}
	if key != "" {
		sum := sha256.Sum256([]byte(caller(ctx).Subject + "\x00" + key))
		key = hex.EncodeToString(sum[:])
	}
	made := appointment.Appointment{ID: id, Version: 1, Person: p.ID, Team: p.Team, Terms: t, State: appointment.Planned}
	remind, err := a.reminder(ctx, p, &made)
	if err != nil {
		return none, err
	}
	return a.desk.store.AddAppointment(ctx, made, key, a.desk.now(), a.trace(made), remind)
}

func (a *Agenda) clean(ctx context.Context, t appointment.Terms) (appointment.Terms, error) {
	t, err := t.Clean(a.desk.now())
	if err != nil {
		return t, err
	}
	if e, known, err := a.desk.store.Entry(ctx, t.With); err != nil || !known || len(e.Roles) == 0 {
		if err != nil {
			return t, err
		}
		return t, withViolation(nil, "/with", "unknown", "There is no such colleague.")
	}
	return t, nil
}

// Move agrees on other terms; the person is told, and the reminder of the old ones is withdrawn.
func (a *Agenda) Move(ctx context.Context, personID, id string, version int64, t appointment.Terms) (appointment.Appointment, error) {
	return a.change(ctx, personID, id, version, func(was appointment.Appointment, p person.Person) (appointment.Appointment, []store.Also, error) {
		t, err := a.clean(ctx, t)
		if err != nil {
			return was, nil, err
		}
		now, err := was.Move(t, a.desk.now())
		if err != nil {
			return was, nil, err
		}
		also := []store.Also{a.withdraw(was.Reminder)}
		remind, err := a.reminder(ctx, p, &now)
		if err != nil {
			return was, nil, err
		}
		told, err := a.tell(ctx, p, now, "moved")
		return now, append(also, remind, told), err
	})
}

// Cancel calls an appointment off; the person is told.
func (a *Agenda) Cancel(ctx context.Context, personID, id string, version int64) (appointment.Appointment, error) {
	return a.change(ctx, personID, id, version, func(was appointment.Appointment, p person.Person) (appointment.Appointment, []store.Also, error) {
		now, err := was.Cancel()
		if err != nil {
			return was, nil, err
		}
		told, err := a.tell(ctx, p, now, "cancelled")
		return now, []store.Also{a.withdraw(was.Reminder), told}, err
	})
}

// Record says whether the person came.
func (a *Agenda) Record(ctx context.Context, personID, id string, version int64, came bool) (appointment.Appointment, error) {
	return a.change(ctx, personID, id, version, func(was appointment.Appointment, _ person.Person) (appointment.Appointment, []store.Also, error) {
		now, err := was.Record(came, a.desk.now())
		return now, []store.Also{a.withdraw(was.Reminder)}, err
	})
}

func (a *Agenda) change(ctx context.Context, personID, id string, version int64,
	edit func(appointment.Appointment, person.Person) (appointment.Appointment, []store.Also, error),
) (appointment.Appointment, error) {
	none := appointment.Appointment{}
	p, err := a.desk.load(ctx, personID, identity.AppointmentWrite)
	if err != nil {
		return none, err
	}
	was, err := a.desk.store.Appointment(ctx, p.ID, id)
	if err != nil {
		return none, err
	}
	if was.Version != version {
		return none, fault.New(fault.Conflict, "Somebody else changed this appointment in the meantime.")
	}
	now, also, err := edit(was, p)
	if err != nil {
		return none, err
	}
	return a.desk.store.SaveAppointment(ctx, now, a.desk.now(), a.trace(now), func(ctx context.Context, tx bun.Tx) error {
		for _, do := range also {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *Agenda) trace(made appointment.Appointment) audit.Entry {
	return audit.Entry{Action: identity.AppointmentWrite, Kind: "appointment", ID: made.ID, Person: made.Person, Detail: string(made.State)}
}

// reminder prepares the message of the working day before; one that would come too late to be of use is left out.
func (a *Agenda) reminder(ctx context.Context, p person.Person, made *appointment.Appointment) (store.Also, error) {
	at := made.RemindAt(a.desk.zone, outbox.Working)
	made.Reminder = messageID(made.ID, made.Starts.Format(time.RFC3339), made.Place)
	m, err := a.message(ctx, p, *made, "reminder", made.Reminder, at)
	return a.put(m), err
}

// tell prepares a message that leaves at once.
func (a *Agenda) tell(ctx context.Context, p person.Person, now appointment.Appointment, what string) (store.Also, error) {
	m, err := a.message(ctx, p, now, what, messageID(now.ID, what, fmt.Sprint(now.Version)), time.Time{})
	return a.put(m), err
}

func (a *Agenda) message(ctx context.Context, p person.Person, made appointment.Appointment, what, id string, at time.Time) (outbox.Message, error) {
	texts := map[string]Text{}
	starts := made.Starts.In(a.desk.zone)
	for _, lang := range []string{"it", "en", "fr", "ar"} {
		texts[lang] = Text{
			Subject: a.post.words.Say(lang, "intake.reception.message."+what+".subject"),
			Body: a.post.words.Say(lang, "intake.reception.message."+what, "Day", starts.Format("02/01/2006"), "Time", starts.Format("15:04"),
				"Place", made.Place),
		}
	}
	return a.post.write(ctx, p, Letter{
		ID: id, Person: p.ID, Kind: "appointment-" + what, Texts: texts, URL: "/intake/people/" + p.ID + "/appointments", NotBefore: at,
	})
}

func (a *Agenda) put(m outbox.Message) store.Also {
	return func(ctx context.Context, tx bun.Tx) error {
		_, err := a.post.box.Put(ctx, tx, m)
		return err
	}
}

func (a *Agenda) withdraw(id string) store.Also {
	return func(ctx context.Context, tx bun.Tx) error {
		if id == "" {
			return nil
		}
		return a.post.box.Withdraw(ctx, tx, id)
	}
}

// Load writes many appointments at once, as a batch brings them; those ahead are reminded of.
func (a *Agenda) Load(ctx context.Context, list []appointment.Appointment) (created, updated int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, 0, err
	}
	var reminders []store.Also
	for i := range list {
		if list[i].State != appointment.Planned || list[i].Starts.Before(a.desk.now()) {
			continue
		}
		p, err := a.desk.store.Person(ctx, list[i].Person)
		if err != nil {
			return 0, 0, err
		}
		remind, err := a.reminder(ctx, p, &list[i])
		if err != nil {
			return 0, 0, err
		}
		reminders = append(reminders, remind)
	}
	created, err = a.desk.store.LoadAppointments(ctx, list, a.desk.now(), audit.Entry{Action: identity.BatchLoad, Kind: "appointment"}, reminders)
	return created, len(list) - created, err
}

// midnight is when a day begins at the desk.
func (d *Desk) midnight(day civil.Date) time.Time {
	if !day.IsValid() {
		return time.Time{}
	}
	return day.In(d.zone)
}

// At is a moment by the clock of the desk.
func (d *Desk) At(day civil.Date, hour, minute int) time.Time {
	return time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, d.zone)
}

// Now is the time at the desk.
func (d *Desk) Now() time.Time { return d.now().In(d.zone) }
