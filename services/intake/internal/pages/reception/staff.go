package reception

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/registration"
)

// staffView is the colleagues and the teams.
type staffView struct {
	Staff    []directory.Entry
	Teams    []registration.Team
	Codes    map[string]string
	MayWrite bool
}

func (p *Pages) staff(c echo.Context) error {
	ctx := c.Request().Context()
	var v staffView
	var err error
	if v.Staff, err = p.Members.Staff(ctx); err != nil {
		return err
	}
	if v.Teams, err = p.Members.Teams(ctx); err != nil {
		return err
	}
	if v.Codes, err = p.teamCodes(ctx); err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	v.MayWrite = identity.May(who, identity.StaffWrite) == nil
	return web.Render(c, http.StatusOK, staffPage(v))
}

func (v staffView) people(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.reception.staff.people"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.reception.staff.name")},
		{Text: ui.T(ctx, "intake.reception.staff.roles")},
		{Text: ui.T(ctx, "intake.person.team")},
		{Text: ui.T(ctx, "intake.reception.staff.subject")},
	}}
	for _, e := range v.Staff {
		first := ui.Cell{Text: orSubject(e)}
		if v.MayWrite {
			first.Href = "/intake/staff/member?" + url.Values{"subject": {e.Subject}}.Encode()
		}
		var roles []string
		for _, r := range e.Roles {
			roles = append(roles, ui.T(ctx, "intake.reception.role."+r))
		}
		t.Rows = append(t.Rows, []ui.Cell{first, {Text: strings.Join(roles, ui.Comma(ctx))}, {Text: v.Codes[e.Team]}, {Text: e.Subject}})
	}
	return t
}

func orSubject(e directory.Entry) string {
	if e.Name != "" {
		return e.Name
	}
	return e.Subject
}

func (v staffView) teams(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.reception.staff.teams"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.reception.team.code")}, {Text: ui.T(ctx, "intake.reception.team.label")},
	}}
	for _, team := range v.Teams {
		first := ui.Cell{Text: team.Code}
		if v.MayWrite {
			first.Href = "/intake/staff/team?" + url.Values{"id": {team.ID}}.Encode()
		}
		t.Rows = append(t.Rows, []ui.Cell{first, {Text: team.Label}})
	}
	return t
}

// memberView is the form of one colleague.
type memberView struct {
	New    bool
	Typed  directory.Entry
	Teams  []registration.Team
	Errors ui.Errors
}

func (p *Pages) member(c echo.Context) error {
	ctx := c.Request().Context()
	v := memberView{New: true}
	if subject := c.Request().URL.Query().Get("subject"); subject != "" {
		list, err := p.Members.Staff(ctx)
		if err != nil {
			return err
		}
		v.New, v.Typed = false, directory.Entry{Subject: subject}
		for _, e := range list {
			if e.Subject == subject {
				v.Typed = e
			}
		}
	}
	return p.showMember(c, http.StatusOK, v)
}

func (p *Pages) showMember(c echo.Context, status int, v memberView) error {
	var err error
	if v.Teams, err = p.Members.Teams(c.Request().Context()); err != nil {
		return err
	}
	return web.Render(c, status, memberPage(v))
}

func (p *Pages) saveMember(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	v := memberView{New: r.PostFormValue("new") == "true"} // a form that cannot be read has no fields, and is told so
	before, _, err := p.Members.Entry(ctx, strings.TrimSpace(r.PostFormValue("subject")))
	if err != nil {
		return err
	}
	before.Name, before.Team, before.Roles = r.PostFormValue("name"), r.PostFormValue("team"), r.PostForm["roles"]
	v.Typed = before
	_, err = p.Members.PutStaff(ctx, before)
	if err == nil {
		return see(c, "/intake/staff")
	}
	if v.Errors = ui.FormErrors(ctx, err); !v.Errors.Any() {
		return err
	}
	for i, e := range v.Errors {
		if e.Field == "" { // the subject has no pointer of its own: it stands in the API's address
			v.Errors[i].Field = "subject"
		}
	}
	return p.showMember(c, http.StatusUnprocessableEntity, v)
}

func (v memberView) roles(ctx context.Context) []ui.Option {
	var list []ui.Option
	who, _ := identity.From(ctx)
	for _, r := range identity.Roles() {
		only := r == identity.Operator || r == identity.Auditor
		bound := r == identity.Person || r == identity.Partner || r == identity.Employer // bound to a record elsewhere
		if bound && !slices.Contains(v.Typed.Roles, string(r)) || only && !who.Has(identity.Operator) && !slices.Contains(v.Typed.Roles, string(r)) {
			continue
		}
		list = append(list, ui.Option{Value: string(r), Label: ui.T(ctx, "intake.reception.role."+string(r))})
	}
	return list
}

func (v memberView) teamOptions() []ui.Option { return caseView{Teams: v.Teams}.teamOptions() }

// teamView is the form of one team.
type teamView struct {
	Typed  registration.Team
	New    bool
	Errors ui.Errors
}

func (p *Pages) team(c echo.Context) error {
	ctx := c.Request().Context()
	id := c.Request().URL.Query().Get("id")
	v := teamView{New: id == ""}
	teams, err := p.Members.Teams(ctx)
	if err != nil {
		return err
	}
	for _, t := range teams {
		if t.ID == id {
			v.Typed = t
		}
	}
	return web.Render(c, http.StatusOK, teamPage(v))
}

func (p *Pages) saveTeam(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	v := teamView{New: r.PostFormValue("new") == "true", Typed: registration.Team{
		ID: strings.TrimSpace(r.PostFormValue("id")), Code: r.PostFormValue("code"), Label: r.PostFormValue("label"),
	}}
	_, err := p.Members.PutTeam(ctx, v.Typed)
	if err == nil {
		return see(c, "/intake/staff")
	}
	if v.Errors = ui.FormErrors(ctx, err); !v.Errors.Any() {
		return err
	}
	for i, e := range v.Errors {
		if e.Field == "" {
			v.Errors[i].Field = "id"
		}
	}
	return web.Render(c, http.StatusUnprocessableEntity, teamPage(v))
}
