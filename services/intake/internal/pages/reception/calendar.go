package reception

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/registration"
)

// calendarView is a day or a week of appointments.
type calendarView struct {
	From  civil.Date
	Days  int
	Mine  bool // only those with the reader
	Both  bool // the reader has appointments of their own and a team's
	Open  []registration.Entry
	All   []registration.Entry
	Names map[string]string
	zone  *time.Location
	now   time.Time
}

func (p *Pages) calendar(c echo.Context) error {
	ctx := c.Request().Context()
	q := c.Request().URL.Query()
	who, _ := identity.From(ctx)
	v := calendarView{From: p.Desk.Today(), Days: 7, zone: p.Desk.Now().Location(), now: p.Desk.Now(), Both: who.Has(identity.Counsellor)}
	if day, err := civil.ParseDate(q.Get("day")); err == nil {
		v.From = day
	}
	v.Mine = v.Both && q.Get("of") == "me"
	if q.Get("view") == "day" {
		v.Days = 1
	} else {
		for v.From.Weekday() != time.Monday {
			v.From = v.From.AddDays(-1)
		}
	}
	with := ""
	if v.Mine {
		with = who.Subject
	}
	var err error
	if v.All, err = p.Agenda.Between(ctx, v.From, v.From.AddDays(v.Days), with); err != nil {
		return err
	}
	if v.Open, err = p.Agenda.Waiting(ctx, with); err != nil {
		return err
	}
	if v.Names, err = p.Members.Names(ctx); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, calendarPage(v))
}

// address of the calendar with something changed.
func (v calendarView) address(from civil.Date, days int, mine bool) string {
	q := url.Values{"day": {from.String()}}
	if days == 1 {
		q.Set("view", "day")
	}
	if mine {
		q.Set("of", "me")
	}
	return "/intake/appointments?" + q.Encode()
}

func (v calendarView) tabs(ctx context.Context) []ui.Tab {
	list := []ui.Tab{
		{Text: ui.T(ctx, "intake.reception.calendar.week"), Href: v.address(v.From, 7, v.Mine), Current: v.Days == 7 && !v.Mine},
		{Text: ui.T(ctx, "intake.reception.calendar.day"), Href: v.address(v.today(), 1, v.Mine), Current: v.Days == 1 && !v.Mine},
	}
	if v.Both {
		list[0].Href, list[1].Href = v.address(v.From, 7, false), v.address(v.today(), 1, false)
		list = append(list,
			ui.Tab{Text: ui.T(ctx, "intake.reception.calendar.my-week"), Href: v.address(v.From, 7, true), Current: v.Days == 7 && v.Mine},
			ui.Tab{Text: ui.T(ctx, "intake.reception.calendar.my-day"), Href: v.address(v.today(), 1, true), Current: v.Days == 1 && v.Mine})
	}
	return list
}

// today is the day that a one-day view begins with: today when the week holds it, else the week's first day.
func (v calendarView) today() civil.Date {
	now := civil.DateOf(v.now)
	if v.Days == 7 && (now.DaysSince(v.From) < 0 || now.DaysSince(v.From) > 6) {
		return v.From
	}
	if v.Days == 1 {
		return v.From
	}
	return now
}

func (v calendarView) title(ctx context.Context) string {
	if v.Days == 1 {
		return ui.Weekday(ctx, weekday(v.From)) + " " + ui.Date(ctx, v.From)
	}
	return ui.T(ctx, "intake.reception.calendar.of-week", "From", ui.Date(ctx, v.From), "To", ui.Date(ctx, v.From.AddDays(v.Days-1)))
}

func weekday(d civil.Date) int {
	if w := int(d.Weekday()); w > 0 {
		return w
	}
	return 7
}

// byDay are the days that have appointments.
func (v calendarView) byDay() []civil.Date {
	var days []civil.Date
	for _, e := range v.All {
		if d := dayOf(v.zone, e.Starts); !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	return days
}

func (v calendarView) on(day civil.Date) []registration.Entry {
	var list []registration.Entry
	for _, e := range v.All {
		if dayOf(v.zone, e.Starts) == day {
			list = append(list, e)
		}
	}
	return list
}

func (v calendarView) table(ctx context.Context, caption string, list []registration.Entry, dated bool) ui.Table {
	t := ui.Table{Caption: caption, CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.reception.appointment.time")},
		{Text: ui.T(ctx, "intake.person.name")},
		{Text: ui.T(ctx, "intake.reception.appointment.kind")},
		{Text: ui.T(ctx, "intake.reception.appointment.with")},
		{Text: ui.T(ctx, "intake.reception.appointment.place")},
		{Text: ui.T(ctx, "intake.reception.appointment.state")},
	}}
	for _, e := range list {
		at := clock(v.zone, e.Starts) + "–" + clock(v.zone, e.Ends())
		if dated {
			at = ui.DateShort(dayOf(v.zone, e.Starts)) + ui.Comma(ctx) + clock(v.zone, e.Starts)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: at, Href: "/intake/people/" + e.Person + "/appointments/" + e.ID},
			{Text: e.Name, Href: "/intake/people/" + e.Person},
			{Text: ui.T(ctx, "intake.reception.kind."+string(e.Kind))},
			{Text: nameOf(v.Names, e.With)},
			{Text: e.Place},
			{Body: stateBadge(e.Appointment, e.Waits(v.now))},
		})
	}
	return t
}

func nameOf(names map[string]string, subject string) string {
	if n := names[subject]; n != "" {
		return n
	}
	return subject
}

func tone(s appointment.State) ui.Tone {
	switch s {
	case appointment.Held:
		return ui.Good
	case appointment.Missed:
		return ui.Warn
	case appointment.Cancelled:
		return ui.Neutral
	case appointment.Planned:
		return ui.Info
	default:
		return ui.Neutral
	}
}
