package match

import "fmt"

// HoursOf names the hours of a week that slots cover, as "1.08" for Monday from eight to nine: wholly, or with touched
// in part. A search engine compares weeks by them, an hour at a time where the score takes half hours.
func HoursOf(slots []Slot, touched bool) []string {
	w := weekOf(slots, !touched)
	var hours []string
	for hour := range 7 * 24 {
		first, second := w.has(2*hour), w.has(2*hour+1)
		if first && second || touched && (first || second) {
			hours = append(hours, fmt.Sprintf("%d.%02d", hour/24+1, hour%24))
		}
	}
	return hours
}

func (w *week) has(halfHour int) bool { return w[halfHour/64]&(1<<(halfHour%64)) != 0 }

// Unsocial reports whether any shift lies in the night, and whether any lies on a weekend.
func (o *Opening) Unsocial() (atNight, atWeekend bool) {
	shifts, night, weekend := weekOf(o.Slots, false), nights(), weekends()
	return shifts.overlap(&night) > 0, shifts.overlap(&weekend) > 0
}
