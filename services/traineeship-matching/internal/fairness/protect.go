package fairness

// protect hides what few people share. In every column
//
//   - a number of people from one to least-1 is hidden, and every number of a group of fewer than least people;
//   - what the hidden numbers add up to, which anybody can take from the total, is a number of at least least people, and of
//     at least two groups: the smallest numbers that are left are hidden until it is;
//   - a total of fewer than least people hides the whole column. The total is the same in every table, so that none gives
//     away what another hides.
//
// A column that is nothing at all is shown: it says of nobody what was not said of everybody.
func (t *Table) protect(least int) {
	few := make([]bool, len(t.Rows))
	for i := range t.Rows {
		n := t.Rows[i].Cells[People].N
		few[i] = n > 0 && n < least
	}
	for m := People; m < Proposals; m++ {
		t.protectColumn(m, few, least)
	}
	for i := range t.Rows { // how often goes with how many: as few people stand behind it
		t.Rows[i].Cells[Proposals].Hidden = t.Rows[i].Cells[ProposedPeople].Hidden
	}
	t.Total.Cells[Proposals].Hidden = t.Total.Cells[ProposedPeople].Hidden
	for _, r := range t.all() {
		if r.Cells[People].Hidden {
			r.Wait = nil
		}
		for m := range r.Cells {
			if r.Cells[m].Hidden {
				r.Cells[m].N = 0 // what is hidden leaves this package nowhere
			}
		}
	}
}

func (t *Table) all() []*Row {
	rows := []*Row{&t.Total}
	for i := range t.Rows {
		rows = append(rows, &t.Rows[i])
	}
	return rows
}

func (t *Table) protectColumn(m Measure, few []bool, least int) {
	total := t.Total.Cells[m].N
	if total == 0 && t.Total.Cells[People].N >= least {
		return
	}
	if t.Total.Cells[People].N < least || total < least {
		for _, r := range t.all() {
			r.Cells[m].Hidden = t.Total.Cells[People].N > 0
		}
		return
	}
	hidden, sum := 0, 0
	for i := range t.Rows {
		c := &t.Rows[i].Cells[m]
		if c.Hidden = few[i] || c.N > 0 && c.N < least; c.Hidden {
			hidden, sum = hidden+1, sum+c.N
		}
	}
	for hidden == 1 || hidden > 0 && sum < least {
		next := -1
		for i := range t.Rows {
			c := t.Rows[i].Cells[m]
			if !c.Hidden && c.N > 0 && (next < 0 || c.N < t.Rows[next].Cells[m].N) {
				next = i
			}
		}
		if next < 0 { // cannot be: the total is of least people at least
			return
		}
		t.Rows[next].Cells[m].Hidden = true
		hidden, sum = hidden+1, sum+t.Rows[next].Cells[m].N
	}
}
