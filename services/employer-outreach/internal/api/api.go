// Package api implements the contract: decode, call the desk, encode.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/celav/celav/pkg/audit"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
	"github.com/celav/celav/services/employer-outreach/internal/post"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Server answers the operations of the contract.
type Server struct {
	Desk   *hiring.Desk
	Post   *post.Post
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
