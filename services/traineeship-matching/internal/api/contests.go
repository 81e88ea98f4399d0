package api

import (
	"context"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// ContestRun records what somebody objects to in a match that was made of them.
func (s *Server) ContestRun(ctx context.Context, r contract.ContestRunRequestObject) (contract.ContestRunResponseObject, error) {
	c, err := s.Shortlists.ContestRun(ctx, r.Run, r.Body.Key, r.Body.Text)
	if err != nil {
		return nil, err
	}
	return contract.ContestRun201JSONResponse(contest(c)), nil
}

// ListContests lists what waits for an answer.
func (s *Server) ListContests(ctx context.Context, _ contract.ListContestsRequestObject) (contract.ListContestsResponseObject, error) {
	found, err := s.Shortlists.OpenContests(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.ListContests200JSONResponse{Items: []contract.Contest{}}
	for _, c := range found {
		out.Items = append(out.Items, contest(c))
	}
	return out, nil
}

// ReadContest reads one contest with its answer.
func (s *Server) ReadContest(ctx context.Context, r contract.ReadContestRequestObject) (contract.ReadContestResponseObject, error) {
	c, err := s.Shortlists.ReadContest(ctx, r.Contest)
	if err != nil {
		return nil, err
	}
	return contract.ReadContest200JSONResponse(contest(c)), nil
}

func contest(c shortlist.Contest) contract.Contest {
	out := contract.Contest{
		Id: c.ID, Version: c.Version, PersonId: c.Person, Entry: some(c.Entry), Run: some(c.Run), At: c.At, Due: civil.DateOf(c.Due()), Text: c.Text,
		AnsweredAt: c.AnsweredAt, Answer: some(c.Answer),
	}
	if c.Verdict != "" {
		v := contract.Verdict(c.Verdict)
		out.Verdict = &v
	}
	return out
}
