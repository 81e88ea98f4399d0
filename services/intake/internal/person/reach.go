package person

import (
	"slices"

	"github.com/celav/celav/pkg/fault"
)

// Mode is a way to travel.
type Mode string

// The modes.
const (
	Transit Mode = "transit"
	Walk    Mode = "walk"
	Bike    Mode = "bike"
	Car     Mode = "car"
)

// Modes lists the modes in the order in which they are offered.
func Modes() []Mode { return []Mode{Transit, Walk, Bike, Car} }

// Bounds of the longest way to work that can be named, in minutes one way.
const (
	MinMinutes = 5
	MaxMinutes = 180
)

// Reach is where the person starts from and how far they can go. Only the area is known, never an address.
type Reach struct {
	Area       string // an id of Areas
	MaxMinutes int    // 0: no limit was named
	Modes      []Mode
}

// Clean orders the modes and says what is wrong.
func (r Reach) Clean() (Reach, error) {
	var bad fault.Violations
	if r.Area == "" {
		bad.Add("/area", "required", "Pick the area that the person starts from.")
	} else if _, ok := AreaByID(r.Area); !ok {
		bad.Add("/area", "unknown", "This area is not in the list.")
	}
	if r.MaxMinutes != 0 && (r.MaxMinutes < MinMinutes || r.MaxMinutes > MaxMinutes) {
		bad.Add("/maxMinutes", "out-of-range", "The longest way is %d to %d minutes.", MinMinutes, MaxMinutes)
	}
	if len(r.Modes) == 0 {
		bad.Add("/modes", "required", "Say how the person travels.")
	}
	var modes []Mode
	for _, m := range Modes() {
		if slices.Contains(r.Modes, m) {
			modes = append(modes, m)
		}
	}
	for _, m := range r.Modes {
		if !slices.Contains(Modes(), m) {
			bad.Add("/modes", "unknown", "This way to travel is not in the list.")
			break
		}
	}
	if err := bad.Err(); err != nil {
		return r, err
	}
	r.Modes = modes
	return r, nil
}
