package fairness

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/chances"
	"github.com/celav/celav/services/traineeship-matching/internal/fairness"
)

type view struct {
	Answer   chances.Answer
	Quarters []fairness.Quarter
}

func (v view) at(ending string) string {
	return "/matching" + path + ending + "?quarter=" + v.Answer.Quarter.String()
}

func quarterText(ctx context.Context, q fairness.Quarter) string {
	return t(ctx, "quarter.name", "Number", ui.Number(ctx, q.Number), "From", ui.Date(ctx, q.First()), "To", ui.Date(ctx, q.Last()))
}

func (v view) quarters(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: "quarter", Label: t(ctx, "quarter"), Hint: t(ctx, "quarter.hint"), Values: []string{v.Answer.Quarter.String()}, Required: true}
	all := v.Quarters
	if !slices.Contains(all, v.Answer.Quarter) {
		all = append(slices.Clone(all), v.Answer.Quarter)
	}
	for _, q := range all {
		c.Options = append(c.Options, ui.Option{Value: q.String(), Label: quarterText(ctx, q)})
	}
	return c
}

// label is how to call a group.
func label(ctx context.Context, a *chances.Answer, by fairness.Dimension, key string) string {
	switch {
	case key == "":
		return t(ctx, "total")
	case key == fairness.Unknown:
		return t(ctx, "unknown."+string(by))
	case by == fairness.ByTeam && a.Teams[key] != "":
		return a.Teams[key]
	case by == fairness.ByTeam:
		return key
	default:
		return t(ctx, string(by)+"."+key)
	}
}

// table shows each number with its part of the group's people as a bar.
func (v view) table(ctx context.Context, x fairness.Table) ui.Table {
	out := ui.Table{Caption: t(ctx, "by."+string(x.By)), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "group."+string(x.By))},
		{Text: t(ctx, "people"), Number: true},
		{Text: t(ctx, "matched")},
		{Text: t(ctx, "proposed")},
		{Text: t(ctx, "interviewed")},
		{Text: t(ctx, "started")},
		{Text: t(ctx, "proposals"), Number: true},
		{Text: t(ctx, "wait"), Number: true},
	}}
	for _, r := range append(slices.Clone(x.Rows), x.Total) {
		cells := []ui.Cell{{Text: label(ctx, &v.Answer, x.By, r.Key)}, number(ctx, r.Of(fairness.People))}
		for _, m := range []fairness.Measure{fairness.MatchedPeople, fairness.ProposedPeople, fairness.InterviewedPeople, fairness.StartedPeople} {
			cells = append(cells, bar(ctx, &r, m))
		}
		wait := ui.Cell{Text: "–"}
		if r.Wait != nil {
			wait.Text = t(ctx, "days", *r.Wait)
		}
		out.Rows = append(out.Rows, append(cells, number(ctx, r.Of(fairness.Proposals)), wait))
	}
	return out
}

func number(ctx context.Context, c fairness.Cell) ui.Cell {
	if c.Hidden {
		return ui.Cell{Text: t(ctx, "hidden")}
	}
	return ui.Cell{Text: ui.Number(ctx, c.N)}
}

func bar(ctx context.Context, r *fairness.Row, m fairness.Measure) ui.Cell {
	share, ok := r.Share(m)
	if !ok {
		return number(ctx, r.Of(m))
	}
	return ui.Cell{Body: barOf(ui.Number(ctx, r.Of(m).N), share)}
}
