package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/merging"
)

// FollowMerge moves the records of two files that are one person's, or back.
func (s *Server) FollowMerge(ctx context.Context, r contract.FollowMergeRequestObject) (contract.FollowMergeResponseObject, error) {
	b := r.Body
	err := s.Merges.Follow(ctx, merging.Told{
		ID: r.Merge, Kept: b.Kept, Other: b.Other, KeptTeam: b.KeptTeam, OtherTeam: b.OtherTeam, Standing: b.Standing, Revision: b.Revision,
	})
	return contract.FollowMerge204Response{}, err
}

// CheckMerge says what a merge would meet here.
func (s *Server) CheckMerge(ctx context.Context, r contract.CheckMergeRequestObject) (contract.CheckMergeResponseObject, error) {
	blocks, notices, err := s.Merges.Check(ctx, r.Body.Kept, r.Body.Other)
	return contract.CheckMerge200JSONResponse{Blocks: append([]string{}, blocks...), Notices: append([]string{}, notices...)}, err
}
