package needs

import (
	"context"
	"net/http"
	"slices"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/registration"
)

// reservedView is what the team keeps to itself, once it was opened; before, only who opened it when and why.
type reservedView struct {
	registration.Reserved
	Names    staffNames
	Today    civil.Date
	Typed    form // of a new fact
	Reason   string
	Errors   ui.Errors
	Conflict bool
}

func (p *Pages) reservedView(ctx context.Context, id string) (reservedView, error) {
	found, err := p.Desk.Reserved(ctx, id)
	if err != nil {
		return reservedView{}, err
	}
	v := reservedView{Reserved: found, Today: p.Desk.Today()}
	if v.Names, err = p.Members.Names(ctx); err != nil {
		return reservedView{}, err
	}
	v.Typed.Key, err = newKey()
	return v, err
}

func (p *Pages) reserved(c echo.Context) error {
	v, err := p.reservedView(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, reservedPage(v))
}

func (p *Pages) open(c echo.Context) error {
	ctx, id, f := c.Request().Context(), c.Param("id"), typed(c.Request())
	_, err := p.Desk.OpenReserved(ctx, id, f.Reason)
	return p.answer(c, err, func(v *reservedView) { v.Reason = f.Reason })
}

func (p *Pages) noteReserved(c echo.Context) error {
	ctx, id, f := c.Request().Context(), c.Param("id"), typed(c.Request())
	fact, err := f.fact(f.Key)
	if err == nil {
		_, err = p.Desk.NoteReserved(ctx, id, fact)
	}
	return p.answer(c, err, func(v *reservedView) { v.Typed = f })
}

// editReserved shows one fact to whoever has opened them; else it leads to the question why.
func (p *Pages) editReserved(c echo.Context) error {
	v, ok, err := p.one(c)
	if err != nil || !ok {
		return err
	}
	v.Typed = formOf(v.Fact, v.Today)
	return web.Render(c, http.StatusOK, editPage(v))
}

func (p *Pages) one(c echo.Context) (v editView, ok bool, err error) {
	found, err := p.Desk.Reserved(c.Request().Context(), c.Param("id"))
	if err != nil {
		return v, false, err
	}
	if !found.Open {
		return v, false, web.See(c, "/intake/people/"+c.Param("id")+"/reserved")
	}
	n := slices.IndexFunc(found.Facts, func(f needs.Fact) bool { return f.ID == c.Param("need") })
	if n < 0 {
		return v, false, fault.New(fault.NotFound, "There is no such need.")
	}
	v = editView{Person: found.Person, Fact: found.Facts[n], Today: p.Desk.Today()}
	if v.Names, err = p.Members.Names(c.Request().Context()); err != nil {
		return v, false, err
	}
	return v.of("reserved", "intake.needs.reserved.title"), true, nil
}

func (p *Pages) saveReserved(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	id, fact, f := c.Param("id"), c.Param("need"), typed(r)
	var err error
	if r.PostFormValue("act") == "remove" {
		err = p.Desk.RemoveReserved(ctx, id, fact, f.Version, f.Reason)
	} else {
		var changed needs.Fact
		if changed, err = f.fact(fact); err == nil {
			err = p.Desk.ChangeReserved(ctx, id, changed)
		}
	}
	if err == nil || fault.Is(err, fault.Precondition) {
		return web.See(c, "/intake/people/"+id+"/reserved")
	}
	errs, conflict := ui.FormErrors(ctx, err), fault.Is(err, fault.Conflict)
	if !errs.Any() && !conflict {
		return err
	}
	v, ok, again := p.one(c)
	if again != nil || !ok {
		return again
	}
	v.Typed, v.Errors, v.Conflict = f, errs, conflict
	if conflict {
		v.Typed.Version = v.Fact.Version
	}
	return web.Render(c, status(conflict), editPage(v))
}

// answer goes back to the page, or shows it again with what was typed. An opening that ran out leads to the question why.
func (p *Pages) answer(c echo.Context, err error, typed func(*reservedView)) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if err == nil || fault.Is(err, fault.Precondition) {
		return web.See(c, "/intake/people/"+id+"/reserved")
	}
	errs, conflict := ui.FormErrors(ctx, err), fault.Is(err, fault.Conflict)
	if !errs.Any() && !conflict {
		return err
	}
	v, again := p.reservedView(ctx, id)
	if again != nil {
		return again
	}
	typed(&v)
	v.Errors, v.Conflict = errs, conflict
	return web.Render(c, status(conflict), reservedPage(v))
}
