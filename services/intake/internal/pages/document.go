package pages

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
)

// document shows one paper, to be corrected or taken out.
func (p *Pages) document(c echo.Context) error {
	v, _, err := p.documentView(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, documentPage(v))
}

func (p *Pages) documentView(c echo.Context) (workAccessView, int, error) {
	ctx := c.Request().Context()
	v, err := p.workAccessView(ctx, c.Param("id"))
	if err != nil {
		return v, 0, err
	}
	if !p.Desk.May(ctx, v.Access.Person, identity.WorkAccessWrite) {
		return v, 0, fault.New(fault.Forbidden, "You may not change this file.")
	}
	n := slices.IndexFunc(v.Access.File.Documents, func(d policy.Document) bool { return d.ID == c.Param("document") })
	if n < 0 {
		return v, n, fault.New(fault.NotFound, "There is no such document.")
	}
	d := v.Access.File.Documents[n]
	v.Edited = d
	v.Typed = map[string]string{
		"kind": string(d.Kind), "number": d.Number, "procedure": string(d.Procedure), "decision": string(d.Decision),
		"issuedOn": dateText(d.IssuedOn), "expiresOn": dateText(d.ExpiresOn), "lodgedOn": dateText(d.LodgedOn),
		"requestedOn": dateText(d.RequestedOn), "enteredOn": dateText(d.EnteredOn),
	}
	return v, n, nil
}

// saveDocument corrects a paper or takes it out: what the button says. As it stood before is kept.
func (p *Pages) saveDocument(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	v, n, err := p.documentView(c)
	if err != nil {
		return err
	}
	file := v.Access.File
	file.Documents = slices.Clone(file.Documents)
	var bad fault.Violations
	if r.PostFormValue("act") == "remove" {
		file.Documents = slices.Delete(file.Documents, n, n+1)
	} else {
		d := typedDocument(r, &bad)
		d.ID = v.Edited.ID
		file.Documents[n] = d
	}
	err = bad.Err()
	if err == nil {
		err = p.Desk.SetWorkAccess(ctx, c.Param("id"), version(r), file, r.PostFormValue("removal"))
	}
	if err == nil {
		return web.See(c, "/intake/people/"+c.Param("id")+"/work-access")
	}
	v.Errors = ui.FormErrors(ctx, stripped(err, fmt.Sprintf("/documents/%d", n)))
	v.Conflict = fault.Is(err, fault.Conflict)
	if !v.Errors.Any() && !v.Conflict {
		return err
	}
	for _, name := range append(documentFields(), "kind", "number", "procedure", "decision", "removal") {
		if r.PostForm.Has(name) {
			v.Typed[name] = r.PostFormValue(name)
		}
	}
	return web.Render(c, status(v.Conflict), documentPage(v))
}
