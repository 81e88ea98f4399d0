// Package api answers matching's JSON API: it decodes, calls the desk, and encodes.
package api

import (
	"context"

	"github.com/celav/celav/pkg/audit"
	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/agenda"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/chances"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/merging"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
	"github.com/celav/celav/services/traineeship-matching/internal/runs"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
	"github.com/celav/celav/services/traineeship-matching/internal/wakeups"
)

// Projection is what the indices are built from.
type Projection interface {
	Status(ctx context.Context) (projection.Status, error)
	Reindex(ctx context.Context, fromZero bool) error
	Compare()
}

// Server implements the generated interface.
type Server struct {
	Desk       *desk.Desk
	Projection Projection
	Audit      *audit.Recorder
	Shortlists *shortlisting.Desk
	Placement  *placement.Desk
	Grants     *bookkeeping.Desk
	Agenda     *agenda.Desk
	Merges     *merging.Desk
	Planning   *planning.Desk
	Finding    *finding.Desk
	Saved      *savedsearch.Desk
	Alerts     *alerts.Desk
	Wakeups    *wakeups.Desk
	Papers     *paperwork.Desk
	// MarkDemo marks the service's records as a demonstration.
	Runs     *runs.Desk
	Fairness *chances.Desk
	MarkDemo func(ctx context.Context) error
}

var _ contract.StrictServerInterface = (*Server)(nil)

const defaultLimit = 20

// MatchPerson ranks the openings for a person.
func (s *Server) MatchPerson(ctx context.Context, r contract.MatchPersonRequestObject) (contract.MatchPersonResponseObject, error) {
	p := r.Params
	answer, err := s.Desk.Person(ctx, ask(r.Id, p.Via, p.List, p.Cursor, p.Limit, p.Language, p.Weights))
	if err != nil {
		return nil, err
	}
	return contract.MatchPerson200JSONResponse(ranking(answer)), nil
}

// MatchOpening ranks the people for an opening.
func (s *Server) MatchOpening(ctx context.Context, r contract.MatchOpeningRequestObject) (contract.MatchOpeningResponseObject, error) {
	p := r.Params
	answer, err := s.Desk.Opening(ctx, ask(r.Id, p.Via, p.List, p.Cursor, p.Limit, p.Language, p.Weights))
	if err != nil {
		return nil, err
	}
	return contract.MatchOpening200JSONResponse(ranking(answer)), nil
}

// ExplainMatch explains one pair.
func (s *Server) ExplainMatch(ctx context.Context, r contract.ExplainMatchRequestObject) (contract.ExplainMatchResponseObject, error) {
	answer, err := s.Desk.Pair(ctx, r.Id, r.OpeningId, language(r.Params.Language), counts(r.Params.Weights))
	if err != nil {
		return nil, err
	}
	return contract.ExplainMatch200JSONResponse{
		Run: run(answer.Run), Match: explanation(answer.Match), People: people(answer.Names), Openings: openings(answer.Names),
		Labels: answer.Names.Concepts, Silent: silent(answer.Names),
	}, nil
}

// ListTasks tells what waits for the caller: people about whom nothing can be said yet.
func (s *Server) ListTasks(ctx context.Context, _ contract.ListTasksRequestObject) (contract.ListTasksResponseObject, error) {
	items := []contract.Task{}
	if count, since := s.Desk.Waiting(ctx); count > 0 {
		items = append(items, contract.Task{Text: ui.T(ctx, "matching.task.skills", count), Count: count, Url: "/matching/?missing=skills", Since: since, WaitsFor: waitsFor(contract.WaitsForMe)})
	}
	news, err := s.alertTasks(ctx)
	if err != nil {
		return nil, err
	}
	items = append(items, news...)
	more, err := s.shortlistTasks(ctx)
	if err != nil {
		return nil, err
	}
	items = append(items, more...)
	due, err := s.Placement.Tasks(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range due {
		items = append(items, contract.Task{
			Text: ui.T(ctx, "matching.traineeships.task."+t.Kind, t.Count), Count: t.Count, Url: t.URL, Since: someDay(t.Since), Due: someDay(t.Due), WaitsFor: waitsForParty(t.Waits),
		})
	}
	signatures, err := s.Papers.Tasks(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range signatures {
		items = append(items, contract.Task{
			Text: ui.T(ctx, "matching.papers.task."+t.Kind, t.Count), Count: t.Count, Url: t.URL, Since: someDay(t.Since), WaitsFor: waitsForParty(t.Waits),
		})
	}
	grants, err := s.Grants.Tasks(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range grants {
		items = append(items, contract.Task{
			Text: ui.T(ctx, "matching.grants.task."+t.Kind, t.Count), Count: t.Count, Url: t.URL, Since: someDay(t.Since), WaitsFor: waitsFor(contract.WaitsForMe),
		})
	}
	return contract.ListTasks200JSONResponse{Items: items}, nil
}

func ask(id string, via *contract.Via, list *contract.List, cursor *contract.Cursor, limit *contract.Limit, lang *contract.Language, weights *contract.RunWeights) desk.Ask {
	a := desk.Ask{ID: id, Limit: defaultLimit, Language: language(lang), Counts: counts(weights)}
	if via != nil {
		a.Via = desk.Via(*via)
	}
	if limit != nil {
		a.Limit = *limit
	}
	if cursor != nil {
		a.Cursor = *cursor
	}
	if list != nil {
		for standing := range match.Standing(3) {
			if standing.String() == string(*list) {
				a.List = &standing
			}
		}
	}
	return a
}

func counts(w *contract.RunWeights) map[string]int {
	if w == nil {
		return nil
	}
	return *w
}

func language(l *contract.Language) string {
	if l == nil {
		return string(contract.It)
	}
	return string(*l)
}

func waitsFor(w contract.TaskWaitsFor) *contract.TaskWaitsFor { return &w }

func waitsForParty(p traineeship.Party) *contract.TaskWaitsFor {
	switch p {
	case traineeship.Host:
		return waitsFor(contract.WaitsForEmployer)
	case traineeship.Trainee:
		return waitsFor(contract.WaitsForPerson)
	case traineeship.Counsellor:
		return waitsFor(contract.WaitsForCounsellor)
	default:
		return waitsFor(contract.WaitsForMe)
	}
}
