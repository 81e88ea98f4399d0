package ui

import (
	"context"
	"strings"
)

// navItem is one entry of the main navigation: who sees it, where it leads.
type navItem struct {
	text  string // message id
	href  string
	also  []string // where else one is in this part
	roles []string // empty: everybody who is signed in
}

// navigation is the one table of the main navigation over the four services, in the order of work.
func navigation() []navItem {
	return []navItem{
		{text: "ui.nav.home", href: "/", roles: []string{"counsellor", "coordinator", "employer", "partner", "reviewer", "auditor", "operator"}},
		{text: "ui.nav.mine", href: "/intake/me", also: []string{"/intake/people", "/assessment/people", "/matching"}, roles: []string{"person"}},
		{text: "ui.nav.people", href: "/intake/people", roles: []string{"counsellor", "coordinator"}},
		{text: "ui.nav.appointments", href: "/intake/appointments", roles: []string{"counsellor", "coordinator"}},
		{text: "ui.nav.openings", href: "/outreach/openings", roles: []string{"counsellor", "coordinator", "employer"}},
		{text: "ui.nav.cohorts", href: "/intake/cohorts", roles: []string{"partner"}},
		{text: "ui.nav.openings", href: "/outreach/jobs", roles: []string{"person", "partner"}},
		{text: "ui.nav.companies", href: "/outreach/companies", also: []string{"/outreach/contacts", "/outreach/consultation"}, roles: []string{"counsellor", "coordinator"}},
		{text: "ui.nav.company", href: "/outreach/company", also: []string{"/outreach/companies", "/outreach/consultation"}, roles: []string{"employer"}},
		{text: "ui.nav.candidates", href: "/outreach/candidates", roles: []string{"employer"}},
		{text: "ui.nav.matching", href: "/matching/", roles: []string{"counsellor", "coordinator"}},
		{text: "ui.nav.traineeships", href: "/matching/traineeships", also: []string{"/matching/grants", "/matching/hires", "/matching/outcomes", "/matching/papers", "/matching/right-to-work"}, roles: []string{"counsellor", "coordinator"}},
		{text: "ui.nav.trainees", href: "/matching/trainees", also: []string{"/matching/traineeships", "/matching/attendance"}, roles: []string{"employer"}},
		{text: "ui.nav.hiring", href: "/outreach/hiring", roles: []string{"employer", "person", "reviewer"}},
		{text: "ui.nav.reviews", href: "/outreach/reviews", roles: []string{"reviewer"}},
		{text: "ui.nav.concepts", href: "/assessment/concepts", roles: []string{"counsellor", "coordinator", "employer", "reviewer", "operator"}},
		{text: "ui.nav.runs", href: "/matching/runs", roles: []string{"auditor"}},
		{text: "ui.nav.fairness", href: "/matching/fairness", roles: []string{"auditor"}},
		{text: "ui.nav.audit", href: "/intake/audit", roles: []string{"auditor"}},
	}
}

func (v Viewer) hasAny(roles []string) bool {
	if len(roles) == 0 {
		return true
	}
	for _, r := range roles {
		for _, mine := range v.Roles {
			if r == mine {
				return true
			}
		}
	}
	return false
}

// navLink is an entry as this viewer sees it.
type navLink struct {
	Link
	current bool
}

func navLinks(ctx context.Context) []navLink {
	s := from(ctx).request
	if !s.Viewer.SignedIn {
		return nil
	}
	path, _, _ := strings.Cut(s.Path, "?")
	var links []navLink
	for _, item := range navigation() {
		if !s.Viewer.hasAny(item.roles) {
			continue
		}
		here := false
		for _, part := range append([]string{item.href}, item.also...) {
			if !within(path, part) {
				continue
			}
			here = true
			for i := range links { // "/matching/" does not stand out beside "/matching/traineeships"
				links[i].current = links[i].current && !strings.HasPrefix(part, links[i].Href)
			}
		}
		links = append(links, navLink{Link: Link{Text: T(ctx, item.text), Href: item.href}, current: here})
	}
	return links
}

// within reports whether a page is a part's own or below it.
func within(path, part string) bool {
	return path == part || part != "/" && strings.HasPrefix(path, strings.TrimSuffix(part, "/")+"/")
}
