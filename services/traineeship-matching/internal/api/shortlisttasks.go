package api

import (
	"context"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// shortlistTasks tells what waits on shortlists: for the caller, and for whom the caller would remind.
func (s *Server) shortlistTasks(ctx context.Context) ([]contract.Task, error) {
	who, _ := identity.From(ctx)
	counts, err := s.Shortlists.Count(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case identity.May(who, identity.ShortlistRead) == nil:
		return s.deskTasks(ctx, counts)
	case who.Has(identity.Person):
		return partyTasks(ctx, counts, shortlist.Person, "/matching/people/"+who.Person+"/proposals", "/matching/people/"+who.Person+"/proposals"), nil
	case who.Has(identity.Employer):
		return partyTasks(ctx, counts, shortlist.Host, "/outreach/candidates?waiting=true", "/outreach/candidates"), nil
	default:
		return nil, nil
	}
}

// deskTasks are staff's: each state on a line of its own, because each asks for something else.
func (s *Server) deskTasks(ctx context.Context, counts []store.Counted) ([]contract.Task, error) {
	var items []contract.Task
	for _, state := range shortlist.States() {
		for _, c := range counts {
			if c.State == string(state) {
				items = append(items, task(ctx, "matching.shortlist.task.desk."+c.State, c, "/matching/shortlist?waits="+string(state.Waits()), staffWaits(state.Waits())))
			}
		}
	}
	contested, err := s.Shortlists.OpenContests(ctx)
	if err != nil || len(contested) == 0 {
		return items, err
	}
	url := "/matching/contests"
	if len(contested) == 1 {
		url += "/" + contested[0].ID
	}
	open := task(ctx, "matching.shortlist.task.contest", store.Counted{N: len(contested), Since: contested[0].At}, url, contract.WaitsForMe)
	due := civil.DateOf(contested[0].Due())
	open.Due = &due
	return append(items, open), nil
}

// partyTasks are a person's or an employer's: the own answers state by state, and whom they wait for.
func partyTasks(ctx context.Context, counts []store.Counted, party shortlist.Party, own, others string) []contract.Task {
	var items []contract.Task
	waiting := map[contract.TaskWaitsFor]store.Counted{}
	for _, state := range shortlist.States() {
		for _, c := range counts {
			switch {
			case c.State != string(state) || !state.ShownToHost():
			case state.Waits() == party:
				items = append(items, task(ctx, "matching.shortlist.task."+string(party)+"."+c.State, c, own, contract.WaitsForMe))
			case state.Waits() != shortlist.Desk || state == shortlist.Chosen:
				whom := contract.WaitsForCounsellor
				if state.Waits() != shortlist.Desk {
					whom = staffWaits(state.Waits())
				}
				sum := waiting[whom]
				if sum.N == 0 || c.Since.Before(sum.Since) {
					sum.Since = c.Since
				}
				sum.N += c.N
				waiting[whom] = sum
			}
		}
	}
	for _, whom := range []contract.TaskWaitsFor{contract.WaitsForPerson, contract.WaitsForEmployer, contract.WaitsForCounsellor} {
		if sum := waiting[whom]; sum.N > 0 {
			items = append(items, task(ctx, "matching.shortlist.task.others."+string(whom), sum, others, whom))
		}
	}
	return items
}

// staffWaits is whom staff waits for.
func staffWaits(p shortlist.Party) contract.TaskWaitsFor {
	switch p {
	case shortlist.Host:
		return contract.WaitsForEmployer
	case shortlist.Person:
		return contract.WaitsForPerson
	default:
		return contract.WaitsForMe
	}
}

func task(ctx context.Context, id string, c store.Counted, url string, whom contract.TaskWaitsFor) contract.Task {
	day := civil.DateOf(c.Since)
	return contract.Task{Text: ui.T(ctx, id, c.N), Count: c.N, Url: url, Since: &day, WaitsFor: &whom}
}
