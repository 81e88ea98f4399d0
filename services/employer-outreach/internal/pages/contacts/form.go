package contacts

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

type formView struct {
	ID       string // empty for a new contact
	Name     string // whom it is with; empty while that is to be chosen
	Typed    url.Values
	Found    []store.CompanyLine // companies to choose from, after a search
	Searched bool
	Errors   ui.Errors
	Conflict bool
	Now      []ui.Definition
	NextDone bool
}

// here is the page by GET.
func (v formView) here() string {
	if v.ID != "" {
		return path + "/" + v.ID
	}
	for _, whose := range []string{"company", "lead"} {
		if id := v.Typed.Get(whose); id != "" {
			return path + "/new?" + whose + "=" + url.QueryEscape(id)
		}
	}
	return path + "/new"
}

// action is where the form is sent.
func (v formView) action() string {
	if v.ID != "" {
		return path + "/" + v.ID
	}
	return path + "/new"
}

func (v formView) title(ctx context.Context) string {
	if v.ID != "" {
		return ui.T(ctx, "outreach.contacts.edit")
	}
	return ui.T(ctx, "outreach.contacts.new")
}

func (p *Pages) form(c echo.Context) error {
	ctx, q := c.Request().Context(), c.QueryParams()
	key, err := uuid.NewRandom()
	if err != nil {
		return fmt.Errorf("draw a form's key: %w", err)
	}
	v := formView{Typed: url.Values{
		"key": {key.String()}, "company": {q.Get("company")}, "lead": {q.Get("lead")}, "heldOn": {p.Desk.Today().String()}, "name": {q.Get("name")},
	}}
	if v.Name, err = p.whose(ctx, v.Typed); err != nil {
		return err
	}
	if v.Name == "" && q.Get("name") != "" {
		v.Searched = true
		if v.Found, _, err = p.Desk.Companies(ctx, store.WantedCompanies{Name: q.Get("name")}, store.Query{Limit: 20}); err != nil {
			return err
		}
	}
	return web.Render(c, http.StatusOK, formPage(v))
}

func (p *Pages) whose(ctx context.Context, typed url.Values) (string, error) {
	if id := typed.Get("company"); id != "" {
		one, err := p.Desk.Company(ctx, id)
		return one.Name, err
	}
	if id := typed.Get("lead"); id != "" {
		lead, _, err := p.Desk.Lead(ctx, id)
		return lead.Name, err
	}
	return "", nil
}

func (p *Pages) log(c echo.Context) error {
	ctx := c.Request().Context()
	typed, err := posted(c)
	if err != nil {
		return err
	}
	v := formView{Typed: typed}
	if v.Name, err = p.whose(ctx, typed); err != nil {
		return err
	}
	e, wrong := read(typed)
	e.CompanyID, e.LeadID = typed.Get("company"), typed.Get("lead")
	var lead *contact.Lead
	if v.Name == "" {
		lead = &contact.Lead{Name: typed.Get("lead.name"), Municipality: strings.TrimSpace(typed.Get("lead.municipality")), Reach: strings.TrimSpace(typed.Get("lead.reach"))}
	}
	err = wrong.Err()
	if err == nil {
		e, err = p.Desk.LogContact(ctx, e, lead, typed.Get("key"))
	}
	if v.Errors = ui.FormErrors(ctx, err); v.Errors.Any() {
		return web.Render(c, http.StatusUnprocessableEntity, formPage(v))
	}
	if err != nil {
		return err
	}
	if e.CompanyID != "" {
		return web.See(c, path+"?company="+url.QueryEscape(e.CompanyID))
	}
	return web.See(c, path+"?lead="+url.QueryEscape(e.LeadID))
}

func posted(c echo.Context) (url.Values, error) {
	if err := c.Request().ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return c.Request().PostForm, nil
}

// read reads the form; what cannot be read is told.
func read(typed url.Values) (contact.Entry, fault.Violations) {
	var wrong fault.Violations
	e := contact.Entry{
		Channel: typed.Get("channel"), Result: typed.Get("result"), Subject: typed.Get("subject"),
		Note: strings.ReplaceAll(typed.Get("note"), "\r\n", "\n"), Next: typed.Get("next"), NextDone: typed.Get("nextDone") == "true",
	}
	day := func(name string) *civil.Date {
		s := strings.TrimSpace(typed.Get(name))
		if s == "" {
			return nil
		}
		d, err := civil.ParseDate(s)
		if err != nil {
			wrong.Add("/"+name, "date", "must be a date")
			return nil
		}
		return &d
	}
	if on := day("heldOn"); on != nil {
		e.HeldOn = *on
	}
	e.NextOn = day("nextOn")
	return e, wrong
}

