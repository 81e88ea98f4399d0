package api

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// waiting is something that waits; its text is written when it is listed.
type waiting struct {
	id, url    string
	n          int
	since, due *civil.Date
	whom       contract.TaskWaitsFor // empty: the caller
}

// ListTasks implements contract.StrictServerInterface.
func (s Server) ListTasks(ctx context.Context, _ contract.ListTasksRequestObject) (contract.ListTasksResponseObject, error) {
	out := contract.ListTasks200JSONResponse{Items: []contract.Task{}}
	for _, part := range []func(context.Context) ([]waiting, error){s.contactTasks, s.companyTasks, s.openingTasks, s.reviewTasks} {
		found, err := part(ctx)
		if err != nil {
			return nil, err
		}
		for _, w := range found {
			if w.n == 0 {
				continue
			}
			if w.whom == "" {
				w.whom = contract.WaitsForMe
			}
			out.Items = append(out.Items, contract.Task{Text: s.Task(ctx, w.id, w.n), Count: w.n, Url: w.url, Since: w.since, Due: w.due, WaitsFor: &w.whom})
		}
	}
	return out, nil
}

// contactTasks are the next steps with companies, the visits to the desk and messages that did not arrive.
func (s Server) contactTasks(ctx context.Context) ([]waiting, error) {
	steps, since, err := s.Desk.DueSteps(ctx)
	if err != nil {
		return nil, err
	}
	list := []waiting{{id: "outreach.task.steps", url: "/outreach/contacts?view=steps", n: steps, since: since, due: since}}
	visits, first, err := s.Desk.ToNote(ctx)
	if err != nil {
		return nil, err
	}
	if visits > 0 {
		day := store.Today(*first)
		list = append(list, waiting{id: "outreach.task.visits", url: "/outreach/consultation/desk", n: visits, since: &day, due: &day})
	}
	own, err := s.Desk.OwnVisits(ctx)
	if err != nil {
		return nil, err
	}
	var next time.Time
	for _, v := range own {
		if next.IsZero() || v.Slot.Start.Before(next) {
			next = v.Slot.Start
		}
	}
	if len(own) > 0 {
		day := store.Today(next)
		list = append(list, waiting{id: "outreach.task.own-visits", url: "/outreach/consultation", n: len(own), due: &day})
	}
	failed, err := s.Post.Undelivered(ctx)
	return append(list, waiting{id: "outreach.post.task.failed", url: "/outreach/messages?state=failed", n: failed}), err
}

// companyTasks are the companies that wait for somebody to look at them; an employer's own waits for that too.
func (s Server) companyTasks(ctx context.Context) ([]waiting, error) {
	check, err := s.Desk.ToCheck(ctx)
	if err != nil {
		return nil, err
	}
	list := []waiting{{id: "outreach.task.to-check", url: "/outreach/companies?standing=to-check", n: check.Companies, since: check.Since}}
	who, _ := identity.From(ctx)
	if who.Company == "" || identity.May(who, identity.CompanyConfirm) == nil {
		return list, nil
	}
	own, err := s.Desk.Company(ctx, who.Company)
	if err == nil && own.Standing == company.ToCheck {
		list = append(list, waiting{
			id: "outreach.task.own-check", url: "/outreach/companies/" + own.ID, n: 1, since: own.RegisteredOn, whom: contract.WaitsForCounsellor,
		})
	}
	return list, err
}

func (s Server) openingTasks(ctx context.Context) ([]waiting, error) {
	c, err := s.Desk.Counts(ctx)
	return []waiting{
		{id: "outreach.task.drafts", url: "/outreach/openings?state=draft", n: c.Drafts, since: c.DraftSince},
		{id: "outreach.task.paused", url: "/outreach/openings?state=paused", n: c.Paused, since: c.PausedSince},
		{id: "outreach.task.closing", url: "/outreach/openings?state=published", n: c.ClosingSoon, due: c.ClosingOn},
		{id: "outreach.task.lately", url: "/outreach/openings?state=published", n: c.PublishedLately, since: c.LatelySince},
	}, err
}

// reviewTasks are the portal's pages: the reviewers' to verify, the coordinators' to wait for.
func (s Server) reviewTasks(ctx context.Context) ([]waiting, error) {
	pages, err := s.News.Waiting(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	who, _ := identity.From(ctx)
	whom := contract.WaitsForReviewer
	if identity.May(who, identity.ContentReview) == nil {
		whom = contract.WaitsForMe
	}
	return []waiting{
		{id: "outreach.hiring.task.overdue", url: "/outreach/reviews", n: pages.Overdue, since: &pages.OverdueSince, whom: whom},
		{id: "outreach.hiring.task.change", url: "/outreach/reviews", n: pages.ToChange, since: &pages.ChangeSince, whom: whom},
		{id: "outreach.hiring.task.verify", url: "/outreach/reviews", n: pages.ToVerify, since: &pages.VerifySince, whom: whom},
	}, nil
}
