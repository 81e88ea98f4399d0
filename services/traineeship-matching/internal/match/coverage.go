package match

import "slices"

// Two ways to the same number. For one person against many openings, a table over all skills says what the person's
// skills count where any other is needed. For one opening against many people, a list at each skill says which of the
// opening's skills it counts for. A test holds both against the plain double loop.

// creditTable is one person's side. It can be filled again for somebody else, which is cheaper than making another.
type creditTable struct {
	credits [][4]uint16 // by skill number and needed level
	touched []uint32    // the numbers at which something counts, each once
	runs    []skillRun  // they, together where they stand next to each other
}

// skillRun is the skills from one number to before another.
type skillRun struct{ from, to uint32 }

// nextTo is how many numbers may lie between two skills of a run: what counts nothing there is added for nothing.
const nextTo = 2

// fillCredits fills a table.
func (j *judge) fillCredits(table *creditTable, ps *peopleBlock, p *personRow, st *state) *creditTable {
	for _, number := range table.touched {
		table.credits[number] = [4]uint16{}
	}
	table.touched = table.touched[:0]
	if n := st.names.count(); len(table.credits) < n {
		table.credits = make([][4]uint16, n+n/8)
	}
	for _, have := range ps.skills[p.skills.from:p.skills.to] {
		for _, x := range st.near.to(have.skill) {
			cell := &table.credits[x.skill]
			before := *cell
			for level := range cell {
				cell[level] = max(cell[level], uint16(j.credit(j.nearness[x.kind], have, uint8(level+1))))
			}
			if before == ([4]uint16{}) && *cell != before {
				table.touched = append(table.touched, x.skill)
			}
		}
	}
	slices.Sort(table.touched)
	table.runs = table.runs[:0]
	for _, number := range table.touched {
		if n := len(table.runs); n > 0 && number <= table.runs[n-1].to+nextTo && number-table.runs[n-1].from < longestRun {
			table.runs[n-1].to = number + 1
		} else {
			table.runs = append(table.runs, skillRun{number, number + 1})
		}
	}
	return table
}

func (t *creditTable) cover(column []skillAsked) int32 {
	var sum int32
	for _, a := range column {
		sum += int32(a.weight) * int32(t.credits[a.skill][a.level-1])
	}
	return sum
}

// askedSkills is one opening's side. It keeps scratch space: one per goroutine. It can be filled again for another
// opening, which is cheaper than making another.
type askedSkills struct {
	asked   []skillAsked // what is needed, then what is optional
	needed  int          // how many of them are needed
	first   []int32      // by skill number: one more than its first entry, 0 for none
	touched []uint32     // the numbers whose first is set
	entries []nearEntry
	best    []int32 // scratch: the best credit of each asked skill
}

type nearEntry struct {
	asked    uint16
	kind     nearKind
	nearness int32 // percent
	next     int32 // one more than the next entry, 0 for none
}

func newAskedSkills(names *symbols) *askedSkills {
	return &askedSkills{first: make([]int32, names.count())}
}

// fill takes an opening's skills.
func (a *askedSkills) fill(j *judge, os *openingsBlock, o *openingRow, st *state) {
	for _, number := range a.touched {
		a.first[number] = 0
	}
	a.touched, a.entries = a.touched[:0], a.entries[:0]
	a.asked = append(a.asked[:0], os.needed[o.needed.from:o.needed.to]...)
	a.needed = len(a.asked)
	a.asked = append(a.asked, os.optional[o.optional.from:o.optional.to]...)
	a.best = slices.Grow(a.best[:0], len(a.asked))[:len(a.asked)]
	for i, asked := range a.asked {
		for _, x := range st.near.to(asked.skill) {
			if int(x.skill) >= len(a.first) {
				continue // nobody has it: its number is new
			}
			kind := x.kind.reversed()
			if a.first[x.skill] == 0 {
				a.touched = append(a.touched, x.skill)
			}
			a.entries = append(a.entries, nearEntry{uint16(i), kind, j.nearness[kind], a.first[x.skill]})
			a.first[x.skill] = int32(len(a.entries))
		}
	}
}

func (k nearKind) reversed() nearKind {
	switch kinds()[k] {
	case Narrower:
		return k + 1
	case Broader:
		return k - 1
	default:
		return k
	}
}

// reversed turns "what I have, seen from what is needed" into "what is needed, seen from what I have".
func (n Nearness) reversed() Nearness {
	switch n {
	case Narrower:
		return Broader
	case Broader:
		return Narrower
	default:
		return n
	}
}

// share returns an askedSkills for another goroutine.
func (a *askedSkills) share() *askedSkills {
	c := *a
	c.best = make([]int32, len(a.best))
	return &c
}

// cover returns the sums of weight x credit over what is needed and what is optional.
func (a *askedSkills) cover(j *judge, column []skillHeld) (needed, optional int32) {
	clear(a.best)
	for _, have := range column {
		for e := a.first[have.skill]; e > 0; e = a.entries[e-1].next {
			entry := &a.entries[e-1]
			a.best[entry.asked] = max(a.best[entry.asked], j.credit(entry.nearness, have, a.asked[entry.asked].level))
		}
	}
	for i, best := range a.best {
		if i < a.needed {
			needed += int32(a.asked[i].weight) * best
		} else {
			optional += int32(a.asked[i].weight) * best
		}
	}
	return needed, optional
}
