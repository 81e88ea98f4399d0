package match

import (
	"fmt"
	"math/bits"
)

// Slot is a stretch of hours on a day of the week (1 is Monday). When To is not after From it ends on the next day.
type Slot struct {
	Day  int       `json:"day"`
	From TimeOfDay `json:"from"`
	To   TimeOfDay `json:"to"`
}

// TimeOfDay is minutes since midnight, written "08:30".
type TimeOfDay int

// String returns "08:30".
func (t TimeOfDay) String() string { return string(t.append(nil)) }

func (t TimeOfDay) append(to []byte) []byte {
	h, m := byte(t/60%100), byte(t%60)
	return append(to, '0'+h/10, '0'+h%10, ':', '0'+m/10, '0'+m%10)
}

// MarshalText writes "08:30".
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads "08:30"; "24:00" is the end of the day.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	var h, m int
	if n, err := fmt.Sscanf(string(text), "%d:%d", &h, &m); n != 2 || err != nil || h < 0 || m < 0 || m > 59 || h*60+m > 1440 {
		return fmt.Errorf("%q is no time of day", text)
	}
	*t = TimeOfDay(h*60 + m)
	return nil
}

const (
	halfHours  = 48 // of a day
	nightFrom  = 22 * 60
	nightUntil = 6 * 60
)

// week is the half hours of a week, one bit each.
type week [(7*halfHours + 63) / 64]uint64

func (w *week) count() int {
	n := 0
	for _, x := range w {
		n += bits.OnesCount64(x)
	}
	return n
}

func (w *week) overlap(o *week) int {
	n := 0
	for i, x := range w {
		n += bits.OnesCount64(x & o[i])
	}
	return n
}

// weekOf sets the half hours that the slots touch. With inside, only those that lie wholly in a slot: so that somebody
// free from 8:15 is not counted for a shift that begins at 8.
func weekOf(slots []Slot, inside bool) week {
	var w week
	for _, s := range slots {
		if s.Day < 1 || s.Day > 7 {
			continue
		}
		from, to := int(s.From), int(s.To)
		if to <= from {
			to += 24 * 60
		}
		first, end := from/30, (to+29)/30
		if inside {
			first, end = (from+29)/30, to/30
		}
		for h := first; h < end; h++ {
			bit := ((s.Day-1)*halfHours + h) % (7 * halfHours)
			w[bit/64] |= 1 << (bit % 64)
		}
	}
	return w
}

// nights is the half hours from 22 to 6 on every day; weekends is Saturday and Sunday.
func nights() week {
	var slots []Slot
	for day := 1; day <= 7; day++ {
		slots = append(slots, Slot{day, nightFrom, nightUntil})
	}
	return weekOf(slots, false)
}

func weekends() week { return weekOf([]Slot{{6, 0, 24 * 60}, {7, 0, 24 * 60}}, false) }
