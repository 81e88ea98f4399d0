package catalogue

import (
	"context"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// RecallPeople gives the people who are worth judging for an opening on a day, as RecallOpenings does for a person.
func (c *Catalogue) RecallPeople(ctx context.Context, k Knowledge, o match.Opening, on civil.Date, limit int) ([]string, error) {
	return recall(ctx, c.People.Query, peopleFor(o, k.Weights(), on), weighPeople(k, o, on), search.Sort{Field: "waitingSince"}, limit)
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
		all = append(all, search.Not{Filter: search.Term("refuses", nights)})
	}
	if atWeekend {
		all = append(all, search.Not{Filter: search.Term("refuses", weekends)})
	}
	for _, l := range o.Licences {
		all = append(all, search.Any{search.Is{Field: "licencesAsked", Value: false}, search.Term("licences", l)})
	}
	if !o.WelcomesArt27 || o.Kind == "contract" {
		all = append(all, search.Not{Filter: search.Term("residence", "abroad")})
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

// weighPeople approximates the score, part by part.
func weighPeople(k Knowledge, o match.Opening, on civil.Date) []search.Part {
	w := k.Weights()
	seen := map[string]bool{}
	total, useful := skillWeights(o.NeededAtStart, seen), skillWeights(o.Optional, seen)
	asked := func(skills []match.OpeningSkill, limit int, worth float64) []search.OneOf {
		var all []credited
		for _, s := range skills {
			var c credited
			k.CreditsFor(s, func(skill string, level int, evidence string, credit float64) {
				c.add("skillsAs", token(skill, level, evidence), credit*worth*float64(skillWeight(s)))
			})
			all = append(all, c)
		}
		return strongest(all, limit)
	}
	return []search.Part{
		{Terms: asked(o.NeededAtStart, neededSums, share(w, match.Essential)/float64(max(total, 1)))},
		{Terms: asked(o.Optional, otherSums, share(w, match.Optional)/float64(max(useful, 1)))},
		learners(w, o),
		free(w, o),
		near(w, o),
		{Terms: slices.Concat(goalless(w, o), speakers(w, o), willing(w, o), occupied(k, o), current(w, on))},
	}
}

// skillWeights adds up the weights of skills that were not seen before.
func skillWeights(skills []match.OpeningSkill, seen map[string]bool) int {
	total := 0
	for _, s := range skills {
		if !seen[s.Skill] {
			seen[s.Skill] = true
			total += skillWeight(s)
		}
	}
	return total
}
