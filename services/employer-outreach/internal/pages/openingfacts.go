package pages

import (
	"context"
	"fmt"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

func (v openingView) facts(ctx context.Context) []ui.Definition {
	t := v.Opening.Terms
	site, _ := v.Company.Site(t.SiteID)
	rows := []ui.Definition{
		{Term: ui.T(ctx, "outreach.field.company"), Value: v.Company.Name},
		{Term: ui.T(ctx, "outreach.field.site"), Value: site.Address + ui.Comma(ctx) + site.Municipality},
		{Term: ui.T(ctx, "outreach.field.kind"), Value: ui.T(ctx, "outreach.kind."+string(t.Kind))},
		{Term: ui.T(ctx, "outreach.field.occupation"), Value: v.Labels[t.Occupation]},
		{Term: ui.T(ctx, "outreach.field.seats"), Value: ui.T(ctx, "outreach.opening.seats", "Taken", t.SeatsTaken, "Seats", t.Seats)},
		{Term: ui.T(ctx, "outreach.field.start"), Value: ui.Date(ctx, t.Start)},
	}
	add := func(id, value string) {
		if value != "" {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.field."+id), Value: value})
		}
	}
	if v.Limit != nil {
		add("seat-limit", v.limitText(ctx))
	}
	add("months", text(t.Months))
	add("hours", text(t.HoursWeek))
	add("education", text(t.EducationEQF))
	if t.ClosesOn != nil {
		add("closes", ui.Date(ctx, *t.ClosesOn))
	}
	if v.Opening.PublishedOn != nil {
		add("published", ui.Date(ctx, *v.Opening.PublishedOn))
	}
	add("minimum-age", fmt.Sprint(t.MinimumAge))
	if t.WelcomesArt27 {
		add("art27", ui.T(ctx, "ui.yes"))
	}
	return rows
}

// asks lists what the opening asks for, group by group; empty groups are left out.
func (v openingView) asks(ctx context.Context) []namedList {
	t := v.Opening.Terms
	var list []namedList
	add := func(id string, items []string) {
		if len(items) > 0 {
			list = append(list, namedList{ui.T(ctx, "outreach.field."+id), items})
		}
	}
	add("needed", v.demands(ctx, t.NeededAtStart))
	add("optional", v.demands(ctx, t.Optional))
	var learned []string
	for _, id := range t.LearnedHere {
		learned = append(learned, v.Labels[id])
	}
	add("learned", learned)
	add("languages", languageTexts(ctx, t.Languages))
	slots := make([]ui.Slot, len(t.Slots))
	for i, s := range t.Slots {
		slots[i] = ui.Slot{Day: s.Day, From: s.From, To: s.To}
	}
	add("slots", ui.SlotsText(ctx, slots))
	var extra []string
	for _, l := range t.Licences {
		extra = append(extra, licenceName(ctx, l))
	}
	add("licences", extra)
	extra = nil
	for _, a := range t.Accommodations {
		extra = append(extra, ui.T(ctx, "outreach.accommodation."+a))
	}
	add("accommodations", extra)
	return list
}

// all is everything that the opening says, to be compared with what was typed meanwhile.
func (v openingView) all(ctx context.Context) []ui.Definition {
	rows := append([]ui.Definition{{Term: ui.T(ctx, "outreach.field.title"), Value: v.Opening.Terms.Title}}, v.facts(ctx)...)
	if d := v.Opening.Terms.Description; d != "" {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.field.description"), Value: d})
	}
	for _, group := range v.asks(ctx) {
		rows = append(rows, ui.Definition{Term: group.Name, Value: strings.Join(group.Items, ui.Semicolon(ctx))})
	}
	return append(rows, v.lodging(ctx)...)
}

type namedList struct {
	Name  string
	Items []string
}

func (v openingView) demands(ctx context.Context, list []opening.SkillDemand) []string {
	var out []string
	for _, d := range list {
		label := v.Labels[d.Skill]
		if d.Level != nil {
			label += " (" + ui.T(ctx, fmt.Sprintf("outreach.level.%d", *d.Level)) + ")"
		}
		out = append(out, label)
	}
	return out
}

func licenceName(ctx context.Context, code string) string {
	if id := "outreach.licence." + code; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return code
}

// limitText says how many trainees the unit may host, and why.
func (v openingView) limitText(ctx context.Context) string {
	return limitText(ctx, *v.Limit)
}

func limitText(ctx context.Context, limit hiring.SeatLimit) string {
	return ui.T(ctx, "outreach.limit.text", "Seats", ui.T(ctx, "outreach.limit.seats", limit.Seats), "People", ui.T(ctx, "outreach.site.people", limit.Headcount))
}

// tooManySeats: the law does not count everybody, so it is told and does not stop anybody.
func (v openingView) tooManySeats() bool {
	return v.Limit != nil && v.Opening.Terms.Seats > v.Limit.Seats
}

func (v openingView) lodging(ctx context.Context) []ui.Definition {
	b := v.Opening.Terms.BoardAndLodging
	var rows []ui.Definition
	add := func(id, value string) {
		if value != "" {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.lodging."+id), Value: value})
		}
	}
	who := func(by opening.Provider) string {
		if by == "" {
			return ""
		}
		return ui.T(ctx, "outreach.provider."+string(by))
	}
	add("by", who(b.By))
	add("address", b.Address)
	if b.Free {
		add("cost", ui.T(ctx, "outreach.lodging.free"))
	}
	add("return", who(b.ReturnPaidBy))
	return rows
}
