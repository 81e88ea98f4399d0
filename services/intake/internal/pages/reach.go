package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
)

// reachView is the form of where somebody starts from and how far they can go.
type reachView struct {
	Person     person.Person
	Version    int64
	Area       string
	MaxMinutes string
	Modes      []string
	Errors     ui.Errors
	Conflict   bool
	MayWrite   bool
}

func (p *Pages) reach(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := p.Desk.Open(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	v := reachView{Person: one, Version: one.Version, MayWrite: p.Desk.May(ctx, one, identity.ReachWrite)}
	if r := one.Reach; r != nil {
		v.Area, v.MaxMinutes = r.Area, number(r.MaxMinutes)
		for _, m := range r.Modes {
			v.Modes = append(v.Modes, string(m))
		}
	}
	return web.Render(c, http.StatusOK, reachPage(v))
}

func (p *Pages) saveReach(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	id, v := c.Param("id"), version(r)
	var bad fault.Violations
	typed := person.Reach{Area: r.PostFormValue("area"), MaxMinutes: typedNumber(r, "maxMinutes", "/maxMinutes", &bad)}
	for _, m := range r.PostForm["modes"] {
		typed.Modes = append(typed.Modes, person.Mode(m))
	}
	err := bad.Err()
	if err == nil {
		_, err = p.Desk.SetReach(ctx, id, v, typed)
	}
	return p.answer(c, err, id, func(errs ui.Errors, now person.Person, conflict bool) error {
		one, err := p.Desk.Open(ctx, id)
		if err != nil {
			return err
		}
		if conflict {
			v = now.Version
		}
		return web.Render(c, status(conflict), reachPage(reachView{
			Person: one, Version: v, Area: typed.Area, MaxMinutes: r.PostFormValue("maxMinutes"),
			Modes: r.PostForm["modes"], Errors: errs, Conflict: conflict, MayWrite: true,
		}))
	})
}

func areaOptions() []ui.Option {
	var list []ui.Option
	for _, a := range person.Areas() {
		list = append(list, ui.Option{Value: a.ID, Label: a.Name})
	}
	return list
}

func modeOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, m := range person.Modes() {
		list = append(list, ui.Option{Value: string(m), Label: ui.T(ctx, "intake.mode."+string(m))})
	}
	return list
}
