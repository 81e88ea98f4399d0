package finding

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/celav/celav/pkg/search"
)

// memory answers searches from documents at hand, as an engine would, while the engine does not answer. Words are
// compared by their beginnings: it knows no stems.
type memory struct{ docs []held }

type held struct {
	id     string
	values map[string]search.Value
}

func hold(id string, d search.Document) held { return held{id, d.Values()} }

// memoryCursor begins the cursors of such an answer.
const memoryCursor = "m~"

// Query answers.
func (m *memory) Query(_ context.Context, q search.Query) (search.Result, error) {
	var found []held
	for _, d := range m.docs {
		if d.fits(q.Where) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b held) int {
		for _, s := range q.Sort {
			if n := compare(a.values[s.Field], b.values[s.Field], s.Descending); n != 0 {
				return n
			}
		}
		return cmp.Compare(a.id, b.id)
	})
	r := search.Result{Total: len(found), Facets: map[string][]search.Count{}}
	for _, f := range q.Facets {
		r.Facets[f.Field] = countIn(found, f)
	}
	from, err := strconv.Atoi(strings.TrimPrefix(q.After, memoryCursor))
	if err != nil || from < 0 {
		from = 0
	}
	from = min(from, len(found))
	until := min(from+q.Limit, len(found))
	for _, d := range found[from:until] {
		r.Hits = append(r.Hits, search.Hit{ID: d.id})
	}
	if until < len(found) && q.Limit > 0 {
		r.Next = memoryCursor + strconv.Itoa(until)
	}
	return r, nil
}

// compare orders by sort keys; what has none comes last, whatever the direction.
func compare(a, b search.Value, descending bool) int {
	x, hasX := a.SortKey()
	y, hasY := b.SortKey()
	switch {
	case !hasX || !hasY:
		return cmp.Compare(btoi(hasY), btoi(hasX))
	case descending:
		return cmp.Compare(y, x)
	default:
		return cmp.Compare(x, y)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func countIn(found []held, f search.Facet) []search.Count {
	sums := map[string]int{}
	for _, d := range found {
		values := slices.Clone(d.values[f.Field].Keywords)
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			sums[v]++
		}
	}
	counts := mostFirst(sums)
	return counts[:min(len(counts), f.Limit)]
}

func (d *held) fits(f search.Filter) bool {
	switch f := f.(type) {
	case nil:
		return true
	case search.All:
		return !slices.ContainsFunc(f, func(x search.Filter) bool { return !d.fits(x) })
	case search.Any:
		return slices.ContainsFunc(f, d.fits)
	case search.Not:
		return !d.fits(f.Filter)
	case search.IDs:
		return slices.Contains(f, d.id)
	case search.Terms:
		return slices.ContainsFunc(d.values[f.Field].Keywords, func(v string) bool { return slices.Contains(f.Values, v) })
	case search.Is:
		is := d.values[f.Field].Flag
		return is != nil && *is == f.Value
	case search.Exists:
		_, there := d.values[f.Field]
		return there
	default:
		return d.within(f)
	}
}

// within judges texts and ranges.
func (d *held) within(f search.Filter) bool {
	switch f := f.(type) {
	case search.Words:
		var have []string
		for _, texts := range d.values[f.Field].Texts {
			for _, t := range texts {
				have = append(have, words(t)...)
			}
		}
		return saysAll(have, words(f.Text))
	case search.Days:
		for _, day := range d.values[f.Field].Dates {
			if (f.From == nil || !day.Before(*f.From)) && (f.Until == nil || !day.After(*f.Until)) {
				return true
			}
		}
	case search.Numbers:
		for _, n := range d.values[f.Field].Numbers {
			if (f.Min == nil || n >= *f.Min) && (f.Max == nil || n <= *f.Max) {
				return true
			}
		}
	case search.Near:
		at := d.values[f.Field].Place
		return at != nil && metres(*at, f.Of) <= f.Metres
	}
	return false
}

func words(text string) []string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		default:
			return ' '
		}
	}, norm.NFD.String(text))
	return strings.Fields(plain)
}

// saysAll reports whether every word has one that begins alike, but for an ending of two letters.
func saysAll(have, asked []string) bool {
	for _, a := range asked {
		stem := []rune(a)
		if len(stem) > 5 {
			stem = stem[:len(stem)-2]
		} else if len(stem) > 3 {
			stem = stem[:len(stem)-1]
		}
		if !slices.ContainsFunc(have, func(w string) bool { return strings.HasPrefix(w, string(stem)) }) {
			return false
		}
	}
	return len(asked) > 0
}

const earthRadius = 6_371_000

func metres(a, b search.Point) float64 {
	rad := math.Pi / 180
	lat, lon := (b.Lat-a.Lat)*rad, (b.Lon-a.Lon)*rad
	h := math.Pow(math.Sin(lat/2), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin(lon/2), 2)
	return 2 * earthRadius * math.Asin(math.Sqrt(h))
}

func sortCounts(counts []search.Count) {
	slices.SortFunc(counts, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
}
