package match

import "github.com/celav/celav/pkg/policy"

// writer explains pairs. It keeps scratch space, and room for what it hands out: one per goroutine.
type writer struct {
	j       *judge
	st      *state
	asked   *askedSkills
	grounds [constraintCount]Ground
	facts   factRoom
	results []policy.Result
	names   []OpeningSkill
	left    []string

	// The hours of the person last explained: they are the same for all openings of a ranking.
	free     *Availability
	freeText string
}

// begin makes a writer of one that may have been used before.
func (w *writer) begin(j *judge, st *state) *writer {
	w.j, w.st = j, st
	if w.asked == nil || len(w.asked.first) != st.names.count() {
		w.asked = newAskedSkills(st.names)
	}
	version := j.weights.Name()
	for c := range constraintCount {
		w.grounds[c] = ground(c, version)
	}
	return w
}

// end lets go of what was handed out, so that a writer that waits keeps no document alive.
func (w *writer) end() {
	w.j, w.st, w.facts, w.results, w.free, w.freeText = nil, nil, factRoom{}, nil, nil, ""
	clear(w.names[:cap(w.names)])
	clear(w.left[:cap(w.left)])
}

// keep returns a place for a result.
func (w *writer) keep(r policy.Result) *policy.Result {
	if len(w.results) == cap(w.results) {
		w.results = make([]policy.Result, 0, resultsTogether)
	}
	w.results = append(w.results, r)
	return &w.results[len(w.results)-1]
}

// factRoom is room for many lists of facts, one after the other: a list by itself would be an allocation each.
type factRoom struct {
	room []Fact
	from int
}

const (
	factsTogether   = 256
	factsAtOnce     = 24 // more in one list are moved
	resultsTogether = 24
)

// begin begins a list.
func (f *factRoom) begin() {
	if cap(f.room)-len(f.room) < factsAtOnce {
		f.room = make([]Fact, 0, factsTogether)
	}
	f.from = len(f.room)
}

// add adds a fact to the list, unless nothing is known.
func (f *factRoom) add(side, name, value string) {
	if value != "" {
		f.room = append(f.room, Fact{name, side, value})
	}
}

// end returns the list. It shares no room that will be written again.
func (f *factRoom) end() []Fact { return f.room[f.from:len(f.room):len(f.room)] }
