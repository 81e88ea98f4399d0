package api

import (
	"context"
	"fmt"
	"io"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/spreadsheet"
)

// ListCohorts lists the caller's cohorts.
func (s *Server) ListCohorts(ctx context.Context, _ contract.ListCohortsRequestObject) (contract.ListCohortsResponseObject, error) {
	lines, err := s.Cohorts.List(ctx)
	out := contract.ListCohorts200JSONResponse{Items: []contract.Cohort{}}
	for _, l := range lines {
		out.Items = append(out.Items, encodeCohort(l.Cohort, l.Counts))
	}
	return out, err
}

// CreateCohort begins a cohort.
func (s *Server) CreateCohort(ctx context.Context, r contract.CreateCohortRequestObject) (contract.CreateCohortResponseObject, error) {
	c, err := s.Cohorts.New(ctx, r.Body.Title, value(r.Params.IdempotencyKey))
	return contract.CreateCohort201JSONResponse(encodeCohort(c, cohort.Counts{})), err
}

// GetCohort reads a cohort.
func (s *Server) GetCohort(ctx context.Context, r contract.GetCohortRequestObject) (contract.GetCohortResponseObject, error) {
	full, err := s.Cohorts.Open(ctx, r.Cohort)
	if err != nil {
		return nil, err
	}
	out, err := s.full(ctx, full)
	return contract.GetCohort200JSONResponse(out), err
}

