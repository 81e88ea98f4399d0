package policy

import "slices"

// Watch says how many days before something happens somebody is reminded (rules WA-06 and WA-07).
type Watch struct {
	Expiry []int // before the access to work ends, the longest first
	// AdultBefore is how many days before the 18th birthday the opinion for the new permit can be asked for, AdultAfter
	// until how many days after the old permit's end.
	AdultBefore, AdultAfter int
}

// Watch returns the days of the reminders.
func (s *RuleSet) Watch() Watch {
	w := s.watch
	w.Expiry = slices.Clone(w.Expiry)
	return w
}

func (w Watch) falling() bool {
	for i, days := range w.Expiry {
		if days <= 0 || i > 0 && days >= w.Expiry[i-1] {
			return false
		}
	}
	return len(w.Expiry) > 0
}
