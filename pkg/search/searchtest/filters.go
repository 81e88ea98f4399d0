package searchtest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
)

func testFilters(t *testing.T, f fixture) {
	f.expect(t, nil) // an index that nobody wrote to is empty, not an error
	f.put(t, map[string]doc{
		"a": {Code: "5131", Skills: []string{"s/serve", "s/taste"}, Start: day(2026, 12, 1), Hours: pointer(20.0), Live: pointer(true)},
		"b": {Code: "9412", Skills: []string{"s/clean"}, Start: day(2026, 12, 31), Hours: pointer(-1.5), Live: pointer(false)},
		"c": {Code: "5131 B", Start: day(1800, 1, 1), Hours: pointer(40.25)},
		"d": {Start: day(9999, 12, 31)},
		"e": {Texts: map[search.Language]string{search.Italian: "sala"}},
	})
	from, until := day(2026, 12, 1), day(2026, 12, 31)
	f.expect(t, nil, "a", "b", "c", "d", "e")
	f.expect(t, search.All{}, "a", "b", "c", "d", "e")
	f.expect(t, search.Any{})
	f.expect(t, search.Term("code", "5131"), "a") // exact, not by word
	f.expect(t, search.Term("code", "S/SERVE"))   // case matters in keywords
	f.expect(t, search.Terms{Field: "skills", Values: []string{"s/taste", "s/clean"}}, "a", "b")
	f.expect(t, search.Terms{Field: "skills"})
	f.expect(t, search.IDs{"b", "e", "nobody"}, "b", "e")
	f.expect(t, search.Is{Field: "live", Value: true}, "a")
	f.expect(t, search.Is{Field: "live", Value: false}, "b") // never set is not false
	f.expect(t, search.Not{Filter: search.Is{Field: "live", Value: false}}, "a", "c", "d", "e")
	f.expect(t, search.Days{Field: "start", From: &from, Until: &until}, "a", "b")
	f.expect(t, search.Days{Field: "start", Until: &from}, "a", "c")
	f.expect(t, search.Days{Field: "start", From: &until}, "b", "d")
	f.expect(t, search.Days{Field: "start"}, "a", "b", "c", "d")
	f.expect(t, search.Numbers{Field: "hours", Min: pointer(-1.5), Max: pointer(20.0)}, "a", "b")
	f.expect(t, search.Numbers{Field: "hours", Min: pointer(20.01)}, "c")
	f.expect(t, search.Exists{Field: "code"}, "a", "b", "c")
	f.expect(t, search.Exists{Field: "text"}, "e")
	f.expect(t, search.Not{Filter: search.Exists{Field: "hours"}}, "d", "e")
	f.expect(t, search.All{
		search.Any{search.Term("code", "5131"), search.Term("code", "9412")},
		search.Not{Filter: search.Any{search.Term("skills", "s/taste")}},
	}, "b")

	r := f.query(t, search.Query{Where: search.Exists{Field: "start"}})
	if r.Total != 4 || len(r.Hits) != 0 || r.Next != "" {
		t.Errorf("a query with limit 0 gives the total alone, got %+v", r)
	}
}

// testOracle compares random filters over random documents with their meaning written in Go.
func testOracle(t *testing.T, f fixture) {
	random := rand.New(rand.NewPCG(11, 7))
	docs := map[string]doc{}
	for n := range 80 {
		docs[id(n)] = randomDoc(random)
	}
	f.put(t, docs)
	for range 120 {
		filter := randomFilter(random, 0)
		var want []string
		for id, d := range docs {
			if matches(filter, id, d) {
				want = append(want, id)
			}
		}
		f.expect(t, filter, want...)
		if t.Failed() {
			return
		}
	}
}

func oracleSkills() []string { return []string{"k", "l", "m", "n", "o"} }

func randomDoc(r *rand.Rand) doc {
	var d doc
	if r.IntN(4) > 0 {
		d.Code = string(rune('a' + r.IntN(5)))
	}
	for _, s := range oracleSkills() {
		if r.IntN(3) == 0 {
			d.Skills = append(d.Skills, s)
		}
	}
	if r.IntN(4) > 0 {
		d.Start = day(2026, 11, 1).AddDays(r.IntN(60))
	}
	if r.IntN(4) > 0 {
		d.Hours = pointer(float64(r.IntN(40)) - 5)
	}
	if r.IntN(3) > 0 {
		d.Live = pointer(r.IntN(2) == 0)
	}
	return d
}

