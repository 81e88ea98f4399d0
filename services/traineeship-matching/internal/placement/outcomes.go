package placement

import (
	"context"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// OutcomeRow is what became of people so many months after their traineeships, as far as it may be shown.
type OutcomeRow struct {
	Months  int
	Answers []traineeship.Count // in the order of traineeship.Nows
	Silent  traineeship.Count   // asked, without an answer yet
	Total   traineeship.Count
}

// Outcomes counts what became of people. No count tells of fewer than traineeship.Smallest.
func (d *Desk) Outcomes(ctx context.Context) ([]OutcomeRow, error) {
	if err := identity.May(caller(ctx), identity.OutcomeRead); err != nil {
		return nil, err
	}
	set, err := d.Rules.On(d.Today())
	if err != nil {
		return nil, err
	}
	found, err := d.Store.Outcomes(ctx, d.Today())
	if err != nil {
		return nil, err
	}
	var out []OutcomeRow
	for _, months := range set.FollowUpMonths() {
		var row []int
		for _, now := range traineeship.Nows() {
			row = append(row, found[months][now])
		}
		counts, total := traineeship.Guard(append(row, found[months][""]))
		out = append(out, OutcomeRow{Months: months, Answers: counts[:len(counts)-1], Silent: counts[len(counts)-1], Total: total})
	}
	return out, nil
}

// askedNow are the questions that wait for the person who asks, one for each traineeship that is over.
func (d *Desk) askedNow(ctx context.Context, person string) ([]Task, error) {
	all, _, err := d.Store.List(ctx, records.Listing{Person: person, FollowUp: true, Limit: mostAsked})
	if err != nil {
		return nil, err
	}
	var out []Task
	for _, t := range all {
		if f := t.WaitingFollowUp(); f != nil {
			out = append(out, Task{Kind: "follow-up-mine", Count: 1, Since: f.AskedOn, URL: "/matching/traineeships/" + t.ID + "/follow-up"})
		}
	}
	return out, nil
}
