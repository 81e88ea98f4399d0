package demo

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/contract/matching"
)

// inventGrants lets last month's attendance of each traineeship stand somewhere else; the months before are paid.
func inventGrants(batch matching.TraineeshipBatch) matching.GrantBatch {
	stories := []matching.PastGrant{
		{By: "demo-employer", ByRole: matching.PastGrantByRoleHost, Percent: 96, Last: matching.GrantStateMissing},
		{By: "demo-employer", ByRole: matching.PastGrantByRoleHost, Percent: 92, Last: matching.GrantStateApprove},
		{By: "demo-employer", ByRole: matching.PastGrantByRoleHost, Percent: 60, Last: matching.GrantStateConfirm},
		{By: "demo-counsellor-1", ByRole: matching.PastGrantByRoleCounsellor, Percent: 100, Last: matching.GrantStateApproved},
		{By: "demo-employer", ByRole: matching.PastGrantByRoleHost, Percent: 88, Last: matching.GrantStateReturned},
		{By: "demo-counsellor-1", ByRole: matching.PastGrantByRoleCounsellor, Percent: 70, Last: matching.GrantStateApproved},
	}
	out := matching.GrantBatch{Demo: true, Paid: true, Items: []matching.PastGrant{}}
	for n, x := range batch.Items {
		story := stories[n%len(stories)]
		story.TraineeshipId, story.Approver = x.Id, "demo-coordinator"
		out.Items = append(out.Items, story)
	}
	return out
}

func (l *loader) grants(ctx context.Context, batch matching.TraineeshipBatch) error {
	_, err := patiently(ctx, func(ctx context.Context) (Count, error) {
		r, err := answer[matching.GrantBatchResult](l.matching.LoadGrants(ctx, inventGrants(batch)))
		return Count{Created: r.Entered}, err
	})
	if err != nil {
		return fmt.Errorf("load grants: %w", err)
	}
	return nil
}
