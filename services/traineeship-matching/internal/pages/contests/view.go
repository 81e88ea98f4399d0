package contests

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

func (v listView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "person")}, {Text: t(ctx, "about")}, {Text: t(ctx, "since")}, {Text: t(ctx, "until")},
	}}
	for _, c := range v.Contests {
		name := v.Names.People[c.Person].Label
		if name == "" {
			name = c.Person
		}
		about := t(ctx, "about.run")
		if c.Entry != "" {
			about = t(ctx, "about.entry")
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: name, Href: listPath + "/" + c.ID}, {Text: about}, {Text: ui.Instant(ctx, c.At)}, {Text: dueText(ctx, c, v.Today)},
		})
	}
	return out
}

func dueText(ctx context.Context, c shortlist.Contest, today civil.Date) string {
	day := civil.DateOf(c.Due())
	text := ui.Date(ctx, day)
	if c.AnsweredAt == nil && day.Before(today) {
		text += " · " + t(ctx, "late")
	}
	return text
}

func (v oneView) title(ctx context.Context) string {
	return t(ctx, "one", "At", ui.Instant(ctx, v.Contest.At))
}

func (v oneView) file() ui.PersonFile { return ui.PersonFile{ID: v.Contest.Person, Part: "proposals"} }

// about is where what is contested is read.
func (v oneView) about(ctx context.Context) ui.Link {
	switch {
	case v.Contest.Run != "":
		return ui.Link{Text: t(ctx, "see.run"), Href: "/matching/runs/" + v.Contest.Run}
	case v.Own:
		return ui.Link{Text: t(ctx, "see.proposals"), Href: "/matching/people/" + v.Contest.Person + "/proposals"}
	default:
		return ui.Link{Text: t(ctx, "see.entry"), Href: "/matching/shortlist/" + v.Contest.Entry}
	}
}

func (v oneView) facts(ctx context.Context) []ui.Definition {
	c := v.Contest
	var rows []ui.Definition
	if v.Name != "" {
		rows = append(rows, ui.Definition{Term: t(ctx, "person"), Value: v.Name})
	}
	if c.AnsweredAt == nil {
		return append(rows, ui.Definition{Term: t(ctx, "until"), Value: dueText(ctx, c, v.Today)})
	}
	rows = append(rows, ui.Definition{Term: t(ctx, "answered"), Value: ui.Instant(ctx, *c.AnsweredAt)})
	if c.Verdict != "" {
		rows = append(rows, ui.Definition{Term: t(ctx, "decision"), Value: t(ctx, "verdict."+string(c.Verdict))})
	}
	rows = append(rows, ui.Definition{Term: t(ctx, "reason"), Value: c.Answer})
	if v.By != "" {
		rows = append(rows, ui.Definition{Term: t(ctx, "by"), Value: v.By})
	}
	return rows
}

func (v oneView) verdicts(ctx context.Context) ui.Choice {
	c := ui.Choice{
		Name: "verdict", Label: t(ctx, "decision"), Hint: t(ctx, "decision.hint"), Required: true, Error: v.Errors.For("verdict"), Values: []string{v.Typed.Get("verdict")},
	}
	for _, x := range shortlist.Verdicts() {
		c.Options = append(c.Options, ui.Option{Value: string(x), Label: t(ctx, "verdict."+string(x))})
	}
	return c
}

func (v writeView) title(ctx context.Context) string {
	if v.Own {
		return t(ctx, "write")
	}
	return t(ctx, "write.for")
}

func (v writeView) lead(ctx context.Context) string {
	if v.Own {
		return t(ctx, "write.lead")
	}
	return t(ctx, "write.lead.for")
}
