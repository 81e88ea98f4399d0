package catalogue

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// learners weighs what is learned here of what somebody wants to learn.
func learners(w *match.Weights, o match.Opening) search.Part {
	worth, here := share(w, match.Learning), learnedHere(&o)
	part := search.Part{Scale: "learningScale"}
	if !teaches(w, o) {
		return part
	}
	for _, s := range here[:min(len(here), otherSums)] {
		part.Terms = append(part.Terms, search.OneOf{{Field: "learning", Term: s, Weight: worth}})
	}
	return part
}

// teaches reports whether learning counts for anybody here.
func teaches(w *match.Weights, o match.Opening) bool {
	return o.Kind != "contract" && len(learnedHere(&o)) > 0 && share(w, match.Learning) > 0
}

// goalless weighs those for whom learning drops out.
func goalless(w *match.Weights, o match.Opening) []search.OneOf {
	if !teaches(w, o) {
		return nil
	}
	return []search.OneOf{lacking(lacksLearning, share(w, match.Learning), neutral)}
}

// current weighs how old the profile is, by months.
func current(w *match.Weights, on civil.Date) []search.OneOf {
	f := &w.Freshness
	var c credited
	for month := (civil.Date{Year: on.Year, Month: on.Month, Day: 15}); on.DaysSince(month) < f.ZeroDays; month = month.AddMonths(-1) {
		value := float64(f.ZeroDays-max(on.DaysSince(month), f.FullDays)) / float64(f.ZeroDays-f.FullDays)
		c.add("updated", monthOf(month), share(w, match.Freshness)*value)
	}
	return c.sums()
}

// speakers weighs the margin over the languages that the task needs; whose level is not known drops out.
func speakers(w *match.Weights, o match.Opening) []search.OneOf {
	var out []search.OneOf
	asked := o.Languages[:min(len(o.Languages), otherSums)]
	for _, l := range asked {
		worth := share(w, match.Language) / float64(len(asked))
		var c credited
		for level := max(int(l.Level), 1); level <= highestLevel; level++ {
			percent := min(100, w.Language.AtMinimum+(level-int(l.Level))*w.Language.PerLevel)
			c.add("languages", token(l.Language, level), worth*float64(percent)/100)
		}
		c.add("lacks", token(lacksLanguages, l.Language), worth*neutral)
		out = append(out, c.sums()...)
	}
	return out
}

// free weighs the hours of the shifts in which somebody is free, and leaves out whom the gate blocks.
func free(w *match.Weights, o match.Opening) search.Part {
	shifts := match.ShiftHours(o.Slots)
	total := 0.0
	for _, day := range shifts {
		for _, hour := range day {
			total += hour
		}
	}
	if total == 0 {
		return search.Part{}
	}
	worth := max(share(w, match.Schedule), leastShare)
	part := search.Part{Least: worth * float64(w.Gate.ScheduleBlockBelow) / 100 * almost}
	for day, hours := range shifts {
		for hour, touched := range hours {
			if touched > 0 {
				part.Terms = append(part.Terms, search.OneOf{{Field: "hours", Term: match.HourName(day, hour), Weight: worth * touched / total}})
			}
		}
	}
	part.Terms = append(part.Terms, lacking(lacksShifts, worth, neutral))
	return part
}

// near weighs how far it is, and leaves out whom the gate blocks.
func near(w *match.Weights, o match.Opening) search.Part {
	if o.Site.Lat == nil || o.Site.Lon == nil {
		return search.Part{}
	}
	worth := max(share(w, match.Commute), leastShare)
	var c credited
	for _, here := range cellsOf(*o.Site.Lat, *o.Site.Lon) {
		for value := 1; value <= 8; value++ {
			c.add("reaches", token(here, value), worth*float64(value)/8)
		}
	}
	return search.Part{Least: worth / 100, Terms: append(c.sums(), lacking(lacksPlace, worth, neutral))}
}

// willing weighs the kind of work that somebody wants; half of the preference's share, beside the occupation. Where one of
// the two is not known the other counts for both.
func willing(w *match.Weights, o match.Opening) []search.OneOf {
	worth := share(w, match.Preference) / 2
	var c credited
	for _, kind := range []string{"traineeship", "contract"} {
		if o.Kind == kind || o.Kind == "both" {
			c.add("kinds", kind, worth)
		}
	}
	return positive(append(c.sums(), lacking(lacksKinds, worth, neutral))...)
}

// occupied weighs people by how near the occupations that they held and want are to the opening's.
func occupied(k Knowledge, o match.Opening) []search.OneOf {
	if o.Occupation == "" {
		return nil
	}
	w := k.Weights()
	x := &w.Experience
	code := o.ISCO
	if len(code) != 4 {
		code = k.ISCO(o.Occupation)
	}
	var held, wanted credited
	experience, preference := share(w, match.Experience), share(w, match.Preference)/2
	exactly := func(occupation string, percent int) {
		for quarters := 1; quarters <= 4; quarters++ {
			held.add("heldAs", token(occupation, quarters), experience*float64(percent)/100*float64(quarters)/4)
		}
		wanted.add("wanted", occupation, preference*float64(percent)/100)
	}
	exactly(o.Occupation, x.Same)
	for i, group := range iscoGroups(code) {
		percent := []int{x.Unit, x.Minor, x.SubMajor}[i]
		for _, other := range k.OccupationsOf(group) {
			switch {
			case other == o.Occupation:
			case i == 0:
				exactly(other, percent)
			default: // many, and each counts little
				held.add("held", other, experience*float64(percent)/100*heldEstimate)
				wanted.add("wanted", other, preference*float64(percent)/100)
			}
		}
	}
	return positive(slices.Concat(held.sums(), wanted.sums(), []search.OneOf{lacking(lacksHeld, experience, neutral), lacking(lacksWanted, preference, neutral)})...)
}

// heldEstimate stands for how long somebody held an occupation of the wider groups.
const heldEstimate = 0.7
