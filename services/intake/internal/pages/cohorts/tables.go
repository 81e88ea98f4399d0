package cohorts

import (
	"context"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/directory"
)

func versioned(v oneView) []ui.Option {
	return []ui.Option{{Value: "version", Label: fmt.Sprint(v.Full.Version)}}
}

func teamOptions(teams []directory.Team) []ui.Option {
	var list []ui.Option
	for _, t := range teams {
		label := t.Code
		if t.Label != "" {
			label += " – " + t.Label
		}
		list = append(list, ui.Option{Value: t.ID, Label: label})
	}
	return list
}

// badge says where a person of the cohort stands: the City's decision where there is one, else what the upload made.
func (v oneView) badge(ctx context.Context, r cohort.Row) templ.Component {
	switch r.Decision {
	case cohort.Taken:
		return ui.Badge(ui.Good, ui.T(ctx, "intake.cohorts.accepted-one"))
	case cohort.SentBack:
		return ui.Badge(ui.Warn, ui.T(ctx, "intake.cohorts.sent-back-one"))
	}
	if v.Full.State == cohort.Submitted {
		return ui.Badge(ui.Info, ui.T(ctx, "intake.cohorts.undecided-one"))
	}
	return ui.Badge(resultTone(r.Result), ui.T(ctx, "intake.cohorts.result."+string(r.Result)))
}

// columnTable explains the template's columns, from the table that the reader reads by.
func columnTable(ctx context.Context) ui.Table {
	lang := ui.Lang(ctx)
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.template.columns"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.cohorts.column")}, {Text: ui.T(ctx, "intake.cohorts.needed")}, {Text: ui.T(ctx, "intake.cohorts.what-to-write")},
	}}
	for _, c := range cohort.Columns() {
		needed := ui.T(ctx, "intake.cohorts.needed.no")
		if c.Required {
			needed = ui.T(ctx, "intake.cohorts.needed.yes")
		}
		texts := []string{c.Hint.In(lang)}
		var values []string
		for _, value := range c.Values {
			if c.Key != cohort.Country || !cohort.InUnion(value.Code) {
				values = append(values, value.Text.In(lang))
			}
		}
		if len(values) > 0 {
			texts = append(texts, strings.Join(values, ui.Comma(ctx)))
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: c.Heading.In(lang)}, {Text: needed}, {Body: textList(texts)}})
	}
	return t
}
