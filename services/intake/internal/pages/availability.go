package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
)

// availabilityView is the form of when somebody can work, with what was typed.
type availabilityView struct {
	Person   person.Person
	Version  int64
	From     string
	MaxHours string
	Slots    []ui.Slot
	Typed    url.Values // the week as typed, when the form comes back
	Errors   ui.Errors
	Conflict bool
	MayWrite bool
}

func (p *Pages) availability(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := p.Desk.Open(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	v := availabilityView{Person: one, Version: one.Version, MayWrite: p.Desk.May(ctx, one, identity.AvailabilityWrite)}
	if a := one.Availability; a != nil {
		v.From, v.MaxHours, v.Slots = a.From.String(), number(a.MaxHoursWeek), slotsForPage(a.Slots)
	}
	return web.Render(c, http.StatusOK, availabilityPage(v))
}

func (p *Pages) saveAvailability(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	id, v := c.Param("id"), version(r)
	a, bad := typedAvailability(r)
	slots, errs := ui.ReadSlots(ctx, r.PostForm, "slots")
	for _, s := range slots {
		from, errFrom := person.ParseClock(s.From)
		to, errTo := person.ParseClock(s.To)
		if errFrom == nil && errTo == nil {
			a.Slots = append(a.Slots, person.Slot{Day: s.Day, From: from, To: to})
		}
	}
	err := bad.Err()
	if err == nil && !errs.Any() {
		_, err = p.Desk.SetAvailability(ctx, id, v, a)
	} else if err == nil {
		err = (&fault.Error{Kind: fault.Invalid, Message: "The week has times to correct."})
	}
	return p.answer(c, err, id, func(found ui.Errors, now person.Person, conflict bool) error {
		one, err := p.Desk.Open(ctx, id)
		if err != nil {
			return err
		}
		if errs.Any() { // those of the week say which day
			found = append(ui.FormErrors(ctx, bad.Err()), errs...)
		}
		if conflict {
			v = now.Version
		}
		return web.Render(c, status(conflict), availabilityPage(availabilityView{
			Person: one, Version: v, From: r.PostFormValue("from"), MaxHours: r.PostFormValue("maxHoursWeek"),
			Typed: r.PostForm, Errors: found, Conflict: conflict, MayWrite: true,
		}))
	})
}

func typedAvailability(r *http.Request) (person.Availability, fault.Violations) {
	var bad fault.Violations
	var a person.Availability
	a.From = typedDate(r, "from", "/from", &bad)
	if len(bad) == 0 && !a.From.IsValid() {
		bad.Add("/from", "required", "Say from which day the person can work.")
	}
	a.MaxHoursWeek = typedNumber(r, "maxHoursWeek", "/maxHoursWeek", &bad)
	return a, bad
}

// typedDate reads a date field; an empty one is the zero date.
func typedDate(r *http.Request, field, pointer string, bad *fault.Violations) civil.Date {
	text := strings.TrimSpace(r.PostFormValue(field))
	if text == "" {
		return civil.Date{}
	}
	d, err := civil.ParseDate(text)
	if err != nil || !d.IsValid() {
		bad.Add(pointer, "date", "This is not a date.")
		return civil.Date{}
	}
	return d
}

// typedNumber reads a field for a number from 1; an empty one is 0.
func typedNumber(r *http.Request, field, pointer string, bad *fault.Violations) int {
	text := strings.TrimSpace(r.PostFormValue(field))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		bad.Add(pointer, "number", "This is not a number.")
		return 0
	}
	if n < 1 {
		bad.Add(pointer, "too-small", "The number is too small.")
	}
	return n
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func slotsForPage(slots []person.Slot) []ui.Slot {
	list := make([]ui.Slot, 0, len(slots))
	for _, s := range slots {
		to := s.To.String()
		if to == "24:00" {
			to = "23:59" // a time field has no 24:00
		}
		list = append(list, ui.Slot{Day: s.Day, From: s.From.String(), To: to})
	}
	return list
}
