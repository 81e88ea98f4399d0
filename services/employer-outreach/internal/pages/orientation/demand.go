package orientation

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

// item is one line of a list; a skill leads to the openings that have it.
type item struct{ Text, Href string }

type part struct {
	Name  string
	Items []item
}

// parts lists what the opening asks for and offers; empty parts are left out.
func (v jobView) parts(ctx context.Context) []part {
	t := v.Terms
	var list []part
	add := func(id string, items []item) {
		if len(items) > 0 {
			list = append(list, part{ui.T(ctx, id), items})
		}
	}
	add("outreach.field.needed", v.demands(ctx, t.NeededAtStart))
	add("outreach.field.optional", v.demands(ctx, t.Optional))
	var learned []item
	for _, id := range t.LearnedHere {
		learned = append(learned, v.skill(id, ""))
	}
	add("outreach.field.learned", named(learned))
	slots := make([]ui.Slot, len(t.Slots))
	for i, s := range t.Slots {
		slots[i] = ui.Slot{Day: s.Day, From: s.From, To: s.To}
	}
	var lines []item
	for _, line := range ui.SlotsText(ctx, slots) {
		lines = append(lines, item{Text: line})
	}
	add("outreach.field.slots", lines)
	add("outreach.field.licences", words(ctx, "outreach.licence.", t.Licences))
	add("outreach.field.accommodations", words(ctx, "outreach.accommodation.", t.Accommodations))
	return list
}

func (v jobView) demands(ctx context.Context, list []opening.SkillDemand) []item {
	var out []item
	for _, d := range list {
		level := ""
		if d.Level != nil {
			level = " (" + ui.T(ctx, fmt.Sprintf("outreach.level.%d", *d.Level)) + ")"
		}
		out = append(out, v.skill(d.Skill, level))
	}
	return named(out)
}

func (v jobView) skill(id, level string) item {
	label := v.Labels[id]
	if label == "" { // nobody has told yet what it is called
		return item{}
	}
	return item{Text: label + level, Href: filter{Skill: id}.link("")}
}

// named leaves out what has no name.
func named(items []item) []item {
	var out []item
	for _, i := range items {
		if i.Text != "" {
			out = append(out, i)
		}
	}
	return out
}

func words(ctx context.Context, prefix string, codes []string) []item {
	var out []item
	for _, code := range codes {
		text := code
		if ui.Has(ctx, prefix+code) {
			text = ui.T(ctx, prefix+code)
		}
		out = append(out, item{Text: text})
	}
	return out
}

type skillView struct {
	store.SkillWanted
	Label string
}

type skillsView struct {
	Skills          []skillView
	Openings, Seats int
}

// skillsShown is how many of the skills most asked for are shown.
const skillsShown = 30

func (p *Pages) skills(c echo.Context) error {
	ctx := c.Request().Context()
	wanted, err := p.Desk.SkillsWanted(ctx, skillsShown)
	if err != nil {
		return err
	}
	choices, err := p.Desk.Choices(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(wanted))
	for i, w := range wanted {
		ids[i] = w.Skill
	}
	labels, err := p.Labels.Known(ctx, ui.Lang(ctx), ids...)
	if err != nil {
		return err
	}
	v := skillsView{Openings: choices.Openings, Seats: choices.Seats}
	for _, w := range wanted {
		if label := labels[w.Skill]; label != "" {
			v.Skills = append(v.Skills, skillView{w, label})
		}
	}
	return web.Render(c, http.StatusOK, skillsPage(v))
}

func (v skillsView) table(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "outreach.desk.skills.caption"), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "outreach.desk.skills.skill")},
			{Text: ui.T(ctx, "outreach.desk.skills.openings"), Number: true},
			{Text: ui.T(ctx, "outreach.desk.skills.seats"), Number: true},
			{Text: ui.T(ctx, "outreach.desk.skills.taught"), Number: true},
		},
	}
	for _, s := range v.Skills {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: s.Label, Href: filter{Skill: s.Skill}.link("")},
			{Text: ui.Number(ctx, s.Openings)},
			{Text: ui.Number(ctx, s.Seats)},
			{Text: ui.Number(ctx, s.Taught)},
		})
	}
	return t
}
