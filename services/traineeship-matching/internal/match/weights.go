package match

import (
	"errors"
	"fmt"
)

// Part is one part of the score.
type Part uint8

// The parts, in the order in which they are shown.
const (
	Essential Part = iota
	Optional
	Learning
	Experience
	Language
	Schedule
	Commute
	Preference
	Freshness
	partCount
)

// String returns the part's name, as in the weights file.
func (p Part) String() string {
	return [partCount]string{
		"essential", "optional", "learning", "experience", "language", "schedule", "commute", "preference", "freshness",
	}[p]
}

// MarshalText writes the part's name.
func (p Part) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Weights is every number of the score: one versioned file, shown with each result. All percentages are whole, so that
// the arithmetic is exact.
type Weights struct {
	ID      string         `yaml:"id"`
	Version string         `yaml:"version"`
	Parts   map[string]int `yaml:"parts"` // shares by part, adding up to 100
	// CompletenessMin is the least completeness, in percent, at which a total is given.
	CompletenessMin int `yaml:"completeness_min"`
	// CeilingWithoutNeeded bounds the total by the coverage of what is needed at start plus this many points: nothing
	// else makes up for a missing must-have.
	CeilingWithoutNeeded int              `yaml:"ceiling_without_needed"`
	Nearness             map[Nearness]int `yaml:"nearness"` // percent
	SiblingGroupMax      int              `yaml:"sibling_group_max"`
	// Level is the percentage for having level h (row) where level n (column) is needed.
	Level      [4][4]int      `yaml:"level"`
	LevelUnset int            `yaml:"level_unset"` // the level that an opening means when it names none
	Evidence   map[string]int `yaml:"evidence"`    // percent, by how a skill is known
	Experience struct {
		Same           int `yaml:"same_occupation"` // percent
		Unit           int `yaml:"same_isco_4"`
		Minor          int `yaml:"same_isco_3"`
		SubMajor       int `yaml:"same_isco_2"`
		FullMonths     int `yaml:"full_months"`
		UnknownPercent int `yaml:"months_unknown"`
	} `yaml:"experience"`
	Language struct {
		AtMinimum int `yaml:"at_minimum"` // percent
		PerLevel  int `yaml:"per_level_above"`
	} `yaml:"language"`
	Commute struct {
		DetourPercent int             `yaml:"detour_percent"` // of the straight line
		ZeroAtPercent int             `yaml:"zero_at_percent"`
		Modes         map[string]Mode `yaml:"modes"`
	} `yaml:"commute"`
	Freshness struct {
		FullDays int `yaml:"full_days"`
		ZeroDays int `yaml:"zero_days"`
	} `yaml:"freshness"`
	Gate struct {
		ScheduleBlockBelow int `yaml:"schedule_block_below"` // percent of the shifts
		ReachBlockPercent  int `yaml:"reach_block_percent"`  // of the person's limit
		StartSlackDays     int `yaml:"start_slack_days"`
		OpenEndedMonths    int `yaml:"open_ended_months"`
	} `yaml:"gate"`
}

// Mode is how fast one travels: an estimate, not a route.
type Mode struct {
	KmPerHour    int `yaml:"km_per_hour"`
	FixedMinutes int `yaml:"fixed_minutes"` // waiting, parking
}

// Name returns the file's id and version, as results carry it.
func (w *Weights) Name() string { return w.ID + " " + w.Version }

// Check tells everything that is wrong with a weights file.
func (w *Weights) Check() error {
	var faults []error
	complain := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	percent := func(name string, v int) {
		if v < 0 || v > 100 {
			complain("%s: %d is no percentage", name, v)
		}
	}
	if w.ID == "" || w.Version == "" {
		complain("id and version are needed")
	}
	sum := 0
	for part := range partCount {
		share, ok := w.Parts[part.String()]
		if !ok {
			complain("parts: %s is missing", part)
		}
		percent("parts: "+part.String(), share)
		sum += share
	}
	if sum != 100 || len(w.Parts) != int(partCount) {
		complain("parts: the shares of the %d known parts add up to %d, not 100", partCount, sum)
	}
	percent("completeness_min", w.CompletenessMin)
	percent("ceiling_without_needed", w.CeilingWithoutNeeded)
	for _, n := range []Nearness{Same, Narrower, Broader, Sibling, Related} {
		if v, ok := w.Nearness[n]; !ok || v < 0 || v > 100 {
			complain("nearness: %s is missing or no percentage", n)
		}
	}
	for _, e := range []string{"said", "seen", "documented"} {
		if v, ok := w.Evidence[e]; !ok || v < 0 || v > 100 {
			complain("evidence: %s is missing or no percentage", e)
		}
	}
	for have, row := range w.Level {
		for need, v := range row {
			percent("level", v)
			if need > 0 && v > row[need-1] || have > 0 && v < w.Level[have-1][need] {
				complain("level: knowing more must not count less (row %d, column %d)", have+1, need+1)
			}
		}
	}
	if w.LevelUnset < 1 || w.LevelUnset > 4 {
		complain("level_unset: 1 to 4")
	}
	if w.Experience.FullMonths <= 0 || w.Freshness.ZeroDays <= w.Freshness.FullDays || w.Commute.ZeroAtPercent <= 0 ||
		w.Commute.DetourPercent < 100 || w.Gate.ReachBlockPercent < 100 || w.Gate.OpenEndedMonths <= 0 || w.SiblingGroupMax <= 0 {
		complain("a number of months, days or percent is out of range")
	}
	for _, m := range modes() {
		if w.Commute.Modes[m].KmPerHour <= 0 {
			complain("commute: mode %s needs a speed", m)
		}
	}
	return errors.Join(faults...)
}
