package catalogue

import (
	"math"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Places are compared by cells of a grid, in sizes of which each is twice the one before: an opening holds the cell of its
// site in every size, a person the cells that they reach, in the size that makes them few. So one term says how far it is
// for whoever travels slowly or fast, far or not.
const (
	cellSizes    = 7
	smallestCell = 0.02 // degrees: about two kilometres
	// acrossReach is how many cells lie across what somebody reaches, at most.
	acrossReach = 16
)

func cellSize(size int) float64 { return smallestCell * float64(int(1)<<size) }

func cell(size int, lat, lon float64) string {
	step := cellSize(size)
	return token(size, int(math.Floor(lat/step)), int(math.Floor(lon/step)))
}

// cellsOf gives the cells of a place, the smallest first.
func cellsOf(lat, lon float64) []string {
	out := make([]string, cellSizes)
	for size := range out {
		out[size] = cell(size, lat, lon)
	}
	return out
}

// reached is a cell that somebody reaches, and what the way to its middle counts, in (0,1].
type reached struct {
	cell  string
	value float64
}

// leastValue is what the cells at the edge count: the gate does not block all of them.
const leastValue = 0.02

// reachOf gives the cells in which somebody's limit does not block for certain; ok is false when nothing is known of the
// place or of the limit, and the way counts for nothing.
func reachOf(r *match.Reach, w *match.Weights) (cells []reached, ok bool) {
	if r == nil || r.MaxMinutes == nil || *r.MaxMinutes <= 0 {
		return nil, false
	}
	travel := travelOf(r, w)
	blocked := float64(*r.MaxMinutes)*float64(w.Gate.ReachBlockPercent)/100 + 0.5
	worthless := float64(*r.MaxMinutes) * float64(w.Commute.ZeroAtPercent) / 100
	radius := travel.kilometres(blocked)
	size := 0
	for size < cellSizes-1 && 2*radius > acrossReach*cellSize(size)*kmPerDegree {
		size++
	}
	step, east := cellSize(size), kmPerDegree*math.Cos(r.Lat*math.Pi/180)
	// The sphere is taken as flat; a place on the edge of a cell belongs to it and to the next.
	y0, y1 := math.Floor((r.Lat-radius/kmPerDegree)/step), math.Floor((r.Lat+radius/kmPerDegree)/step)
	x0, x1 := math.Floor((r.Lon-radius/east)/step), math.Floor((r.Lon+radius/east)/step)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			dy, dx := math.Abs((y+0.5)*step-r.Lat), math.Abs((x+0.5)*step-r.Lon)
			near := math.Hypot(max(0, dy-step/2)*kmPerDegree, max(0, dx-step/2)*east)
			if travel.minutes(near) > blocked {
				continue
			}
			middle := travel.minutes(math.Hypot(dy*kmPerDegree, dx*east))
			value := max(leastValue, 1-middle/worthless)
			cells = append(cells, reached{cell(size, (y+0.5)*step, (x+0.5)*step), value})
		}
	}
	return cells, true
}

// travel is how fast somebody gets about, as the score estimates it.
type travel struct {
	modes  []match.Mode
	detour float64
}

func travelOf(r *match.Reach, w *match.Weights) travel {
	t := travel{detour: float64(w.Commute.DetourPercent) / 100}
	for _, m := range r.Modes {
		if mode, ok := w.Commute.Modes[m]; ok {
			t.modes = append(t.modes, mode)
		}
	}
	if len(t.modes) == 0 {
		t.modes = []match.Mode{w.Commute.Modes["transit"]}
	}
	return t
}

// minutes to go so far by the fastest way.
func (t travel) minutes(km float64) float64 {
	best := math.Inf(1)
	for _, m := range t.modes {
		best = math.Min(best, km*t.detour*60/float64(m.KmPerHour)+float64(m.FixedMinutes))
	}
	return best
}

// kilometres that can be gone in so many minutes, as the crow flies.
func (t travel) kilometres(minutes float64) float64 {
	most := 0.0
	for _, m := range t.modes {
		most = math.Max(most, (minutes-float64(m.FixedMinutes))*float64(m.KmPerHour)/60/t.detour)
	}
	return most
}
