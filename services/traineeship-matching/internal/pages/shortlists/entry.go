package shortlists

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

// entryView is one entry, for who follows the person.
type entryView struct {
	File  shortlisting.File
	Names naming.Names
	Tried tried
	Opens string // where the agreed traineeship or hire is opened
	// Became is the page of the traineeship or hire that came of it.
	Became string
}

func callerPerson(ctx context.Context) string {
	who, _ := identity.From(ctx)
	if who.Has(identity.Person) && identity.May(who, identity.ShortlistRead) != nil {
		return who.Person
	}
	return ""
}

func (p *Pages) entry(c echo.Context) error {
	return p.drawEntry(c, http.StatusOK, c.Param("entry"), tried{})
}

func (p *Pages) drawEntry(c echo.Context, status int, id string, t tried) error {
	ctx := c.Request().Context()
	f, err := p.Desk.Open(ctx, id)
	if err != nil {
		return err
	}
	v := entryView{File: f, Tried: t, Names: p.Desk.Names(ctx, wantedOf(ctx, f.Entry))}
	if agreed := f.Entry.Facts.Agreed(); f.Entry.State == shortlist.Chosen && p.Opens != nil {
		v.Opens = p.Opens(agreed, id)
	}
	if f.Entry.State == shortlist.Placed && f.Entry.Facts.Record != "" {
		v.Became = "/matching/people/" + f.Entry.Person + "/traineeships"
		if f.Entry.Facts.Agreed() == "traineeship" {
			v.Became = "/matching/traineeships/" + f.Entry.Facts.Record
		}
	}
	return web.Render(c, status, entryPage(v))
}

func (v entryView) path() string { return "/matching/shortlist/" + v.File.Entry.ID }

func (v entryView) title(ctx context.Context) string {
	return ui.T(ctx, "matching.shortlist.entry", "Person", personLabel(v.Names, v.File.Entry.Person), "Opening", openingLabel(v.Names, v.File.Entry.Opening))
}

func (v entryView) crumbs(ctx context.Context) []ui.Link {
	return []ui.Link{
		{Text: ui.T(ctx, "matching.shortlist.waiting"), Href: "/matching/shortlist"},
		{Text: openingLabel(v.Names, v.File.Entry.Opening), Href: "/matching/openings/" + v.File.Entry.Opening + "/shortlist"},
	}
}

func (v entryView) forms() []actForm {
	return forms(v.File.Entry, shortlist.Desk, v.path(), v.Tried)
}

func (v entryView) mayDecide() bool {
	for _, a := range shortlist.Acts(v.File.Entry.State, shortlist.Desk) {
		if a == shortlist.Propose || a == shortlist.Hold || a == shortlist.Pass {
			return true
		}
	}
	return false
}

// facts say where the entry stands.
func facts(ctx context.Context, e shortlist.Entry) []ui.Definition {
	rows := []ui.Definition{
		{Term: ui.T(ctx, "matching.shortlist.state"), Body: ui.Badge(tone(e.State), stateText(ctx, e.State))},
		{Term: ui.T(ctx, "matching.shortlist.since"), Value: ui.Instant(ctx, e.Since)},
		{Term: ui.T(ctx, "matching.shortlist.waits"), Value: waitsText(ctx, e.State)},
	}
	add := func(id, value string) {
		if value != "" {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, id), Value: value})
		}
	}
	f := e.Facts
	if f.Asked != nil && e.State == shortlist.ConsentAsked {
		add("matching.shortlist.asked", ui.T(ctx, "matching.shortlist.asked."+string(f.Asked.By), "Until", ui.Date(ctx, f.Asked.Until)))
	}
	if f.Given != nil {
		add("matching.shortlist.given", ui.T(ctx, "matching.shortlist.given.text", "How", ui.T(ctx, "matching.shortlist.how."+f.Given.How), "Until", ui.Date(ctx, f.Given.Until)))
		contact := e.Words.Contact
		if contact == "" {
			contact = ui.T(ctx, "matching.shortlist.through")
		}
		add("matching.shortlist.reach", contact)
	}
	if f.Booked != nil {
		add("matching.shortlist.booked", ui.Instant(ctx, *f.Booked))
	} else if e.State == shortlist.TimesProposed {
		var times []string
		for _, t := range f.Times {
			times = append(times, ui.Instant(ctx, t))
		}
		add("matching.shortlist.times", strings.Join(times, ui.Semicolon(ctx)))
	}
	if f.Reason != "" && ui.Has(ctx, "matching.shortlist.reason."+f.Reason) {
		add("matching.shortlist.reason", ui.T(ctx, "matching.shortlist.reason."+f.Reason))
	}
	if f.NextStep != "" {
		add("matching.shortlist.next", ui.T(ctx, "matching.shortlist.next."+f.NextStep))
	}
	return rows
}

