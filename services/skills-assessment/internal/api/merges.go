package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
)

// FollowMerge does to the profiles what a merge of two files does, or its undoing.
func (s *Server) FollowMerge(ctx context.Context, r contract.FollowMergeRequestObject) (contract.FollowMergeResponseObject, error) {
	b := r.Body
	err := s.Desk.Follow(ctx, profiling.Merge{ID: r.Merge, Kept: b.Kept, Other: b.Other, Standing: b.Standing, Revision: b.Revision})
	return contract.FollowMerge204Response{}, err
}
