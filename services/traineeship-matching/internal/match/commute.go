package match

import "math"

const modeCount = 4

// modes are the ways of travelling that have a speed in the weights file.
func modes() [modeCount]string { return [...]string{"walk", "bike", "transit", "car"} }

type modeSet uint8

const (
	transitMode modeSet = 1 << 2
	allModes    modeSet = 1<<modeCount - 1
)

// modesOf makes a set; without any, public transport is meant.
func modesOf(names []string) modeSet {
	var set modeSet
	for _, n := range names {
		for i, m := range modes() {
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

const kmPerDegree = 111.195

// kmEast is the length of a degree of longitude at a latitude.
func kmEast(lat float64) float64 { return kmPerDegree * math.Cos(lat*math.Pi/180) }

// where is a place, with the length of a degree of longitude there.
type where struct{ lat, lon, kmEast float64 }

// squaredKm is the square of the straight line between a person and a site, good to a few metres in one town: the earth
// is taken as flat around the site.
func squaredKm(p *personRow, site *where) float64 {
	dy := (site.lat - p.lat) * kmPerDegree
	dx := (site.lon - p.lon) * site.kmEast
	return float64(dx*dx) + float64(dy*dy) // the conversions forbid fused operations: same result everywhere
}

// minutes estimates the way from a person to a site by the fastest of their modes: straight line, detour, usual speed,
// waiting. It is no route. Where one of the places is not known it is noData.
func (j *judge) minutes(p *personRow, o *openingRow) int32 {
	if !p.has.is(hasPlace) || !o.has.is(hasSite) {
		return noData
	}
	return j.minutesOver(p, squaredKm(p, &o.site))
}

// speed is how a way of travelling takes time.
type speed struct{ minutesPerKm, fixedMinutes float64 }

// minutesOver never falls as the squared kilometres grow.
func (j *judge) minutesOver(p *personRow, squared float64) int32 {
	km := math.Sqrt(squared) * j.detour
	best := 10_000.0
	for _, s := range j.speeds[p.modes&allModes] {
		if took := float64(km*s.minutesPerKm) + s.fixedMinutes; took < best { // the conversion forbids a fused operation
			best = took
		}
	}
	return int32(min(best+0.5, 10_000)) // whole minutes, the nearest
}
