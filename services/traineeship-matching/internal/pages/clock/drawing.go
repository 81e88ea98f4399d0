package clock

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
)

// drawing is the line of time as a picture: one bar for each stretch, higher the freer it is, with its sign; below, what
// is agreed and what a renewal would add. Positions are percentages, mirrored where one reads from the right. The list
// under it says everything in words.
type drawing struct {
	Title         string
	Past          bar // what has passed is not judged
	Bars          []bar
	Agreed, Added bar
	TodayX        string
	TodayAnchor   string
	First, Last   label
}

type bar struct{ X, Width, Y, Height, Fill, Middle, Sign, SignY string }

type label struct{ X, Text string }

// narrow is the share of the line below which a sign has no room.
const narrow = 4.0

func (v View) drawing(ctx context.Context) drawing {
	rtl := ui.Dir(ctx) == "rtl"
	span := float64(v.End.DaysSince(v.Start) + 1)
	place := func(a, b civil.Date) bar {
		left, wide := 100*float64(a.DaysSince(v.Start))/span, 100*float64(b.DaysSince(a)+1)/span
		if rtl {
			left = 100 - left - wide
		}
		return bar{X: percent(left), Width: percent(wide), Middle: percent(left + wide/2), Sign: map[bool]string{true: " "}[wide < narrow]}
	}
	d := drawing{Title: v.summary(ctx), First: label{"0%", ui.DateShort(v.Start)}, Last: label{"100%", ui.DateShort(v.End)}}
	if rtl {
		d.First.X, d.Last.X = "100%", "0%"
	}
	for _, x := range v.Line {
		b := place(x.From, x.Until)
		b.Y, b.Height, b.SignY, b.Fill = shape(x.Mark)
		if b.Sign == "" {
			b.Sign = sign(x.Mark)
		}
		d.Bars = append(d.Bars, b)
	}
	agreed := v.End
	if v.RenewalFrom.IsValid() {
		agreed = v.RenewalFrom.AddDays(-1)
		d.Added = place(v.RenewalFrom, v.End)
	}
	d.Agreed = place(v.Start, agreed)
	if v.Today.After(v.Start) {
		d.Past = place(v.Start, v.Today.AddDays(-1))
	}
	if !v.Today.Before(v.Start) && !v.Today.After(v.End) {
		d.TodayX, d.TodayAnchor = today(v, span, rtl)
	}
	return d
}

// today is where today's line stands, and on which side its word has room.
func today(v View, span float64, rtl bool) (x, anchor string) {
	at := 100 * float64(v.Today.DaysSince(v.Start)) / span
	anchor = "middle"
	switch {
	case at < 15:
		anchor = "start"
	case at > 85:
		anchor = "end"
	}
	if rtl {
		at = 100 - at
	}
	return percent(at), anchor
}

func percent(x float64) string { return fmt.Sprintf("%.2f%%", x) }

// shape draws more of a bar the freer a stretch is; its sign stands in the middle.
func shape(m policy.Mark) (y, height, sign, fill string) {
	switch m {
	case policy.Allowed:
		return "22", "44", "50", "#00704a"
	case policy.Limited, policy.ToRenew:
		return "30", "36", "54", "#8f5600"
	case policy.Stopped, policy.Lapsed:
		return "46", "20", "62", "#b02a44"
	default:
		return "38", "28", "58", "#0059b3"
	}
}

// summary says in one sentence how the line stands.
func (v View) summary(ctx context.Context) string {
	if len(v.Line) == 0 {
		return t(ctx, "over")
	}
	x, ok := v.first()
	if !ok {
		return t(ctx, "free", "Until", ui.Date(ctx, v.End))
	}
	if x.From.After(v.Today) {
		return t(ctx, "from", "From", ui.Date(ctx, x.From), "What", t(ctx, "mark."+string(x.Mark)))
	}
	return t(ctx, "now", "What", t(ctx, "mark."+string(x.Mark)))
}