// basis says on what the decision rests.
func (v entryView) basis(ctx context.Context) []ui.Definition {
	e := v.File.Entry
	d := e.Facts.Decision
	rows := []ui.Definition{
		{Term: ui.T(ctx, "matching.shortlist.decided"), Value: ui.Instant(ctx, d.At)},
		{Term: ui.T(ctx, "matching.shortlist.total"), Value: totalText(ctx, e)},
		{Term: ui.T(ctx, "matching.shortlist.completeness"), Value: ui.Percent(ctx, float64(d.Completeness)/100)},
		{Term: ui.T(ctx, "matching.shortlist.higher"), Value: ui.Number(ctx, d.Higher)},
		{Term: ui.T(ctx, "matching.shortlist.run"), Value: d.Run},
		{Term: ui.T(ctx, "matching.shortlist.rules"), Value: d.Rules + "; " + d.Weights + "; " + d.Taxonomy},
	}
	if d.SkipReason != "" {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "matching.shortlist.skip-reason"), Value: ui.T(ctx, "matching.shortlist.skip."+d.SkipReason)})
	}
	if d.Override != "" {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "matching.shortlist.override-reason"), Value: ui.T(ctx, "matching.shortlist.override."+d.Override)})
	}
	return rows
}

func (v entryView) history(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.shortlist.history"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.shortlist.when")},
		{Text: ui.T(ctx, "matching.shortlist.what")},
		{Text: ui.T(ctx, "matching.shortlist.who")},
		{Text: ui.T(ctx, "matching.shortlist.state")},
	}}
	for _, x := range v.File.Events {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: ui.Instant(ctx, x.At)},
			{Text: ui.T(ctx, "matching.shortlist.act."+x.Act)},
			{Text: ui.T(ctx, "matching.shortlist.waits."+x.Party)},
			{Text: stateText(ctx, shortlist.State(x.To))},
		})
	}
	return t
}

// outcomes are what either side recorded.
func (v entryView) outcomes(ctx context.Context) []ui.Definition {
	var rows []ui.Definition
	for side, o := range map[string]*shortlist.Outcome{"desk": v.File.Entry.Facts.Desk, "host": v.File.Entry.Facts.Host} {
		if o == nil {
			continue
		}
		text := ui.T(ctx, "matching.shortlist.outcome."+o.What)
		if o.Reason != "" {
			text += ui.Colon(ctx) + ui.T(ctx, "matching.shortlist.reason."+o.Reason)
		}
		if o.NextStep != "" {
			text += ui.Semicolon(ctx) + ui.T(ctx, "matching.shortlist.next."+o.NextStep)
		}
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "matching.shortlist.outcome.by."+side), Value: text})
	}
	if len(rows) == 2 && rows[0].Term > rows[1].Term {
		rows[0], rows[1] = rows[1], rows[0]
	}
	return rows
}

// blindLines is what the employer sees, in sentences.
func (v entryView) blindLines(ctx context.Context) []string {
	b := v.File.Entry.Words.Blind
	lines := []string{ui.T(ctx, "matching.shortlist.blind.counts", "Found", b.Found, "Near", b.Near, "Missing", b.Missing)}
	var langs []string
	for _, l := range b.Languages {
		name := l.Language
		if id := "matching.language." + l.Language; ui.Has(ctx, id) {
			name = ui.T(ctx, id)
		}
		langs = append(langs, strings.TrimSpace(name+" "+l.Level))
	}
	if len(langs) > 0 {
		lines = append(lines, ui.T(ctx, "matching.shortlist.blind.languages")+ui.Colon(ctx)+strings.Join(langs, ui.Comma(ctx)))
	}
	if b.Commute != "" {
		lines = append(lines, ui.T(ctx, "matching.shortlist.blind.commute."+b.Commute))
	}
	if b.Detail == 0 {
		lines = append(lines, ui.T(ctx, "matching.shortlist.blind.alike", "Alike", b.Alike))
	} else {
		lines = append(lines, ui.T(ctx, "matching.shortlist.blind.coarse"))
	}
	return lines
}
