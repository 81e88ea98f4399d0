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

// companyForm is the form of a company's own facts, as typed.
type companyForm struct {
	ID       string
	Version  int64
	Typed    url.Values
	Errors   ui.Errors
	Conflict bool
	Now      []ui.Definition // the company as it stands, when somebody else changed it
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

// languageChoice is in which language the company is written to.
func languageChoice(ctx context.Context, typed url.Values, errs ui.Errors) ui.Choice {
	c := ui.Choice{
		Name: "contact.language", Label: ui.T(ctx, "outreach.field.contact-language"), Hint: ui.T(ctx, "outreach.field.contact-language.hint"),
		Values: typed["contact.language"], Empty: ui.T(ctx, "outreach.field.contact-language.none"), Error: errs.For("contact.language"),
	}
	for _, l := range ui.Languages() {
		c.Options = append(c.Options, ui.Option{Value: l.Tag, Label: l.Name})
	}
	return c
}

// readCompany reads the form; what cannot be read is told together with what is wrong.
func readCompany(typed url.Values) (company.Company, error) {
	r := reader{typed: typed}
	c := company.Company{
		Name: strings.TrimSpace(typed.Get("name")), TaxNumber: company.TidyTaxNumber(typed.Get("taxNumber")), Headcount: r.number("headcount"),
		Contact: company.Contact{
			Name: strings.TrimSpace(typed.Get("contact.name")), Email: strings.TrimSpace(typed.Get("contact.email")), Phone: strings.TrimSpace(typed.Get("contact.phone")),
			Language: typed.Get("contact.language"),
		},
	}
	if len(r.wrong) == 0 {
		return c, nil
	}
	return c, append(r.wrong, violations(c.Check())...).Err()
}

func (p *Pages) newCompany(c echo.Context) error {
	key, err := newKey()
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, companyFormPage(companyForm{Typed: url.Values{"key": {key}}}))
}

func (p *Pages) createCompany(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	form := companyForm{Typed: c.Request().PostForm}
	read, err := readCompany(form.Typed)
	if err == nil {
		read, err = p.Desk.CreateCompany(c.Request().Context(), read, form.Typed.Get("key"))
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
		"name": {one.Name}, "taxNumber": {one.TaxNumber}, "headcount": {text(one.Headcount)},
		"contact.name": {one.Contact.Name}, "contact.email": {one.Contact.Email}, "contact.phone": {one.Contact.Phone}, "contact.language": {one.Contact.Language},
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
		name := ui.Definition{Term: ui.T(ctx, "outreach.field.company"), Value: now.Name}
		form.Now = append([]ui.Definition{name}, companyView{Company: now}.facts(ctx)...)
	}
	return p.companyAnswer(c, form, err, id)
}

func (p *Pages) companyAnswer(c echo.Context, form companyForm, err error, id string) error {
	return answer(c, err, "/outreach/companies/"+id, func(status int, errs ui.Errors, conflict bool) error {
		form.Errors, form.Conflict = errs, conflict
		return web.Render(c, status, companyFormPage(form))
	})
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
