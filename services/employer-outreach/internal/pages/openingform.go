package pages

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// openingForm is the form of an opening as it was typed so far.
type openingForm struct {
	Company  company.Company
	ID       string // empty for a new opening
	Version  int64
	Typed    url.Values
	Labels   map[string]string
	Asked    string           // the field whose search was asked for
	Found    []hiring.Concept // what it found
	Absent   bool             // the taxonomy does not answer
	Usual    []hiring.Concept // skills that usually belong to the occupation and are not asked for yet
	Errors   ui.Errors
	Conflict bool
	Now      []ui.Definition // the opening as it stands, when somebody else changed it
	// Limits are the units' legal limits of trainees, by site.
	Limits map[string]hiring.SeatLimit
}

func (f openingForm) path() string {
	if f.ID == "" {
		return "/outreach/openings/new"
	}
	return "/outreach/openings/" + f.ID + "/edit"
}

func (p *Pages) newOpening(c echo.Context) error {
	ctx := c.Request().Context()
	id := c.QueryParam("company")
	if who, _ := identity.From(ctx); id == "" {
		id = who.Company
	}
	if id == "" {
		return web.See(c, "/outreach/companies") // whose opening is it? choose there
	}
	owner, err := p.writable(ctx, id)
	if err != nil {
		return err
	}
	key, err := newKey()
	if err != nil {
		return err
	}
	typed := url.Values{"key": {key}, "language": {ui.Lang(ctx)}, "seats": {"1"}, "minimumAge": {text(new16())}, "kind": {string(opening.Traineeship)}}
	if len(owner.Sites) == 1 {
		typed.Set("siteId", owner.Sites[0].ID)
	}
	return p.showForm(c, http.StatusOK, openingForm{Company: owner, Typed: typed})
}

func new16() *int { n := opening.DefaultMinimumAge; return &n }

// writable reads a company for whom the caller may write openings.
func (p *Pages) writable(ctx context.Context, id string) (company.Company, error) {
	who, _ := identity.From(ctx)
	if err := identity.Check(who, identity.OpeningCreate, identity.Owner{Company: id}); err != nil {
		return company.Company{}, err //nolint:wrapcheck // a fault for the caller
	}
	return p.Desk.Company(ctx, id)
}

func (p *Pages) createOpening(c echo.Context) error {
	ctx := c.Request().Context()
	if err := readForm(c); err != nil {
		return err
	}
	typed := c.Request().PostForm
	owner, err := p.writable(ctx, typed.Get("company"))
	if err != nil {
		return err
	}
	form := openingForm{Company: owner, Typed: gather(typed)}
	if field := asked(typed); field != "" {
		return p.find(c, form, field)
	}
	terms, err := readTerms(ctx, form.Typed)
	var made opening.Opening
	if err == nil {
		made, err = p.Desk.CreateOpening(ctx, owner.ID, terms, typed.Get("key"))
	}
	return p.formAnswer(c, form, err, "/outreach/openings/"+made.ID)
}

func (p *Pages) editOpening(c echo.Context) error {
	ctx := c.Request().Context()
	o, owner, err := p.editable(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	return p.showForm(c, http.StatusOK, openingForm{Company: owner, ID: o.ID, Version: o.Version, Typed: writeTerms(o.Terms)})
}

func (p *Pages) editable(ctx context.Context, id string) (opening.Opening, company.Company, error) {
	o, err := p.Desk.Opening(ctx, id)
	if err != nil {
		return o, company.Company{}, err
	}
	if o.State == opening.Closed {
		return o, company.Company{}, fault.New(fault.Precondition, "A closed opening cannot be changed.")
	}
	owner, err := p.writable(ctx, o.CompanyID)
	return o, owner, err
}

func (p *Pages) saveOpening(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if err := readForm(c); err != nil {
		return err
	}
	o, owner, err := p.editable(ctx, id)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	form := openingForm{Company: owner, ID: id, Version: version(c), Typed: gather(typed)}
	if field := asked(typed); field != "" {
		return p.find(c, form, field)
	}
	terms, err := readTerms(ctx, form.Typed)
	if err == nil {
		_, err = p.Desk.EditOpening(ctx, id, form.Version, terms)
	}
	if fault.Is(err, fault.Conflict) {
		form.Version = o.Version
		labels, failed := p.Labels.Of(ctx, ui.Lang(ctx), concepts(o.Terms)...)
		if failed != nil {
			return failed
		}
		form.Now = openingView{Opening: o, Company: owner, Labels: labels}.all(ctx)
	}
	return p.formAnswer(c, form, err, "/outreach/openings/"+id)
}

func (p *Pages) formAnswer(c echo.Context, form openingForm, err error, next string) error {
	return answer(c, err, next, func(status int, errs ui.Errors, conflict bool) error {
		form.Errors, form.Conflict = errs, conflict
		return p.showForm(c, status, form)
	})
}

// asked is the field whose search was asked for, by its button or by Enter in it; "" when the form is to be
// saved. Enter presses the form's first button, which has no name.
func asked(typed url.Values) string {
	if typed.Has("save") || typed.Has("find") {
		return typed.Get("find")
	}
	for _, field := range append([]string{"occupation"}, skillFields()...) {
		if typed.Get(field+".q") != "" {
			return field
		}
	}
	return ""
}

// usual asks for the skills that usually belong to the occupation, instead of a search.
const usual = "usual"

// find searches the taxonomy for what was typed in a field's search and shows the form again, with all that
// was typed and the candidates to choose from. It works without JavaScript.
func (p *Pages) find(c echo.Context, form openingForm, field string) error {
	ctx := c.Request().Context()
	if field == usual {
		return p.showForm(c, http.StatusOK, form)
	}
	if !slices.Contains(append(skillFields(), "occupation"), field) {
		return fault.New(fault.Invalid, "There is no such search.")
	}
	form.Asked = field
	kind := "skill"
	if field == "occupation" {
		kind = "occupation"
	}
	words := form.Typed.Get(field + ".q")
	if words == "" {
		form.Errors.Add(field+".q", ui.T(ctx, "ui.error.required"))
		return p.showForm(c, http.StatusUnprocessableEntity, form)
	}
	found, err := p.Taxonomy.Find(ctx, kind, words, ui.Lang(ctx))
	if err != nil {
		form.Absent = true
	}
	form.Found = found
	return p.showForm(c, http.StatusOK, form) // nothing is wrong: the form goes on
}

func (p *Pages) showForm(c echo.Context, status int, form openingForm) error {
	ctx := c.Request().Context()
	if o := form.Typed.Get("occupation"); o != "" && len(skills(form.Typed, "neededAtStart")) == 0 {
		known, err := p.Taxonomy.Occupation(ctx, o, ui.Lang(ctx))
		if err == nil { // without the taxonomy nothing is proposed
			form.Usual = known.Essential
		}
	}
	ids := []string{form.Typed.Get("occupation")}
	for _, field := range skillFields() {
		ids = append(ids, skills(form.Typed, field)...)
	}
	var err error
	if form.Labels, err = p.Labels.Of(ctx, ui.Lang(ctx), ids...); err != nil {
		return err
	}
	form.Limits = map[string]hiring.SeatLimit{}
	for _, site := range form.Company.Sites {
		if limit, known := p.Desk.SeatLimit(form.Company, site.ID); known {
			form.Limits[site.ID] = limit
		}
	}
	return web.Render(c, status, openingFormPage(form))
}
