package catalogue

import (
	"context"
	"math"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// RecallPeople gives the people who are worth judging for an opening on a day, as RecallOpenings does for a person.
func (c *Catalogue) RecallPeople(ctx context.Context, k Knowledge, o match.Opening, on civil.Date, limit int) ([]string, error) {
	return recall(ctx, c.People.Query, peopleFor(o, k.Weights(), on), weighPeople(k, o), search.Sort{Field: "waitingSince"}, limit)
}

// peopleFor leaves out whom the gate blocks for certain. It may let too many through and must not leave out too many.
func peopleFor(o match.Opening, w *match.Weights, on civil.Date) search.Filter {
	all := search.All{search.Term("state", "active"), atLeast("minimumAge", o.MinimumAge)}
	if o.EducationEQF != nil {
		all = append(all, atLeast("education", *o.EducationEQF))
	}
	if o.HoursWeek != nil {
		all = append(all, atLeast("maxHoursWeek", *o.HoursWeek))
	}
	start := on
	if o.Start != nil && o.Start.After(on) {
		start = *o.Start
	}
	slack := start.AddDays(w.Gate.StartSlackDays)
	all = append(all, search.Any{
		search.Not{Filter: search.Exists{Field: "availableFrom"}}, search.Days{Field: "availableFrom", Until: &slack},
	})
	for _, l := range o.Languages {
		below := search.Terms{Field: "languages"}
		for less := 1; less < int(l.Level); less++ {
			below.Values = append(below.Values, token(l.Language, less))
		}
		all = append(all, search.Not{Filter: below})
	}
	atNight, atWeekend := o.Unsocial()
	if atNight {
		all = append(all, search.Not{Filter: search.Term("refuses", refusesNights)})
	}
	if atWeekend {
		all = append(all, search.Not{Filter: search.Term("refuses", refusesWeekends)})
	}
	for _, l := range o.Licences {
		all = append(all, search.Any{search.Is{Field: "licencesAsked", Value: false}, search.Term("licences", l)})
	}
	return append(all, mayWork(start))
}

// atLeast keeps people whose number is at least that, or unknown.
func atLeast(field string, least int) search.Filter {
	n := float64(least)
	return search.Any{search.Not{Filter: search.Exists{Field: field}}, search.Numbers{Field: field, Min: &n}}
}

// mayWork leaves out those of whom it is known that they may not work at the start: they have an interval without access,
// and none with access has begun. Who lives abroad is judged by other rules.
func mayWork(start civil.Date) search.Filter {
	return search.Any{
		search.Term("residence", "abroad"),
		search.Not{Filter: search.Term("accessOutcome", string(policy.MayNotWork))},
		search.Days{Field: "accessFrom", Until: &start},
	}
}

// weighPeople approximates the score's parts that depend on terms.
func weighPeople(k Knowledge, o match.Opening) []search.Part {
	w := k.Weights()
	seen := map[string]bool{}
	total := 0
	for _, s := range o.NeededAtStart {
		if !seen[s.Skill] {
			seen[s.Skill] = true
			total += skillWeight(s)
		}
	}
	asked := func(skills []match.OpeningSkill, limit int, worth func(match.OpeningSkill) float64) []search.OneOf {
		var all []credited
		for _, s := range skills {
			var c credited
			k.CreditsFor(s, func(skill string, level int, evidence string, credit float64) {
				c.add("skillsAs", token(skill, level, evidence), credit*worth(s))
			})
			all = append(all, c)
		}
		return strongest(all, limit)
	}
	return []search.Part{
		{Terms: asked(o.NeededAtStart, neededSums, func(s match.OpeningSkill) float64 {
			return share(w, match.Essential) * float64(skillWeight(s)) / float64(max(total, 1))
		})},
		{Terms: asked(o.Optional, otherSums, func(match.OpeningSkill) float64 {
			return share(w, match.Optional) / float64(len(o.Optional))
		})},
		{Terms: learners(w, o)},
		{Terms: speakers(w, o)},
		{Terms: free(w, o)},
		{Terms: willing(w, o)},
		{Terms: occupied(k, o, "held", share(w, match.Experience)*heldEstimate)},
		{Terms: occupied(k, o, "wanted", share(w, match.Preference)/2)},
	}
}

// heldEstimate stands for how long somebody held an occupation, which the index does not know.
const heldEstimate = 0.7

func learners(w *match.Weights, o match.Opening) []search.OneOf {
	var out []search.OneOf
	for _, s := range o.LearnedHere[:min(len(o.LearnedHere), otherSums)] {
		out = append(out, search.OneOf{{Field: "learning", Term: s, Weight: share(w, match.Learning) / math.Max(2, float64(len(o.LearnedHere)))}})
	}
	return out
}

// speakers weighs the margin over the languages that the task needs.
func speakers(w *match.Weights, o match.Opening) []search.OneOf {
	var out []search.OneOf
	asked := o.Languages[:min(len(o.Languages), otherSums)]
	for _, l := range asked {
		var c credited
		for level := max(int(l.Level), 1); level <= highestLevel; level++ {
			percent := min(100, w.Language.AtMinimum+(level-int(l.Level))*w.Language.PerLevel)
			c.add("languages", token(l.Language, level), share(w, match.Language)*float64(percent)/100/float64(len(asked)))
		}
		out = append(out, c.sums()...)
	}
	return out
}

// free weighs the hours of the shifts in which somebody is free.
func free(w *match.Weights, o match.Opening) []search.OneOf {
	hours := match.HoursOf(o.Slots, true)
	out := make([]search.OneOf, len(hours))
	for i, h := range hours {
		out[i] = search.OneOf{{Field: "hours", Term: h, Weight: share(w, match.Schedule) / float64(len(hours))}}
	}
	return out
}

// willing weighs the kind of work that somebody wants; half of the preference's share, beside the occupation.
func willing(w *match.Weights, o match.Opening) []search.OneOf {
	var c credited
	for _, kind := range []string{"traineeship", "contract"} {
		if o.Kind == kind || o.Kind == "both" {
			c.add("kinds", kind, share(w, match.Preference)/2)
		}
	}
	return c.sums()
}

// occupied weighs people by how near the occupations of a field are to the opening's.
func occupied(k Knowledge, o match.Opening, field string, worth float64) []search.OneOf {
	if o.Occupation == "" || worth <= 0 {
		return nil
	}
	x := &k.Weights().Experience
	code := o.ISCO
	if len(code) != 4 {
		code = k.ISCO(o.Occupation)
	}
	var c credited
	c.add(field, o.Occupation, worth*float64(x.Same)/100)
	for i, group := range iscoGroups(code) {
		for _, near := range k.OccupationsOf(group) {
			c.add(field, near, worth*float64([]int{x.Unit, x.Minor, x.SubMajor}[i])/100)
		}
	}
	return c.sums()
}