func write(e contact.Entry) url.Values {
	v := url.Values{
		"version": {strconv.FormatInt(e.Version, 10)}, "heldOn": {e.HeldOn.String()}, "channel": {e.Channel}, "result": {e.Result},
		"subject": {e.Subject}, "note": {e.Note}, "next": {e.Next},
	}
	if e.NextOn != nil {
		v.Set("nextOn", e.NextOn.String())
	}
	if e.NextDone {
		v.Set("nextDone", "true")
	}
	return v
}

func (p *Pages) edit(c echo.Context) error {
	e, name, err := p.Desk.Contact(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, formPage(formView{ID: e.ID, Name: name, Typed: write(e), NextDone: e.NextDone}))
}

func (p *Pages) save(c echo.Context) error {
	ctx := c.Request().Context()
	typed, err := posted(c)
	if err != nil {
		return err
	}
	e, wrong := read(typed)
	e.ID = c.Param("id")
	if e.Version, err = strconv.ParseInt(typed.Get("version"), 10, 64); err != nil {
		e.Version = -1
	}
	if err = wrong.Err(); err == nil {
		_, err = p.Desk.EditContact(ctx, e)
	}
	now, name, failed := p.Desk.Contact(ctx, e.ID)
	if failed != nil {
		return failed
	}
	v := formView{ID: e.ID, Name: name, Typed: typed, Errors: ui.FormErrors(ctx, err), NextDone: now.NextDone}
	switch {
	case v.Errors.Any():
		return web.Render(c, http.StatusUnprocessableEntity, formPage(v))
	case fault.Is(err, fault.Conflict):
		v.Conflict, v.Now = true, facts(ctx, now)
		typed.Set("version", strconv.FormatInt(now.Version, 10))
		return web.Render(c, http.StatusConflict, formPage(v))
	case err != nil:
		return err
	}
	return web.See(c, path)
}

func facts(ctx context.Context, e contact.Entry) []ui.Definition {
	rows := []ui.Definition{
		{Term: ui.T(ctx, "outreach.contacts.subject"), Value: e.Subject, Own: true},
		{Term: ui.T(ctx, "outreach.contacts.on"), Value: ui.Date(ctx, e.HeldOn)},
		{Term: ui.T(ctx, "outreach.contacts.channel"), Value: ui.T(ctx, "outreach.channel."+e.Channel)},
		{Term: ui.T(ctx, "outreach.contacts.result"), Value: ui.T(ctx, "outreach.result."+e.Result)},
		{Term: ui.T(ctx, "outreach.contacts.note"), Value: e.Note, Own: true},
		{Term: ui.T(ctx, "outreach.contacts.next"), Value: e.Next},
	}
	if e.NextOn != nil {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.contacts.next-on"), Value: ui.Date(ctx, *e.NextOn)})
	}
	return rows
}

func (p *Pages) done(c echo.Context) error {
	version, err := strconv.ParseInt(c.Request().PostFormValue("version"), 10, 64)
	if err != nil {
		version = -1
	}
	_, err = p.Desk.StepDone(c.Request().Context(), c.Param("id"), version)
	if fault.Is(err, fault.Conflict) {
		return web.See(c, path+"/"+c.Param("id")) // it changed meanwhile: look at it first
	}
	if err != nil {
		return err
	}
	return web.See(c, path+"?view=steps")
}

func (v formView) field(ctx context.Context, name, label string, required bool) ui.Input {
	return ui.Input{
		Name: name, Label: ui.T(ctx, label), Value: v.Typed.Get(name), Error: v.Errors.For(name), Required: required, MaxLength: 200, Autocomplete: "off",
	}
}

func (v formView) note(ctx context.Context) ui.Input {
	in := v.field(ctx, "note", "outreach.contacts.note", false)
	in.Hint, in.MaxLength = ui.T(ctx, "outreach.contacts.note.hint"), 2000
	return in
}

func (v formView) choice(ctx context.Context, name, prefix string, codes []string) ui.Choice {
	return ui.Choice{
		Name: name, Label: ui.T(ctx, "outreach.contacts."+name), Values: v.Typed[name], Required: true,
		Empty: ui.T(ctx, "outreach.choose"), Options: coded(ctx, prefix, codes), Error: v.Errors.For(name),
	}
}
