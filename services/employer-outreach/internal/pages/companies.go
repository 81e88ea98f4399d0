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
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

type companiesView struct {
	Table  ui.Table
	Pager  ui.Pager
	MayAdd bool
}

func (p *Pages) companies(c echo.Context) error {
	ctx := c.Request().Context()
	cursor := c.QueryParam("after")
	found, next, err := p.Desk.Companies(ctx, store.Query{Cursor: cursor})
	if err != nil {
		return err
	}
	v := companiesView{
		Pager:  pager("/outreach/companies", url.Values{}, cursor, next, len(found)),
		MayAdd: may(ctx, identity.CompanyCreate, ""),
		Table: ui.Table{Caption: ui.T(ctx, "outreach.companies.title"), CaptionHidden: true, Columns: []ui.Column{
			{Text: ui.T(ctx, "outreach.field.company")},
			{Text: ui.T(ctx, "outreach.field.municipality")},
			{Text: ui.T(ctx, "outreach.field.headcount"), Number: true},
			{Text: ui.T(ctx, "outreach.field.live"), Number: true},
		}},
	}
	for _, l := range found {
		v.Table.Rows = append(v.Table.Rows, []ui.Cell{
			{Text: l.Name, Href: "/outreach/companies/" + l.ID},
			{Text: strings.Join(l.Municipalities, ", ")},
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
}

func (p *Pages) company(c echo.Context) error {
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
	return web.Render(c, http.StatusOK, companyPage(companyView{
		Company: one, Openings: table, MayWrite: may(ctx, identity.CompanyWrite, one.ID), MayAll: may(ctx, identity.CompanyCreate, ""),
	}))
}

func (v companyView) facts(ctx context.Context) []ui.Definition {
	rows := []ui.Definition{{Term: ui.T(ctx, "outreach.field.headcount"), Value: headcount(v.Company.Headcount)}}
	contact := v.Company.Contact
	add := func(id, value string) {
		if value != "" {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.field."+id), Value: value})
		}
	}
	add("contact-name", contact.Name)
	add("contact-email", contact.Email)
	add("contact-phone", contact.Phone)
	return rows
}

// companyForm is the form of a company's own facts, as typed.
type companyForm struct {
	ID       string
	Version  int64
	Typed    url.Values
	Errors   ui.Errors
	Conflict bool
}

func (f companyForm) path() string {
	if f.ID == "" {
		return "/outreach/companies/new"
	}
	return "/outreach/companies/" + f.ID + "/edit"
}

func (f companyForm) input(ctx context.Context, name, id, kind string) ui.Input {
	return ui.Input{Name: name, Label: ui.T(ctx, "outreach.field."+id), Type: kind, Value: f.Typed.Get(name), Error: f.Errors.For(name), Autocomplete: "off"}
}

// readCompany reads the form; what cannot be read is told together with what is wrong.
func readCompany(typed url.Values) (company.Company, error) {
	r := reader{typed: typed}
	c := company.Company{
		Name: strings.TrimSpace(typed.Get("name")), Headcount: r.number("headcount"),
		Contact: company.Contact{
			Name: strings.TrimSpace(typed.Get("contact.name")), Email: strings.TrimSpace(typed.Get("contact.email")), Phone: strings.TrimSpace(typed.Get("contact.phone")),
		},
	}
	if len(r.wrong) == 0 {
		return c, nil
	}
	return c, append(r.wrong, violations(c.Check())...).Err()
}

func (p *Pages) newCompany(c echo.Context) error {
	return web.Render(c, http.StatusOK, companyFormPage(companyForm{Typed: url.Values{}}))
}

func (p *Pages) createCompany(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	form := companyForm{Typed: c.Request().PostForm}
	read, err := readCompany(form.Typed)
	if err == nil {
		read, err = p.Desk.CreateCompany(c.Request().Context(), read)
	}
	return p.companyAnswer(c, form, err, read.ID)
}

func (p *Pages) editCompany(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := p.Desk.Company(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if !may(ctx, identity.CompanyWrite, one.ID) {
		return fault.New(fault.Forbidden, "You may not change this company.")
	}
	return web.Render(c, http.StatusOK, companyFormPage(companyForm{ID: one.ID, Version: one.Version, Typed: url.Values{
		"name": {one.Name}, "headcount": {text(one.Headcount)},
		"contact.name": {one.Contact.Name}, "contact.email": {one.Contact.Email}, "contact.phone": {one.Contact.Phone},
	}}))
}

func (p *Pages) saveCompany(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if err := readForm(c); err != nil {
		return err
	}
	form := companyForm{ID: id, Version: version(c), Typed: c.Request().PostForm}
	read, err := readCompany(form.Typed)
	if err == nil {
		read.ID, read.Version = id, form.Version
		_, err = p.Desk.UpdateCompany(ctx, read)
	}
	if fault.Is(err, fault.Conflict) {
		now, failed := p.Desk.Company(ctx, id)
		if failed != nil {
			return failed
		}
		form.Version = now.Version
	}
	return p.companyAnswer(c, form, err, id)
}

func (p *Pages) companyAnswer(c echo.Context, form companyForm, err error, id string) error {
	return answer(c, err, "/outreach/companies/"+id, func(status int, errs ui.Errors, conflict bool) error {
		form.Errors, form.Conflict = errs, conflict
		return web.Render(c, status, companyFormPage(form))
	})
}

func (v companyView) crumbs(ctx context.Context) []ui.Link {
	if !v.MayAll {
		return nil // an employer has one company, and no list to go back to
	}
	return []ui.Link{{Text: ui.T(ctx, "outreach.companies.title"), Href: "/outreach/companies"}}
}

func (f companyForm) title(ctx context.Context) string {
	if f.ID == "" {
		return ui.T(ctx, "outreach.company.new")
	}
	return ui.T(ctx, "outreach.company.edit")
}

func (f companyForm) back() string {
	if f.ID == "" {
		return "/outreach/companies"
	}
	return "/outreach/companies/" + f.ID
}
