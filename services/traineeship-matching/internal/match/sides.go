package match

// Sides is how well a pair suits each of the two, in hundredths of a percent: the person by what they want and can do
// with, the host by what was asked for. Each is the weighted mean of its parts with data; -1 where none has any.
type Sides struct {
	Person int32 `json:"person"`
	Host   int32 `json:"host"`
}

// Wants reports whether a part speaks of what the person wants; the others but freshness speak of what the host asks for.
func (p Part) Wants() bool {
	return p == Learning || p == Schedule || p == Commute || p == Preference
}

func sidesOf(parts []PartResult) Sides {
	mean := func(of func(Part) bool) int32 {
		var sum, weights int32
		for _, p := range parts {
			if p.State == "scored" && of(p.Part) {
				sum += p.Weight * p.Value
				weights += p.Weight
			}
		}
		if weights == 0 {
			return noData
		}
		return sum / weights
	}
	return Sides{
		Person: mean(Part.Wants),
		Host:   mean(func(p Part) bool { return !p.Wants() && p != Freshness }),
	}
}

// points divides the hundred points among the parts with data, and says how many of them each gives. What rounding leaves
// goes to the next part, so that they add up exactly.
func (e *Explanation) points() {
	var shares int32
	for _, p := range e.Parts {
		if p.State == "scored" {
			shares += p.Weight
		}
	}
	if shares == 0 || !e.scored {
		return
	}
	var weights, sum, ofBefore, before int32
	for i := range e.Parts {
		p := &e.Parts[i]
		if p.State != "scored" {
			continue
		}
		weights += p.Weight
		sum += p.Weight * p.Value
		p.Of, p.Points = full*weights/shares-ofBefore, sum/shares-before
		ofBefore += p.Of
		before += p.Points
	}
}
