package reception

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/registration"
)

// personalView is one person's appointments.
type personalView struct {
	registration.Personal
	Names map[string]string
	zone  *time.Location
	now   time.Time
	Self  bool
}

func (p *Pages) appointments(c echo.Context) error {
	ctx := c.Request().Context()
	found, err := p.Agenda.Of(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	names, err := p.Members.Names(ctx)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	return web.Render(c, http.StatusOK, personalPage(personalView{found, names, p.Desk.Now().Location(), p.Desk.Now(), who.Person == found.Person.ID}))
}

func (v personalView) split() (ahead, past []appointment.Appointment) {
	for _, a := range v.List {
		if a.State == appointment.Planned && a.Ends().After(v.now) {
			ahead = append([]appointment.Appointment{a}, ahead...)
		} else {
			past = append(past, a)
		}
	}
	return ahead, past
}

func (v personalView) table(ctx context.Context, caption string, list []appointment.Appointment) ui.Table {
	t := ui.Table{Caption: caption, CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.reception.appointment.time")},
		{Text: ui.T(ctx, "intake.reception.appointment.kind")},
		{Text: ui.T(ctx, "intake.reception.appointment.with")},
		{Text: ui.T(ctx, "intake.reception.appointment.place")},
		{Text: ui.T(ctx, "intake.reception.appointment.state")},
	}}
	for _, a := range list {
		first := ui.Cell{Text: ui.Instant(ctx, a.Starts)}
		if v.MayWrite {
			first.Href = "/intake/people/" + v.Person.ID + "/appointments/" + a.ID
		}
		t.Rows = append(t.Rows, []ui.Cell{
			first,
			{Text: ui.T(ctx, "intake.reception.kind."+string(a.Kind))},
			{Text: nameOf(v.Names, a.With)},
			{Text: a.Place},
			{Body: stateBadge(a, v.MayWrite && a.Waits(v.now))},
		})
	}
	return t
}

// termsView is the form of an appointment, new or to be moved.
type termsView struct {
	Person, Name string
	ID           string // "" for a new one
	Version      int64
	Now          appointment.Appointment
	Waits, Begun bool
	Conflict     bool
	Key          string
	Day, Time    string
	Minutes      string
	Place, With  string
	Kind         string
	Staff        []directory.Entry
	Names        map[string]string
	Errors       ui.Errors
}

