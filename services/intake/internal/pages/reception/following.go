package reception

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

// caseView is who follows a person and how closely.
type caseView struct {
	registration.Case
	Teams     []registration.Team
	Codes     map[string]string
	Staff     []directory.Entry
	Names     map[string]string
	MayAssign bool
	MayWrite  bool
	Conflict  bool
	Errors    ui.Errors
	// What was typed.
	Team, Tutor, Level  string
	Unemployed, InMilan string
}

func (p *Pages) following(c echo.Context) error {
	return p.showCase(c, http.StatusOK, nil)
}

// showCase draws the page as the file stands; keep puts what was typed in its place.
func (p *Pages) showCase(c echo.Context, status int, keep func(*caseView)) error {
	ctx := c.Request().Context()
	found, err := p.Desk.Case(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	one := found.Person
	v := caseView{
		Case: found, MayAssign: p.Desk.May(ctx, one, identity.PersonAssign), MayWrite: p.Desk.May(ctx, one, identity.CaseWrite),
		Team: one.Team, Tutor: one.Following.Tutor, Level: string(one.Following.Level),
		Unemployed: string(one.Declared.Unemployed), InMilan: string(one.Declared.InMilan),
	}
	if v.Teams, err = p.Members.Teams(ctx); err != nil {
		return err
	}
	if v.Codes, err = p.teamCodes(ctx); err != nil {
		return err
	}
	if v.Staff, err = p.Members.Staff(ctx); err != nil {
		return err
	}
	if v.Names, err = p.Members.Names(ctx); err != nil {
		return err
	}
	if keep != nil {
		keep(&v)
	}
	return web.Render(c, status, casePage(v))
}

func (p *Pages) saveLevel(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	id, level := c.Param("id"), r.PostFormValue("level")
	d := person.Declared{Unemployed: person.Answer(r.PostFormValue("unemployed")), InMilan: person.Answer(r.PostFormValue("inMilan"))}
	_, err := p.Desk.SetLevel(ctx, id, version(r), person.Level(level), d)
	return p.afterCase(c, err, func(v *caseView) {
		v.Level, v.Unemployed, v.InMilan = level, string(d.Unemployed), string(d.InMilan)
	})
}

func (p *Pages) assign(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	team, tutor := r.PostFormValue("team"), r.PostFormValue("tutor")
	// A tutor is offered with the team: choosing the tutor chooses the team.
	if name, of, ok := cutTutor(tutor); ok {
		tutor = name
		if of != "" {
			team = of
		}
	}
	_, err := p.Desk.Assign(ctx, c.Param("id"), version(r), team, tutor)
	return p.afterCase(c, err, func(v *caseView) { v.Team, v.Tutor = team, tutor })
}

func (p *Pages) afterCase(c echo.Context, err error, keep func(*caseView)) error {
	errs := ui.FormErrors(c.Request().Context(), err)
	switch {
	case err == nil:
		return see(c, "/intake/people/"+c.Param("id")+"/case")
	case errs.Any():
		return p.showCase(c, http.StatusUnprocessableEntity, func(v *caseView) { keep(v); v.Errors = errs })
	case fault.Is(err, fault.Conflict):
		return p.showCase(c, http.StatusConflict, func(v *caseView) { keep(v); v.Conflict = true })
	default:
		return err
	}
}

// The value of a tutor's option names the team too, because the two must fit.
func cutTutor(value string) (subject, team string, ok bool) {
	u, err := url.ParseQuery(value)
	if err != nil || !u.Has("tutor") {
		return "", "", false
	}
	return u.Get("tutor"), u.Get("team"), true
}

func tutorValue(e directory.Entry) string {
	return url.Values{"tutor": {e.Subject}, "team": {e.Team}}.Encode()
}

func isFollower(e directory.Entry) bool {
	return slices.Contains(e.Roles, string(identity.Counsellor)) || slices.Contains(e.Roles, string(identity.Coordinator))
}

// tutors are the colleagues who follow people, each with the team.
func (v caseView) tutors() []ui.Option {
	var list []ui.Option
	for _, e := range v.Staff {
		if e.Team != "" && slices.Contains(e.Roles, string(identity.Counsellor)) {
			list = append(list, ui.Option{Value: tutorValue(e), Label: v.Codes[e.Team] + " – " + nameOf(v.Names, e.Subject)})
		}
	}
	slices.SortStableFunc(list, func(a, b ui.Option) int {
		if a.Label < b.Label {
			return -1
		}
		return 1
	})
	return list
}

func (v caseView) tutorChosen() []string {
	for _, e := range v.Staff {
		if e.Subject == v.Tutor {
			return []string{tutorValue(e)}
		}
	}
	return nil
}

func (v caseView) teamOptions() []ui.Option {
	var list []ui.Option
	for _, t := range v.Teams {
		label := t.Code
		if t.Label != "" {
			label += " – " + t.Label
		}
		list = append(list, ui.Option{Value: t.ID, Label: label})
	}
	return list
}

func (v caseView) levels(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, l := range person.Levels() {
		list = append(list, ui.Option{Value: string(l), Label: ui.T(ctx, "intake.reception.level."+string(l)), Hint: ui.T(ctx, "intake.reception.level."+string(l)+".hint")})
	}
	return list
}

// YesNo are the two answers to what is declared.
func YesNo(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "yes", Label: ui.T(ctx, "intake.reception.yes")}, {Value: "no", Label: ui.T(ctx, "intake.reception.no")}}
}

