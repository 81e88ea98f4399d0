package ui

import (
	"context"
	"slices"
	"strings"
)

// PersonFile says that a page belongs to somebody's file, whichever service draws it; the layout then leads through
// the file's parts.
type PersonFile struct {
	ID   string // of the person; "" when the page belongs to nobody's file
	Part string // the part that the page shows, as in personParts
}

// crumbs lead from the list of people to a part of somebody's file, for who may open the file.
func (f PersonFile) crumbs(ctx context.Context) []Link {
	viewer := from(ctx).request.Viewer
	var list []Link
	if viewer.hasAny([]string{"counsellor", "coordinator"}) {
		list = append(list, Link{Text: T(ctx, "ui.nav.people"), Href: "/intake/people"})
	}
	if f.Part != "file" && (len(list) > 0 || viewer.hasAny([]string{"person"})) {
		list = append(list, Link{Text: T(ctx, "ui.file.file"), Href: "/intake/people/" + f.ID})
	}
	return list
}

// personPart is one part of a person's file.
type personPart struct {
	name  string
	text  string // message id
	href  string // {id} stands for the person
	roles []string
	// opens is the message id of the group that begins with this part; the parts below belong to it.
	opens string
}

// personParts is the one table of the parts of a person's file over the four services, in the order of the path. It
// only says what is offered: each page checks the record itself.
func personParts() []personPart {
	staff := []string{"counsellor", "coordinator"}
	withPerson := append([]string{"person"}, staff...)
	return []personPart{
		{name: "file", text: "ui.file.file", href: "/intake/people/{id}", roles: withPerson, opens: "ui.file.group.person"},
		{name: "case", text: "ui.file.case", href: "/intake/people/{id}/case", roles: staff},
		{name: "appointments", text: "ui.file.appointments", href: "/intake/people/{id}/appointments", roles: withPerson},
		{name: "messages", text: "ui.file.messages", href: "/intake/people/{id}/messages", roles: withPerson},
		{name: "own", text: "ui.file.own", href: "/intake/people/{id}/own", roles: staff},
		{name: "looks", text: "ui.file.looks", href: "/intake/people/{id}/looks", roles: []string{"person", "auditor"}},
		{name: "needs", text: "ui.file.needs", href: "/intake/people/{id}/needs", roles: withPerson, opens: "ui.file.group.path"},
		{name: "work-access", text: "ui.file.work-access", href: "/intake/people/{id}/work-access", roles: withPerson},
		{name: "profile", text: "ui.file.profile", href: "/assessment/people/{id}", roles: withPerson},
		{name: "project", text: "ui.file.project", href: "/intake/people/{id}/project", roles: withPerson},
		{name: "referrals", text: "ui.file.referrals", href: "/intake/people/{id}/referrals", roles: withPerson},
		{name: "matches", text: "ui.file.matches", href: "/matching/people/{id}", roles: staff, opens: "ui.file.group.work"},
		{name: "runs", text: "ui.file.runs", href: "/matching/people/{id}/runs", roles: withPerson},
		{name: "proposals", text: "ui.file.proposals", href: "/matching/people/{id}/proposals", roles: withPerson},
		{name: "traineeships", text: "ui.file.traineeships", href: "/matching/people/{id}/traineeships", roles: withPerson},
	}
}

// partGroup are parts of the file that belong together.
type partGroup struct {
	title string
	tabs  []Tab
}

// fileParts are the parts of the file that the viewer's roles lead to, in their groups.
func fileParts(ctx context.Context, f PersonFile) []partGroup {
	viewer := from(ctx).request.Viewer
	var groups []partGroup
	for _, part := range personParts() {
		if part.opens != "" {
			groups = append(groups, partGroup{title: T(ctx, part.opens)})
		}
		if !viewer.hasAny(part.roles) || len(groups) == 0 {
			continue
		}
		g := &groups[len(groups)-1]
		g.tabs = append(g.tabs, Tab{Text: T(ctx, part.text), Href: strings.ReplaceAll(part.href, "{id}", f.ID), Current: part.name == f.Part})
	}
	return slices.DeleteFunc(groups, func(g partGroup) bool { return len(g.tabs) == 0 })
}
