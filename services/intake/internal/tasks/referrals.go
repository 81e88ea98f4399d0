package tasks

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/store"
)

// shownReferrals is how many of a kind the front page names one by one.
const shownReferrals = 3

// referrals are the referrals that wait for the caller: without an answer after their time, answered, come in. To a
// counsellor each is named, because each is somebody else to call; what is left over, and everything to who leads the
// teams, is counted on one line.
func (o *Own) referrals(ctx context.Context) ([]Task, error) {
	who, _ := identity.From(ctx)
	if o.Referrals == nil || identity.May(who, identity.ReferralList) != nil {
		return nil, nil
	}
	named := 0
	if scopes := identity.Scopes(who, identity.ReferralList); len(scopes) > 0 && scopes[0] == identity.OwnTeam {
		named = shownReferrals
	}
	var list []Task
	for _, kind := range []struct {
		which      store.ReferralView
		one, count string
		since      func(referrals.Shown) civil.Date
	}{
		{store.OverdueReferrals, "intake.referrals.task.waits", "intake.referrals.task.overdue", func(s referrals.Shown) civil.Date { return s.SentOn }},
		{store.AnsweredReferrals, "intake.referrals.task.answer", "intake.referrals.task.answered", func(s referrals.Shown) civil.Date { return s.AnsweredOn }},
		{store.IncomingReferrals, "intake.referrals.task.came", "intake.referrals.task.incoming", func(s referrals.Shown) civil.Date { return s.CreatedOn }},
	} {
		found, err := o.Referrals.WaitingFor(ctx, kind.which, max(named, 1))
		if err != nil {
			return nil, err
		}
		if found.Count == 0 {
			continue
		}
		shown := found.First[:min(named, len(found.First))]
		for _, s := range shown {
			since := kind.since(s)
			text := ui.T(ctx, kind.one, "Service", s.At.Name(ui.Lang(ctx)))
			t := Task{Text: text, Count: 1, URL: "/intake/people/" + s.Person + "/referrals/" + s.ID, Since: &since}
			if !s.AnswerBy.IsZero() {
				due := s.AnswerBy
				t.Due = &due
			}
			list = append(list, t)
		}
		if left := found.Count - len(shown); left > 0 {
			t := Task{Text: ui.T(ctx, kind.count, left), Count: left, URL: "/intake/referrals?view=" + string(kind.which)}
			if len(shown) == 0 {
				since := kind.since(found.First[0])
				t.Since = &since
			}
			list = append(list, t)
		}
	}
	return list, nil
}
