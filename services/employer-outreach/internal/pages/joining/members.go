package joining

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

type membersView struct {
	Company company.Company
	Members []store.Member
	Me      string
	// Renamed is whose name was typed, "" where somebody is invited.
	Renamed, Typed string
	Errors         ui.Errors
	// Link invites a colleague; it is shown once.
	Link    string
	Expires time.Time
	// Last says that the only member cannot leave.
	Last bool
}

func (p *Pages) members(c echo.Context) error {
	return p.show(c, http.StatusOK, membersView{})
}

func (p *Pages) show(c echo.Context, status int, v membersView) error {
	ctx, id := c.Request().Context(), c.Param("id")
	var err error
	if v.Members, err = p.Desk.Members(ctx, id); err != nil {
		return err
	}
	if v.Company, err = p.Desk.Company(ctx, id); err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	v.Me = who.Subject
	return web.Render(c, status, membersPage(v))
}

func (p *Pages) invite(c echo.Context) error {
	ctx := c.Request().Context()
	typed, err := posted(c)
	if err != nil {
		return err
	}
	v := membersView{Typed: typed.Get("label")}
	token, expires, err := p.Desk.Invite(ctx, c.Param("id"), v.Typed)
	if v.Errors = ui.FormErrors(ctx, err); v.Errors.Any() {
		return p.show(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, membersView{Link: p.Origin + hiring.InvitationPath(token), Expires: expires})
}

func (p *Pages) rename(c echo.Context) error {
	ctx := c.Request().Context()
	typed, err := posted(c)
	if err != nil {
		return err
	}
	field := nameField(typed.Get("n"))
	v := membersView{Renamed: typed.Get("subject"), Typed: typed.Get(field)}
	err = p.Desk.NameMember(ctx, c.Param("id"), v.Renamed, v.Typed)
	if v.Errors = ui.FormErrors(ctx, err); v.Errors.Any() {
		for i := range v.Errors {
			v.Errors[i].Field = field
		}
		return p.show(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return web.See(c, "/outreach/companies/"+c.Param("id")+"/members")
}

func (p *Pages) remove(c echo.Context) error {
	typed, err := posted(c)
	if err != nil {
		return err
	}
	who, _ := identity.From(c.Request().Context())
	id, subject := c.Param("id"), typed.Get("subject")
	err = p.Desk.RemoveMember(c.Request().Context(), id, subject)
	switch {
	case fault.Is(err, fault.Precondition):
		return p.show(c, http.StatusPreconditionFailed, membersView{Last: true})
	case err != nil:
		return err
	case subject == who.Subject && who.Company == id:
		return web.See(c, "/")
	default:
		return web.See(c, "/outreach/companies/"+id+"/members")
	}
}

// name is what a member is called; whom nobody gave a name yet stands there without one, never with the identity provider's id.
func (v membersView) name(ctx context.Context, m store.Member) string {
	me := m.Subject == v.Me
	switch {
	case m.Label != "" && me:
		return m.Label + " (" + ui.T(ctx, "outreach.joining.me") + ")"
	case m.Label != "":
		return m.Label
	case me:
		return ui.T(ctx, "outreach.joining.me")
	default:
		return ui.T(ctx, "outreach.joining.unnamed")
	}
}

// nameField is the field of the n-th member's name: each stands on the page once.
func nameField(n string) string { return "name-" + n }

// naming asks what a member is called.
func (v membersView) naming(ctx context.Context, m store.Member, n int) ui.Input {
	in := ui.Input{
		Name: nameField(strconv.Itoa(n)), Label: ui.T(ctx, "outreach.joining.label"), Hint: ui.T(ctx, "outreach.joining.label.hint"),
		Value: m.Label, Required: true, MaxLength: 80, Autocomplete: "off",
	}
	if v.Renamed == m.Subject {
		in.Value, in.Error = v.Typed, v.Errors.For(in.Name)
	}
	return in
}

func (v membersView) namingTitle(ctx context.Context, m store.Member) string {
	if m.Label == "" {
		return ui.T(ctx, "outreach.joining.name.give")
	}
	return ui.T(ctx, "outreach.joining.name.change")
}

// invited is what was typed into the form of an invitation.
func (v membersView) invited() string {
	if v.Renamed != "" {
		return ""
	}
	return v.Typed
}

type invitationView struct {
	Company, Token string
	// Belongs says that the caller speaks for a company already.
	Belongs bool
}

func (p *Pages) invitation(c echo.Context) error {
	ctx := c.Request().Context()
	name, err := p.Desk.Invited(ctx, c.Param("token"))
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	return web.Render(c, http.StatusOK, invitationPage(invitationView{Company: name, Token: c.Param("token"), Belongs: who.Company != ""}))
}

func (p *Pages) accept(c echo.Context) error {
	id, err := p.Desk.AcceptInvitation(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return web.See(c, "/outreach/companies/"+id)
}
