package renewals

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

type forecastView struct {
	Weeks []ledger.Week
	Team  string
	Tabs  []ui.Tab
}

func (p *Pages) forecast(c echo.Context) error {
	v := forecastView{Team: c.QueryParam("team")}
	var err error
	if v.Weeks, err = p.Outlook.Weeks(c.Request().Context(), v.Team); err != nil {
		return err
	}
	v.Tabs, _ = p.teamTabs(c, Home+"/forecast", v.Team)
	return web.Render(c, http.StatusOK, forecastPage(v))
}

func (v forecastView) path() string {
	if v.Team == "" {
		return Home + "/forecast"
	}
	return Home + "/forecast?team=" + v.Team
}

func (v forecastView) decisions(ctx context.Context) chart {
	c := v.chart(ctx)
	var without, with int
	for _, w := range v.Weeks {
		c.add(int64(w.DecisionsWithout()), int64(w.DecisionsWith()))
		without += w.DecisionsWithout()
		with += w.DecisionsWith()
	}
	c.Top = t(ctx, "chart.most", "Value", ui.Number(ctx, int(c.most())))
	c.Summary = t(ctx, "chart.decisions.summary", "Without", ui.Number(ctx, without), "With", ui.Number(ctx, with), "Most", ui.Number(ctx, int(c.most())))
	return c
}

func (v forecastView) budget(ctx context.Context) chart {
	c := v.chart(ctx)
	var without, with int64
	for _, w := range v.Weeks {
		c.add(w.Without(), w.With())
		without += w.Without()
		with += w.With()
	}
	c.Top = t(ctx, "chart.most", "Value", ui.Euro(ctx, c.most()))
	c.Summary = t(ctx, "chart.budget.summary", "Without", ui.Euro(ctx, without), "With", ui.Euro(ctx, with), "Most", ui.Euro(ctx, c.most()))
	return c
}

// chart is an empty one with what both have: its legend and the days under it.
func (v forecastView) chart(ctx context.Context) chart {
	c := chart{Sure: t(ctx, "chart.sure"), Pending: t(ctx, "chart.pending"), Mirrored: ui.Dir(ctx) == "rtl"}
	for i := 0; i < len(v.Weeks); i += 5 {
		c.Axis = append(c.Axis, ui.DateShort(v.Weeks[i].Monday)[:5])
	}
	return c
}

func (v forecastView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "forecast.table"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "forecast.week")},
		{Text: t(ctx, "forecast.decisions.without"), Number: true},
		{Text: t(ctx, "forecast.decisions.with"), Number: true},
		{Text: t(ctx, "forecast.cents.without"), Number: true},
		{Text: t(ctx, "forecast.cents.with"), Number: true},
	}}
	row := func(first string, w ledger.Week) {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: first},
			{Text: ui.Number(ctx, w.DecisionsWithout())},
			{Text: ui.Number(ctx, w.DecisionsWith())},
			{Text: ui.Euro(ctx, w.Without())},
			{Text: ui.Euro(ctx, w.With())},
		})
	}
	var all ledger.Week
	for _, w := range v.Weeks {
		row(ui.Date(ctx, w.Monday), w)
		for lane := range w.Cents {
			all.Cents[lane] += w.Cents[lane]
			all.Decisions[lane] += w.Decisions[lane]
		}
	}
	row(t(ctx, "forecast.all"), all)
	return out
}
