package cohort

// Ignored is the column of a heading that says nothing that is read.
const Ignored = "-"

// NoteHeading heads the column of the file of errors that says what to correct; it is read over.
func NoteHeading() Text { return Text{"Da correggere", "To correct", "À corriger", "للتصحيح"} }

// Mapping says which column each heading of a file means, in the file's order: a key, Ignored, or "" where nobody knows.
type Mapping []string

// Map recognises headings in four languages, as the template or people write them; known are those that a partner has
// confirmed before, by their folded form. Of two headings of one column the second is left open.
func Map(headings []string, known map[string]string) Mapping {
	m := make(Mapping, len(headings))
	taken := map[string]bool{}
	take := func(i int, key string) {
		if m[i] == "" && (key == Ignored || !taken[key]) {
			m[i] = key
			taken[key] = true
		}
	}
	columns := Columns()
	for i, h := range headings { // what the partner said comes first
		if key, ok := known[Fold(h)]; ok {
			take(i, key)
		}
	}
	for i, h := range headings {
		folded := Fold(h)
		for _, note := range NoteHeading().all() {
			if folded == Fold(note) || folded == "" {
				take(i, Ignored)
			}
		}
		for _, c := range columns {
			for _, name := range c.Heading.all() {
				if Fold(name) == folded {
					take(i, c.Key)
				}
			}
		}
	}
	for i, h := range headings {
		for _, c := range columns {
			for _, name := range c.Also {
				if Fold(name) == Fold(h) {
					take(i, c.Key)
				}
			}
		}
	}
	return m
}

// Recognised counts the headings that mean a column.
func (m Mapping) Recognised() int {
	n := 0
	for _, key := range m {
		if key != "" && key != Ignored {
			n++
		}
	}
	return n
}

// Missing lists the required columns that no heading means.
func (m Mapping) Missing() []string {
	has := map[string]bool{}
	for _, key := range m {
		has[key] = true
	}
	var list []string
	for _, c := range Columns() {
		if c.Required && !has[c.Key] {
			list = append(list, c.Key)
		}
	}
	return list
}

// Sure reports whether nothing need be asked: every heading is understood and nothing required is missing.
func (m Mapping) Sure() bool {
	for _, key := range m {
		if key == "" {
			return false
		}
	}
	return len(m.Missing()) == 0
}

// Cells takes a line of the file apart by column; what is empty or ignored is left out.
func (m Mapping) Cells(line []string) map[string]string {
	cells := map[string]string{}
	for i, key := range m {
		if key == "" || key == Ignored || i >= len(line) {
			continue
		}
		if text := Tidy(line[i]); text != "" {
			cells[key] = text
		}
	}
	return cells
}
