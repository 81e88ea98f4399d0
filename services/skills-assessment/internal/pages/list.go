package pages

import (
	"context"
	"net/http"
	"net/url"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/people"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

const pageSize = 25

// listView is the people in the reader's care with how much is known about each.
type listView struct {
	People   []people.Person
	Profiles map[string]profile.Profile
	Today    civil.Date
	First    bool
	Next     string
}

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	after := c.QueryParam("after")
	care, next, err := p.People.InCare(ctx, after, pageSize)
	if err != nil {
		return err
	}
	ids := make([]string, len(care))
	for i, one := range care {
		ids[i] = one.ID
	}
	profiles, err := p.Records.Profiles(ctx, ids)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(listView{People: care, Profiles: profiles, Today: p.Desk.Today(), First: after == "", Next: next}))
}

func (v listView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.list.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.list.name")},
		{Text: ui.T(ctx, "assessment.completeness")},
		{Text: ui.T(ctx, "assessment.missing")},
		{Text: ui.T(ctx, "assessment.stale"), Number: true},
		{Text: ui.T(ctx, "assessment.updated")},
	}}
	for _, one := range v.People {
		known := v.Profiles[one.ID]
		percent, missing := known.Completeness()
		row := []ui.Cell{{Text: one.Label, Href: base(one.ID)}, {Text: ui.Percent(ctx, float64(percent)/100)}, {Text: lacks(ctx, missing)}, {}, {}}
		if known.Version > 0 {
			row[4].Text = ui.Instant(ctx, known.UpdatedAt)
		}
		if n := len(known.Stale(v.Today, false)); n > 0 {
			row[3] = ui.Cell{Text: ui.Number(ctx, n), Href: base(one.ID) + "#stale"}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v listView) pager() ui.Pager {
	pager := ui.Pager{Shown: len(v.People)}
	if !v.First {
		pager.First = "/assessment/people"
	}
	if v.Next != "" {
		pager.Next = "/assessment/people?after=" + url.QueryEscape(v.Next)
	}
	return pager
}

// lacks names the first three things to ask about.
func lacks(ctx context.Context, missing []string) string {
	text := ""
	for i, m := range missing[:min(len(missing), 3)] {
		if i > 0 {
			text += ui.T(ctx, "assessment.comma")
		}
		text += ui.T(ctx, "assessment.lacks."+m)
	}
	return text
}
