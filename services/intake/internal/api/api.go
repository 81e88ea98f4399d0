// Package api answers intake's JSON API: it decodes, calls the use cases, and encodes.
package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/celav/celav/pkg/audit"
	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/tasks"
)

// Server implements the generated interface.
type Server struct {
	Desk      *registration.Desk
	Members   *registration.Members
	Agenda    *registration.Agenda
	Post      *registration.Post
	Tasks     *tasks.Own
	Cohorts   *cohorts.Desk
	Projects  *planning.Desk
	Referrals *referrals.Desk
	Own       Own
	Feed      *feed.Log
	States    feed.StateReader
	Audit     *audit.Recorder
	// MarkDemo marks the records as a demonstration.
	MarkDemo func(ctx context.Context) error
}

var _ contract.StrictServerInterface = (*Server)(nil)

// ResolveSubject tells a service who a subject is.
func (s *Server) ResolveSubject(ctx context.Context, r contract.ResolveSubjectRequestObject) (contract.ResolveSubjectResponseObject, error) {
	p, err := s.Members.Resolve(ctx, r.Body.Subject)
	if err != nil {
		return nil, err
	}
	return contract.ResolveSubject200JSONResponse(principal(p)), nil
}

func principal(p identity.Principal) contract.Principal {
	out := contract.Principal{Subject: p.Subject, Roles: []string{}, Team: some(p.Team), Company: some(p.Company), Partner: some(p.Partner), Person: some(p.Person)}
	for _, role := range p.Roles {
		out.Roles = append(out.Roles, string(role))
	}
	return out
}

// ListTasks tells what waits for the caller here.
func (s *Server) ListTasks(ctx context.Context, _ contract.ListTasksRequestObject) (contract.ListTasksResponseObject, error) {
	found, err := s.Tasks.List(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.ListTasks200JSONResponse{Items: []contract.Task{}}
	for _, t := range found {
		out.Items = append(out.Items, contract.Task{Text: t.Text, Count: t.Count, Url: t.URL, Since: t.Since, Due: t.Due, WaitsFor: waitsFor(t)})
	}
	return out, nil
}

// ListChanges serves the feed.
func (s *Server) ListChanges(ctx context.Context, r contract.ListChangesRequestObject) (contract.ListChangesResponseObject, error) {
	wait, err := readWait(r.Params.Wait)
	if err != nil {
		return nil, err
	}
	page, err := s.Feed.Changes(ctx, s.States, value(r.Params.After), value(r.Params.Limit), wait)
	if err != nil {
		return nil, err
	}
	return changes(page), nil
}

// changes is a page of the feed, whose states are JSON already.
type changes feed.Page

// VisitListChangesResponse implements the generated interface.
func (c changes) VisitListChangesResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(feed.Page(c))
}

func readWait(s *string) (time.Duration, error) {
	if s == nil || *s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(*s)
	if err != nil || d < 0 {
		return 0, parameterFault("wait", "duration", "Want a duration such as 20s.")
	}
	return d, nil
}

func waitsFor(t tasks.Task) *contract.TaskWaitsFor {
	w := contract.TaskWaitsFor(t.WaitsFor)
	if t.Mine() {
		w = contract.WaitsForMe
	}
	return &w
}
