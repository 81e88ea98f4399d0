package assignments

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
)

type groupsView struct {
	Lines  []planning.Line
	Silent []string
}

func (v groupsView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "groups"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "group")}, {Text: t(ctx, "kind")}, {Text: t(ctx, "people"), Number: true}}}
	for _, l := range v.Lines {
		s := scope{}
		switch l.Group.Kind {
		case planning.Cohort:
			s.Cohort = l.Group.ID
		case planning.Team:
			s.Team = l.Group.ID
		}
		kind := t(ctx, "kind."+string(l.Group.Kind))
		name := l.Label
		if name == "" {
			name = kind
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: name, Href: s.path(planPath)}, {Text: kind}, {Text: ui.Number(ctx, l.People)}})
	}
	return out
}

type planView struct {
	Scope  scope
	Answer planning.Answer
	Label  string
	Notice *notice
	Cursor string
}

func (v planView) tabs(ctx context.Context) []ui.Tab {
	total, people := v.Scope, v.Scope
	total.Most, people.Most = false, true
	return []ui.Tab{
		{Text: t(ctx, "weigh.total"), Href: total.path(planPath), Current: !v.Scope.Most},
		{Text: t(ctx, "weigh.people"), Href: people.path(planPath), Current: v.Scope.Most},
	}
}

func (v planView) facts(ctx context.Context) []ui.Definition {
	a := &v.Answer
	rows := []ui.Definition{
		{Term: t(ctx, "placed"), Value: t(ctx, "placed.of", "Placed", ui.Number(ctx, a.Seated), "People", ui.Number(ctx, a.People))},
		{Term: t(ctx, "total"), Value: pointsText(ctx, a.Total)},
		{Term: t(ctx, "first-come"), Value: t(ctx, "first-come.value", "Points", number(ctx, a.FirstCome), "Placed", ui.Number(ctx, a.FirstSeated))},
		{Term: t(ctx, "judged"), Value: t(ctx, "judged.value", "Pairs", ui.Number(ctx, a.Judged), "Openings", ui.Number(ctx, a.Openings))},
	}
	if len(a.Overrides) > 0 {
		rows = append(rows, ui.Definition{Term: t(ctx, "free"), Value: pointsText(ctx, a.Free)})
	}
	if a.HaveTraineeship > 0 {
		rows = append(rows, ui.Definition{Term: t(ctx, "have-traineeship"), Value: ui.Number(ctx, a.HaveTraineeship)})
	}
	if a.Elsewhere > 0 {
		rows = append(rows, ui.Definition{Term: t(ctx, "elsewhere"), Value: ui.Number(ctx, a.Elsewhere)})
	}
	return rows
}

// seated and unseated are the people of this page.
func (v planView) seated() []planning.Placing   { return v.those(true) }
func (v planView) unseated() []planning.Placing { return v.those(false) }

func (v planView) those(seated bool) []planning.Placing {
	var out []planning.Placing
	for _, p := range v.Answer.Persons {
		if (p.Opening != "") == seated {
			out = append(out, p)
		}
	}
	return out
}

func (v planView) seatedTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "placed"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "person")}, {Text: t(ctx, "opening")}, {Text: t(ctx, "points"), Number: true}, {Text: t(ctx, "acts")},
	}}
	for _, p := range v.seated() {
		out.Rows = append(out.Rows, []ui.Cell{
			{Body: draggable(v, p)},
			{Body: dropPlace(p.Opening, openingLabel(v.Answer.Names, p.Opening), pairPath(p.Person.ID, p.Opening))},
			{Text: number(ctx, int64(p.Score))},
			{Body: seatActs(v, p)},
		})
	}
	return out
}

func (v planView) unseatedTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "unplaced"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "person")}, {Text: t(ctx, "why")}, {Text: t(ctx, "others")},
	}}
	for _, p := range v.unseated() {
		out.Rows = append(out.Rows, []ui.Cell{
			{Body: draggable(v, p)},
			{Body: whyList(whyTexts(ctx, p.Why))},
			{Body: nearest(v, p)},
		})
	}
	return out
}