func (v caseView) history(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.reception.case.history"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.reception.case.when")}, {Text: ui.T(ctx, "intake.reception.case.level")}, {Text: ui.T(ctx, "intake.reception.case.who")},
	}}
	for _, l := range v.Levels {
		level := "–"
		if l.Level != "" {
			level = ui.T(ctx, "intake.reception.level."+l.Level)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: ui.Instant(ctx, l.At)}, {Text: level}, {Text: nameOf(v.Names, l.Author)}})
	}
	return t
}

func (v caseView) version() string { return fmt.Sprint(v.Person.Version) }

func (v caseView) levelText(ctx context.Context) string {
	if l := v.Person.Following.Level; l != "" {
		return ui.T(ctx, "intake.reception.level."+string(l))
	}
	return ui.T(ctx, "intake.reception.level.none")
}

func (v caseView) tutorText(ctx context.Context) string {
	if t := v.Person.Following.Tutor; t != "" {
		return nameOf(v.Names, t)
	}
	return ui.T(ctx, "intake.reception.case.nobody")
}

// caseloadView is who follows how many, and whom nobody follows.
type caseloadView struct {
	Rows       [][]ui.Cell
	Unassigned []person.Person
	Next       string
	First      bool
	Codes      map[string]string
}

func (p *Pages) caseload(c echo.Context) error {
	ctx := c.Request().Context()
	after := c.Request().URL.Query().Get("after")
	loads, err := p.Desk.Caseload(ctx)
	if err != nil {
		return err
	}
	v := caseloadView{First: after == ""}
	if v.Codes, err = p.teamCodes(ctx); err != nil {
		return err
	}
	names, err := p.Members.Names(ctx)
	if err != nil {
		return err
	}
	for _, l := range loads {
		who := nameOf(names, l.Tutor)
		if l.Tutor == "" {
			who = ui.T(ctx, "intake.reception.case.nobody")
		}
		v.Rows = append(v.Rows, []ui.Cell{{Text: v.Codes[l.Team]}, {Text: who}, {Text: ui.Number(ctx, l.Count)}})
	}
	var next string
	v.Unassigned, next, err = p.Desk.List(ctx, registration.Query{State: person.Active, Unassigned: true, After: after, Limit: pageSize})
	if err != nil {
		return err
	}
	if next != "" {
		v.Next = "/intake/caseload?" + url.Values{"after": {next}}.Encode()
	}
	return web.Render(c, http.StatusOK, caseloadPage(v))
}

const pageSize = 25

func (v caseloadView) unassigned(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.reception.caseload.unassigned"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.person.name")}, {Text: ui.T(ctx, "intake.person.team")}, {Text: ui.T(ctx, "intake.person.waiting")},
	}}
	for _, one := range v.Unassigned {
		t.Rows = append(t.Rows, []ui.Cell{{Text: one.Name, Href: "/intake/people/" + one.ID + "/case"}, {Text: v.Codes[one.Team]}, {Text: ui.Date(ctx, one.WaitingSince)}})
	}
	return t
}

func (v caseloadView) table(ctx context.Context) ui.Table {
	return ui.Table{Caption: ui.T(ctx, "intake.reception.caseload.tutors"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.person.team")}, {Text: ui.T(ctx, "intake.reception.case.tutor")}, {Text: ui.T(ctx, "intake.reception.caseload.count"), Number: true},
	}, Rows: v.Rows}
}

func (v caseloadView) pager() ui.Pager {
	p := ui.Pager{Next: v.Next, Shown: len(v.Unassigned)}
	if !v.First {
		p.First = "/intake/caseload"
	}
	return p
}
