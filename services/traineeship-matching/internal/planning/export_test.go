package planning

import (
	"github.com/celav/celav/services/traineeship-matching/internal/assign"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// ProblemOf is what a plan asks of the solver.
func ProblemOf(scores *match.Scores, s *match.Snapshot, unplaced int32) assign.Problem {
	return problemOf(scores, s, unplaced)
}
