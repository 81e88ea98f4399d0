package renewals

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

type calendarView struct {
	Link    store.CalendarLink
	There   bool
	Address string // of a link that was just made: shown this once
}

func (p *Pages) calendar(c echo.Context) error { return p.showCalendar(c, "") }

func (p *Pages) showCalendar(c echo.Context, address string) error {
	v := calendarView{Address: address}
	var err error
	if v.Link, v.There, err = p.Agenda.Of(c.Request().Context()); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, calendarPage(v))
}

// changeCalendar makes a link, which is shown in the answer and nowhere else, or ends the one there is.
func (p *Pages) changeCalendar(c echo.Context) error {
	ctx := c.Request().Context()
	switch c.Request().PostFormValue("act") {
	case "make":
		address, err := p.Agenda.Make(ctx, ui.Lang(ctx))
		if err != nil {
			return err
		}
		return p.showCalendar(c, address)
	case "withdraw":
		if err := p.Agenda.Revoke(ctx); err != nil && !fault.Is(err, fault.NotFound) { // a double click
			return err
		}
		return web.See(c, Home+"/calendar")
	default:
		return fault.New(fault.Invalid, "There is no such act.")
	}
}

// feed answers a calendar program. The address is the key, so that no other site is told it and nothing keeps the answer.
func (p *Pages) feed(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Robots-Tag", "noindex")
	data, err := p.Agenda.Read(c.Request().Context(), c.Param("token"), c.RealIP())
	if err != nil {
		return err
	}
	h.Set("Content-Disposition", `attachment; filename="celav.ics"`)
	if err := c.Blob(http.StatusOK, "text/calendar; charset=utf-8", data); err != nil {
		return fault.New(fault.Unavailable, "the calendar could not be sent").Because(err)
	}
	return nil
}

func (v calendarView) facts(ctx context.Context) []ui.Definition {
	used := t(ctx, "calendar.unused")
	if v.Link.LastUsed != nil {
		used = ui.Instant(ctx, *v.Link.LastUsed)
	}
	return []ui.Definition{{Term: t(ctx, "calendar.since"), Value: ui.Instant(ctx, v.Link.MadeAt)}, {Term: t(ctx, "calendar.used"), Value: used}}
}
