package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	runpages "github.com/celav/celav/services/traineeship-matching/internal/pages/runs"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

// ListRuns lists the matches that were made.
func (s *Server) ListRuns(ctx context.Context, r contract.ListRunsRequestObject) (contract.ListRunsResponseObject, error) {
	p := r.Params
	page, err := s.Runs.List(ctx, runlog.Filter{Person: value(p.Person), Opening: value(p.Opening), Cursor: value(p.Cursor), Limit: limit(p.Limit)}, language(nil))
	if err != nil {
		return nil, err
	}
	out := contract.ListRuns200JSONResponse{Items: []contract.RunLine{}, Next: some(page.Next)}
	for i := range page.Runs {
		x := &page.Runs[i]
		out.Items = append(out.Items, contract.RunLine{
			Id: x.ID, At: x.At, By: x.Subject, Direction: contract.RunLineDirection(x.Direction), PersonId: some(x.Person), OpeningId: some(x.Opening),
			Group: some(x.Group), Via: x.Via, Versions: contract.Versions{Rules: x.Rules, Weights: x.Weights, Taxonomy: x.Taxonomy},
			InputHash: x.InputHash, Scored: x.Scored, Eligible: x.Eligible, NotEnoughData: x.NotEnough, Blocked: x.Blocked,
		})
	}
	return out, nil
}

// LoadRuns makes many matches in the name of staff.
func (s *Server) LoadRuns(ctx context.Context, r contract.LoadRunsRequestObject) (contract.LoadRunsResponseObject, error) {
	var items []desk.Made
	for _, x := range r.Body.Items {
		items = append(items, desk.Made{ID: x.Id, By: x.By, Person: or(x.PersonId), Opening: or(x.OpeningId)})
	}
	created, err := s.Desk.Load(ctx, items)
	if err != nil {
		return nil, err
	}
	return contract.LoadRuns200JSONResponse{Created: created}, nil
}

// ReadRunSheet puts one run in words.
func (s *Server) ReadRunSheet(ctx context.Context, r contract.ReadRunSheetRequestObject) (contract.ReadRunSheetResponseObject, error) {
	spoken := ""
	if r.Params.Language != nil {
		spoken = *r.Params.Language
	}
	_, sheet, err := runpages.Open(ctx, s.Runs, r.Run, spoken)
	if err != nil {
		return nil, err
	}
	out := contract.ReadRunSheet200JSONResponse{
		Language: sheet.Language, Run: sheet.Run, At: sheet.At, Title: sheet.Title, Direction: sheet.Direction, PersonId: some(sheet.Person),
		OpeningId: some(sheet.Opening), OtherTeams: sheet.Elsewhere, InputHash: sheet.InputHash,
		Facts: []contract.SheetLine{}, Results: []contract.SheetReasons{}, Decisions: []contract.SheetDecision{}, Contests: []contract.SheetContest{},
	}
	for _, l := range sheet.Facts {
		out.Facts = append(out.Facts, contract.SheetLine(l))
	}
	for _, x := range sheet.Results {
		y := contract.SheetReasons{
			PersonId: x.Person, OpeningId: x.Opening, Title: x.Title, Standing: x.Standing, Total: x.Total, Completeness: x.Completeness,
			Gate: x.Gate, Skills: x.Skills, Ask: x.Ask, Improve: x.Improve, Parts: []contract.SheetPart{},
		}
		for _, p := range x.Parts {
			y.Parts = append(y.Parts, contract.SheetPart{Name: p.Name, Value: p.Value, Weight: p.Weight, State: p.State})
		}
		out.Results = append(out.Results, y)
	}
	for _, c := range sheet.Contests {
		x := contract.SheetContest{Id: c.ID, At: c.At, Title: c.Title, Came: c.Came, Text: some(c.Text), Reason: some(c.Reason), AnsweredAt: c.AnsweredAt}
		if c.Verdict != "" {
			v := contract.Verdict(c.Verdict)
			x.Verdict = &v
		}
		out.Contests = append(out.Contests, x)
	}
	for _, d := range sheet.Decisions {
		out.Decisions = append(out.Decisions, contract.SheetDecision{At: d.At, By: d.By, What: d.What, Reason: some(d.Reason), Passed: some(d.Passed), Entry: d.Entry})
	}
	return out, nil
}
