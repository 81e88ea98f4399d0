package policy

import (
	"slices"

	"cloud.google.com/go/civil"
)

// merge lays findings that may overlap onto one line without overlaps: on each day the best outcome holds, and among
// equals the one that lasts longest, then the older one.
func merge(all []Finding) []Finding {
	var cuts []civil.Date
	for _, f := range all {
		cuts = append(cuts, f.Interval.From)
		if f.Interval.Until != nil {
			cuts = append(cuts, f.Interval.Until.AddDays(1))
		}
	}
	slices.SortFunc(cuts, civil.Date.Compare)
	cuts = slices.Compact(cuts)

	var out []Finding
	previous := -1
	for n, day := range cuts {
		best := -1
		for i := range all {
			if all[i].Interval.covers(day) && (best < 0 || better(all[i].Interval, all[best].Interval)) {
				best = i
			}
		}
		if best >= 0 {
			var until *civil.Date
			if n+1 < len(cuts) {
				last := cuts[n+1].AddDays(-1)
				until = &last
			}
			if best == previous {
				out[len(out)-1].Interval.Until = until
			} else {
				f := all[best]
				f.Interval.From, f.Interval.Until = day, until
				out = append(out, f)
			}
		}
		previous = best
	}
	return out
}

func better(a, b Interval) bool {
	if ra, rb := a.Outcome.rank(), b.Outcome.rank(); ra != rb {
		return ra > rb
	}
	switch {
	case a.Until == nil && b.Until == nil, a.Until != nil && b.Until != nil && *a.Until == *b.Until:
		return a.From.Before(b.From)
	case a.Until == nil:
		return true
	case b.Until == nil:
		return false
	default:
		return a.Until.After(*b.Until)
	}
}

// current leaves out what ended before the day, but keeps the last finding if nothing else is left: that a paper has
// ended says more than silence.
func current(findings []Finding, on civil.Date) []Finding {
	for i, f := range findings {
		if f.Interval.Until == nil || !f.Interval.Until.Before(on) {
			return findings[i:]
		}
	}
	return findings[max(0, len(findings)-1):]
}

// joins reports whether b continues a with nothing changed that others may know.
func joins(a, b Interval) bool {
	sameHours := a.HoursWeek == b.HoursWeek || a.HoursWeek != nil && b.HoursWeek != nil && *a.HoursWeek == *b.HoursWeek
	return a.Until != nil && a.Until.AddDays(1) == b.From && sameHours &&
		a.Outcome == b.Outcome && a.Traineeship == b.Traineeship && a.Renewable == b.Renewable
}
