package ui

import (
	"context"
	"strings"
)

// PersonFile says that a page belongs to somebody's file, whichever service draws it; the layout then leads through
// the file's parts.
type PersonFile struct {
	ID   string // of the person; "" when the page belongs to nobody's file
	Part string // the part that the page shows, as in personParts
}

// personPart is one part of a person's file.
type personPart struct {
	name  string
	text  string // message id
	href  string // {id} stands for the person
	roles []string
}

// personParts is the one table of the parts of a person's file over the four services, in the order of the path. It
// only says what is offered: each page checks the record itself.
func personParts() []personPart {
	staff := []string{"counsellor", "coordinator"}
	withPerson := append([]string{"person"}, staff...)
	return []personPart{
		{name: "file", text: "ui.file.file", href: "/intake/people/{id}", roles: withPerson},
		{name: "case", text: "ui.file.case", href: "/intake/people/{id}/case", roles: staff},
		{name: "appointments", text: "ui.file.appointments", href: "/intake/people/{id}/appointments", roles: withPerson},
		{name: "messages", text: "ui.file.messages", href: "/intake/people/{id}/messages", roles: withPerson},
		{name: "needs", text: "ui.file.needs", href: "/intake/people/{id}/needs", roles: withPerson},
		{name: "work-access", text: "ui.file.work-access", href: "/intake/people/{id}/work-access", roles: withPerson},
		{name: "profile", text: "ui.file.profile", href: "/assessment/people/{id}", roles: withPerson},
		{name: "project", text: "ui.file.project", href: "/intake/people/{id}/project", roles: withPerson},
		{name: "matches", text: "ui.file.matches", href: "/matching/people/{id}", roles: staff},
		{name: "proposals", text: "ui.file.proposals", href: "/matching/people/{id}/proposals", roles: withPerson},
		{name: "traineeships", text: "ui.file.traineeships", href: "/matching/people/{id}/traineeships", roles: withPerson},
	}
}

// fileTabs are the parts of the file that the viewer's roles lead to.
func fileTabs(ctx context.Context, f PersonFile) []Tab {
	if f.ID == "" {
		return nil
	}
	viewer := from(ctx).request.Viewer
	var tabs []Tab
	for _, part := range personParts() {
		if viewer.hasAny(part.roles) {
			tabs = append(tabs, Tab{Text: T(ctx, part.text), Href: strings.ReplaceAll(part.href, "{id}", f.ID), Current: part.name == f.Part})
		}
	}
	return tabs
}
