package api

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// shortlistTasks tells what waits on shortlists: for the caller, and for whom a counsellor would remind.
func (s *Server) shortlistTasks(ctx context.Context) ([]contract.Task, error) {
	who, _ := identity.From(ctx)
	counts, err := s.Shortlists.Count(ctx)
	if err != nil {
		return nil, err
	}
	staff := identity.May(who, identity.ShortlistRead) == nil
	var items []contract.Task
	for _, state := range shortlist.States() {
		for _, c := range counts {
			if c.State != string(state) {
				continue
			}
			switch {
			case staff:
				items = append(items, task(ctx, "matching.shortlist.task.desk."+c.State, c.N, c.Since, "/matching/shortlist?waits="+string(state.Waits())))
			case who.Has(identity.Person) && state.Waits() == shortlist.Person:
				items = append(items, task(ctx, "matching.shortlist.task.person."+c.State, c.N, c.Since, "/matching/people/"+who.Person+"/proposals"))
			case who.Has(identity.Employer) && state.Waits() == shortlist.Host:
				items = append(items, task(ctx, "matching.shortlist.task.host."+c.State, c.N, c.Since, "/outreach/candidates?waiting=true"))
			}
		}
	}
	if !staff {
		return items, nil
	}
	contested, err := s.Shortlists.Contested(ctx)
	if err != nil {
		return nil, err
	}
	if len(contested) > 0 {
		items = append(items, task(ctx, "matching.shortlist.task.contest", len(contested), contested[0].Since, "/matching/shortlist?waits=contest"))
	}
	return items, nil
}

func task(ctx context.Context, id string, count int, since time.Time, url string) contract.Task {
	day := civil.DateOf(since)
	return contract.Task{Text: ui.T(ctx, id, count), Count: count, Url: url, Since: &day}
}
