// Package api implements the contract: decode, call the desk, encode.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"cloud.google.com/go/civil"
	"github.com/celav/celav/pkg/audit"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Server answers the operations of the contract.
type Server struct {
	Desk   *hiring.Desk
	Labels *hiring.Labels
	News   *portal.Newsroom
	Rules  policy.Library
	Feed   *feed.Log
	Audit  *audit.Recorder
	States feed.StateReader
	// MarkDemo says that the records hold a demonstration.
	MarkDemo func(ctx context.Context) error
	// Target is how many contacts with companies the service wants to have.
	Target int
	// Task writes what waits, in the request's language.
	Task func(ctx context.Context, id string, count int) string
}

var _ contract.StrictServerInterface = Server{}

func query(cursor *string, limit *int) store.Query {
	var q store.Query
	if cursor != nil {
		q.Cursor = *cursor
	}
	if limit != nil {
		q.Limit = *limit
	}
	return q
}

// ListChanges implements contract.StrictServerInterface.
func (s Server) ListChanges(ctx context.Context, r contract.ListChangesRequestObject) (contract.ListChangesResponseObject, error) {
	var after string
	var limit int
	var wait time.Duration
	if r.Params.After != nil {
		after = *r.Params.After
	}
	if r.Params.Limit != nil {
		limit = *r.Params.Limit
	}
	if r.Params.Wait != nil {
		var err error
		if wait, err = time.ParseDuration(*r.Params.Wait); err != nil || wait < 0 {
			return nil, fault.Violations{{Parameter: "wait", Code: "duration", Message: "want a duration such as 20s"}}.Err()
		}
	}
	page, err := s.Feed.Changes(ctx, s.States, after, limit, wait)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	return changes(page), nil
}

// changes is a page of the feed, whose states are JSON already.
type changes feed.Page

// VisitListChangesResponse implements the generated interface.
func (c changes) VisitListChangesResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if err := json.NewEncoder(w).Encode(feed.Page(c)); err != nil {
		return fmt.Errorf("send a page of the feed: %w", err)
	}
	return nil
}

// ListTasks implements contract.StrictServerInterface.
func (s Server) ListTasks(ctx context.Context, _ contract.ListTasksRequestObject) (contract.ListTasksResponseObject, error) {
	counts, err := s.Desk.Counts(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.ListTasks200JSONResponse{Items: []contract.Task{}}
	steps, since, err := s.Desk.DueSteps(ctx)
	if err != nil {
		return nil, err
	}
	if steps > 0 {
		out.Items = append(out.Items, contract.Task{Text: s.Task(ctx, "outreach.task.steps", steps), Count: steps, Url: "/outreach/contacts?view=steps", Since: since})
	}
	visits, first, err := s.Desk.ToNote(ctx)
	if err != nil {
		return nil, err
	}
	if visits > 0 {
		day := store.Today(*first)
		out.Items = append(out.Items, contract.Task{Text: s.Task(ctx, "outreach.task.visits", visits), Count: visits, Url: "/outreach/consultation/desk", Since: &day})
	}
	own, err := s.Desk.OwnVisits(ctx)
	if err != nil {
		return nil, err
	}
	if n := len(own); n > 0 {
		out.Items = append(out.Items, contract.Task{Text: s.Task(ctx, "outreach.task.own-visits", n), Count: n, Url: "/outreach/consultation"})
	}
	waiting, err := s.Desk.ToCheck(ctx)
	if err != nil {
		return nil, err
	}
	if n := waiting.Companies; n > 0 {
		out.Items = append(out.Items, contract.Task{Text: s.Task(ctx, "outreach.task.to-check", n), Count: n, Url: "/outreach/companies?standing=to-check", Since: waiting.Since})
	}
	for _, t := range []struct {
		id, url string
		n       int
	}{
		{"outreach.task.drafts", "/outreach/openings?state=draft", counts.Drafts},
		{"outreach.task.paused", "/outreach/openings?state=paused", counts.Paused},
		{"outreach.task.closing", "/outreach/openings?state=published", counts.ClosingSoon},
		{"outreach.task.lately", "/outreach/openings?state=published", counts.PublishedLately},
	} {
		if t.n > 0 {
			out.Items = append(out.Items, contract.Task{Text: s.Task(ctx, t.id, t.n), Count: t.n, Url: t.url})
		}
	}
	pages, err := s.News.Waiting(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	for _, t := range []struct {
		id    string
		n     int
		since civil.Date
	}{
		{"outreach.hiring.task.overdue", pages.Overdue, pages.OverdueSince},
		{"outreach.hiring.task.change", pages.ToChange, pages.ChangeSince},
		{"outreach.hiring.task.verify", pages.ToVerify, pages.VerifySince},
	} {
		if t.n > 0 {
			out.Items = append(out.Items, contract.Task{Text: s.Task(ctx, t.id, t.n), Count: t.n, Url: "/outreach/reviews", Since: &t.since})
		}
	}
	return out, nil
}
