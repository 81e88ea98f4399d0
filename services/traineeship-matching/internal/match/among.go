package match

// AmongOpenings makes a snapshot of the openings with these ids alone: to rank what a search engine recalled as it would
// be ranked among all. What this snapshot holds is taken as it was compiled; the rest is read.
func (s *Snapshot) AmongOpenings(ids []string, read func(missing []string) ([]Opening, error)) (*Snapshot, error) {
	st := s.state.Load()
	rows, missing := pick(ids, len(st.openings), st.findOpening)
	next := &state{taxonomy: st.taxonomy, names: st.names, near: st.near}
	for i, picked := range rows {
		if len(picked) > 0 {
			next.openings = append(next.openings, st.openings[i].only(picked))
		}
	}
	if len(missing) > 0 {
		docs, err := read(missing)
		if err != nil {
			return nil, err
		}
		next.openings = append(next.openings, compileOpenings(docs, st.names, st.taxonomy, s.weights))
	}
	return s.holding(next), nil
}

// AmongPeople is AmongOpenings for people.
func (s *Snapshot) AmongPeople(ids []string, read func(missing []string) ([]Person, error)) (*Snapshot, error) {
	st := s.state.Load()
	rows, missing := pick(ids, len(st.people), st.findPerson)
	next := &state{taxonomy: st.taxonomy, names: st.names, near: st.near}
	for i, picked := range rows {
		if len(picked) > 0 {
			next.people = append(next.people, st.people[i].only(picked))
		}
	}
	if len(missing) > 0 {
		docs, err := read(missing)
		if err != nil {
			return nil, err
		}
		next.people = append(next.people, compilePeople(docs, st.names, st.taxonomy))
	}
	return s.holding(next), nil
}

// holding makes a snapshot of a state that is ranked pair by pair and never changed.
func (s *Snapshot) holding(st *state) *Snapshot {
	other := &Snapshot{rules: s.rules, weights: s.weights, workers: s.workers, scratch: s.scratch}
	other.state.Store(st)
	return other
}

// pick sorts rows by block, and names the ids that are not there.
func pick(ids []string, blocks int, find func(id string) (block, row int)) (rows [][]int, missing []string) {
	rows = make([][]int, blocks)
	for _, id := range ids {
		if block, row := find(id); block >= 0 {
			rows[block] = append(rows[block], row)
		} else {
			missing = append(missing, id)
		}
	}
	return rows, missing
}

// only is a block of some of the rows, to be ranked; they share its columns. Nobody is looked up in it by id.
func (b *openingsBlock) only(rows []int) *openingsBlock {
	out := *b
	out.docs, out.rows, out.rowOf = make([]Opening, len(rows)), make([]openingRow, len(rows)), nil
	out.columns, out.postings = nil, postings{}
	for i, row := range rows {
		out.docs[i], out.rows[i] = b.docs[row], b.rows[row]
	}
	return &out
}

func (b *peopleBlock) only(rows []int) *peopleBlock {
	out := *b
	out.docs, out.rows, out.rowOf = make([]Person, len(rows)), make([]personRow, len(rows)), nil
	for i, row := range rows {
		out.docs[i], out.rows[i] = b.docs[row], b.rows[row]
	}
	return &out
}
