package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/wakeups"
)

// ReadQueue tells what comes by itself: in the records and in Redis.
func (s *Server) ReadQueue(ctx context.Context, _ contract.ReadQueueRequestObject) (contract.ReadQueueResponseObject, error) {
	status, err := s.Wakeups.Read(ctx)
	if err != nil {
		return nil, err
	}
	return contract.ReadQueue200JSONResponse(queueStatus(status)), nil
}

// RetryStep lets a failed step be tried at once.
func (s *Server) RetryStep(ctx context.Context, r contract.RetryStepRequestObject) (contract.RetryStepResponseObject, error) {
	if err := s.Wakeups.Retry(ctx, r.Body.Step); err != nil {
		return nil, err
	}
	return contract.RetryStep202Response{}, nil
}

func queueStatus(s wakeups.Status) contract.QueueStatus {
	b := s.Records
	out := contract.QueueStatus{
		At: s.At, Late: s.Late(), RedisAnswers: s.Answers, Failures: []contract.FailedStep{},
		Records: contract.QueueRecords{
			Open: b.Open, Due: b.Due, Failed: b.Failed, OldestDueAt: instant(b.OldestDue), NextDueAt: instant(b.NextDue),
			LettersWaiting: b.Letters, OldestLetterAt: instant(b.OldestLetter),
		},
	}
	if s.Answers {
		out.Redis = &contract.QueueRedis{
			Pending: s.Redis.Pending, Active: s.Redis.Active, Retry: s.Redis.Retry, GivenUp: s.Redis.GivenUp, OldestSeconds: int(s.Redis.Oldest.Seconds()),
		}
	}
	for _, f := range s.Failures {
		out.Failures = append(out.Failures, contract.FailedStep{
			Step: f.Step, Kind: f.Kind, DueAt: f.DueAt.UTC(), Attempts: f.Attempts, Failures: f.Failures, Reason: f.Reason, FailedAt: f.FailedAt.UTC(), RetryAt: f.RetryAt.UTC(),
		})
	}
	return out
}
