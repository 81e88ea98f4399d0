package outbox

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"
)

// Between which hours of a working day messages leave.
const (
	firstHour = 8
	lastHour  = 19 // from here on it is too late
)

// Hours are the hours in which one may write to somebody: 08:00 to 19:00 on working days in Milan.
type Hours struct{ zone *time.Location }

// NewHours returns the hours of Milan.
func NewHours() (Hours, error) {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return Hours{}, fmt.Errorf("find the time zone of Milan: %w", err)
	}
	return Hours{zone}, nil
}

// Next returns t when it lies within the hours, else the next moment that does.
func (h Hours) Next(t time.Time) time.Time {
	local := t.In(h.zone)
	day := civil.DateOf(local)
	switch {
	case !Working(day) || local.Hour() >= lastHour:
		day = day.AddDays(1)
	case local.Hour() >= firstHour:
		return t
	}
	for !Working(day) {
		day = day.AddDays(1)
	}
	return time.Date(day.Year, day.Month, day.Day, firstHour, 0, 0, 0, h.zone).UTC()
}

// Working reports whether a day is a working day in Milan: Monday to Friday, no national holiday, not the day of
// the city's patron.
func Working(d civil.Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	for _, h := range []struct {
		month time.Month
		day   int
	}{
		{time.January, 1},
		{time.January, 6},
		{time.April, 25},
		{time.May, 1},
		{time.June, 2},
		{time.August, 15},
		{time.October, 4}, // Saint Francis, a holiday again from 2026
		{time.November, 1},
		{time.December, 7}, // Saint Ambrose
		{time.December, 8},
		{time.December, 25},
		{time.December, 26},
	} {
		if d.Month == h.month && d.Day == h.day && (h.month != time.October || d.Year >= 2026) {
			return false
		}
	}
	return d != easter(d.Year).AddDays(1)
}

// easter is Easter Sunday by the anonymous Gregorian computus.
func easter(year int) civil.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return civil.Date{Year: year, Month: time.Month(month), Day: day}
}
