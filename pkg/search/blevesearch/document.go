package blevesearch

import (
	"fmt"
	"math"
	"strconv"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
)

// dayNumber counts from 1970; as numbers dates have no range of years to fall out of.
func dayNumber(d civil.Date) float64 {
	return float64(d.DaysSince(civil.Date{Year: 1970, Month: 1, Day: 1}))
}

func formatVersion(v int64) string { return fmt.Sprintf("%016x", v) }

func parseVersion(s string) int64 {
	v, err := strconv.ParseInt(s, 16, 64)
	if err != nil {
		return math.MaxInt64 // not one of ours: never overwrite it
	}
	return v
}

func flagTerm(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// fields turns an operation into what the library indexes.
func fields(op search.Operation) map[string]any {
	m := map[string]any{versionField: formatVersion(op.Version)}
	if op.Deleted {
		m[deletedField] = flagTerm(true)
		return m
	}
	var present []string
	for name, v := range op.Document.Values() {
		present = append(present, name)
		switch {
		case v.Keywords != nil:
			m[name] = v.Keywords
		case v.Texts != nil:
			texts := map[string]any{}
			for l, t := range v.Texts {
				texts[string(l)] = t
			}
			m[name] = texts
		case v.Place != nil:
			m[name] = map[string]any{"lat": v.Place.Lat, "lon": v.Place.Lon}
		case v.Dates != nil:
			days := make([]float64, len(v.Dates))
			for i, d := range v.Dates {
				days[i] = dayNumber(d)
			}
			m[name] = days
		case v.Numbers != nil:
			m[name] = v.Numbers
		case v.Flag != nil:
			m[name] = flagTerm(*v.Flag)
		}
	}
	sorts := map[string]any{}
	for name, key := range op.SortKeys {
		sorts[name] = key
	}
	m[sortField], m[presentField] = sorts, present
	return m
}
