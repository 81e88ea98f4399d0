package newmatches

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// listView is the digest.
type listView struct {
	Digest alerts.Digest
	Tabs   []ui.Tab
	First  bool
	Late   bool   // what was dismissed did not wait any more
	Wrong  string // the alert whose form has an error
	Errors ui.Errors
}

func reasonField(id string) string { return "reason-" + id }

func (v listView) lead(ctx context.Context) string {
	return ui.T(ctx, "matching.alert.lead", "Points", v.Digest.Setting.Threshold, "Most", alerts.PerPerson)
}

func (v listView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Digest.People)}
	if v.Digest.Next != "" {
		p.Next = withCursor(listPath, v.Digest.Next)
	}
	if !v.First {
		p.First = listPath
	}
	return p
}

func (v listView) person(id string) string { return personLabel(v.Digest.Names, id) }

func personLabel(n naming.Names, id string) string {
	if p, ok := n.People[id]; ok {
		return p.Label
	}
	return shorten(id)
}

func openingLabel(n naming.Names, id string) string {
	if o, ok := n.Openings[id]; ok && o.Title != "" {
		return o.Title
	}
	return shorten(id)
}

// under is where the opening is.
func under(n naming.Names, id string) string {
	o := n.Openings[id]
	return strings.Join(slices.DeleteFunc([]string{o.Company, o.Municipality}, func(s string) bool { return s == "" }), " · ")
}

func titleLang(ctx context.Context, n naming.Names, id string) string {
	if l := n.Openings[id].Language; l != ui.Lang(ctx) {
		return l
	}
	return ""
}

func shorten(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}

func pairPath(a alerts.Alert) string {
	return "/matching/people/" + a.Person + "/openings/" + a.Opening
}

// points is the score as it stands today; as it was found when today there is none.
func points(l alerts.Line) int {
	if l.Known && l.Match.Scored() {
		return match.Points(l.Match.Total)
	}
	return match.Points(l.Total)
}

// fits reports whether the pair still passes the gate.
func fits(l alerts.Line) bool { return l.Known && l.Match.Standing == match.Eligible }

// How much of a reason a line tells.
const (
	partsTold  = 2
	skillsTold = 3
)

// strongest are the parts that add most, in words.
func strongest(ctx context.Context, l alerts.Line) string {
	parts := slices.DeleteFunc(slices.Clone(l.Match.Parts), func(p match.PartResult) bool { return p.State != "scored" || p.Value == 0 })
	slices.SortStableFunc(parts, func(a, b match.PartResult) int {
		return int(int64(b.Value)*int64(b.Weight) - int64(a.Value)*int64(a.Weight))
	})
	var texts []string
	for _, p := range parts[:min(len(parts), partsTold)] {
		texts = append(texts, ui.T(ctx, "matching.part."+p.Part.String())+" "+ui.Percent(ctx, float64(p.Value)/10_000))
	}
	return strings.Join(texts, ui.Comma(ctx))
}

// skills are those needed at start that were found, or that were not.
func skills(n naming.Names, l alerts.Line, found bool) string {
	var texts []string
	for _, p := range l.Match.Parts {
		if p.Part != match.Essential {
			continue
		}
		for _, s := range p.Skills {
			label, ok := n.Concepts[s.Skill]
			if (s.Found != "") == found && ok && len(texts) < skillsTold {
				texts = append(texts, label)
			}
		}
	}
	return strings.Join(texts, ", ")
}

// heed is what somebody has to look at.
func heed(ctx context.Context, l alerts.Line) string {
	var texts []string
	for _, c := range l.Match.Gate {
		if c.Decision != policy.OK {
			texts = append(texts, ui.T(ctx, "matching.constraint."+c.Constraint.String())+ui.Colon(ctx)+ui.T(ctx, "matching.reason."+c.Reason))
		}
	}
	return strings.Join(texts, ui.Semicolon(ctx))
}

func (v listView) evidence(ctx context.Context, l alerts.Line) []ui.Definition {
	var rows []ui.Definition
	add := func(id, value string) {
		if value != "" {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, id), Value: value})
		}
	}
	if !l.Known {
		return nil
	}
	add("matching.alert.strongest", strongest(ctx, l))
	add("matching.alert.found", skills(v.Digest.Names, l, true))
	add("matching.alert.missing", skills(v.Digest.Names, l, false))
	add("matching.alert.heed", heed(ctx, l))
	return rows
}

func reasons(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, r := range alerts.Reasons() {
		list = append(list, ui.Option{Value: r, Label: ui.T(ctx, "matching.alert.reason."+r)})
	}
	return list
}

// pastView is what was put aside.
type pastView struct {
	Past  alerts.Past
	First bool
}

func (v pastView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.alert.past"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.alert.person")},
		{Text: ui.T(ctx, "matching.alert.opening")},
		{Text: ui.T(ctx, "matching.alert.score"), Number: true},
		{Text: ui.T(ctx, "matching.alert.why")},
		{Text: ui.T(ctx, "matching.alert.when")},
	}}
	for _, a := range v.Past.Alerts {
		when := ""
		if a.DecidedAt != nil {
			when = ui.Instant(ctx, *a.DecidedAt)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: personLabel(v.Past.Names, a.Person), Href: "/matching/people/" + a.Person},
			{Text: openingLabel(v.Past.Names, a.Opening), Href: pairPath(a), Lang: titleLang(ctx, v.Past.Names, a.Opening)},
			{Text: ui.Number(ctx, match.Points(a.Total))},
			{Text: ui.T(ctx, "matching.alert.reason."+a.Reason)},
			{Text: when},
		})
	}
	return t
}

func (v pastView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Past.Alerts)}
	if v.Past.Next != "" {
		p.Next = withCursor(pastPath, v.Past.Next)
	}
	if !v.First {
		p.First = pastPath
	}
	return p
}

// settingsView is how somebody wants to be told.
type settingsView struct {
	Setting alerts.Setting
	Now     *alerts.Setting // what another window saved meanwhile
	Errors  ui.Errors
	Saved   bool
	// Messages are the last that were written to the caller; Mails says that they leave by e-mail.
	Messages []outbox.Message
	Mails    bool
}

func (v settingsView) messages(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.alert.messages"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.alert.messages.subject")}, {Text: ui.T(ctx, "matching.alert.when")}, {Text: ui.T(ctx, "matching.alert.messages.state")},
	}}
	for _, m := range v.Messages {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: m.Subject, Href: listPath, Lang: m.Language}, {Text: ui.Instant(ctx, m.CreatedAt)}, {Text: ui.T(ctx, "matching.alert.messages."+string(m.State))},
		})
	}
	return t
}

func thresholds(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, t := range alerts.Thresholds() {
		label := ui.T(ctx, "matching.alert.threshold.points", "Points", t)
		if t == alerts.DefaultThreshold {
			label = ui.T(ctx, "matching.alert.threshold.default", "Points", t)
		}
		list = append(list, ui.Option{Value: strconv.Itoa(t), Label: label})
	}
	return list
}
