package essearch

import (
	"cmp"
	"slices"

	"github.com/celav/celav/pkg/search"
)

// weighed gives the scoring clauses of a search by weights: constants only, so that a score is a plain sum.
func weighed(parts []search.Part) []object {
	var clauses []object
	for _, p := range parts {
		var sums []object
		for _, one := range p.Terms {
			if heaviest := oneOf(one); heaviest != nil {
				sums = append(sums, heaviest)
			}
		}
		switch {
		case len(sums) == 0:
		case p.Scale == "":
			clauses = append(clauses, sums...)
		default:
			clauses = append(clauses, object{"function_score": object{
				"query":              object{"bool": object{"should": sums, "minimum_should_match": 1}},
				"field_value_factor": object{"field": p.Scale, "missing": 0},
				"boost_mode":         "multiply",
			}})
		}
	}
	return clauses
}

// oneOf takes the heaviest. Terms of equal weight in one field share a clause, which keeps requests small.
func oneOf(one search.OneOf) object {
	type key struct {
		field  string
		weight float64
	}
	terms := map[key][]string{}
	var keys []key
	for _, w := range one {
		k := key{w.Field, w.Weight}
		if terms[k] == nil {
			keys = append(keys, k)
		}
		terms[k] = append(terms[k], w.Term)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.field, b.field))
	})
	clauses := make([]object, len(keys))
	for i, k := range keys {
		clauses[i] = object{"constant_score": object{
			"filter": object{"terms": object{k.field: terms[k]}}, "boost": k.weight,
		}}
	}
	switch len(clauses) {
	case 0:
		return nil
	case 1:
		return clauses[0]
	}
	return object{"dis_max": object{"queries": clauses}}
}
