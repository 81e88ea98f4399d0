package pages

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
)

// fileView is somebody's file at a glance.
type fileView struct {
	Person person.Person
	Team   string // the code
	// What the reader may change.
	MayEdit, MayAvailability, MayReach bool
}

func (p *Pages) file(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := p.Desk.Open(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if one.ID != c.Param("id") { // it became part of another one
		return web.See(c, "/intake/people/"+one.ID)
	}
	codes, err := p.teamCodes(ctx)
	if err != nil {
		return err
	}
	view := fileView{
		Person: one, Team: codes[one.Team],
		MayEdit:         p.Desk.May(ctx, one, identity.PersonUpdate),
		MayAvailability: p.Desk.May(ctx, one, identity.AvailabilityWrite),
		MayReach:        p.Desk.May(ctx, one, identity.ReachWrite),
	}
	return web.Render(c, http.StatusOK, filePage(view))
}

func crumbs(ctx context.Context, id string) []ui.Link {
	list := []ui.Link{}
	if who, _ := identity.From(ctx); identity.May(who, identity.PersonList) == nil {
		list = append(list, ui.Link{Text: ui.T(ctx, "intake.people.title"), Href: "/intake/people"})
	}
	return append(list, ui.Link{Text: ui.T(ctx, "ui.file.file"), Href: "/intake/people/" + id})
}

// facts are what the first meeting recorded; team is the code, "" to leave it out.
func facts(ctx context.Context, one person.Person, team string) []ui.Definition {
	list := []ui.Definition{
		{Term: ui.T(ctx, "intake.person.name"), Value: one.Name},
		{Term: ui.T(ctx, "intake.person.code"), Value: person.Code(one.ID)},
		{Term: ui.T(ctx, "intake.channel."+string(one.Contact.Channel)), Value: one.Contact.Value},
		{Term: ui.T(ctx, "intake.person.language"), Value: languageName(ctx, one.Language)},
		{Term: ui.T(ctx, "intake.person.request"), Value: one.Request, Own: true},
		{Term: ui.T(ctx, "intake.person.waiting"), Value: ui.Date(ctx, one.WaitingSince)},
	}
	if team != "" {
		list = append(list, ui.Definition{Term: ui.T(ctx, "intake.person.team"), Value: team})
	}
	return list
}

func availabilityText(ctx context.Context, one person.Person) string {
	a := one.Availability
	if a == nil {
		return ui.T(ctx, "intake.not-asked")
	}
	text := ui.T(ctx, "intake.availability.from-day", "Day", ui.Date(ctx, a.From))
	if a.MaxHoursWeek > 0 {
		text += ui.Semicolon(ctx) + ui.T(ctx, "intake.availability.at-most", a.MaxHoursWeek)
	}
	if lines := ui.SlotsText(ctx, slotsForPage(a.Slots)); len(lines) > 0 {
		text += ui.Semicolon(ctx) + strings.Join(lines, ui.Semicolon(ctx))
	}
	return text
}

func reachText(ctx context.Context, one person.Person) string {
	r := one.Reach
	if r == nil {
		return ui.T(ctx, "intake.not-asked")
	}
	area, _ := person.AreaByID(r.Area)
	parts := []string{area.Name}
	if r.MaxMinutes > 0 {
		parts = append(parts, ui.T(ctx, "intake.reach.at-most", r.MaxMinutes))
	}
	for _, m := range r.Modes {
		parts = append(parts, ui.T(ctx, "intake.mode."+string(m)))
	}
	return strings.Join(parts, ui.Semicolon(ctx))
}

func (p *Pages) edit(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := p.Desk.Open(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if !p.Desk.May(ctx, one, identity.PersonUpdate) {
		return fault.New(fault.Forbidden, "You may not change this file.")
	}
	return web.Render(c, http.StatusOK, editPage(meetingView{
		ID: one.ID, Version: one.Version, State: one.State,
		Typed: person.FirstMeeting{Name: one.Name, Contact: one.Contact, Language: one.Language, Request: one.Request},
	}))
}

func (p *Pages) correct(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	view := meetingView{ID: c.Param("id"), Version: version(r), Typed: typedMeeting(r), State: person.State(r.PostFormValue("state"))}
	_, err := p.Desk.Correct(ctx, view.ID, view.Version, view.Typed, view.State)
	return p.answer(c, err, view.ID, func(errs ui.Errors, now person.Person, conflict bool) error {
		view.Errors, view.Conflict = errs, conflict
		if conflict {
			view.Version, view.Now = now.Version, facts(ctx, now, "")
		}
		return web.Render(c, status(conflict), editPage(view))
	})
}

// answer goes on to the file when all went well, and shows the form again, with what was typed, when it has
// faults or when somebody else changed the file in the meantime; then now is the file as it stands.
func (p *Pages) answer(c echo.Context, err error, id string, again func(errs ui.Errors, now person.Person, conflict bool) error) error {
	ctx := c.Request().Context()
	errs := ui.FormErrors(ctx, err)
	switch {
	case err == nil:
		return web.See(c, "/intake/people/"+id)
	case errs.Any():
		return again(errs, person.Person{}, false)
	case fault.Is(err, fault.Conflict):
		now, err := p.Desk.Open(ctx, id)
		if err != nil {
			return err
		}
		return again(nil, now, true)
	default:
		return err
	}
}

func status(conflict bool) int {
	if conflict {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

func version(r *http.Request) int64 {
	v, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1 // no file has it: the form is answered like one that is out of date
	}
	return v
}

func fileCrumbs(ctx context.Context) []ui.Link {
	list := crumbs(ctx, "")
	return list[:len(list)-1]
}
