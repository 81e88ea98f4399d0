package catalogue

import (
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// The two stretches of days by which an opening's week is written.
const (
	workdays = "w"
	weekend  = "e"
)

// daySets are sets of days of a stretch, a bit each, the first day lowest: five workdays, or the two days of a weekend.
func stretches() []struct {
	name        string
	first, days int
} {
	return []struct {
		name        string
		first, days int
	}{{workdays, 0, 5}, {weekend, 5, 2}}
}

// shiftTokens writes a week an hour at a time: on which workdays and on which days of the weekend there is a shift in it.
// A week that is the same on most days takes few tokens. It also says how many hours there are on all days.
func shiftTokens(slots []match.Slot) (tokens []string, hours int) {
	shifts := match.ShiftHours(slots)
	for _, s := range stretches() {
		for hour := range 24 {
			set := 0
			for day := range s.days {
				if shifts[s.first+day][hour] > 0 {
					set |= 1 << day
					hours++
				}
			}
			if set > 0 {
				tokens = append(tokens, token(s.name, set, hour))
			}
		}
	}
	return tokens, hours
}

// coveredShifts gives what each token of a week counts for somebody who is free at these hours: the hours of it in which
// they are. Tokens of one hour exclude each other.
func coveredShifts(free match.WeekHours, worth float64) (hours []credited) {
	for _, s := range stretches() {
		for hour := range 24 {
			var c credited
			for set := 1; set < 1<<s.days; set++ {
				sum := 0.0
				for day := range s.days {
					if set&(1<<day) != 0 {
						sum += free[s.first+day][hour]
					}
				}
				c.add("shifts", token(s.name, set, hour), worth*sum)
			}
			hours = append(hours, c)
		}
	}
	return hours
}
