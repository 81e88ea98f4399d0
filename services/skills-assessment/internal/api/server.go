// Package api answers the JSON API of the assessment: it decodes, calls the use cases, and encodes.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/celav/celav/pkg/audit"
	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/services/skills-assessment/internal/cv"
	"github.com/celav/celav/services/skills-assessment/internal/cv/sheet"
	"github.com/celav/celav/services/skills-assessment/internal/imports"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
	"github.com/celav/celav/services/skills-assessment/internal/store"
	"github.com/celav/celav/services/skills-assessment/internal/tasks"
	"github.com/celav/celav/services/skills-assessment/internal/vocabulary"
)

// Server implements the generated interface.
type Server struct {
	Records    *store.Store
	Vocabulary *vocabulary.Vocabulary
	Desk       *profiling.Desk
	Imports    *imports.Desk
	Tasks      *tasks.Own
	Feed       *feed.Log
	Audit      *audit.Recorder
	CVs        *cv.Desk
	Printer    sheet.Printer
	// MarkDemo marks the records as a demonstration.
	MarkDemo func(ctx context.Context) error
}

var _ contract.StrictServerInterface = (*Server)(nil)

// ListChanges serves the feed.
func (s *Server) ListChanges(ctx context.Context, r contract.ListChangesRequestObject) (contract.ListChangesResponseObject, error) {
	var wait time.Duration
	if text := value(r.Params.Wait); text != "" {
		var err error
		if wait, err = time.ParseDuration(text); err != nil || wait < 0 {
			return nil, parameter("wait", "duration", "want a duration such as 20s")
		}
	}
	page, err := s.Feed.Changes(ctx, s.Records.States, value(r.Params.After), value(r.Params.Limit), wait)
	return changes(page), err
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

// ListTasks tells what waits for the caller here.
func (s *Server) ListTasks(ctx context.Context, _ contract.ListTasksRequestObject) (contract.ListTasksResponseObject, error) {
	found, err := s.Tasks.List(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.ListTasks200JSONResponse{Items: []contract.Task{}}
	mine := contract.WaitsForMe
	for _, t := range found {
		out.Items = append(out.Items, contract.Task{Text: t.Text, Count: t.Count, Url: t.URL, Since: t.Since, WaitsFor: &mine})
	}
	return out, nil
}

// value reads an optional field.
func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

// some makes an optional field, absent for the zero value.
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func parameter(name, code, message string) error {
	return &fault.Error{
		Kind: fault.Invalid, Message: "The request has fields to correct.",
		Violations: []fault.Violation{{Parameter: name, Code: code, Message: message}},
	}
}

// readPart reads a part of a file, whose size the route has bounded already.
func readPart(body io.Reader) ([]byte, error) {
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("read a part of a file: %w", err)
	}
	return data, nil
}
