package journey_test

import "testing"

// eachShape runs a journey in both shapes, beside other journeys: each has a city of its own and mostly waits for it.
func eachShape(t *testing.T, journey func(*testing.T, *city)) {
	t.Helper()
	t.Parallel()
	t.Run("together", func(t *testing.T) {
		t.Parallel()
		journey(t, together(t, nil))
	})
	t.Run("apart", func(t *testing.T) {
		t.Parallel()
		journey(t, apart(t))
	})
}
