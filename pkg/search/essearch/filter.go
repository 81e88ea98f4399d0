package essearch

import "github.com/celav/celav/pkg/search"

// translate gives the query for a filter.
func translate(f search.Filter) object {
	switch f := f.(type) {
	case search.All:
		if len(f) == 0 {
			return object{"match_all": object{}}
		}
		return object{"bool": object{"filter": translateEach(f)}}
	case search.Any:
		return anyOf(translateEach(f))
	case search.Not:
		return object{"bool": object{"must_not": []object{translate(f.Filter)}}}
	case search.Terms:
		return object{"terms": object{f.Field: nonNil(f.Values)}}
	case search.IDs:
		return object{"terms": object{idField: nonNil(f)}}
	case search.Is:
		return object{"term": object{f.Field: f.Value}}
	case search.Exists:
		return object{"exists": object{"field": f.Field}}
	case search.Days:
		ends := object{}
		if f.From != nil {
			ends["gte"] = f.From.String()
		}
		if f.Until != nil {
			ends["lte"] = f.Until.String()
		}
		return inRange(f.Field, ends)
	case search.Numbers:
		ends := object{}
		if f.Min != nil {
			ends["gte"] = *f.Min
		}
		if f.Max != nil {
			ends["lte"] = *f.Max
		}
		return inRange(f.Field, ends)
	case search.Near:
		return object{"geo_distance": object{
			"distance": f.Metres, "unit": "m", f.Field: object{"lat": f.Of.Lat, "lon": f.Of.Lon},
		}}
	case search.Words:
		return words(f)
	default: // nil: everything. Index.Query refuses unknown types.
		return object{"match_all": object{}}
	}
}

func translateEach(fs []search.Filter) []object {
	out := make([]object, len(fs))
	for i, f := range fs {
		out[i] = translate(f)
	}
	return out
}

func anyOf(qs []object) object {
	if len(qs) == 0 {
		return object{"match_none": object{}}
	}
	return object{"bool": object{"should": qs, "minimum_should_match": 1}}
}

func inRange(field string, ends object) object {
	if len(ends) == 0 {
		return object{"exists": object{"field": field}}
	}
	return object{"range": object{field: ends}}
}

func words(f search.Words) object {
	languages := f.Languages
	if len(languages) == 0 {
		languages = search.Languages()
	}
	var each []object
	for _, l := range languages {
		match := object{"query": f.Text, "operator": "and"}
		if f.AnyWord {
			match["operator"] = "or"
		}
		if f.Fuzzy {
			match["fuzziness"], match["prefix_length"] = "AUTO", 1
		}
		each = append(each, object{"match": object{f.Field + "." + string(l): match}})
	}
	return anyOf(each)
}

func nonNil(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}
