package pages

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
)

// drawing is the line of time as a picture: one bar per period, its height says what the words beside it say. All
// positions are percentages, so that nothing is distorted on a phone, and mirrored where one reads from the right.
type drawing struct {
	Title       string // what a screen reader is told; the table below says everything
	Bars        []bar
	Terms       []bar // the planned terms
	TodayX      string
	TodayAnchor string
	First, Last string // the days at the two ends
	FirstX      string
	LastX       string
}

type bar struct{ X, Width, Y, Height, Fill string }

// The days that are drawn: a little of what was, and at least the planned half-year.
const (
	daysBefore = 30
	daysAfter  = 365
)

// drawing puts the findings on a line from a month ago to a year from now, or further when a plan asks for it.
func (v workAccessView) drawing(ctx context.Context) drawing {
	from, until := v.Today.AddDays(-daysBefore), v.Today.AddDays(daysAfter)
	for _, t := range v.Terms {
		if t.End.After(until) {
			until = t.End
		}
	}
	rtl := ui.Dir(ctx) == "rtl"
	span := float64(until.DaysSince(from) + 1)
	place := func(a, b civil.Date) (x, width string, ok bool) {
		if a.Before(from) {
			a = from
		}
		if b.After(until) {
			b = until
		}
		if b.Before(a) {
			return "", "", false
		}
		left, wide := 100*float64(a.DaysSince(from))/span, 100*float64(b.DaysSince(a)+1)/span
		if rtl {
			left = 100 - left - wide
		}
		return percent(left), percent(wide), true
	}
	d := drawing{Title: v.summary(ctx), First: ui.Date(ctx, from), Last: ui.Date(ctx, until), FirstX: "0%", LastX: "100%"}
	if rtl {
		d.FirstX, d.LastX = "100%", "0%"
	}
	for _, f := range v.Access.Findings {
		last := until
		if f.Interval.Until != nil {
			last = *f.Interval.Until
		}
		if x, width, ok := place(f.Interval.From, last); ok {
			b := bar{X: x, Width: width}
			b.Y, b.Height, b.Fill = shape(f.Interval.Outcome)
			d.Bars = append(d.Bars, b)
		}
	}
	for _, t := range v.Terms {
		if x, width, ok := place(t.Start, t.End); ok {
			d.Terms = append(d.Terms, bar{X: x, Width: width, Y: "78", Height: "14", Fill: fill(t.Result.Decision)})
		}
	}
	d.TodayX, _, _ = place(v.Today, v.Today)
	d.TodayAnchor = "middle"
	return d
}

func percent(x float64) string { return fmt.Sprintf("%.2f%%", x) }

// shape draws more of a bar the more is allowed, so that colour is not all that tells.
func shape(o policy.Outcome) (y, height, fill string) {
	switch o {
	case policy.MayWork:
		return "22", "44", "#00704a"
	case policy.MayWorkLimited:
		return "34", "32", "#8f5600"
	case policy.NeedsHuman:
		return "46", "20", "#0059b3"
	default:
		return "60", "6", "#b02a44"
	}
}

func fill(d policy.Decision) string {
	switch d {
	case policy.OK:
		return "#00704a"
	case policy.Warn:
		return "#8f5600"
	case policy.Block:
		return "#b02a44"
	default:
		return "#0059b3"
	}
}

// summary says in one sentence whether the person may work today.
func (v workAccessView) summary(ctx context.Context) string {
	for _, f := range v.Access.Findings {
		i := f.Interval
		if v.Today.Before(i.From) || i.Until != nil && i.Until.Before(v.Today) {
			continue
		}
		if i.Until == nil {
			return ui.T(ctx, "intake.papers.today.open", "Outcome", ui.T(ctx, "intake.outcome."+string(i.Outcome)))
		}
		return ui.T(ctx, "intake.papers.today.until", "Outcome", ui.T(ctx, "intake.outcome."+string(i.Outcome)), "Until", ui.Date(ctx, *i.Until))
	}
	return ui.T(ctx, "intake.papers.today.nothing")
}

// noPermit reports whether rule WA-09 holds today: then there is no matching and no contact with employers.
func (v workAccessView) noPermit() bool {
	for _, f := range v.Access.Findings {
		if f.Result.Rule == "WA-09" && !v.Today.Before(f.Interval.From) && (f.Interval.Until == nil || !f.Interval.Until.Before(v.Today)) {
			return true
		}
	}
	return false
}
