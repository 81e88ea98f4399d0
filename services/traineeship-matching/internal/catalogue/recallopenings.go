package catalogue

import (
	"context"
	"maps"
	"math"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// RecallOpenings gives the openings that are worth judging for a person on a day: filters leave out what the gate would
// block for certain, weighted terms approximate the score. The order is the engine's approximation and nothing else.
func (c *Catalogue) RecallOpenings(ctx context.Context, k Knowledge, p match.Person, on civil.Date, limit int) ([]string, error) {
	return recall(ctx, c.Openings.Query, openingsFor(p, k.Weights(), on), weighOpenings(k, p), search.Sort{Field: "published"}, limit)
}

// openingsFor leaves out what the gate blocks for certain. It may let too much through and must not leave out too much.
func openingsFor(p match.Person, w *match.Weights, on civil.Date) search.Filter {
	one := 1.0
	all := search.All{
		search.Is{Field: "live", Value: true},
		search.Numbers{Field: "seatsFree", Min: &one},
		search.Any{search.Not{Filter: search.Exists{Field: "closes"}}, search.Days{Field: "closes", From: &on}},
	}
	if p.Residence == "abroad" {
		all = append(all, search.Is{Field: "welcomesArt27", Value: true})
	}
	if p.MinimumAge > 0 {
		age := float64(p.MinimumAge)
		all = append(all, search.Numbers{Field: "minimumAge", Max: &age})
	}
	if a := p.Availability; a != nil {
		all = append(all, atMost("hoursWeek", a.MaxHoursWeek)...)
		// Who is free later than the slack after the start (or after today, when the start has passed) is blocked.
		if a.From != nil && a.From.After(on.AddDays(w.Gate.StartSlackDays)) {
			earliest := a.From.AddDays(-w.Gate.StartSlackDays)
			all = append(all, search.Days{Field: "start", From: &earliest})
		}
	}
	if p.Preferences != nil {
		all = append(all, atMost("hoursWeek", p.Preferences.MaxHoursWeek)...)
	}
	if p.Education != nil {
		all = append(all, atMost("education", p.Education.EQF)...)
	}
	for _, l := range p.Languages {
		if level := l.AtWork(); level > 0 {
			above := search.Terms{Field: "languages"}
			for more := int(level) + 1; more <= int(highestLevel); more++ {
				above.Values = append(above.Values, token(l.Language, more))
			}
			all = append(all, search.Not{Filter: above})
		}
	}
	if p.Licences != nil {
		all = append(all, search.Any{
			search.Not{Filter: search.Exists{Field: "licences"}}, search.Terms{Field: "licences", Values: p.Licences},
		})
	}
	if near, ok := within(p.Reach, w); ok {
		near.Field = "site"
		all = append(all, search.Any{search.Not{Filter: search.Exists{Field: "site"}}, near})
	}
	return all
}

// atMost keeps documents whose number is at most that, or unknown.
func atMost(field string, limit *int) []search.Filter {
	if limit == nil {
		return nil
	}
	most := float64(*limit)
	return []search.Filter{search.Any{
		search.Not{Filter: search.Exists{Field: field}}, search.Numbers{Field: field, Max: &most},
	}}
}

// roundingMetres covers places that are rounded to a hundredth of a degree, and engines that measure on other spheres.
const roundingMetres = 1500

// within turns a limit in minutes into the distance beyond which the gate blocks.
func within(r *match.Reach, w *match.Weights) (search.Near, bool) {
	if r == nil || r.MaxMinutes == nil || *r.MaxMinutes <= 0 {
		return search.Near{}, false
	}
	modes := r.Modes
	if !slices.ContainsFunc(modes, func(m string) bool { _, ok := w.Commute.Modes[m]; return ok }) {
		modes = []string{"transit"}
	}
	limit := float64(*r.MaxMinutes) * float64(w.Gate.ReachBlockPercent) / 100
	km := 0.0
	for _, m := range modes {
		if mode, ok := w.Commute.Modes[m]; ok {
			travel := math.Max(limit+0.5-float64(mode.FixedMinutes), 0)
			km = math.Max(km, travel/60*float64(mode.KmPerHour)/(float64(w.Commute.DetourPercent)/100))
		}
	}
	return search.Near{Of: search.Point{Lat: r.Lat, Lon: r.Lon}, Metres: km*1000 + roundingMetres}, true
}

// weighOpenings approximates the score's parts that depend on terms.
func weighOpenings(k Knowledge, p match.Person) []search.Part {
	w := k.Weights()
	own := map[string]bool{}
	for _, s := range p.Skills {
		own[s.Skill] = true
	}
	needed, optional := skillsThatCount(k, p)
	return []search.Part{
		{Scale: "neededScale", Terms: strongest(needed, neededSums)},
		{Scale: "optionalScale", Terms: strongest(optional, otherSums)},
		{Terms: goals(w, p, own)},
		{Terms: experience(k, p)},
		{Terms: wanted(k, p)},
	}
}

// skillsThatCount gives, for each skill near to the person's, what it adds where it is needed and where it is optional.
func skillsThatCount(k Knowledge, p match.Person) (needed, optional []credited) {
	credits := map[string]*[5]float64{}
	k.CreditsOf(p, func(skill string, level int, credit float64) {
		if credits[skill] == nil {
			credits[skill] = &[5]float64{}
		}
		credits[skill][level] = math.Max(credits[skill][level], credit)
	})
	w := k.Weights()
	for _, skill := range slices.Sorted(maps.Keys(credits)) {
		needed = append(needed, neededSkill(share(w, match.Essential), skill, credits[skill]))
		var o credited
		o.add("optional", skill, share(w, match.Optional)*credits[skill][levelUnset])
		optional = append(optional, o)
	}
	return needed, optional
}

const (
	// exactFrom is the credit from which a skill is weighed by the level and the weight that an opening gives it. What is
	// only near, of which there is much, is weighed as if both were usual ones: that keeps searches small.
	exactFrom   = 0.5
	usualWeight = 2
)

func neededSkill(share float64, skill string, credits *[5]float64) credited {
	var n credited
	if slices.Max(credits[:]) < exactFrom {
		n.add("needed", skill, share*credits[levelUnset]*usualWeight)
		return n
	}
	for level, credit := range credits {
		for weight := 1; weight <= 3; weight++ {
			n.add("neededAs", token(skill, level, weight), share*credit*float64(weight))
		}
	}
	return n
}

func goals(w *match.Weights, p match.Person, own map[string]bool) []search.OneOf {
	var open []string
	for _, g := range p.Learning {
		if !own[g] && !slices.Contains(open, g) {
			open = append(open, g)
		}
	}
	var out []search.OneOf
	for _, g := range open[:min(len(open), otherSums)] {
		out = append(out, search.OneOf{{Field: "learned", Term: g, Weight: share(w, match.Learning) / float64(len(open))}})
	}
	return out
}

// experience is the best of the occupations held.
func experience(k Knowledge, p match.Person) []search.OneOf {
	w := k.Weights()
	var c credited
	for _, o := range p.Occupations {
		if !o.Held {
			continue
		}
		months := float64(w.Experience.UnknownPercent) / 100
		if o.Months > 0 {
			months = math.Min(1, float64(o.Months)/float64(w.Experience.FullMonths))
		}
		c.nearOccupation(k, o.Occupation, share(w, match.Experience)*months)
	}
	return c.sums()
}

// wanted is the best of the occupations wanted; half of the preference's share, beside the kind of work.
func wanted(k Knowledge, p match.Person) []search.OneOf {
	var c credited
	for _, o := range p.Occupations {
		if o.Wanted {
			c.nearOccupation(k, o.Occupation, share(k.Weights(), match.Preference)/2)
		}
	}
	return c.sums()
}

// nearOccupation weighs openings by how near their occupation is.
func (c *credited) nearOccupation(k Knowledge, occupation string, worth float64) {
	x := &k.Weights().Experience
	c.add("occupation", occupation, worth*float64(x.Same)/100)
	for i, group := range iscoGroups(k.ISCO(occupation)) {
		c.add("isco", group, worth*float64([]int{x.Unit, x.Minor, x.SubMajor}[i])/100)
	}
}
