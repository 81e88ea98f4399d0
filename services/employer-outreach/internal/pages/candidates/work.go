package candidates

import (
	"context"
	"strings"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/ui"
)

// work says whether the person may do this work, until when, and what to see: never why (rule WA-11).
func (v oneView) work(ctx context.Context) []ui.Definition {
	w := v.Entry.Work
	if w == nil {
		return nil
	}
	tone := map[contract.WorkViewAnswer]ui.Tone{contract.WorkYes: ui.Good, contract.WorkAsk: ui.Warn, contract.WorkNo: ui.Bad}[w.Answer]
	rows := []ui.Definition{{
		Term: ui.T(ctx, "outreach.candidates.work"), Body: ui.Badge(tone, ui.T(ctx, "outreach.candidates.view."+string(w.Answer))),
	}}
	add := func(id, value string) {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.candidates.view."+id), Value: value})
	}
	if w.From != nil {
		add("from", ui.Date(ctx, *w.From))
	}
	if w.Until != nil {
		until := ui.Date(ctx, *w.Until)
		if w.Renewable {
			until += " (" + ui.T(ctx, "outreach.candidates.view.renewable") + ")"
		}
		add("until", until)
	}
	if w.HoursWeek > 0 {
		add("limit", ui.T(ctx, "outreach.candidates.view.hours", w.HoursWeek))
	}
	var papers []string
	for _, code := range w.Papers {
		if id := "outreach.candidates.view.paper." + code; ui.Has(ctx, id) {
			papers = append(papers, ui.T(ctx, id))
		}
	}
	if len(papers) > 0 {
		add("papers", strings.Join(papers, ui.Semicolon(ctx)))
	}
	return rows
}
