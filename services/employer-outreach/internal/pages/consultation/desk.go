package consultation

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

type agendaView struct {
	Monday civil.Date
	Visits []store.Visit
	Typed  url.Values
	Errors ui.Errors
}

const week = 7

func (p *Pages) agenda(c echo.Context) error {
	today := p.Desk.Today()
	monday, err := civil.ParseDate(c.QueryParam("week"))
	if err != nil {
		monday = today
	}
	return p.showAgenda(c, http.StatusOK, agendaView{Monday: monday, Typed: url.Values{"date": {today.AddDays(1).String()}, "from": {"09:00"}, "to": {"12:00"}, "minutes": {"30"}}})
}

func (p *Pages) showAgenda(c echo.Context, status int, v agendaView) error {
	rome, err := rome()
	if err != nil {
		return err
	}
	for v.Monday.In(rome).Weekday() != time.Monday {
		v.Monday = v.Monday.AddDays(-1)
	}
	if v.Visits, err = p.Desk.Agenda(c.Request().Context(), v.Monday.In(rome), v.Monday.AddDays(week).In(rome)); err != nil {
		return err
	}
	return web.Render(c, status, agendaPage(v))
}

func rome() (*time.Location, error) {
	l, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "The time zone of the desk is not known.").Because(err)
	}
	return l, nil
}

func (p *Pages) open(c echo.Context) error {
	ctx := c.Request().Context()
	typed, err := posted(c)
	if err != nil {
		return err
	}
	start, end, each, wrong := readTimes(typed)
	if err = wrong.Err(); err == nil {
		_, err = p.Desk.OpenSlots(ctx, start, end, each, typed.Get("place"))
	}
	if errs := ui.FormErrors(ctx, err); errs.Any() {
		return p.showAgenda(c, http.StatusUnprocessableEntity, agendaView{Monday: p.Desk.Today(), Typed: typed, Errors: errs})
	}
	if err != nil {
		return err
	}
	return web.See(c, path+"/desk?week="+url.QueryEscape(typed.Get("date")))
}

func readTimes(typed url.Values) (start, end time.Time, each time.Duration, wrong fault.Violations) {
	zone, err := rome()
	if err != nil {
		zone = time.UTC
	}
	on, err := civil.ParseDate(typed.Get("date"))
	if err != nil {
		wrong.Add("/date", "date", "must be a date")
	}
	at := func(name string) time.Time {
		t, err := time.ParseInLocation("2006-01-02 15:04", on.String()+" "+typed.Get(name), zone)
		if err != nil && on.IsValid() {
			wrong.Add("/"+name, "format", "must be a time of day")
		}
		return t
	}
	minutes, err := strconv.Atoi(typed.Get("minutes"))
	if err != nil {
		wrong.Add("/minutes", "number", "must be a number")
	}
	return at("from"), at("to"), time.Duration(minutes) * time.Minute, wrong
}

func (v agendaView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "outreach.consultation.agenda"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "outreach.consultation.when")},
		{Text: ui.T(ctx, "outreach.consultation.place")},
		{Text: ui.T(ctx, "outreach.consultation.visitor")},
		{Text: ui.T(ctx, "outreach.consultation.state")},
	}}
	for _, visit := range v.Visits {
		when := ui.Instant(ctx, visit.Slot.Start)
		b := visit.Booking
		if b.ID == "" {
			t.Rows = append(t.Rows, []ui.Cell{{Text: when}, {Text: visit.Slot.Place}, {Text: ""}, {Body: freeSlot(visit.Slot)}})
			continue
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: when, Href: path + "/desk/" + b.ID},
			{Text: visit.Slot.Place},
			{Text: b.Visitor.Name + " (" + ui.T(ctx, "outreach.consultation.kind."+b.Kind) + ")"},
			{Body: stateBadge(b.State)},
		})
	}
	return t
}

func (v agendaView) weekLink(days int) string {
	return path + "/desk?week=" + v.Monday.AddDays(days).String()
}

type oneView struct {
	Visit    store.Visit
	Typed    url.Values
	Errors   ui.Errors
	Conflict bool
	Started  bool
}

func (p *Pages) one(c echo.Context) error {
	v, err := p.Desk.Visit(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	state := v.Booking.State
	if state == consultation.Booked {
		state = consultation.Held
	}
	return web.Render(c, http.StatusOK, onePage(oneView{Visit: v, Started: p.Desk.Started(v), Typed: url.Values{
		"state": {string(state)}, "asked": {v.Booking.Asked}, "answered": {v.Booking.Answered}, "version": {strconv.FormatInt(v.Booking.Version, 10)},
	}}))
}

func (p *Pages) note(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	typed, err := posted(c)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(typed.Get("version"), 10, 64)
	if err != nil {
		version = -1
	}
	_, err = p.Desk.NoteVisit(ctx, id, version, consultation.State(typed.Get("state")), typed.Get("asked"), typed.Get("answered"))
	if err == nil {
		return web.See(c, path+"/desk/"+id)
	}
	now, failed := p.Desk.Visit(ctx, id)
	if failed != nil {
		return failed
	}
	v := oneView{Visit: now, Typed: typed, Errors: ui.FormErrors(ctx, err), Started: true}
	switch {
	case v.Errors.Any():
		return web.Render(c, http.StatusUnprocessableEntity, onePage(v))
	case fault.Is(err, fault.Conflict):
		v.Conflict = true
		typed.Set("version", strconv.FormatInt(now.Booking.Version, 10))
		return web.Render(c, http.StatusConflict, onePage(v))
	}
	return err
}

func (p *Pages) closeSlot(c echo.Context) error {
	if err := p.Desk.CloseSlot(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return web.See(c, path+"/desk")
}
