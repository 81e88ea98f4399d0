package finding

import (
	"slices"
	"strconv"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
)

// The facets that have a meaning beyond their values.
const (
	Means    = "means" // what a text was understood as: Concepts, of which any will do; every value must fit
	Free     = "free"  // from when somebody can work: "now" or "month"
	Team     = "team"  // offered to those who may see every team
	Italian  = "italian"
	Language = "language"
)

// facet is one way to narrow a search.
type facet struct {
	name string
	// field holds the values that are counted; empty: the facet is not counted in one go.
	field string
	// valid says which values an address may name.
	valid func(string) bool
	// where selects what fits any of the values.
	where func(values []string, today civil.Date) search.Filter
	// gather turns the values that the index counted into those that are offered; nil offers them as they are.
	gather func([]search.Count) []search.Count
	single bool
	shown  int // how many are offered
}

func anyText(string) bool { return true }

func oneOf(values ...string) func(string) bool {
	return func(v string) bool { return slices.Contains(values, v) }
}

func terms(field string) func([]string, civil.Date) search.Filter {
	return func(values []string, _ civil.Date) search.Filter { return search.Terms{Field: field, Values: values} }
}

func facetsOf(k Kind) []facet {
	if k == People {
		return peopleFacets()
	}
	return openingFacets()
}

func facetOf(k Kind, name string) (facet, bool) {
	for _, d := range facetsOf(k) {
		if d.name == name {
			return d, true
		}
	}
	return facet{}, false
}

func openingFacets() []facet {
	return []facet{
		{name: Means, valid: anyText, where: meaning("occupation", "needed", "learned")},
		{name: "kind", field: "kind", valid: oneOf("traineeship", "contract"), where: terms("kind"), shown: 2},
		{name: "area", field: catalogue.AreaField, valid: oneOf(catalogue.Areas()...), where: terms(catalogue.AreaField), shown: 10},
		{name: "place", field: "municipality", valid: anyText, where: terms("municipality"), shown: 8},
		{name: "schedule", field: catalogue.ScheduleField, valid: oneOf(catalogue.Schedules()...), where: terms(catalogue.ScheduleField), shown: 7},
		{name: Italian, field: catalogue.ItalianField, valid: oneOf("0", "1", "2", "3", "4"), where: upTo, gather: upToCounts, single: true, shown: 5},
		{name: Language, field: "languages", valid: anyText, where: speaks, gather: otherLanguages, shown: 6},
		{name: "occupation", field: "occupation", valid: anyText, where: terms("occupation"), shown: 8},
		{name: "skill", field: "needed", valid: anyText, where: terms("needed"), shown: 8},
		{name: "seats", field: catalogue.SeatsField, valid: oneOf(catalogue.SeatGroups()...), where: terms(catalogue.SeatsField), shown: 4},
	}
}

func peopleFacets() []facet {
	return []facet{
		{name: Means, valid: anyText, where: meaning("skills", "held", "wanted")},
		{name: Language, field: "languages", valid: isLevel, where: speaks, gather: atLeastCounts, shown: 8},
		{name: "schedule", field: catalogue.ScheduleField, valid: oneOf(catalogue.Schedules()...), where: terms(catalogue.ScheduleField), shown: 5},
		{name: Free, valid: oneOf("now", "month"), where: freeFrom, single: true, shown: 2},
		{name: "area", field: catalogue.AreaField, valid: oneOf(catalogue.Areas()...), where: terms(catalogue.AreaField), shown: 10},
		{name: "wanted", field: "wanted", valid: anyText, where: terms("wanted"), shown: 8},
		{name: "held", field: "held", valid: anyText, where: terms("held"), shown: 8},
		{name: "skill", field: "skills", valid: anyText, where: terms("skills"), shown: 8},
		{name: "learning", field: "learning", valid: anyText, where: terms("learning"), shown: 6},
		{name: "kind", field: "kinds", valid: oneOf("traineeship", "contract"), where: terms("kinds"), shown: 2},
		{name: "residence", field: "residence", valid: oneOf("local", "abroad"), where: terms("residence"), shown: 2},
		{name: Team, field: "team", valid: anyText, where: terms("team"), shown: 12},
	}
}

