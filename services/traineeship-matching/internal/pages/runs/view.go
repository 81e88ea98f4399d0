package runs

import (
	"context"
	"strings"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/runs"
)

// listView is a page of runs.
type listView struct {
	Page   runs.Page
	Filter runlog.Filter
	Path   string
}

func (v listView) title(ctx context.Context) string {
	switch {
	case v.Filter.Person != "":
		return t(ctx, "list.person", "Person", personLabel(v.Page.Names, v.Filter.Person))
	case v.Filter.Opening != "":
		return t(ctx, "list.opening", "Opening", openingLabel(v.Page.Names, v.Filter.Opening))
	default:
		return t(ctx, "list")
	}
}

func (v listView) file() ui.PersonFile {
	return ui.PersonFile{ID: v.Filter.Person, Part: "runs"}
}

func (v listView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "list"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "at")}, {Text: t(ctx, "what")}, {Text: t(ctx, "by")}, {Text: t(ctx, "counts")},
	}}
	for i := range v.Page.Runs {
		r := &v.Page.Runs[i]
		found := counts(ctx, r)
		if r.Direction == runlog.ForGroup {
			found = t(ctx, "placed") + ui.Colon(ctx) + ui.Number(ctx, r.Eligible)
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: ui.Instant(ctx, r.At), Href: "/matching/runs/" + r.ID},
			{Text: titleOf(ctx, v.Page.Names, r)},
			{Text: who(ctx, v.Page.Colleagues, r.Subject)},
			{Text: found},
		})
	}
	return out
}

func (v listView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Runs)}
	if v.Page.Next != "" {
		p.Next = withCursor(v.Path, v.Page.Next)
	}
	if v.Filter.Cursor != "" {
		p.First = v.Path
	}
	return p
}

// runView is one run on a page.
type runView struct {
	Sheet Sheet
	Own   string // the person's language
	PDF   bool
	// Contest: the viewer may object to the run; Reads: and open what was objected to.
	Contest, Reads bool
}

func (v runView) crumbs(ctx context.Context) []ui.Link {
	switch {
	case v.Sheet.Person != "":
		return []ui.Link{{Text: t(ctx, "list"), Href: "/matching/people/" + v.Sheet.Person + "/runs"}}
	case v.Sheet.Opening != "":
		return []ui.Link{{Text: t(ctx, "list"), Href: "/matching/openings/" + v.Sheet.Opening + "/runs"}}
	default:
		return nil
	}
}

// copyLink is a form in which the sheet is taken along.
type copyLink struct{ Href, Text string }

// downloads offers the sheet in the person's language, and in the page's where that is another.
func (v runView) downloads(ctx context.Context) []copyLink {
	languages := []string{ui.Lang(ctx)}
	if v.Own != "" && v.Own != ui.Lang(ctx) {
		languages = []string{v.Own, ui.Lang(ctx)}
	}
	var out []copyLink
	for _, l := range languages {
		at := "/matching/runs/" + v.Sheet.Run + "/sheet"
		if v.PDF {
			out = append(out, copyLink{at + ".pdf?language=" + l, t(ctx, "pdf", "Language", languageName(l))})
		}
		out = append(out, copyLink{at + ".json?language=" + l, t(ctx, "json", "Language", languageName(l))})
	}
	return out
}

func languageName(tag string) string {
	for _, l := range ui.Languages() {
		if l.Tag == tag {
			return l.Name
		}
	}
	return tag
}

func facts(lines []Line) []ui.Definition {
	out := make([]ui.Definition, 0, len(lines))
	for _, l := range lines {
		out = append(out, ui.Definition{Term: l.Term, Value: l.Value})
	}
	return out
}

// partsTable is the score of one result, part by part.
func partsTable(ctx context.Context, x Reasons) ui.Table {
	out := ui.Table{Caption: ui.T(ctx, "matching.parts"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.part")}, {Text: ui.T(ctx, "matching.value")}, {Text: ui.T(ctx, "matching.weight"), Number: true},
	}}
	for _, p := range x.Parts {
		value := named(ctx, "matching.state.", p.State)
		if p.Value != nil {
			value = ui.Percent(ctx, *p.Value)
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: p.Name}, {Text: value}, {Text: ui.Number(ctx, int(p.Weight))}})
	}
	return out
}

// partsLine is the same in one line, for a list on paper.
func partsLine(ctx context.Context, x Reasons) string {
	var parts []string
	for _, p := range x.Parts {
		if p.Value != nil {
			parts = append(parts, p.Name+" "+ui.Percent(ctx, *p.Value))
		}
	}
	return strings.Join(parts, " · ")
}

func (v runView) contestText(ctx context.Context) string {
	viewer, _ := identity.From(ctx)
	if identity.May(viewer, identity.ShortlistWrite) == nil {
		return ui.T(ctx, "matching.contests.write.for")
	}
	return ui.T(ctx, "matching.contests.write")
}
