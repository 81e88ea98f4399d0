// Package contacts are the pages of the outreach log: what the service spoke of with companies, and what is next.
package contacts

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

const path = "/outreach/contacts"

// Pages answers the requests for these pages. Target is how many contacts the service wants to have.
type Pages struct {
	Desk   *hiring.Desk
	Target int
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/contacts", identity.ContactList, p.list)
	r.Page(http.MethodGet, "/contacts/new", identity.ContactWrite, p.form)
	r.Page(http.MethodPost, "/contacts/new", identity.ContactWrite, p.log)
	r.Page(http.MethodGet, "/contacts/:id", identity.ContactWrite, p.edit)
	r.Page(http.MethodPost, "/contacts/:id", identity.ContactWrite, p.save)
	r.Page(http.MethodPost, "/contacts/:id/done", identity.ContactWrite, p.done)
	r.Page(http.MethodPost, "/leads/:id/company", identity.ContactWrite, p.link)
}

type listView struct {
	Reached store.Reached
	Target  int
	View    string
	Result  string
	Company string // the name, when the list is one company's
	Lead    contact.Lead
	Alike   []store.CompanyLine
	NewURL  string
	Table   ui.Table
	Pager   ui.Pager
}

func (p *Pages) list(c echo.Context) error {
	ctx, q := c.Request().Context(), c.QueryParams()
	v := listView{Target: p.Target, View: q.Get("view"), Result: q.Get("result"), NewURL: path + "/new"}
	w := store.WantedEntries{Company: q.Get("company"), Lead: q.Get("lead"), Result: v.Result}
	who, _ := identity.From(ctx)
	if v.View == "mine" || v.View == "steps" {
		w.By, w.Open = who.Subject, v.View == "steps"
	}
	var err error
	if err := p.about(ctx, &v, w); err != nil {
		return err
	}
	if v.Reached, err = p.Desk.Reached(ctx); err != nil {
		return err
	}
	lines, next, err := p.Desk.Contacts(ctx, w, store.Query{Cursor: q.Get("after")})
	if err != nil {
		return err
	}
	v.Table = p.table(ctx, lines)
	keep := url.Values{}
	for _, name := range []string{"company", "lead", "view", "result"} {
		if value := q.Get(name); value != "" {
			keep.Set(name, value)
		}
	}
	v.Pager = ui.Pager{Shown: len(lines)}
	if q.Get("after") != "" {
		v.Pager.First = path + "?" + keep.Encode()
	}
	if next != "" {
		keep.Set("after", next)
		v.Pager.Next = path + "?" + keep.Encode()
	}
	return web.Render(c, http.StatusOK, listPage(v))
}

// about names whose contacts the list shows, when it is narrowed to one company.
func (p *Pages) about(ctx context.Context, v *listView, w store.WantedEntries) error {
	switch {
	case w.Company != "":
		one, err := p.Desk.Company(ctx, w.Company)
		if err != nil {
			return err
		}
		v.Company, v.NewURL = one.Name, v.NewURL+"?company="+url.QueryEscape(w.Company)
	case w.Lead != "":
		var err error
		if v.Lead, v.Alike, err = p.Desk.Lead(ctx, w.Lead); err != nil {
			return err
		}
		v.Company, v.NewURL = v.Lead.Name, v.NewURL+"?lead="+url.QueryEscape(w.Lead)
	}
	return nil
}

func (p *Pages) table(ctx context.Context, lines []store.EntryLine) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "outreach.contacts.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "outreach.contacts.subject")},
		{Text: ui.T(ctx, "outreach.field.company")},
		{Text: ui.T(ctx, "outreach.contacts.on")},
		{Text: ui.T(ctx, "outreach.contacts.channel")},
		{Text: ui.T(ctx, "outreach.contacts.result")},
		{Text: ui.T(ctx, "outreach.contacts.next")},
	}}
	today := p.Desk.Today()
	for _, l := range lines {
		whose := path + "?lead=" + url.QueryEscape(l.LeadID)
		if l.CompanyID != "" {
			whose = path + "?company=" + url.QueryEscape(l.CompanyID)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: l.Subject, Href: path + "/" + l.ID},
			{Text: l.Name, Href: whose},
			{Text: ui.Date(ctx, l.HeldOn)},
			{Text: ui.T(ctx, "outreach.channel."+l.Channel)},
			{Text: ui.T(ctx, "outreach.result."+l.Result)},
			{Body: nextStep(l.Entry, today)},
		})
	}
	return t
}

func (v listView) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, view := range []string{"", "mine", "steps"} {
		href, id := path, "all"
		if view != "" {
			href, id = path+"?view="+view, view
		}
		tabs = append(tabs, ui.Tab{Text: ui.T(ctx, "outreach.contacts.view."+id), Href: href, Current: v.Company == "" && v.View == view})
	}
	return tabs
}

func coded(ctx context.Context, prefix string, codes []string) []ui.Option {
	list := make([]ui.Option, len(codes))
	for i, code := range codes {
		list[i] = ui.Option{Value: code, Label: ui.T(ctx, prefix+code)}
	}
	return list
}

func (p *Pages) link(c echo.Context) error {
	id := c.Param("id")
	if err := p.Desk.LinkLead(c.Request().Context(), id, c.Request().PostFormValue("company")); err != nil {
		return err
	}
	return web.See(c, path+"?lead="+url.QueryEscape(id))
}
