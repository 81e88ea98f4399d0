package demo

import (
	"slices"
	"strings"

	"github.com/celav/celav/pkg/fault"
)

// Occupation is a job as the loaded taxonomy knows it: what it needs, and what helps in it.
type Occupation struct {
	ID, ISCO            string
	Essential, Optional []string
	// Labels by language; Italian is always there, others where the taxonomy has them.
	Labels map[string]string
}

// Taxonomy is what a city is drawn from.
type Taxonomy struct {
	// Version names the state that was read.
	Version     string
	Occupations []Occupation // by id
	// Near gives skills that lie close to a skill: people have them without the exact one.
	Near map[string][]string

	weights []int
	byUnit  map[string][]int // unit group -> occupations
	byKin   map[string][]int // sub-major group, the first two digits -> occupations
}

// leastSkills is how many skills an occupation must name to be worth drawing.
const leastSkills = 4

// prepare sorts the occupations and weighs them by how often CeLav places people in their like.
func (t *Taxonomy) prepare() error {
	t.Occupations = slices.DeleteFunc(slices.Clone(t.Occupations), func(o Occupation) bool {
		return len(o.ISCO) != 4 || major(o.ISCO) < 2 || len(o.Essential)+len(o.Optional) < leastSkills || len(o.Essential) == 0
	})
	if len(t.Occupations) == 0 {
		return fault.New(fault.Precondition, "The taxonomy that is loaded has no occupations with skills to draw from.")
	}
	slices.SortFunc(t.Occupations, func(a, b Occupation) int { return strings.Compare(a.ID, b.ID) })
	t.byUnit, t.byKin = map[string][]int{}, map[string][]int{}
	for i, o := range t.Occupations {
		t.byUnit[o.ISCO] = append(t.byUnit[o.ISCO], i)
		t.byKin[o.ISCO[:2]] = append(t.byKin[o.ISCO[:2]], i)
	}
	// The weight belongs to the unit group and is shared by its occupations: ESCO has dozens in some.
	t.weights = make([]int, len(t.Occupations))
	for i, o := range t.Occupations {
		t.weights[i] = max(1000*frequency(o.ISCO)/len(t.byUnit[o.ISCO]), 1)
	}
	return nil
}

// frequency is how often jobs of a unit group are placed, roughly.
func frequency(unit string) int {
	switch unit {
	case "5120", "5131", "5132", "9412", "9411", "9112", "9333", "9321", "8322", "8344", "5322", "5321", "9313", "7131", "5223", "9334", "5230":
		return 30
	case "9111", "9121", "8157", "4321", "7112", "7411", "7126", "7531", "8153", "9214", "6113", "4226", "4110", "5153", "9622", "9329", "8219", "5311", "7512", "5414", "3512", "3412":
		return 14
	}
	switch major(unit) {
	case 2:
		return 2
	case 3:
		return 3
	default:
		return 5
	}
}

// occupation draws one by those weights.
func (t *Taxonomy) occupation(d dice) *Occupation { return &t.Occupations[d.weighted(t.weights)] }

// within draws one of the unit groups given, or any if the taxonomy has none there.
func (t *Taxonomy) within(d dice, units []string) *Occupation {
	var there []int
	for _, u := range units {
		there = append(there, t.byUnit[u]...)
	}
	if len(there) == 0 {
		return t.occupation(d)
	}
	weights := make([]int, len(there))
	for i, at := range there {
		weights[i] = t.weights[at]
	}
	return &t.Occupations[there[d.weighted(weights)]]
}

// beside draws a job of the same sub-major group, as people change jobs.
func (t *Taxonomy) beside(d dice, o *Occupation) *Occupation {
	return &t.Occupations[pick(d, t.byKin[o.ISCO[:2]])]
}

// major is the first digit of an ISCO code: 2 professionals to 9 elementary occupations.
func major(isco string) int { return int(isco[0] - '0') }

// label is the occupation's name in a language, Italian where there is none.
func (o *Occupation) label(language string) (text, in string) {
	if s := o.Labels[language]; s != "" {
		return s, language
	}
	if s := o.Labels["it"]; s != "" {
		return s, "it"
	}
	return o.Labels["en"], "en"
}
