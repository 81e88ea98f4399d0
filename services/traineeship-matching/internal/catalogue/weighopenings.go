package catalogue

import (
	"maps"
	"math"
	"slices"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// neutral is the total near which recall decides. A part that drops out of the score shares its weight among the rest; it
// is weighed as if it had this value, which is the same for whoever is just about to be recalled.
const neutral = 0.7

// neutralFor is lower for people of whom few skills are known: their best totals are.
func neutralFor(p *match.Person) float64 {
	return min(neutral, fewestNeutral+neutralPerSkill*float64(len(p.Skills)))
}

const (
	fewestNeutral   = 0.25
	neutralPerSkill = 0.05
)

// almost leaves room for what is rounded where a sum must be reached.
const almost = 0.8

// weighOpenings approximates the score, part by part. Freshness is the same for all.
func weighOpenings(k Knowledge, p match.Person) []search.Part {
	needed, optional := skillsThatCount(k, p)
	return []search.Part{
		{Scale: "neededScale", Terms: strongest(needed, neededSums)},
		{Scale: "optionalScale", Terms: strongest(optional, otherSums)},
		shiftsFor(k.Weights(), p),
		reachFor(k.Weights(), p),
		{Terms: slices.Concat(goals(k.Weights(), p), experience(k, p), languagesFor(k.Weights(), p), preference(k, p), optionalLacks(k.Weights(), p))},
	}
}

// lacking weighs what drops out.
func lacking(what string, worth, neutral float64) search.OneOf {
	return search.OneOf{{Field: "lacks", Term: what, Weight: neutral * worth}}
}

func optionalLacks(w *match.Weights, p match.Person) []search.OneOf {
	if len(p.Skills) == 0 {
		return nil
	}
	return positive(lacking(lacksOptional, share(w, match.Optional), neutralFor(&p)))
}

// positive leaves out what counts nothing.
func positive(sums ...search.OneOf) []search.OneOf {
	return slices.DeleteFunc(sums, func(one search.OneOf) bool { return len(one) == 0 || one[0].Weight <= 0 })
}

// leastShare is what a part is worth whose share of the score is nothing and which blocks all the same.
const leastShare = 0.001

// shiftsFor weighs how much of the shifts somebody can work, and leaves out what the gate blocks.
func shiftsFor(w *match.Weights, p match.Person) search.Part {
	if p.Availability == nil || len(p.Availability.Slots) == 0 {
		return search.Part{}
	}
	worth := max(share(w, match.Schedule), leastShare)
	hours := coveredShifts(match.FreeHours(p.Availability.Slots), worth)
	part := search.Part{Scale: "shiftsScale", Least: worth * float64(w.Gate.ScheduleBlockBelow) / 100 * almost}
	for _, h := range hours {
		part.Terms = append(part.Terms, h.sums()...)
	}
	part.Terms = append(part.Terms, lacking(lacksShifts, worth, neutralFor(&p)))
	return part
}

// reachFor weighs how far it is, and leaves out what the gate blocks.
func reachFor(w *match.Weights, p match.Person) search.Part {
	cells, ok := reachOf(p.Reach, w)
	if !ok {
		return search.Part{}
	}
	worth := max(share(w, match.Commute), leastShare)
	var c credited
	for _, to := range cells {
		c.add("cells", to.cell, worth*float64(eighths(to.value))/8)
	}
	return search.Part{Least: worth / 100, Terms: append(c.sums(), lacking(lacksPlace, worth, neutralFor(&p)))}
}

// languagesFor weighs the margin over what is asked, of languages that somebody speaks. What is asked beyond that is not
// known, and drops out.
func languagesFor(w *match.Weights, p match.Person) []search.OneOf {
	worth := share(w, match.Language)
	if worth == 0 {
		return nil
	}
	speaks := map[string]int{}
	for _, l := range p.Languages {
		if level := l.AtWork(); level > 0 {
			speaks[l.Language] = int(level)
		}
	}
	if len(speaks) == 0 {
		return nil // drops out everywhere
	}
	var out []search.OneOf
	each := func(language string, value func(level int) float64) {
		var c credited
		for level := 1; level <= highestLevel; level++ {
			for asked := 1; asked <= mostAsked; asked++ {
				c.add("asks", token(language, level, asked), worth*value(level)/float64(asked))
			}
		}
		out = append(out, c.sums()...)
	}
	for _, language := range slices.Sorted(maps.Keys(speaks)) {
		each(language, func(asked int) float64 {
			if asked > speaks[language] {
				return 0
			}
			return float64(min(100, w.Language.AtMinimum+(speaks[language]-asked)*w.Language.PerLevel)) / 100
		})
	}
	for _, language := range usualLanguages() {
		if speaks[language] == 0 {
			each(language, func(int) float64 { return neutralFor(&p) })
		}
	}
	return append(out, lacking(lacksLanguages, worth, neutralFor(&p)))
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
		for weight := 1; weight <= 3; weight++ {
			o.add("optionalAs", token(skill, weight), share(w, match.Optional)*credits[skill][levelUnset]*float64(weight))
		}
		optional = append(optional, o)
	}
	return needed, optional
}

const (
	// exactFrom is the credit from which a skill is weighed by the level and the weight that an opening gives it. What is
	// only near, of which there is much, is weighed as if both were usual ones: that keeps searches small.
	exactFrom   = 0.85
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

func goals(w *match.Weights, p match.Person) []search.OneOf {
	open := openGoals(&p)
	if len(open) == 0 || share(w, match.Learning) == 0 {
		return nil // drops out everywhere
	}
	var out []search.OneOf
	for _, g := range open[:min(len(open), otherSums)] {
		out = append(out, search.OneOf{{Field: "learned", Term: g, Weight: share(w, match.Learning) / float64(len(open))}})
	}
	return append(out, lacking(lacksLearning, share(w, match.Learning), neutralFor(&p)))
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
	if len(c.terms) == 0 {
		return nil
	}
	return append(c.sums(), lacking(lacksOccupation, share(w, match.Experience), neutralFor(&p)))
}

// preference is the best of the occupations wanted, and the kind of work; each is the whole where the other is not known.
func preference(k Knowledge, p match.Person) []search.OneOf {
	wanted := slices.ContainsFunc(p.Occupations, func(o match.PastOccupation) bool { return o.Wanted })
	worth := share(k.Weights(), match.Preference)
	kinds := p.Preferences != nil && len(p.Preferences.Kinds) > 0
	if wanted && kinds {
		worth /= 2
	}
	var out []search.OneOf
	if wanted {
		var c credited
		for _, o := range p.Occupations {
			if o.Wanted {
				c.nearOccupation(k, o.Occupation, worth)
			}
		}
		out = append(c.sums(), lacking(lacksOccupation, worth, neutralFor(&p)))
	}
	if kinds {
		var c credited
		for _, kind := range p.Preferences.Kinds {
			c.add("kind", kind, worth)
		}
		out = append(out, c.sums()...)
	}
	return positive(out...)
}

// nearOccupation weighs openings by how near their occupation is.
func (c *credited) nearOccupation(k Knowledge, occupation string, worth float64) {
	x := &k.Weights().Experience
	c.add("occupation", occupation, worth*float64(x.Same)/100)
	for i, group := range iscoGroups(k.ISCO(occupation)) {
		c.add("isco", group, worth*float64([]int{x.Unit, x.Minor, x.SubMajor}[i])/100)
	}
}
