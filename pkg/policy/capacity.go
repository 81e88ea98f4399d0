package policy

// capacity is how many trainees a unit may have at a time in a region, by how many people work there.
type capacity struct {
	Bands []struct {
		People   int `yaml:"people"` // up to
		Trainees int `yaml:"trainees"`
	} `yaml:"bands"`
	PercentAbove int `yaml:"percent_above"`
}

// HostSeats is rule TR-09's limit: how many trainees an operating unit with that many people may have at a time. It
// reports false for a region whose rule is not known. Places that a host earned by hiring come on top of it.
func (s *RuleSet) HostSeats(region string, people int) (int, bool) {
	c, ok := s.capacities[region]
	if !ok || people < 0 {
		return 0, false
	}
	for _, band := range c.Bands {
		if people <= band.People {
			return band.Trainees, true
		}
	}
	return (people*c.PercentAbove + 99) / 100, true
}

// HostCapacity is rule TR-09 applied to a host with a known limit.
func (s *RuleSet) HostCapacity(trainees, limit int) Verdict {
	if trainees >= limit {
		return judged(s.brief.hostCapacity, Block, "host-full")
	}
	return judged(s.brief.hostCapacity, OK, "host-has-room")
}