func (v planView) overridesTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "overrides"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "person")}, {Text: t(ctx, "opening")}, {Text: t(ctx, "override")}, {Text: t(ctx, "cost")}, {Text: t(ctx, "acts"), Hidden: true},
	}}
	for _, x := range v.Answer.Overrides {
		cost := costText(ctx, x.Cost)
		if x.Void {
			cost = t(ctx, "void")
		}
		kind := t(ctx, "forbidden")
		if x.Fixed {
			kind = t(ctx, "fixed")
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: personLabel(v.Answer.Names, x.Person), Href: v.Scope.path(planPath + "/people/" + x.Person)},
			{Text: openingLabel(v.Answer.Names, x.Opening), Href: pairPath(x.Person, x.Opening)},
			{Text: kind},
			{Text: cost},
			{Body: act(v.Scope, v.Answer.Version, x.Person, x.Opening, planning.Release, t(ctx, "release"))},
		})
	}
	return out
}

func (v planView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Answer.Persons)}
	if v.Answer.Next != "" {
		p.Next = v.Scope.path(planPath, "cursor", v.Answer.Next)
	}
	if v.Cursor != "" {
		p.First = v.Scope.path(planPath)
	}
	return p
}

type personView struct {
	Scope  scope
	Answer planning.Answer
	Label  string
}

func (v personView) who() planning.Placing { return v.Answer.Persons[0] }

func (v personView) name() string { return personLabel(v.Answer.Names, v.who().Person.ID) }

func (v personView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "others"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "opening")}, {Text: t(ctx, "points"), Number: true}, {Text: t(ctx, "cost")}, {Text: t(ctx, "acts"), Hidden: true},
	}}
	id := v.who().Person.ID
	for _, o := range v.who().Others {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: openingLabel(v.Answer.Names, o.Opening), Href: pairPath(id, o.Opening)},
			{Text: number(ctx, int64(o.Score))},
			{Text: costText(ctx, o.Cost)},
			{Body: act(v.Scope, v.Answer.Version, id, o.Opening, planning.Fix, t(ctx, "fix-here"))},
		})
	}
	return out
}

// leaveText is the button that rules a place out, with what that costs.
func leaveText(ctx context.Context, p planning.Placing) string {
	if p.Leave == nil {
		return t(ctx, "forbid")
	}
	return t(ctx, "leave", "Cost", costText(ctx, *p.Leave))
}

// whyTexts says why somebody stays unplaced, in sentences.
func whyTexts(ctx context.Context, w planning.Why) []string {
	var out []string
	if w.Eligible > 0 {
		out = append(out, t(ctx, "why.taken", w.Eligible))
	} else {
		out = append(out, t(ctx, "why.none"))
	}
	if w.NotEnough > 0 {
		out = append(out, t(ctx, "why.not-enough", w.NotEnough))
	}
	if w.Eligible == 0 {
		for _, b := range w.Blocked[:min(len(w.Blocked), 3)] {
			out = append(out, ui.T(ctx, "matching.constraint."+b.Constraint.String())+ui.Colon(ctx)+t(ctx, "why.blocked", b.Openings))
		}
	}
	return out
}

func scopeFields(s scope) []ui.Option {
	return slices.DeleteFunc(hidden(s, 0, "", "", ""), func(o ui.Option) bool {
		return o.Label == "" || o.Value != "cohort" && o.Value != "team" && o.Value != "weigh"
	})
}

func hidden(s scope, version int64, person, opening string, a planning.Act) []ui.Option {
	weigh := ""
	if s.Most {
		weigh = "people"
	}
	return []ui.Option{
		{Value: "cohort", Label: s.Cohort},
		{Value: "team", Label: s.Team},
		{Value: "weigh", Label: weigh},
		{Value: "version", Label: strconv.FormatInt(version, 10)},
		{Value: "person", Label: person},
		{Value: "opening", Label: opening},
		{Value: "act", Label: string(a)},
	}
}

func number(ctx context.Context, hundredths int64) string {
	return ui.Decimal(ctx, float64(hundredths)/100, 1)
}

func pointsText(ctx context.Context, hundredths int64) string {
	return t(ctx, "points.value", "Points", number(ctx, hundredths))
}

func costText(ctx context.Context, hundredths int64) string {
	switch {
	case hundredths == 0:
		return t(ctx, "costs.nothing")
	case hundredths < 0:
		return t(ctx, "gains", "Points", number(ctx, -hundredths))
	default:
		return t(ctx, "costs", "Points", number(ctx, hundredths))
	}
}

func pairPath(person, opening string) string {
	return "/matching/people/" + person + "/openings/" + opening
}

func personLabel(n naming.Names, id string) string {
	if p, ok := n.People[id]; ok {
		return p.Label
	}
	return short(id)
}

func openingLabel(n naming.Names, id string) string {
	if o, ok := n.Openings[id]; ok && o.Title != "" {
		return strings.TrimSuffix(o.Title+" · "+o.Company, " · ")
	}
	return short(id)
}

func short(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}
