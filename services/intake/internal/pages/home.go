package pages

import (
	"context"
	"net/http"
	"slices"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/tasks"
)

// homeView is the front page of whoever is signed in.
type homeView struct {
	Waiting tasks.Waiting
	Today   civil.Date
	Ways    []ui.Tile
	// Stranger is somebody whom the issuer knows and who has no role here.
	Stranger bool
	Subject  string
}

func (p *Pages) home(c echo.Context) error {
	ctx := c.Request().Context()
	who, _ := identity.From(ctx)
	view := homeView{Today: p.Desk.Today(), Ways: ways(ctx, who), Stranger: len(who.Roles) == 0, Subject: who.Subject}
	if !view.Stranger {
		view.Waiting = p.Board.Gather(ctx)
	}
	return web.Render(c, http.StatusOK, homePage(view))
}

// ways are the pages that the roles of somebody lead to; only what exists is shown.
func ways(ctx context.Context, who identity.Principal) []ui.Tile {
	var list []ui.Tile
	add := func(id, href, icon string) {
		list = append(list, ui.Tile{Title: ui.T(ctx, id+".title"), Text: ui.T(ctx, id+".text"), Href: href, Icon: icon, Level: 3})
	}
	if identity.May(who, identity.PersonCreate) == nil {
		add("intake.home.new", "/intake/people/new", "plus")
	}
	if identity.May(who, identity.PersonList) == nil && !who.Has(identity.Partner) {
		add("intake.home.people", "/intake/people", "list")
	}
	if identity.May(who, identity.AppointmentList) == nil {
		add("intake.reception.home.appointments", "/intake/appointments", "calendar")
		add("intake.reception.home.messages", "/intake/messages", "inbox")
	}
	if identity.May(who, identity.ReferralList) == nil {
		add("intake.referrals.home", "/intake/referrals", "external")
	}
	if identity.May(who, identity.CaseloadRead) == nil {
		add("intake.reception.home.caseload", "/intake/caseload", "user")
	}
	if identity.May(who, identity.PersonMerge) == nil {
		add("intake.reception.home.duplicates", "/intake/duplicates", "exchange")
	}
	if identity.May(who, identity.StaffWrite) == nil {
		add("intake.reception.home.staff", "/intake/staff", "pa")
	}
	if identity.May(who, identity.CohortList) == nil {
		add("intake.cohorts.way", "/intake/cohorts", "list")
	}
	if identity.May(who, identity.OpeningList) == nil {
		add("intake.home.openings", "/outreach/openings", "work")
	}
	if identity.May(who, identity.CompanyCreate) == nil {
		add("intake.home.companies", "/outreach/companies", "pa")
	}
	if identity.May(who, identity.MatchPerson) == nil {
		add("intake.home.matches", "/matching/", "exchange")
	}
	if who.Has(identity.Employer) && who.Company != "" {
		add("intake.home.company", "/outreach/company", "pa")
		add("intake.home.post", "/outreach/companies/"+who.Company+"/messages", "inbox")
	}
	if identity.May(who, identity.ContactWrite) == nil {
		add("intake.home.contacts", "/outreach/contacts", "list")
	}
	if who.Has(identity.Employer) || who.Has(identity.Person) {
		add("intake.home.consultation", "/outreach/consultation", "user")
	}
	if who.Has(identity.Person) && who.Person != "" {
		add("intake.home.own", "/intake/me", "user")
		add("intake.home.skills", "/assessment/people/"+who.Person, "pencil")
	}
	if who.Has(identity.Person) || who.Has(identity.Partner) {
		add("intake.home.jobs", "/outreach/jobs", "work")
	}
	if who.Has(identity.Reviewer) || who.Has(identity.Operator) {
		add("intake.home.concepts", "/assessment/concepts", "list")
	}
	if who.Has(identity.Operator) {
		add("intake.home.indices", "/matching/indices", "list")
		add("intake.home.queue", "/matching/queue", "exchange")
	}
	if who.Has(identity.Auditor) {
		add("intake.home.runs", "/matching/runs", "list")
		add("intake.home.fairness", "/matching/fairness", "exchange")
		add("intake.home.audit", "/intake/audit", "locked")
	}
	return list
}

// taskGroup is a part of what the reader is to do, under a heading of its own.
type taskGroup struct {
	title string // message id
	dated bool   // each has a day by which it is to be done
	tasks []tasks.Task
}

// groups are what the reader is to do: what is due today and what is late, what has a day later, and the rest.
func (v homeView) groups() []taskGroup {
	now, soon, rest := taskGroup{title: "intake.home.group.now", dated: true}, taskGroup{title: "intake.home.group.soon", dated: true}, taskGroup{title: "intake.home.group.rest"}
	for _, t := range v.Waiting.Mine(v.Today) {
		g := &rest
		if t.Due != nil {
			if g = &now; t.Due.After(v.Today) {
				g = &soon
			}
		}
		g.tasks = append(g.tasks, t)
	}
	return slices.DeleteFunc([]taskGroup{now, soon, rest}, func(g taskGroup) bool { return len(g.tasks) == 0 })
}

func (v homeView) table(ctx context.Context, g taskGroup) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, g.title), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "intake.home.task")},
			{Text: ui.T(ctx, "intake.home.count"), Number: true},
			{Text: ui.T(ctx, "intake.home.since")},
			{Text: ui.T(ctx, "intake.home.due")},
		},
	}
	for _, task := range lines(g.tasks) {
		due := ui.Cell{Text: dayText(ctx, task.Due)}
		switch {
		case task.Due == nil:
		case *task.Due == v.Today:
			due.Body = ui.Badge(ui.Info, ui.T(ctx, "intake.home.today"))
		case task.Due.Before(v.Today):
			due.Body = ui.Badge(ui.Bad, ui.T(ctx, "intake.home.late", "Day", ui.Date(ctx, *task.Due)))
		}
		t.Rows = append(t.Rows, []ui.Cell{task.cell(), {Text: ui.Number(ctx, task.Count)}, {Text: dayText(ctx, task.Since)}, due})
	}
	return t
}

// others is what waits for somebody else: for whom, and since when.
func (v homeView) others(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.home.others"), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "intake.home.task")},
			{Text: ui.T(ctx, "intake.home.count"), Number: true},
			{Text: ui.T(ctx, "intake.home.whom")},
			{Text: ui.T(ctx, "intake.home.since")},
		},
	}
	for _, task := range lines(v.Waiting.Others()) {
		t.Rows = append(t.Rows, []ui.Cell{
			task.cell(),
			{Text: ui.Number(ctx, task.Count)},
			{Text: ui.T(ctx, "intake.home.waits."+string(task.WaitsFor))},
			{Text: dayText(ctx, task.Since)},
		})
	}
	return t
}

func dayText(ctx context.Context, day *civil.Date) string {
	if day == nil {
		return ""
	}
	return ui.Date(ctx, *day)
}
