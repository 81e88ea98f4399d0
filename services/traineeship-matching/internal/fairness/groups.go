package fairness

import (
	"math"

	"cloud.google.com/go/civil"
)

// Unknown is the group of those of whom it is not known.
const Unknown = "unknown"

// Dimension is by what people are told apart.
type Dimension string

// The dimensions.
const (
	ByTeam Dimension = "team"
	ByArea Dimension = "area"
	ByWait Dimension = "wait"
)

// Dimensions lists them in the order in which they are shown.
func Dimensions() []Dimension { return []Dimension{ByTeam, ByArea, ByWait} }

// Zone is a part of the city, by the way and the distance from its middle. It is wide on purpose.
type Zone string

// The zones. Places nearer than centreKm to the middle are the centre, those farther than cityKm lie outside.
const (
	Centre  Zone = "centre"
	North   Zone = "north"
	East    Zone = "east"
	South   Zone = "south"
	West    Zone = "west"
	Outside Zone = "outside"
)

// Zones lists them in the order in which they are shown.
func Zones() []Zone { return []Zone{Centre, North, East, South, West, Outside} }

// The middle of the city, Piazza del Duomo, and the distances that part the zones.
const (
	middleLat = 45.464
	middleLon = 9.190
	centreKm  = 2.0
	cityKm    = 8.0
)

// ZoneOf finds the zone of a place.
func ZoneOf(lat, lon float64) Zone {
	north := (lat - middleLat) * 111.2
	east := (lon - middleLon) * 111.2 * math.Cos(middleLat*math.Pi/180)
	switch away := math.Hypot(north, east); {
	case away <= centreKm:
		return Centre
	case away > cityKm:
		return Outside
	case north >= math.Abs(east):
		return North
	case -north >= math.Abs(east):
		return South
	case east > 0:
		return East
	default:
		return West
	}
}

// Waits lists how long people have waited, in the order in which it is shown.
func Waits() []string {
	return []string{"under-1-month", "1-to-3-months", "3-to-6-months", "6-to-12-months", "over-12-months"}
}

// waitOf is the group of somebody who has waited so many days.
func waitOf(days int) string {
	names := Waits()
	for i, most := range []int{30, 91, 182, 365} {
		if days < most {
			return names[i]
		}
	}
	return names[len(names)-1]
}

// Somebody is a person as far as this count needs them.
type Somebody struct {
	ID    string
	Team  string // empty: not known
	Zone  Zone   // empty: not known
	Since *civil.Date
	// Waits: they look for a place now. Others are counted only when something happened to them.
	Waits bool
}

// What is something that happens to people.
type What int

// The things that happen.
const (
	Looked      What = iota // somebody asked which openings suit them
	Proposed                // they were proposed to an employer
	Interviewed             // an interview was agreed
	Started                 // a traineeship began
)

// Happening is how often something happened to somebody in the quarter, and when first.
type Happening struct {
	Person string
	Team   string // who followed them then; empty where it is not on record
	What   What
	Times  int
	First  civil.Date
}