// UploadCohort reads a file into a cohort.
func (s *Server) UploadCohort(ctx context.Context, r contract.UploadCohortRequestObject) (contract.UploadCohortResponseObject, error) {
	data, err := io.ReadAll(io.LimitReader(r.Body, spreadsheet.MostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	full, asked, err := s.Cohorts.Upload(ctx, r.Cohort, data)
	if err != nil {
		return nil, err
	}
	out, err := s.full(ctx, full)
	if asked != nil {
		out.Asked = &contract.ColumnQuestion{Headings: asked.Headings, Meanings: asked.Mapping}
	}
	return contract.UploadCohort200JSONResponse(out), err
}

// ConfirmCohortColumns reads the file that waits.
func (s *Server) ConfirmCohortColumns(ctx context.Context, r contract.ConfirmCohortColumnsRequestObject) (contract.ConfirmCohortColumnsResponseObject, error) {
	full, err := s.Cohorts.Confirm(ctx, r.Cohort, r.Body.Columns)
	if err != nil {
		return nil, err
	}
	out, err := s.full(ctx, full)
	return contract.ConfirmCohortColumns200JSONResponse(out), err
}

// MendCohortRow replaces a row's cells.
func (s *Server) MendCohortRow(ctx context.Context, r contract.MendCohortRowRequestObject) (contract.MendCohortRowResponseObject, error) {
	row, err := s.Cohorts.Mend(ctx, r.Cohort, r.Row, r.Body.Version, r.Body.Cells)
	if err != nil {
		return nil, err
	}
	out, err := s.encodeRow(row, nil)
	return contract.MendCohortRow200JSONResponse(out), err
}

// RemoveCohortRow takes a row out.
func (s *Server) RemoveCohortRow(ctx context.Context, r contract.RemoveCohortRowRequestObject) (contract.RemoveCohortRowResponseObject, error) {
	return contract.RemoveCohortRow204Response{}, s.Cohorts.Remove(ctx, r.Cohort, r.Row)
}

// AddCohortPaper notes a stage of somebody's papers.
func (s *Server) AddCohortPaper(ctx context.Context, r contract.AddCohortPaperRequestObject) (contract.AddCohortPaperResponseObject, error) {
	row, err := s.Cohorts.Advance(ctx, r.Cohort, r.Row, r.Body.Version, cohort.PaperStep{Stage: cohort.Stage(r.Body.Stage), On: r.Body.On, At: value(r.Body.At), Document: r.Body.Document})
	if err != nil {
		return nil, err
	}
	out, err := s.encodeRow(row, nil)
	return contract.AddCohortPaper200JSONResponse(out), err
}

// SubmitCohort hands a cohort over.
func (s *Server) SubmitCohort(ctx context.Context, r contract.SubmitCohortRequestObject) (contract.SubmitCohortResponseObject, error) {
	if _, err := s.Cohorts.Submit(ctx, r.Cohort, r.Body.Version); err != nil {
		return nil, err
	}
	full, err := s.Cohorts.Open(ctx, r.Cohort)
	return contract.SubmitCohort200JSONResponse(encodeCohort(full.Cohort, full.Counts)), err
}

// DecideCohort accepts people or sends them back.
func (s *Server) DecideCohort(ctx context.Context, r contract.DecideCohortRequestObject) (contract.DecideCohortResponseObject, error) {
	full, err := s.Cohorts.Decide(ctx, r.Cohort, cohorts.Verdict{
		Version: r.Body.Version, Rows: value(r.Body.Rows), Decision: cohort.Decision(r.Body.Decision), Reason: value(r.Body.Reason), Team: value(r.Body.Team),
	})
	if err != nil {
		return nil, err
	}
	out, err := s.full(ctx, full)
	return contract.DecideCohort200JSONResponse(out), err
}

// LoadCohorts writes whole cohorts.
func (s *Server) LoadCohorts(ctx context.Context, r contract.LoadCohortsRequestObject) (contract.LoadCohortsResponseObject, error) {
	var all []cohorts.Loaded
	for _, item := range r.Body.Items {
		l := cohorts.Loaded{Cohort: cohort.Cohort{
			ID: item.Id, Partner: item.Partner, Title: item.Title, State: cohort.State(item.State), Submitted: date(item.SubmittedOn),
		}}
		for _, in := range item.Rows {
			row := cohort.Row{ID: in.Id, Cells: in.Cells, Decision: cohort.Decision(value(in.Decision)), Reason: value(in.Reason), Person: value(in.PersonId)}
			for _, p := range value(in.Papers) {
				row.Papers = append(row.Papers, cohort.PaperStep{Stage: cohort.Stage(p.Stage), On: p.On, At: value(p.At), Document: p.Document})
			}
			l.Rows = append(l.Rows, row)
			for _, q := range value(in.Requests) {
				l.Requests = append(l.Requests, loadedRequest(in.Id, q))
			}
		}
		all = append(all, l)
	}
	if r.Body.Demo {
		// Marked before anything is written: invented people must never stand unmarked.
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	err := s.Cohorts.Load(ctx, all, r.Body.Demo)
	return contract.LoadCohorts200JSONResponse{Created: len(all)}, err
}

func encodeCohort(c cohort.Cohort, n cohort.Counts) contract.Cohort {
	return contract.Cohort{
		Id: c.ID, Version: c.Version, Partner: c.Partner, Team: some(c.Team), Title: c.Title, State: contract.CohortState(c.State),
		SubmittedOn: some(c.Submitted), Counts: contract.CohortCounts{
			Rows: n.Rows, Create: n.Create, Update: n.Update, Same: n.Same, Error: n.Faulty, Accepted: n.Accepted, SentBack: n.SentBack, Undecided: n.Undecided,
		},
	}
}

func (s *Server) full(ctx context.Context, f cohorts.Full) (contract.FullCohort, error) {
	out := contract.FullCohort{Cohort: encodeCohort(f.Cohort, f.Counts), Rows: []contract.CohortRow{}}
	standings := s.Cohorts.Standings(ctx, f.Rows)
	for _, r := range f.Rows {
		row, err := s.encodeRow(r, standings)
		if err != nil {
			return out, err
		}
		row.Requests = requestsOf(f.Requests, r.ID)
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

func (s *Server) encodeRow(r cohort.Row, standings map[string]cohorts.Standing) (contract.CohortRow, error) {
	out := contract.CohortRow{
		Id: r.ID, Version: r.Version, Number: r.Number, Cells: r.Cells, Result: contract.CohortRowResult(r.Result), Findings: []contract.CohortFinding{},
		Decision: some(contract.CohortRowDecision(r.Decision)), Reason: some(r.Reason), PersonId: some(r.Person),
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, contract.CohortFinding{Column: f.Column, Code: f.Code, Warning: f.Warn})
	}
	if len(r.Papers) > 0 {
		papers := make([]contract.Paper, 0, len(r.Papers))
		for _, p := range r.Papers {
			papers = append(papers, contract.Paper{Stage: string(p.Stage), On: p.On, At: some(p.At), Document: p.Document})
		}
		out.Papers = &papers
	}
	if standing, ok := standings[r.Person]; ok && r.Person != "" {
		out.Stage, out.StageReason, out.StageNextStep = some(standing.Stage), some(standing.Reason), some(standing.NextStep)
	}
	notice, arrived, err := s.Cohorts.Notice(r)
	if err != nil {
		return out, err
	}
	if arrived {
		declared := !notice.Open()
		out.HospitalityBy, out.HospitalityDeclared = &notice.Until, &declared
	}
	due, ok, err := s.Cohorts.NextPaper(r)
	if ok {
		out.NextPaper, out.NextPaperBy = some(due.Paper), some(due.By)
	}
	return out, err
}
