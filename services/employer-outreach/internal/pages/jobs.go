package pages

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// jobView is an opening as everybody may see it: no company, no address, no contact.
type jobView struct {
	ID, Title, Description, Language string
	Occupation, Municipality         string
	Terms                            opening.Terms
	Languages                        []string
}

type jobsView struct {
	Jobs []jobView
	Next string
	More bool
}

func (p *Pages) jobs(c echo.Context) error {
	ctx := c.Request().Context()
	cursor := c.QueryParam("after")
	lines, next, err := p.Desk.LiveOpenings(ctx, store.Query{Cursor: cursor, Limit: 20})
	if err != nil {
		return err
	}
	v := jobsView{Next: link("/outreach/jobs", "after", next), More: cursor != ""}
	if v.Jobs, err = p.jobViews(ctx, lines); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, jobsPage(v))
}

func (p *Pages) job(c echo.Context) error {
	ctx := c.Request().Context()
	line, err := p.Desk.LiveOpening(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	views, err := p.jobViews(ctx, []store.OpeningLine{line})
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, jobPage(views[0]))
}

func (p *Pages) jobViews(ctx context.Context, lines []store.OpeningLine) ([]jobView, error) {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.Terms.Occupation
	}
	labels, err := p.Labels.Known(ctx, ui.Lang(ctx), ids...)
	if err != nil {
		return nil, err
	}
	views := make([]jobView, len(lines))
	for i, l := range lines {
		t := l.Terms
		views[i] = jobView{
			ID: l.ID, Title: t.Title, Description: t.Description, Language: langOf(ctx, t.Language),
			Occupation: labels[t.Occupation], Municipality: l.Municipality, Terms: t, Languages: languageTexts(ctx, t.Languages),
		}
	}
	return views, nil
}

// facts are the rows under a job's title.
func (v jobView) facts(ctx context.Context) []ui.Definition {
	t := v.Terms
	rows := []ui.Definition{
		{Term: ui.T(ctx, "outreach.field.kind"), Value: ui.T(ctx, "outreach.kind."+string(t.Kind))},
		{Term: ui.T(ctx, "outreach.field.municipality"), Value: v.Municipality},
		{Term: ui.T(ctx, "outreach.field.start"), Value: ui.Date(ctx, t.Start)},
		{Term: ui.T(ctx, "outreach.field.seats-free"), Value: ui.Number(ctx, t.Seats-t.SeatsTaken)},
	}
	if v.Occupation != "" {
		rows = append([]ui.Definition{{Term: ui.T(ctx, "outreach.field.occupation"), Value: v.Occupation}}, rows...)
	}
	if t.HoursWeek != nil {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.field.hours"), Value: ui.Number(ctx, *t.HoursWeek)})
	}
	if t.Months != nil {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.field.months"), Value: ui.Number(ctx, *t.Months)})
	}
	for _, l := range v.Languages {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.field.languages"), Value: l})
	}
	return rows
}

func languageTexts(ctx context.Context, list []opening.LanguageDemand) []string {
	var out []string
	for _, l := range list {
		out = append(out, fmt.Sprintf("%s %s", languageName(ctx, l.Language), l.Level))
	}
	return out
}
