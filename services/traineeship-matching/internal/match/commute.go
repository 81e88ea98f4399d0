package match

import "math"

// modes are the ways of travelling that have a speed in the weights file.
var modes = [...]string{"walk", "bike", "transit", "car"}

type modeSet uint8

const transitMode modeSet = 1 << 2

// modesOf makes a set; without any, public transport is meant.
func modesOf(names []string) modeSet {
	var set modeSet
	for _, n := range names {
		for i, m := range modes {
			if n == m {
				set |= 1 << i
			}
		}
	}
	if set == 0 {
		return transitMode
	}
	return set
}

// kilometres is the straight line between two places, good to a few metres in one town. The earth is taken as flat
// there.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const perDegree = 111.195
	dy := (lat2 - lat1) * perDegree
	dx := (lon2 - lon1) * perDegree * math.Cos((lat1+lat2)/2*math.Pi/180)
	return math.Sqrt(float64(dx*dx) + float64(dy*dy)) // the conversions forbid fused operations: same result everywhere
}

// minutes estimates the way from a person to a site by the fastest of their modes: straight line, detour, usual speed,
// waiting. It is no route.
func (j *judge) minutes(p *personRow, o *openingRow) int32 {
	km := kilometres(p.lat, p.lon, o.lat, o.lon) * j.detour
	best := math.Inf(1)
	for i := range modes {
		if p.modes&(1<<i) != 0 {
			best = min(best, float64(km*j.minutesPerKm[i])+j.fixedMinutes[i])
		}
	}
	return int32(min(math.Round(best), 10_000))
}
