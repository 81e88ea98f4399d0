package journey_test

import (
	"testing"
	"time"
)

// compareIndices: an operator has the indices compared with the records, and sees that nothing differs.
func (c *city) compareIndices(t *testing.T) {
	operator := c.as(t, firstOperator)
	operator.must("POST", "/matching/v1/indices/compare", nil, nil)
	var state struct {
		Indices []struct {
			Documents, Rows int
			Drift           *struct{ Compared, Missing, Older, Extra int }
		}
	}
	eventually(t, 20*time.Second, "the indices were compared and agree with the records", func() bool {
		operator.must("GET", "/matching/v1/indices", nil, &state)
		for _, i := range state.Indices {
			if d := i.Drift; d == nil || d.Missing+d.Older+d.Extra > 0 || i.Documents != i.Rows {
				return false
			}
		}
		return len(state.Indices) == 2
	})
}