// meaning wants every concept, each in any of the fields.
func meaning(fields ...string) func([]string, civil.Date) search.Filter {
	return func(values []string, _ civil.Date) search.Filter {
		all := search.All{}
		for _, v := range values {
			all = append(all, inAny(fields, Concepts(v)...))
		}
		return all
	}
}

func inAny(fields []string, ids ...string) search.Any {
	var fit search.Any
	for _, field := range fields {
		fit = append(fit, search.Terms{Field: field, Values: ids})
	}
	return fit
}

// upTo keeps openings that ask for no more Italian than that.
func upTo(values []string, _ civil.Date) search.Filter {
	most := 0
	for _, v := range values {
		if n, err := strconv.Atoi(v); err == nil {
			most = max(most, n)
		}
	}
	var levels []string
	for n := range most + 1 {
		levels = append(levels, strconv.Itoa(n))
	}
	return search.Terms{Field: catalogue.ItalianField, Values: levels}
}

// upToCounts adds up: who may know B1 sees what asks for less, too.
func upToCounts(counts []search.Count) []search.Count {
	var out []search.Count
	sum := 0
	for n := range 5 {
		for _, c := range counts {
			if c.Value == strconv.Itoa(n) {
				sum += c.Count
			}
		}
		if sum > 0 && (len(out) == 0 || out[len(out)-1].Count < sum) {
			out = append(out, search.Count{Value: strconv.Itoa(n), Count: sum})
		}
	}
	return out
}

func isLevel(v string) bool {
	_, _, ok := catalogue.Level(v)
	return ok
}

// speaks keeps what holds one of the languages, at a level or above; without a level, at any.
func speaks(values []string, _ civil.Date) search.Filter {
	var tokens []string
	for _, v := range values {
		language, level, ok := catalogue.Level(v)
		if !ok {
			language, level = v, 1
		}
		tokens = append(tokens, catalogue.AtLeast(language, level)...)
	}
	return search.Terms{Field: "languages", Values: tokens}
}

// otherLanguages are the languages that openings ask for beside Italian, whatever the level.
func otherLanguages(counts []search.Count) []search.Count {
	sums := map[string]int{}
	for _, c := range counts {
		if language, _, ok := catalogue.Level(c.Value); ok && language != "it" {
			sums[language] += c.Count
		}
	}
	return mostFirst(sums)
}

// atLeastCounts offers Italian at the levels that work asks for, and every other language from a little upwards.
func atLeastCounts(counts []search.Count) []search.Count {
	others := map[string]int{}
	var italian [7]int
	for _, c := range counts {
		language, level, ok := catalogue.Level(c.Value)
		switch {
		case ok && language == "it":
			italian[level] += c.Count
		case ok:
			others[language+"|1"] += c.Count
		}
	}
	var out []search.Count
	sum := 0
	for level := 6; level > 0; level-- {
		if sum += italian[level]; sum > 0 && level > 1 && level < 5 {
			out = append(out, search.Count{Value: "it|" + strconv.Itoa(level), Count: sum})
		}
	}
	slices.Reverse(out)
	return append(out, mostFirst(others)...)
}

func mostFirst(sums map[string]int) []search.Count {
	var out []search.Count
	for value, n := range sums {
		out = append(out, search.Count{Value: value, Count: n})
	}
	sortCounts(out)
	return out
}

// soon is how far ahead "in a month" looks.
const soon = 30

// freeFrom keeps people who can begin by a day, and those of whom no day is known.
func freeFrom(values []string, today civil.Date) search.Filter {
	by := today
	if slices.Contains(values, "month") {
		by = today.AddDays(soon)
	}
	return search.Any{search.Not{Filter: search.Exists{Field: "availableFrom"}}, search.Days{Field: "availableFrom", Until: &by}}
}

// Facets lists the ways to narrow a search.
func Facets(k Kind) []string {
	var names []string
	for _, d := range facetsOf(k) {
		names = append(names, d.name)
	}
	return names
}
