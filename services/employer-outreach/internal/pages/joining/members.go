package joining

import (
	"context"
	"net/http"
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
	Typed   string
	Errors  ui.Errors
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

// name is what a member is called: by colleagues, else by the identity provider's id.
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
		return m.Subject
	}
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
