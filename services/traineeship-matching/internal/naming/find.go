package naming

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/fault"
)

// Concept is an occupation or a skill that a text may mean.
type Concept struct {
	ID    string
	Score float64 // 1: a label is the same
}

// Find asks which concepts a text may mean, the best first.
func (c *Client) Find(ctx context.Context, text, language string, limit int) ([]Concept, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	tag := assessment.Language(language)
	r, err := c.assessment.FindConceptsWithResponse(ctx, &assessment.FindConceptsParams{Q: text, Language: &tag, Limit: &limit})
	if err != nil {
		return nil, fault.New(fault.Unavailable, "Skills-assessment does not answer.").Because(err)
	}
	if r.JSON200 == nil {
		return nil, fmt.Errorf("ask what a text means: %w", refused(r.HTTPResponse, r.Body))
	}
	var out []Concept
	for _, found := range r.JSON200.Items {
		out = append(out, Concept{found.Id, found.Score})
	}
	return out, nil
}
