package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

// DecideShortlist proposes, holds or passes over.
func (s *Server) DecideShortlist(ctx context.Context, r contract.DecideShortlistRequestObject) (contract.DecideShortlistResponseObject, error) {
	b := r.Body
	e, err := s.Shortlists.Decide(ctx, shortlisting.Decide{
		Person: b.PersonId, Opening: b.OpeningId, Act: shortlist.Act(b.Decision), Version: b.Version, Reason: b.Reason,
		SkipReason: b.SkipReason, Override: b.Override, Note: b.Note,
	})
	if err != nil {
		return nil, err
	}
	return contract.DecideShortlist201JSONResponse(s.entry(ctx, e)), nil
}

// ListWaiting lists what waits for whom.
func (s *Server) ListWaiting(ctx context.Context, r contract.ListWaitingRequestObject) (contract.ListWaitingResponseObject, error) {
	var waits []shortlist.Party
	if r.Params.Waits != nil {
		waits = append(waits, shortlist.Party(*r.Params.Waits))
	}
	page, err := s.Shortlists.Waiting(ctx, waits, value(r.Params.Cursor), limit(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return contract.ListWaiting200JSONResponse(s.entries(ctx, page)), nil
}

// ReadShortlist reads the shortlist of an opening.
func (s *Server) ReadShortlist(ctx context.Context, r contract.ReadShortlistRequestObject) (contract.ReadShortlistResponseObject, error) {
	page, err := s.Shortlists.Opening(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.ReadShortlist200JSONResponse(s.entries(ctx, page)), nil
}

// ReadEntry reads one entry.
func (s *Server) ReadEntry(ctx context.Context, r contract.ReadEntryRequestObject) (contract.ReadEntryResponseObject, error) {
	f, err := s.Shortlists.Open(ctx, r.Entry)
	if err != nil {
		return nil, err
	}
	return contract.ReadEntry200JSONResponse(s.entry(ctx, f.Entry)), nil
}

// ActOnEntry does something with an entry.
func (s *Server) ActOnEntry(ctx context.Context, r contract.ActOnEntryRequestObject) (contract.ActOnEntryResponseObject, error) {
	b := r.Body
	e, err := s.Shortlists.Act(ctx, shortlisting.Act{
		Entry: r.Entry, Version: b.Version, Act: shortlist.Act(b.Act), Reason: b.Reason, NextStep: b.NextStep, Note: b.Note,
		How: b.How, Contact: b.Contact, Times: b.Times, Time: b.Time,
	})
	if err != nil {
		return nil, err
	}
	return contract.ActOnEntry200JSONResponse{Id: e.ID, Version: e.Version, State: contract.EntryState(e.State)}, nil
}

// ContestEntry records what somebody objects to.
func (s *Server) ContestEntry(ctx context.Context, r contract.ContestEntryRequestObject) (contract.ContestEntryResponseObject, error) {
	c, err := s.Shortlists.Contest(ctx, r.Entry, r.Body.Key, r.Body.Text)
	if err != nil {
		return nil, err
	}
	return contract.ContestEntry201JSONResponse(contest(c)), nil
}

// AnswerContest answers it.
func (s *Server) AnswerContest(ctx context.Context, r contract.AnswerContestRequestObject) (contract.AnswerContestResponseObject, error) {
	c, err := s.Shortlists.AnswerContest(ctx, r.Contest, r.Body.Version, shortlist.Verdict(r.Body.Verdict), r.Body.Text)
	if err != nil {
		return nil, err
	}
	return contract.AnswerContest200JSONResponse(contest(c)), nil
}

// ReadProposals reads what was proposed to a person and why.
func (s *Server) ReadProposals(ctx context.Context, r contract.ReadProposalsRequestObject) (contract.ReadProposalsResponseObject, error) {
	files, err := s.Shortlists.Proposals(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	out := contract.ReadProposals200JSONResponse{Items: []contract.Proposal{}}
	for _, f := range files {
		p := contract.Proposal{
			Entry: s.entry(ctx, f.Entry), Parts: []contract.WhyPart{}, Gate: []contract.WhyGate{},
			Views: []contract.Instant{}, Contests: []contract.Contest{},
		}
		p.Entry.Note, p.Entry.HostNote = nil, nil // said between CeLav and the employer
		for _, x := range f.Entry.Words.Why.Parts {
			part := contract.WhyPart{Part: x.Part}
			if x.Value >= 0 {
				percent := hundredths(x.Value)
				part.Value = &percent
			}
			p.Parts = append(p.Parts, part)
		}
		for _, g := range f.Entry.Words.Why.Gate {
			p.Gate = append(p.Gate, contract.WhyGate(g))
		}
		for _, v := range f.Views {
			p.Views = append(p.Views, v.At)
		}
		for _, c := range f.Contests {
			p.Contests = append(p.Contests, contest(c))
		}
		out.Items = append(out.Items, p)
	}
	return out, nil
}

// ReadStages says how far people are.
func (s *Server) ReadStages(ctx context.Context, r contract.ReadStagesRequestObject) (contract.ReadStagesResponseObject, error) {
	stages, err := s.Shortlists.Stages(ctx, r.Body.Ids)
	if err != nil {
		return nil, err
	}
	out := contract.ReadStages200JSONResponse{Items: []contract.Stage{}}
	for _, x := range stages {
		stage := contract.Stage{PersonId: x.Person, Stage: contract.StageStage(x.Stage)}
		if x.Entry != nil && x.Stage != shortlist.StageWaiting {
			stage.Since = &x.Entry.Since
			if x.Stage == shortlist.StageNotChosen {
				if reason := contract.StageReason(x.Reason()); reason != "" {
					stage.Reason = &reason
				}
				if next := contract.StageNextStep(x.Entry.Facts.NextStep); next != "" {
					stage.NextStep = &next
				}
			}
		}
		out.Items = append(out.Items, stage)
	}
	return out, nil
}

// LoadShortlists writes many entries at once.
func (s *Server) LoadShortlists(ctx context.Context, r contract.LoadShortlistsRequestObject) (contract.LoadShortlistsResponseObject, error) {
	demo := r.Body.Demo != nil && *r.Body.Demo
	var items []shortlisting.Loaded
	for _, b := range r.Body.Items {
		in := shortlisting.Loaded{
			ID: b.Id, Person: b.PersonId, Opening: b.OpeningId, Company: b.CompanyId, Team: b.Team, State: shortlist.State(b.State),
			Since: b.Since, Reason: b.Reason, NextStep: b.NextStep, CompanyName: b.CompanyName, Name: b.Name, Contact: b.Contact, Times: b.Times,
			Contest: b.Contest, ViewedAt: b.ViewedAt, Record: b.Record,
		}
		if b.Agreed != nil {
			in.Agreed = string(*b.Agreed)
		}
		items = append(items, in)
	}
	created, updated, err := s.Shortlists.Load(ctx, items, demo)
	if err != nil {
		return nil, err
	}
	if demo {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	return contract.LoadShortlists200JSONResponse{Created: created, Updated: updated}, nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func limit(n *int) int {
	if n == nil {
		return defaultLimit
	}
	return *n
}
