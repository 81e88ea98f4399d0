package pages

import (
	"context"
	"strconv"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

// term is one planned term and what the rules say about it.
type term struct {
	Start, End civil.Date
	Result     policy.Result
}

// The plan that is offered: CeLav's three months, renewed for three.
const (
	termMonths   = 3
	plannedTerms = 2
)

// plan reads what was typed about a start and judges two terms from it (rules WA-01, WA-04, WA-08).
func (p *Pages) plan(c echo.Context, v *workAccessView) error {
	ctx, q := c.Request().Context(), c.Request().URL.Query()
	v.Typed["start"], v.Typed["hours"] = q.Get("start"), q.Get("hours")
	if !q.Has("start") {
		return nil
	}
	planned := registration.Planned{Months: termMonths}
	start, err := civil.ParseDate(q.Get("start"))
	if err != nil {
		v.Errors.Add("start", ui.T(ctx, "ui.error.date"))
	} else if start.Before(v.Today.AddDays(-daysAfter)) || start.After(v.Today.AddDays(2*daysAfter)) {
		v.Errors.Add("start", ui.T(ctx, "intake.papers.plan.range"))
	}
	planned.Start = start
	if text := q.Get("hours"); text != "" {
		hours, err := strconv.Atoi(text)
		if err != nil || hours < 1 || hours > 60 {
			v.Errors.Add("hours", ui.T(ctx, "intake.papers.plan.hours.range"))
		}
		planned.HoursWeek = hours
	}
	if v.Errors.Any() {
		return nil
	}
	results, err := p.Desk.Judge(v.Access, planned, plannedTerms)
	if err != nil {
		return err
	}
	for n, r := range results {
		plan := planned.Plan(n)
		v.Terms = append(v.Terms, term{plan.Start, plan.End, r})
	}
	return nil
}

// terms says what the rules answer to each term.
func (v workAccessView) terms(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.papers.plan"), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "intake.papers.term")},
			{Text: ui.T(ctx, "intake.work.period")},
			{Text: ui.T(ctx, "intake.papers.answer")},
			{Text: ui.T(ctx, "intake.work.source")},
		},
	}
	for n, x := range v.Terms {
		name := ui.T(ctx, "intake.papers.term.first")
		if n > 0 {
			name = ui.T(ctx, "intake.papers.term.renewal")
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: name},
			{Text: ui.T(ctx, "intake.work.from-until", "From", ui.Date(ctx, x.Start), "Until", ui.Date(ctx, x.End))},
			{Body: answerCell(x.Result)},
			{Body: sourceCell(x.Result, v.Today)},
		})
	}
	return t
}

func decisionTone(d policy.Decision) ui.Tone {
	switch d {
	case policy.OK:
		return ui.Good
	case policy.Warn:
		return ui.Warn
	case policy.Block:
		return ui.Bad
	default:
		return ui.Info
	}
}

// employer is what an employer would be told today (rule WA-11).
func (v workAccessView) employer(ctx context.Context) []ui.Definition {
	e := v.Employer
	rows := []ui.Definition{{Term: ui.T(ctx, "intake.papers.employer.answer"), Value: ui.T(ctx, "intake.papers.employer."+string(e.Answer))}}
	if e.Answer == policy.AnswerNo && !e.From.IsZero() {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "intake.papers.employer.from"), Value: ui.Date(ctx, e.From)})
	}
	if !e.Until.IsZero() {
		until := ui.Date(ctx, e.Until)
		if e.Renewable {
			until += ui.Semicolon(ctx) + ui.T(ctx, "intake.work.renewable")
		}
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "intake.papers.employer.until"), Value: until})
	}
	if e.HoursWeek > 0 {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "intake.papers.employer.limit"), Value: ui.T(ctx, "intake.work.hours", e.HoursWeek)})
	}
	for _, paper := range e.Papers {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "intake.papers.employer.paper"), Value: ui.T(ctx, "intake.papers.paper."+paper)})
	}
	return rows
}

func removalOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, r := range person.Removals() {
		list = append(list, ui.Option{Value: r, Label: ui.T(ctx, "intake.papers.removal."+r)})
	}
	return list
}
