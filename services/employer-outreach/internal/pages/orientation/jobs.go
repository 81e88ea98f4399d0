package orientation

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// jobView is an opening as everybody may see it: no company, no address, no contact.
type jobView struct {
	ID, Municipality string
	Terms            opening.Terms
	Labels           map[string]string
}

type jobsView struct {
	Filter  filter
	Choices store.Choices
	Skill   string // the label of the skill looked for
	Jobs    []jobView
	Total   int
	Pager   ui.Pager
}

const perPage = 20

func (p *Pages) jobs(c echo.Context) error {
	ctx, query := c.Request().Context(), c.QueryParams()
	v := jobsView{Filter: readFilter(query)}
	cursor := query.Get("after")
	lines, next, total, err := p.Desk.Look(ctx, v.Filter.looking(), store.Query{Cursor: cursor, Limit: perPage})
	if err != nil {
		return err
	}
	if v.Choices, err = p.Desk.Choices(ctx); err != nil {
		return err
	}
	ids := []string{v.Filter.Skill}
	for _, l := range lines {
		ids = append(ids, l.Terms.Occupation)
	}
	labels, err := p.Labels.Known(ctx, ui.Lang(ctx), ids...)
	if err != nil {
		return err
	}
	if v.Skill = labels[v.Filter.Skill]; v.Skill == "" {
		v.Skill = v.Filter.Skill
	}
	for _, l := range lines {
		v.Jobs = append(v.Jobs, jobView{ID: l.ID, Municipality: l.Municipality, Terms: l.Terms, Labels: labels})
	}
	v.Total = total
	v.Pager = ui.Pager{Shown: len(v.Jobs)}
	if cursor != "" {
		v.Pager.First = v.Filter.link("")
	}
	if next != "" {
		v.Pager.Next = v.Filter.link(next)
	}
	return web.Render(c, http.StatusOK, jobsPage(v))
}

func (p *Pages) job(c echo.Context) error {
	ctx := c.Request().Context()
	line, err := p.Desk.LiveOpening(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	v, err := p.view(ctx, line)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, jobPage(v))
}

// view is an opening with the names of everything in it.
func (p *Pages) view(ctx context.Context, line store.OpeningLine) (jobView, error) {
	t := line.Terms
	ids := append([]string{t.Occupation}, t.LearnedHere...)
	for _, d := range append(append([]opening.SkillDemand{}, t.NeededAtStart...), t.Optional...) {
		ids = append(ids, d.Skill)
	}
	v := jobView{ID: line.ID, Municipality: line.Municipality, Terms: t}
	var err error
	v.Labels, err = p.Labels.Known(ctx, ui.Lang(ctx), ids...)
	return v, err
}

// occupation is what the job is called in the page's language, when the title does not say it already.
func (v jobView) occupation() string {
	label := v.Labels[v.Terms.Occupation]
	if store.Folded(label) == store.Folded(v.Terms.Title) {
		return ""
	}
	return label
}

// brief are the rows of a card.
func (v jobView) brief(ctx context.Context) []ui.Definition {
	t := v.Terms
	var rows []ui.Definition
	add := func(id, value string) {
		if value != "" {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, id), Value: value})
		}
	}
	add("outreach.field.occupation", v.occupation())
	add("outreach.field.municipality", v.Municipality)
	add("outreach.field.start", ui.Date(ctx, t.Start))
	if t.HoursWeek != nil {
		add("outreach.field.hours", ui.Number(ctx, *t.HoursWeek))
	}
	for _, l := range t.Languages {
		add("outreach.desk.language", languageName(ctx, l.Language)+" "+l.Level)
	}
	return rows
}

// facts are the rows of the page.
func (v jobView) facts(ctx context.Context) []ui.Definition {
	t := v.Terms
	rows := []ui.Definition{{Term: ui.T(ctx, "outreach.field.kind"), Value: ui.T(ctx, "outreach.kind."+string(t.Kind))}}
	rows = append(rows, v.brief(ctx)...)
	add := func(id, value string) {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, id), Value: value})
	}
	if t.Months != nil {
		add("outreach.field.months", ui.Number(ctx, *t.Months))
	}
	add("outreach.field.seats-free", ui.Number(ctx, t.Seats-t.SeatsTaken))
	if t.MinimumAge > opening.DefaultMinimumAge {
		add("outreach.field.minimum-age", ui.Number(ctx, t.MinimumAge))
	}
	if t.WelcomesArt27 {
		add("outreach.field.art27", ui.T(ctx, "ui.yes"))
	}
	if t.ClosesOn != nil {
		add("outreach.field.closes", ui.Date(ctx, *t.ClosesOn))
	}
	return rows
}
