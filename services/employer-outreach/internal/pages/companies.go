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
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

type companiesView struct {
	Table  ui.Table
	Pager  ui.Pager
	MayAdd bool
	Name   string
	Tabs   []ui.Tab
}

func (p *Pages) companies(c echo.Context) error {
	ctx := c.Request().Context()
	cursor := c.QueryParam("after")
	wanted := store.WantedCompanies{Standing: company.Standing(c.QueryParam("standing")), Name: c.QueryParam("name")}
	found, next, err := p.Desk.Companies(ctx, wanted, store.Query{Cursor: cursor})
	if err != nil {
		return err
	}
	v := companiesView{
		Pager:  pager("/outreach/companies", url.Values{"standing": {string(wanted.Standing)}, "name": {wanted.Name}}, cursor, next, len(found)),
		MayAdd: may(ctx, identity.CompanyCreate, ""),
		Name:   wanted.Name,
		Table: ui.Table{Caption: ui.T(ctx, "outreach.companies.title"), CaptionHidden: true, Columns: []ui.Column{
			{Text: ui.T(ctx, "outreach.field.company")},
			{Text: ui.T(ctx, "outreach.field.municipality")},
			{Text: ui.T(ctx, "outreach.field.headcount"), Number: true},
			{Text: ui.T(ctx, "outreach.field.live"), Number: true},
		}},
	}
	if v.MayAdd {
		v.Tabs = []ui.Tab{
			{Text: ui.T(ctx, "outreach.companies.all"), Href: "/outreach/companies", Current: wanted.Standing == ""},
			{Text: ui.T(ctx, "outreach.companies.to-check"), Href: link("/outreach/companies", "standing", string(company.ToCheck)), Current: wanted.Standing == company.ToCheck},
		}
	}
	for _, l := range found {
		v.Table.Rows = append(v.Table.Rows, []ui.Cell{
			{Body: companyName(l)},
			{Text: strings.Join(l.Municipalities, ui.Comma(ctx))},
			{Text: headcount(l.Headcount)},
			{Text: ui.Number(ctx, l.LiveOpenings)},
		})
	}
	return web.Render(c, http.StatusOK, companiesPage(v))
}

func headcount(n *int) string {
	if n == nil {
		return "–"
	}
	return text(n)
}

// ownCompany leads employers to their company, and staff to all.
func (p *Pages) ownCompany(c echo.Context) error {
	if who, _ := identity.From(c.Request().Context()); who.Company != "" {
		return web.See(c, "/outreach/companies/"+who.Company)
	}
	return web.See(c, "/outreach/companies")
}

type companyView struct {
	Company  company.Company
	Openings ui.Table
	MayWrite bool
	MayAll   bool
	// Limits are the units' legal limits of trainees, by site; a site without one has none that is known.
	Limits map[string]hiring.SeatLimit
	// Alike are likely the same company; only for who may confirm it.
	Alike    ui.Table
	Conflict bool
}

func (p *Pages) company(c echo.Context) error { return p.showCompany(c, http.StatusOK, false) }

func (p *Pages) showCompany(c echo.Context, status int, conflict bool) error {
	ctx := c.Request().Context()
	one, err := p.Desk.Company(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	found, _, err := p.Desk.Openings(ctx, store.Wanted{Company: one.ID}, store.Query{Limit: store.MaxPage})
	if err != nil {
		return err
	}
	table, err := p.openingTable(ctx, found)
	if err != nil {
		return err
	}
	v := companyView{
		Company: one, Openings: table, MayWrite: may(ctx, identity.CompanyWrite, one.ID), MayAll: may(ctx, identity.CompanyCreate, ""),
		Limits: map[string]hiring.SeatLimit{}, Conflict: conflict,
	}
	for _, site := range one.Sites {
		if limit, known := p.Desk.SeatLimit(one, site.ID); known {
			v.Limits[site.ID] = limit
		}
	}
	if v.waits() && may(ctx, identity.CompanyConfirm, one.ID) {
		alike, err := p.Desk.Alike(ctx, one.ID)
		if err != nil {
			return err
		}
		v.Alike = alikeTable(ctx, alike, one)
	}
	return web.Render(c, status, companyPage(v))
}

func (v companyView) waits() bool { return v.Company.Standing == company.ToCheck }

// alikeTable says which companies are likely the same, and why.
func alikeTable(ctx context.Context, alike []store.CompanyLine, one company.Company) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "outreach.alike.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "outreach.field.company")}, {Text: ui.T(ctx, "outreach.field.municipality")}, {Text: ui.T(ctx, "outreach.alike.why")},
	}}
	for _, l := range alike {
		why := ui.T(ctx, "outreach.alike.name")
		if l.TaxNumber != "" && l.TaxNumber == one.TaxNumber {
			why = ui.T(ctx, "outreach.alike.tax-number")
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: l.Name, Href: "/outreach/companies/" + l.ID}, {Text: strings.Join(l.Municipalities, ui.Comma(ctx))}, {Text: why},
		})
	}
	return t
}

func (p *Pages) confirmCompany(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	_, err := p.Desk.Confirm(c.Request().Context(), c.Param("id"), version(c))
	if fault.Is(err, fault.Conflict) {
		return p.showCompany(c, http.StatusConflict, true)
	}
	if err != nil {
		return err
	}
	return web.See(c, "/outreach/companies/"+c.Param("id"))
}

// siteText says a site's address and how many people work there.
func (v companyView) siteText(ctx context.Context, site company.Site) string {
	text := site.Address + ui.Comma(ctx) + site.Municipality
	if site.Headcount != nil {
		text += " · " + ui.T(ctx, "outreach.site.people", *site.Headcount)
	}
	if limit, known := v.Limits[site.ID]; known {
		text += " · " + ui.T(ctx, "outreach.site.limit", limit.Seats)
	}
	return text
}

func (v companyView) facts(ctx context.Context) []ui.Definition {
	rows := []ui.Definition{
		{Term: ui.T(ctx, "outreach.field.tax-number"), Value: v.Company.TaxNumber},
		{Term: ui.T(ctx, "outreach.field.headcount"), Value: headcount(v.Company.Headcount)},
	}
	contact := v.Company.Contact
	add := func(id, value string) {
		if value != "" {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.field."+id), Value: value})
		}
	}
	add("contact-name", contact.Name)
	add("contact-email", contact.Email)
	add("contact-phone", contact.Phone)
	for _, l := range ui.Languages() {
		if l.Tag == contact.Language {
			add("contact-language", l.Name)
		}
	}
	return rows
}

func (v companyView) crumbs(ctx context.Context) []ui.Link {
	if !v.MayAll {
		return nil // an employer has one company, and no list to go back to
	}
	return []ui.Link{{Text: ui.T(ctx, "outreach.companies.title"), Href: "/outreach/companies"}}
}
