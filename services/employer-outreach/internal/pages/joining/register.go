package joining

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
)

// siteRows is how many sites the form asks for at once; more are added on the company's page.
const siteRows = 3

// registerView is the form as it was typed.
type registerView struct {
	Typed  url.Values
	Errors ui.Errors
	// Taken says that the tax number is on record already.
	Taken bool
}

func (p *Pages) form(c echo.Context) error {
	if who, _ := identity.From(c.Request().Context()); who.Company != "" {
		return web.See(c, "/outreach/companies/"+who.Company)
	}
	key, err := newKey()
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, registerPage(registerView{Typed: url.Values{"key": {key}}}))
}

func (p *Pages) register(c echo.Context) error {
	ctx := c.Request().Context()
	typed, err := posted(c)
	if err != nil {
		return err
	}
	read, err := readRegistration(typed)
	read.Contact.Language = ui.Lang(ctx) // in which the form was read, until the company says another
	var made company.Company
	if err == nil {
		made, err = p.Desk.Register(ctx, read)
	}
	if err == nil {
		return web.See(c, "/outreach/companies/"+made.ID)
	}
	view := registerView{Typed: typed, Errors: ui.FormErrors(ctx, err), Taken: isTaken(err)}
	if !view.Errors.Any() {
		return err
	}
	return web.Render(c, http.StatusUnprocessableEntity, registerPage(view))
}

func isTaken(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && slices.ContainsFunc(f.Violations, func(v fault.Violation) bool { return v.Code == hiring.TakenCode })
}

// readRegistration reads the form. A row of a site that is wholly empty is none, but for the first.
func readRegistration(typed url.Values) (hiring.Registration, error) {
	get := func(name string) string { return strings.TrimSpace(typed.Get(name)) }
	r := hiring.Registration{Key: typed.Get("key"), AsNew: typed.Get("asNew") == "true", Company: company.Company{
		Name: get("name"), TaxNumber: company.TidyTaxNumber(get("taxNumber")),
		Contact: company.Contact{Name: get("contact.name"), Email: get("contact.email"), Phone: get("contact.phone")},
	}}
	var wrong fault.Violations
	for i := range siteRows {
		at := fmt.Sprintf("sites.%d.", i)
		address, area, people := get(at+"address"), get(at+"area"), get(at+"headcount")
		if i > 0 && address == "" && area == "" && people == "" {
			continue
		}
		site := company.Site{Address: address}
		pointer := fmt.Sprintf("/sites/%d/", i)
		if known, ok := company.AreaByID(area); ok {
			site.Municipality, site.Region, site.Lat, site.Lon = known.Municipality, company.AreaRegion, known.Lat, known.Lon
		} else {
			wrong.Add(pointer+"area", "required", "is required")
		}
		if address == "" {
			wrong.Add(pointer+"address", "required", "is required")
		}
		if people != "" {
			n, err := strconv.Atoi(people)
			if err != nil {
				wrong.Add(pointer+"headcount", "number", "must be a whole number")
			}
			site.Headcount = &n
		}
		r.Sites = append(r.Sites, site)
	}
	if len(wrong) == 0 {
		return r, nil
	}
	var other *fault.Error // what else is wrong is told together, but for the sites, of which this knows better
	if errors.As(r.CheckRegistration(), &other) {
		for _, v := range other.Violations {
			if !strings.HasPrefix(v.Pointer, "/sites") {
				wrong = append(wrong, v)
			}
		}
	}
	return r, wrong.Err() //nolint:wrapcheck // a fault for the page
}

func (v registerView) field(ctx context.Context, name, label string) ui.Input {
	return ui.Input{Name: name, Label: ui.T(ctx, label), Value: v.Typed.Get(name), Error: v.Errors.For(name), MaxLength: 200}
}

func (v registerView) required(in ui.Input, hint, autocomplete string) ui.Input {
	in.Required, in.Hint, in.Autocomplete = true, hint, autocomplete
	return in
}

func (v registerView) as(in ui.Input, kind, autocomplete string) ui.Input {
	in.Type, in.Autocomplete = kind, autocomplete
	return in
}

func (v registerView) area(ctx context.Context, at string, required bool) ui.Choice {
	c := ui.Choice{
		Name: at + "area", Label: ui.T(ctx, "outreach.field.area"), Values: v.Typed[at+"area"], Required: required,
		Empty: ui.T(ctx, "outreach.choose"), Error: v.Errors.For(at + "area"),
	}
	for _, a := range company.Areas() {
		name := a.Name
		if a.Name != a.Municipality {
			name = a.Municipality + ui.Comma(ctx) + a.Name
		}
		c.Options = append(c.Options, ui.Option{Value: a.ID, Label: name})
	}
	return c
}

func (v registerView) siteAddress(ctx context.Context, at string, required bool) ui.Input {
	in := v.field(ctx, at+"address", "outreach.field.address")
	in.Required = required
	return in
}

func (v registerView) people(ctx context.Context, at string) ui.Input {
	in := v.field(ctx, at+"headcount", "outreach.field.unit")
	in.Type, in.Min, in.MaxLength, in.Hint = "number", "0", 0, ui.T(ctx, "outreach.field.unit.hint")
	return in
}

// hasMoreSites reports whether a further site was typed, so that it is not folded away.
func (v registerView) hasMoreSites() bool {
	for i := 1; i < siteRows; i++ {
		if v.Typed.Get(fmt.Sprintf("sites.%d.address", i))+v.Typed.Get(fmt.Sprintf("sites.%d.area", i))+v.Typed.Get(fmt.Sprintf("sites.%d.headcount", i)) != "" {
			return true
		}
	}
	return false
}
