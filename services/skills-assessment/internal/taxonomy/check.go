package taxonomy

import (
	_ "embed"
	"slices"
	"sort"
	"strings"
)

// The unit groups of ISCO-08, the International Labour Organization's classification, one code a line, sorted.
//
//go:embed isco08.txt
var unitGroups string

// ValidISCO reports whether code is a unit group (four digits) of ISCO-08.
func ValidISCO(code string) bool {
	if len(code) != 4 || strings.Contains(code, "\n") {
		return false
	}
	// Fixed width lines make the list its own sorted array.
	i := sort.Search(len(unitGroups)/5, func(i int) bool { return unitGroups[i*5:i*5+4] >= code })
	return i*5+4 <= len(unitGroups) && unitGroups[i*5:i*5+4] == code
}

// check finds what only shows when all files are read: dangling references, cycles, occupations without skills.
func (r *reader) check() {
	ids := make([]string, 0, len(r.concepts))
	for id := range r.concepts {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for _, id := range ids {
		e := r.concepts[id]
		for _, ref := range e.refs {
			if _, ok := r.concepts[ref.id]; !ok {
				r.problems.add(ref.at, ref.column, "there is no %q", slugOf(ref.id))
			}
		}
		if slices.Contains(e.Related, id) {
			r.problems.add(e.at, "related", "a skill cannot be related to itself")
		}
		if e.Kind == Occupation && len(e.Essential) == 0 {
			r.problems.add(e.at, "id", "the occupation %q has no essential skill", slugOf(id))
		}
		if cycle := r.cycle(id); cycle != "" {
			r.problems.add(e.at, "broader", "goes round in a circle: %s", cycle)
		}
	}
}

// cycle follows broader upwards from id and returns the path if it comes back to id.
func (r *reader) cycle(id string) string {
	seen := map[string]bool{}
	var walk func(at string, path []string) string
	walk = func(at string, path []string) string {
		e, ok := r.concepts[at]
		if !ok || seen[at] {
			return ""
		}
		seen[at] = true
		path = append(path, slugOf(at))
		for _, up := range e.Broader {
			if up == id {
				return strings.Join(append(path, slugOf(id)), " > ")
			}
			if found := walk(up, path); found != "" {
				return found
			}
		}
		return ""
	}
	return walk(id, nil)
}

func slugOf(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
