package match

// OnWorkers is the same snapshot, whose rankings take so many goroutines.
func OnWorkers(s *Snapshot, workers int) *Snapshot {
	o := NewSnapshot(s.rules, s.weights, workers)
	o.state.Store(s.state.Load())
	return o
}

// Facets is how many facets of openings the snapshot has numbered.
func Facets(s *Snapshot) int { return s.facets.count() }
