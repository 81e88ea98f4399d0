package pages

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/company"
)

// siteForm asks for an address and the part of the city that it lies in: nobody types coordinates.
type siteForm struct {
	Company  company.Company
	SiteID   string
	Version  int64
	Typed    url.Values
	Kept     string // the municipality of a site whose point is none of the areas'
	Errors   ui.Errors
	Conflict bool
	Now      []ui.Definition // the site as it stands, when somebody else changed it
}

func (f siteForm) path() string {
	if f.SiteID == "" {
		return "/outreach/companies/" + f.Company.ID + "/sites/new"
	}
	return "/outreach/companies/" + f.Company.ID + "/sites/" + f.SiteID
}

func (f siteForm) title(ctx context.Context) string {
	if f.SiteID == "" {
		return ui.T(ctx, "outreach.site.add")
	}
	return ui.T(ctx, "outreach.site.edit")
}

// empty is what no choice of an area means.
func (f siteForm) empty(ctx context.Context) string {
	if f.Kept != "" {
		return ui.T(ctx, "outreach.site.keep", "Municipality", f.Kept)
	}
	return ui.T(ctx, "outreach.choose")
}

func areaOptions() []ui.Option {
	var list []ui.Option
	for _, a := range company.Areas() {
		name := a.Name
		if a.Name != a.Municipality {
			name = a.Municipality + ", " + a.Name
		}
		list = append(list, ui.Option{Value: a.ID, Label: name})
	}
	return list
}

// readSite reads the form onto the site as it was.
func readSite(typed url.Values, was company.Site) (company.Site, error) {
	was.Address = strings.TrimSpace(typed.Get("address"))
	r := reader{typed: typed}
	was.Headcount = r.number("headcount")
	area, known := company.AreaByID(typed.Get("area"))
	switch {
	case known:
		was.Municipality, was.Region, was.Lat, was.Lon = area.Municipality, company.AreaRegion, area.Lat, area.Lon
	case typed.Get("area") == "" && was.ID != "":
	default:
		r.wrong.Add("/area", "required", "is required")
		if was.Address == "" {
			r.wrong.Add("/address", "required", "is required")
		}
	}
	return was, r.wrong.Err()
}

func (p *Pages) writableCompany(c echo.Context) (company.Company, error) {
	ctx := c.Request().Context()
	id := c.Param("id")
	if !may(ctx, identity.CompanyWrite, id) {
		return company.Company{}, fault.New(fault.Forbidden, "You may not change this company.")
	}
	return p.Desk.Company(ctx, id)
}

func (p *Pages) newSite(c echo.Context) error {
	owner, err := p.writableCompany(c)
	if err != nil {
		return err
	}
	key, err := newKey()
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, sitePage(siteForm{Company: owner, Version: owner.Version, Typed: url.Values{"key": {key}}}))
}

func (p *Pages) addSite(c echo.Context) error { return p.writeSite(c, company.Site{}) }

func (p *Pages) editSite(c echo.Context) error {
	owner, err := p.writableCompany(c)
	if err != nil {
		return err
	}
	site, ok := owner.Site(c.Param("site"))
	if !ok {
		return fault.New(fault.NotFound, "There is no such site.")
	}
	form := siteForm{Company: owner, SiteID: site.ID, Version: owner.Version, Typed: url.Values{"address": {site.Address}, "headcount": {text(site.Headcount)}}, Kept: kept(site)}
	if area, ok := company.AreaOf(site); ok {
		form.Typed.Set("area", area.ID)
	}
	return web.Render(c, http.StatusOK, sitePage(form))
}

func kept(site company.Site) string {
	if _, ok := company.AreaOf(site); ok {
		return ""
	}
	return site.Municipality
}

func (p *Pages) saveSite(c echo.Context) error {
	owner, err := p.writableCompany(c)
	if err != nil {
		return err
	}
	site, ok := owner.Site(c.Param("site"))
	if !ok {
		return fault.New(fault.NotFound, "There is no such site.")
	}
	return p.writeSite(c, site)
}

func (p *Pages) writeSite(c echo.Context, was company.Site) error {
	ctx := c.Request().Context()
	if err := readForm(c); err != nil {
		return err
	}
	owner, err := p.writableCompany(c)
	if err != nil {
		return err
	}
	form := siteForm{Company: owner, SiteID: was.ID, Version: version(c), Typed: c.Request().PostForm, Kept: kept(was)}
	site, err := readSite(form.Typed, was)
	if err == nil {
		_, err = p.Desk.SaveSite(ctx, owner.ID, form.Version, site, form.Typed.Get("key"))
	}
	if fault.Is(err, fault.Conflict) {
		form.Version = owner.Version
		form.Now = []ui.Definition{
			{Term: ui.T(ctx, "outreach.field.address"), Value: was.Address},
			{Term: ui.T(ctx, "outreach.field.municipality"), Value: was.Municipality},
			{Term: ui.T(ctx, "outreach.field.unit"), Value: headcount(was.Headcount)},
		}
	}
	return answer(c, err, "/outreach/companies/"+owner.ID, func(status int, errs ui.Errors, conflict bool) error {
		form.Errors, form.Conflict = errs, conflict
		return web.Render(c, status, sitePage(form))
	})
}
