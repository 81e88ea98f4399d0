package ui

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Slot is a stretch of time that comes back every week.
type Slot struct {
	Day      int    // 1 = Monday … 7 = Sunday
	From, To string // "08:30", local time
}

// SlotsPerDay is how many stretches the field offers for a day.
const SlotsPerDay = 2

// Slots is the weekly availability field. Typed keeps what came with the form when it could not be read.
type Slots struct {
	Name, Label, Hint string
	Value             []Slot
	Typed             url.Values
	Error             string
}

func slotName(name string, day, n int, end string) string {
	return fmt.Sprintf("%s.%d.%d.%s", name, day, n, end)
}

// at returns what the field shows for the n-th stretch of the day.
func (s Slots) at(day, n int) (fromTime, toTime string) {
	if s.Typed != nil {
		return s.Typed.Get(slotName(s.Name, day, n, "from")), s.Typed.Get(slotName(s.Name, day, n, "to"))
	}
	seen := 0
	for _, v := range s.Value {
		if v.Day != day {
			continue
		}
		if seen == n {
			return v.From, v.To
		}
		seen++
	}
	return "", ""
}

// clock accepts what <input type="time"> sends, also with seconds.
func clock(s string) (string, bool) {
	if len(s) > 5 {
		s = s[:5]
	}
	return s, regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`).MatchString(s)
}

// ReadSlots reads the field back from a form. A stretch with one end only, or that ends before it begins,
// is an error under the field's name.
func ReadSlots(ctx context.Context, form url.Values, name string) ([]Slot, Errors) {
	var slots []Slot
	var errs Errors
	for day := 1; day <= 7; day++ {
		for n := range SlotsPerDay {
			start, end := strings.TrimSpace(form.Get(slotName(name, day, n, "from"))), strings.TrimSpace(form.Get(slotName(name, day, n, "to")))
			if start == "" && end == "" {
				continue
			}
			a, okA := clock(start)
			b, okB := clock(end)
			if !okA || !okB || a >= b {
				errs.Add(name, T(ctx, "ui.slots.wrong", "Day", Weekday(ctx, day)))
				continue
			}
			slots = append(slots, Slot{Day: day, From: a, To: b})
		}
	}
	return slots, errs
}

// SlotsText writes slots for reading, one line per day: "lunedì 08:00–12:00, 14:00–18:00".
func SlotsText(ctx context.Context, slots []Slot) []string {
	var lines []string
	for day := 1; day <= 7; day++ {
		var parts []string
		for _, s := range slots {
			if s.Day == day {
				parts = append(parts, s.From+"–"+s.To)
			}
		}
		if len(parts) > 0 {
			lines = append(lines, Weekday(ctx, day)+" "+strings.Join(parts, ", "))
		}
	}
	return lines
}