func (p *Pages) newAppointment(c echo.Context) error {
	ctx := c.Request().Context()
	found, err := p.Agenda.Of(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if !found.MayWrite {
		return fault.New(fault.Forbidden, "You may not give this person an appointment.")
	}
	who, _ := identity.From(ctx)
	v := termsView{
		Person: found.Person.ID, Name: found.Person.Name, Key: newKey(), Minutes: "45", Kind: "assessment",
		Place: ui.T(ctx, "intake.reception.place.usual"), With: who.Subject,
	}
	if found.Person.Following.Tutor != "" {
		v.With = found.Person.Following.Tutor
	}
	return p.showTerms(c, http.StatusOK, v)
}

func (p *Pages) showTerms(c echo.Context, status int, v termsView) error {
	ctx := c.Request().Context()
	var err error
	if v.Staff, err = p.Members.Staff(ctx); err != nil {
		return err
	}
	if v.Names, err = p.Members.Names(ctx); err != nil {
		return err
	}
	if v.ID == "" {
		return web.Render(c, status, newAppointmentPage(v))
	}
	return web.Render(c, status, appointmentPage(v))
}

// typed reads the form; what cannot be read is left empty and then asked for.
func (p *Pages) typed(c echo.Context, v *termsView) appointment.Terms {
	r := c.Request()
	v.Day, v.Time, v.Minutes = r.PostFormValue("startsAt"), r.PostFormValue("time"), r.PostFormValue("minutes")
	v.Place, v.Kind, v.With = r.PostFormValue("place"), r.PostFormValue("kind"), r.PostFormValue("with")
	t := appointment.Terms{Place: v.Place, Kind: appointment.Kind(v.Kind), With: v.With}
	t.Minutes, _ = strconv.Atoi(v.Minutes)
	day, errDay := civil.ParseDate(v.Day)
	at, errTime := time.Parse("15:04", v.Time)
	if errDay == nil && errTime == nil {
		t.Starts = p.Desk.At(day, at.Hour(), at.Minute())
	}
	return t
}

func (p *Pages) give(c echo.Context) error {
	ctx := c.Request().Context()
	v := termsView{Person: c.Param("id"), Key: c.Request().PostFormValue("key")}
	_, err := p.Agenda.Give(ctx, v.Person, p.typed(c, &v), v.Key)
	if err == nil {
		return see(c, "/intake/people/"+v.Person+"/appointments")
	}
	if v.Errors = ui.FormErrors(ctx, err); !v.Errors.Any() {
		return err
	}
	return p.showTerms(c, http.StatusUnprocessableEntity, v)
}

func (p *Pages) appointment(c echo.Context) error {
	v, err := p.one(c)
	if err != nil {
		return err
	}
	return p.showTerms(c, http.StatusOK, v)
}

// one reads an appointment into its form.
func (p *Pages) one(c echo.Context) (termsView, error) {
	ctx := c.Request().Context()
	who, a, err := p.Agenda.Appointment(ctx, c.Param("id"), c.Param("appointment"))
	if err != nil {
		return termsView{}, err
	}
	if !p.Desk.May(ctx, who, identity.AppointmentWrite) {
		return termsView{}, fault.New(fault.Forbidden, "You may not change this appointment.")
	}
	zone := p.Desk.Now().Location()
	return termsView{
		Person: who.ID, Name: who.Name, ID: a.ID, Version: a.Version, Now: a, Waits: a.Waits(p.Desk.Now()), Begun: !p.Desk.Now().Before(a.Starts),
		Day: dayOf(zone, a.Starts).String(), Time: clock(zone, a.Starts), Minutes: strconv.Itoa(a.Minutes), Place: a.Place, With: a.With, Kind: string(a.Kind),
	}, nil
}

func (p *Pages) change(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	id, which, at := c.Param("id"), c.Param("appointment"), version(c.Request())
	var typed termsView
	var err error
	switch r.PostFormValue("act") {
	case "held", "missed":
		_, err = p.Agenda.Record(ctx, id, which, at, r.PostFormValue("act") == "held")
	case "cancel":
		_, err = p.Agenda.Cancel(ctx, id, which, at)
	default:
		_, err = p.Agenda.Move(ctx, id, which, at, p.typed(c, &typed))
	}
	if err == nil {
		return see(c, "/intake/people/"+id+"/appointments")
	}
	errs := ui.FormErrors(ctx, err)
	if !errs.Any() && !fault.Is(err, fault.Conflict) {
		return err
	}
	v, readErr := p.one(c)
	if readErr != nil {
		return readErr
	}
	v.Errors, v.Conflict = errs, !errs.Any()
	if typed.Kind != "" {
		v.Day, v.Time, v.Minutes, v.Place, v.With, v.Kind = typed.Day, typed.Time, typed.Minutes, typed.Place, typed.With, typed.Kind
	}
	status := http.StatusUnprocessableEntity
	if v.Conflict {
		status = http.StatusConflict
	}
	return p.showTerms(c, status, v)
}

func (v termsView) kinds(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range appointment.Kinds() {
		list = append(list, ui.Option{Value: string(k), Label: ui.T(ctx, "intake.reception.kind."+string(k))})
	}
	return list
}

func (v termsView) colleagues() []ui.Option {
	var list []ui.Option
	for _, e := range v.Staff {
		if isFollower(e) || len(e.Roles) == 0 {
			list = append(list, ui.Option{Value: e.Subject, Label: nameOf(v.Names, e.Subject)})
		}
	}
	return list
}
