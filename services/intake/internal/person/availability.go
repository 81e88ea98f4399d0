package person

import (
	"fmt"
	"slices"
	"strconv"

	"cloud.google.com/go/civil"
	"github.com/celav/celav/pkg/fault"
)

// MaxSlotsPerDay is how many separate times of one day can be given: a split shift has two.
const MaxSlotsPerDay = 2

// MaxHoursWeek is the most that anybody may say they can work in a week.
const MaxHoursWeek = 60

// Availability is when the person can work. No slots means that nothing is known about the week.
type Availability struct {
	From         civil.Date
	MaxHoursWeek int // 0: no limit was named
	Slots        []Slot
}

// Slot is a time of a week's day. A night is two slots: until 24:00, and from 00:00 of the next day.
type Slot struct {
	Day      int // 1 is Monday, 7 Sunday
	From, To Clock
}

// Clock is a time of the day in minutes after midnight; 24:00 is 1440.
type Clock int

// ParseClock reads "08:30"; "24:00" is allowed.
func ParseClock(s string) (Clock, error) {
	if len(s) != 5 || s[2] != ':' {
		return 0, fmt.Errorf("read time: want HH:MM")
	}
	h, errH := strconv.ParseUint(s[:2], 10, 8)
	m, errM := strconv.ParseUint(s[3:], 10, 8)
	if errH != nil || errM != nil || m > 59 || h > 24 || (h == 24 && m > 0) {
		return 0, fmt.Errorf("read time: want HH:MM up to 24:00")
	}
	return Clock(h*60 + m), nil
}

// String returns "08:30".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// Clean orders the slots and joins those that touch, and says what is wrong.
func (a Availability) Clean() (Availability, error) {
	var bad fault.Violations
	if !a.From.IsValid() {
		bad.Add("/from", "required", "Say from which day the person can work.")
	}
	if a.MaxHoursWeek < 0 || a.MaxHoursWeek > MaxHoursWeek {
		bad.Add("/maxHoursWeek", "out-of-range", "Hours a week are between 1 and %d.", MaxHoursWeek)
	}
	for i, s := range a.Slots {
		at := fmt.Sprintf("/slots/%d", i)
		if s.Day < 1 || s.Day > 7 {
			bad.Add(at+"/day", "out-of-range", "A day is 1 (Monday) to 7 (Sunday).")
		}
		if s.From < 0 || s.To > 24*60 || s.From >= s.To {
			bad.Add(at+"/to", "order", "The time ends after it starts.")
		}
	}
	if err := bad.Err(); err != nil {
		return a, err
	}
	a.Slots = join(a.Slots)
	perDay := make(map[int]int)
	for _, s := range a.Slots {
		perDay[s.Day]++
		if perDay[s.Day] == MaxSlotsPerDay+1 {
			bad.Add("/slots", "too-many", "A day has at most %d separate times.", MaxSlotsPerDay)
		}
	}
	return a, bad.Err()
}

func join(slots []Slot) []Slot {
	slots = slices.Clone(slots)
	slices.SortFunc(slots, func(a, b Slot) int {
		if a.Day != b.Day {
			return a.Day - b.Day
		}
		return int(a.From - b.From)
	})
	var out []Slot
	for _, s := range slots {
		if n := len(out); n > 0 && out[n-1].Day == s.Day && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