func randomFilter(r *rand.Rand, depth int) search.Filter {
	kinds := 10
	if depth > 2 {
		kinds = 7
	}
	switch r.IntN(kinds) {
	case 0:
		return search.Term("code", string(rune('a'+r.IntN(6))))
	case 1:
		return search.Terms{Field: "skills", Values: []string{oracleSkills()[r.IntN(5)], oracleSkills()[r.IntN(5)]}}
	case 2:
		return search.Is{Field: "live", Value: r.IntN(2) == 0}
	case 3:
		from := day(2026, 11, 1).AddDays(r.IntN(60))
		until := from.AddDays(r.IntN(20))
		return search.Days{Field: "start", From: &from, Until: &until}
	case 4:
		low := float64(r.IntN(40)) - 5
		return search.Numbers{Field: "hours", Min: &low, Max: pointer(low + 10)}
	case 5:
		return search.Exists{Field: []string{"code", "skills", "start", "hours", "live"}[r.IntN(5)]}
	case 6:
		return search.IDs{id(r.IntN(80)), id(r.IntN(80)), id(r.IntN(80))}
	case 7:
		return search.Not{Filter: randomFilter(r, depth+1)}
	case 8:
		return search.All{randomFilter(r, depth+1), randomFilter(r, depth+1)}
	default:
		return search.Any{randomFilter(r, depth+1), randomFilter(r, depth+1), randomFilter(r, depth+1)}
	}
}

func matches(f search.Filter, id string, d doc) bool {
	each := func(f search.Filter) bool { return matches(f, id, d) }
	switch f := f.(type) {
	case search.All:
		return !slices.ContainsFunc(f, func(f search.Filter) bool { return !each(f) })
	case search.Any:
		return slices.ContainsFunc(f, each)
	case search.Not:
		return !each(f.Filter)
	case search.IDs:
		return slices.Contains(f, id)
	case search.Terms:
		held := d.Skills
		if f.Field == "code" && d.Code != "" {
			held = []string{d.Code}
		}
		return slices.ContainsFunc(f.Values, func(v string) bool { return slices.Contains(held, v) })
	case search.Is:
		return d.Live != nil && *d.Live == f.Value
	case search.Days:
		return d.Start != (civil.Date{}) && !d.Start.Before(*f.From) && !d.Start.After(*f.Until)
	case search.Numbers:
		return d.Hours != nil && *d.Hours >= *f.Min && *d.Hours <= *f.Max
	case search.Exists:
		switch f.Field {
		case "code":
			return d.Code != ""
		case "skills":
			return len(d.Skills) > 0
		case "start":
			return d.Start != (civil.Date{})
		case "hours":
			return d.Hours != nil
		default:
			return d.Live != nil
		}
	}
	return false
}

func testPlace(t *testing.T, f fixture) {
	f.put(t, map[string]doc{
		"duomo":    {Place: &search.Point{Lat: 45.4642, Lon: 9.1900}},
		"bicocca":  {Place: &search.Point{Lat: 45.5182, Lon: 9.2130}}, // 6.3 km from the Duomo
		"bergamo":  {Place: &search.Point{Lat: 45.6983, Lon: 9.6773}}, // 46 km
		"nowhere":  {},
		"dateline": {Place: &search.Point{Lat: 0, Lon: 179.99}},
	})
	duomo := search.Point{Lat: 45.4642, Lon: 9.1900}
	f.expect(t, search.Near{Field: "place", Of: duomo, Metres: 100}, "duomo")
	f.expect(t, search.Near{Field: "place", Of: duomo, Metres: 5_900}, "duomo")
	f.expect(t, search.Near{Field: "place", Of: duomo, Metres: 6_700}, "duomo", "bicocca")
	f.expect(t, search.Near{Field: "place", Of: duomo, Metres: 48_000}, "duomo", "bicocca", "bergamo")
	f.expect(t, search.Near{Field: "place", Of: search.Point{Lat: 0, Lon: -179.99}, Metres: 5_000}, "dateline")
	f.expect(t, search.Exists{Field: "place"}, "duomo", "bicocca", "bergamo", "dateline")
}
