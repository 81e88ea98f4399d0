package cohorts

import (
	"context"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/cohort"
)

func (v oneView) lead(ctx context.Context) string {
	who := "partner"
	if v.MayFollow {
		who = "city"
	}
	return ui.T(ctx, "intake.cohorts.next."+who+"."+string(v.Full.State))
}

func (v oneView) steps(ctx context.Context) []ui.Step {
	rows := v.Full.Counts.Rows > 0
	sound := rows && v.Full.Counts.Faulty == 0
	submitted := v.Full.State == cohort.Submitted || v.Full.State == cohort.Accepted
	list := []ui.Step{
		{Text: ui.T(ctx, "intake.cohorts.step.send"), Done: rows},
		{Text: ui.T(ctx, "intake.cohorts.step.mend"), Done: sound && v.Full.Counts.SentBack == 0},
		{Text: ui.T(ctx, "intake.cohorts.step.submit"), Done: submitted},
		{Text: ui.T(ctx, "intake.cohorts.step.check"), Done: v.Full.State == cohort.Accepted},
		{Text: ui.T(ctx, "intake.cohorts.step.follow")},
	}
	for i := range list {
		if !list[i].Done {
			list[i].Current = true
			break
		}
	}
	return list
}

// facts are the cohort at a glance; counts that say nothing are left out.
func (v oneView) facts(ctx context.Context) []ui.Definition {
	n := v.Full.Counts
	list := []ui.Definition{{Term: ui.T(ctx, "intake.cohorts.state"), Body: ui.Badge(stateTone(v.Full.State), ui.T(ctx, "intake.cohorts.state."+string(v.Full.State)))}}
	if v.Partner != "" {
		list = append(list, ui.Definition{Term: ui.T(ctx, "intake.cohorts.partner"), Value: v.Partner})
	}
	if !v.Full.Submitted.IsZero() {
		list = append(list, ui.Definition{Term: ui.T(ctx, "intake.cohorts.submitted-on"), Value: ui.Date(ctx, v.Full.Submitted)})
	}
	for _, x := range []struct {
		id string
		n  int
		of bool
	}{
		{"people", n.Rows, true},
		{"result.create", n.Create, v.MayWrite},
		{"result.update", n.Update, v.MayWrite},
		{"result.same", n.Same, v.MayWrite},
		{"result.error", n.Faulty, v.MayWrite},
		{"warned", n.Warned, n.Warned > 0},
		{"accepted", n.Accepted, n.Accepted > 0},
		{"sent-back", n.SentBack, n.SentBack > 0},
		{"undecided", n.Undecided, v.Full.State == cohort.Submitted},
	} {
		if x.of {
			list = append(list, ui.Definition{Term: ui.T(ctx, "intake.cohorts."+x.id), Value: ui.Number(ctx, x.n)})
		}
	}
	return list
}
