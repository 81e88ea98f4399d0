package fairness

import (
	"cmp"
	"maps"
	"slices"

	"cloud.google.com/go/civil"
)

// Measure is a number of a row.
type Measure int

// The measures; all but Proposals count people, each once.
const (
	People Measure = iota // who waited, or to whom something happened
	MatchedPeople
	ProposedPeople
	InterviewedPeople
	StartedPeople
	Proposals
	measures
)

// Cell is one number, or that it is not shown.
type Cell struct {
	N      int
	Hidden bool
}

// Row is one group.
type Row struct {
	Key   string // a team's id, a zone, a wait; Unknown; empty for the total
	Cells [measures]Cell
	Wait  *int // the median, days; nil where it is hidden or nobody's is known
}

// Of is the cell of a measure.
func (r *Row) Of(m Measure) Cell { return r.Cells[m] }

// Share is a measure in relation to the people of the row; false where one of the two is hidden or there is nobody.
func (r *Row) Share(m Measure) (float64, bool) {
	part, all := r.Cells[m], r.Cells[People]
	if part.Hidden || all.Hidden || all.N == 0 {
		return 0, false
	}
	return float64(part.N) / float64(all.N), true
}

// Table is all groups of one dimension.
type Table struct {
	By    Dimension
	Rows  []Row
	Total Row
}

// Report is one quarter.
type Report struct {
	Quarter Quarter
	Until   civil.Date // the last day that is counted
	Least   int        // numbers of fewer people are hidden
	Tables  []Table
}

// counted is one person with what happened to them.
type counted struct {
	group [3]string // by dimension
	wait  int       // days; -1: not known
	times [Started + 1]int
}

// Build counts a quarter as it stands on a day, and hides what few people share.
func Build(q Quarter, today civil.Date, people []Somebody, happened []Happening, least int) Report {
	r := Report{Quarter: q, Until: q.Last(), Least: least}
	if today.Before(r.Until) {
		r.Until = today
	}
	all := gather(people, happened, r.Until)
	for d, by := range Dimensions() {
		r.Tables = append(r.Tables, tableOf(by, d, all, least))
	}
	return r
}

// gather puts people and what happened to them together.
func gather(people []Somebody, happened []Happening, until civil.Date) []counted {
	known := make(map[string]Somebody, len(people))
	for _, p := range people {
		known[p.ID] = p
	}
	of := map[string][]Happening{}
	for _, h := range happened {
		of[h.Person] = append(of[h.Person], h)
	}
	var out []counted
	for _, p := range people {
		if len(of[p.ID]) == 0 && p.Waits && (p.Since == nil || !p.Since.After(until)) {
			out = append(out, count(p, nil, until))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		p, ok := known[id]
		if !ok {
			p = Somebody{ID: id}
		}
		out = append(out, count(p, of[id], until))
	}
	return out
}

func count(p Somebody, happened []Happening, until civil.Date) counted {
	c := counted{wait: -1}
	day := until
	for _, h := range happened {
		c.times[h.What] += h.Times
		if p.Team == "" {
			p.Team = h.Team
		}
		if h.What == Started && h.First.Before(day) {
			day = h.First // the wait ended that day
		}
	}
	c.group = [3]string{cmp.Or(p.Team, Unknown), cmp.Or(string(p.Zone), Unknown), Unknown}
	if p.Since != nil {
		c.wait = max(0, day.DaysSince(*p.Since))
		c.group[2] = waitOf(c.wait)
	}
	return c
}

func tableOf(by Dimension, d int, all []counted, least int) Table {
	groups := map[string][]counted{}
	for _, c := range all {
		groups[c.group[d]] = append(groups[c.group[d]], c)
	}
	t := Table{By: by, Total: rowOf("", all)}
	for _, key := range order(by, groups) {
		t.Rows = append(t.Rows, rowOf(key, groups[key]))
	}
	t.protect(least)
	return t
}

// order lists the groups of a table: those that always exist in their order, others by key, the unknown last.
func order(by Dimension, groups map[string][]counted) []string {
	var keys []string
	switch by {
	case ByArea:
		for _, z := range Zones() {
			keys = append(keys, string(z))
		}
	case ByWait:
		keys = Waits()
	default:
		keys = slices.DeleteFunc(slices.Sorted(maps.Keys(groups)), func(k string) bool { return k == Unknown })
	}
	if len(groups[Unknown]) > 0 {
		keys = append(keys, Unknown)
	}
	return keys
}

func rowOf(key string, people []counted) Row {
	r := Row{Key: key}
	var waits []int
	for _, c := range people {
		r.Cells[People].N++
		for what, m := range []Measure{MatchedPeople, ProposedPeople, InterviewedPeople, StartedPeople} {
			if c.times[what] > 0 {
				r.Cells[m].N++
			}
		}
		r.Cells[Proposals].N += c.times[Proposed]
		if c.wait >= 0 {
			waits = append(waits, c.wait)
		}
	}
	if len(waits) > 0 {
		slices.Sort(waits)
		median := waits[(len(waits)-1)/2]
		r.Wait = &median
	}
	return r
}
