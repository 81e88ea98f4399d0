package match

import "fmt"

// HoursOf names the hours of a week that slots cover, as "1.08" for Monday from eight to nine: wholly, or with touched
// in part.
func HoursOf(slots []Slot, touched bool) []string {
	whole := 1.0
	if touched {
		whole = 0.5
	}
	var hours []string
	for day, of := range hoursOf(weekOf(slots, !touched)) {
		for hour, covered := range of {
			if covered >= whole {
				hours = append(hours, HourName(day, hour))
			}
		}
	}
	return hours
}

// HourName names an hour of a day, of which Monday is the first, 0.
func HourName(day, hour int) string { return fmt.Sprintf("%d.%02d", day+1, hour) }

// WeekHours is a week by hours, Monday first: how much of each hour, 0, a half or 1. A search engine compares weeks by them,
// an hour at a time where the score takes half hours.
type WeekHours [7][24]float64

// FreeHours is how much of each hour lies wholly in slots, for people; ShiftHours how much of it slots touch, for openings.
func FreeHours(slots []Slot) WeekHours { return hoursOf(weekOf(slots, true)) }

// ShiftHours is how much of each hour slots touch.
func ShiftHours(slots []Slot) WeekHours { return hoursOf(weekOf(slots, false)) }

func hoursOf(w week) WeekHours {
	var h WeekHours
	for half := range 7 * halfHours {
		if w.has(half) {
			h[half/halfHours][half%halfHours/2] += 0.5
		}
	}
	return h
}

func (w *week) has(halfHour int) bool { return w[halfHour/64]&(1<<(halfHour%64)) != 0 }

// Unsocial reports whether any shift lies in the night, and whether any lies on a weekend.
func (o *Opening) Unsocial() (atNight, atWeekend bool) {
	shifts, night, weekend := weekOf(o.Slots, false), nights(), weekends()
	return shifts.overlap(&night) > 0, shifts.overlap(&weekend) > 0
}
