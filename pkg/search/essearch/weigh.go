package essearch

import (
	"cmp"
	"slices"

	"github.com/celav/celav/pkg/search"
)

// weighed gives the scoring clauses of a search by weights: constants only, so that a score is a plain sum. Parts with a
// least sum must match.
func weighed(parts []search.Part) (must, should []object) {
	for _, p := range parts {
		var sums []object
		for _, one := range p.Terms {
			if heaviest := oneOf(one); heaviest != nil {
				sums = append(sums, heaviest)
			}
		}
		switch {
		case p.Least > 0:
			one := scaled(sums, p.Scale)
			one["min_score"] = p.Least
			must = append(must, object{"function_score": one})
		case len(sums) == 0:
		case p.Scale == "":
			should = append(should, sums...)
		default:
			should = append(should, object{"function_score": scaled(sums, p.Scale)})
		}
	}
	return must, should
}

// scaled is the body of a function_score query over sums.
func scaled(sums []object, scale string) object {
	o := object{"query": anyOf(sums)}
	if scale != "" {
		o["field_value_factor"], o["boost_mode"] = object{"field": scale, "missing": 0}, "multiply"
	}
	return o
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
