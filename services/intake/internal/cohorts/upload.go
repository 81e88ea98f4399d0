package cohorts

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/spreadsheet"
	"github.com/celav/celav/services/intake/internal/store"
)

// Question is what a partner is asked about a file whose headings are not all understood.
type Question struct {
	Headings []string
	Mapping  cohort.Mapping
	Examples []string // of each column, the first cell that says something
}

// tries is how often an upload is done again when somebody mends a row meanwhile.
const tries = 4

// Upload reads a file into the cohort. When headings are not understood it keeps the file and asks; nothing has changed
// then. Everything is checked before anything is written, and the same file again changes nothing.
func (d *Desk) Upload(ctx context.Context, id string, data []byte) (Full, *Question, error) {
	c, err := d.loadOpen(ctx, id)
	if err != nil {
		return Full{}, nil, err
	}
	table, err := spreadsheet.Read(data)
	if err != nil {
		return Full{}, nil, err
	}
	known, err := d.Store.Headings(ctx, c.Partner)
	if err != nil {
		return Full{}, nil, err
	}
	mapping := cohort.Map(table.Headings, known)
	if mapping.Sure() {
		f, err := d.take(ctx, id, table, mapping, nil)
		return f, nil, err
	}
	c.ChangedAt = d.Now()
	if _, err := d.Store.ChangeCohort(ctx, store.CohortChange{Cohort: c, Anyway: true, File: data}); err != nil {
		return Full{}, nil, err
	}
	q := questionOf(table, mapping)
	return Full{Cohort: c, Asking: true}, &q, nil
}

func questionOf(table spreadsheet.Table, mapping cohort.Mapping) Question {
	q := Question{Headings: table.Headings, Mapping: mapping, Examples: make([]string, len(table.Headings))}
	for i := range table.Headings {
		for _, l := range table.Lines {
			if i < len(l.Cells) && cohort.Tidy(l.Cells[i]) != "" {
				q.Examples[i] = cohort.Tidy(l.Cells[i])
				break
			}
		}
	}
	return q
}

// Asked returns the question about the file that waits.
func (d *Desk) Asked(ctx context.Context, id string) (cohort.Cohort, Question, error) {
	c, table, mapping, err := d.waiting(ctx, id)
	if err != nil {
		return c, Question{}, err
	}
	return c, questionOf(table, mapping), d.Store.Saw(ctx, trace(identity.CohortRead, id))
}

func (d *Desk) waiting(ctx context.Context, id string) (cohort.Cohort, spreadsheet.Table, cohort.Mapping, error) {
	c, err := d.loadOpen(ctx, id)
	if err != nil {
		return c, spreadsheet.Table{}, nil, err
	}
	data, there, err := d.Store.CohortFile(ctx, id)
	if err == nil && !there {
		err = fault.New(fault.NotFound, "No file waits to be read.")
	}
	if err != nil {
		return c, spreadsheet.Table{}, nil, err
	}
	table, err := spreadsheet.Read(data)
	if err != nil {
		return c, table, nil, err
	}
	known, err := d.Store.Headings(ctx, c.Partner)
	return c, table, cohort.Map(table.Headings, known), err
}

// Confirm takes what the partner says of the columns, in the file's order, remembers it and reads the file that waits.
func (d *Desk) Confirm(ctx context.Context, id string, said []string) (Full, error) {
	c, table, mapping, err := d.waiting(ctx, id)
	if err != nil {
		return Full{}, err
	}
	var bad fault.Violations
	taken := map[string]bool{}
	for i := range mapping {
		key := cohort.Ignored
		if i < len(said) && said[i] != "" {
			key = said[i]
		}
		_, known := cohort.ColumnOf(key)
		switch {
		case key != cohort.Ignored && !known:
			bad.Add(columnAt(i), "unknown", "There is no such column.")
		case key != cohort.Ignored && taken[key]:
			bad.Add(columnAt(i), "column-twice", "Two columns cannot mean the same.")
		}
		taken[key] = true
		mapping[i] = key
	}
	if missing := mapping.Missing(); len(missing) > 0 && len(bad) == 0 {
		for _, key := range missing {
			bad.Add("/columns", "column-missing", "A column is missing: %s.", key)
		}
	}
	if err := bad.Err(); err != nil {
		return Full{Cohort: c}, err
	}
	meant := map[string]string{}
	for i, h := range table.Headings {
		if folded := cohort.Fold(h); folded != "" && len(folded) <= 200 {
			meant[folded] = mapping[i]
		}
	}
	return d.take(ctx, id, table, mapping, meant)
}

func (d *Desk) loadOpen(ctx context.Context, id string) (cohort.Cohort, error) {
	c, err := d.load(ctx, id, identity.CohortWrite)
	if err != nil {
		return c, err
	}
	if !c.Open() {
		return c, fault.New(fault.Precondition, "The cohort has been submitted: it can be read, and no longer changed.")
	}
	return c, nil
}

// take reads the lines into the cohort's rows.
func (d *Desk) take(ctx context.Context, id string, table spreadsheet.Table, mapping cohort.Mapping, meant map[string]string) (Full, error) {
	for try := 1; ; try++ {
		c, err := d.loadOpen(ctx, id)
		if err != nil {
			return Full{}, err
		}
		rows, err := d.Store.CohortRows(ctx, id)
		if err != nil {
			return Full{}, err
		}
		r := reader{desk: d, cohort: c, rows: rows}
		if err := r.read(table, mapping); err != nil {
			return Full{}, err
		}
		if err := d.judge(ctx, c, r.rows, r.touched); err != nil {
			return Full{}, err
		}
		c.ChangedAt = d.Now()
		changed := store.CohortChange{Cohort: c, Put: r.changed(rows), Forget: true, Meant: meant}
		changed.Entries = append(changed.Entries, trace(identity.CohortWrite, id))
		if c, err = d.Store.ChangeCohort(ctx, changed); err == nil {
			return d.full(ctx, c)
		}
		if !fault.Is(err, fault.Conflict) || try == tries {
			return Full{}, err
		}
	}
}

// reader finds the row of each line: by the partner's reference, by name and date of birth, or as the very same line.
type reader struct {
	desk    *Desk
	cohort  cohort.Cohort
	rows    []cohort.Row
	touched map[string]change // by row id
}

// change is what a line did to a row.
type change struct {
	cells   map[string]string // nil: the line is as it was
	changed bool
}

func (r *reader) read(table spreadsheet.Table, mapping cohort.Mapping) error {
	s, partner := r.desk.Store, r.cohort.Partner
	r.rows = slices.Clone(r.rows)
	r.touched = map[string]change{}
	byRef, byPerson, bySource := map[string]int{}, map[string]int{}, map[string]int{}
	for i, row := range r.rows {
		byRef[s.RefIndex(partner, row.Cells[cohort.Ref])] = i
		byPerson[r.person(row.Cells)] = i
		bySource[row.Source] = i
	}
	for _, line := range table.Lines {
		cells := mapping.Cells(line.Cells)
		if len(cells) == 0 {
			continue
		}
		source := s.Source(cells)
		at, found := -1, false
		for _, look := range []struct {
			in  map[string]int
			key string
		}{{bySource, source}, {byRef, s.RefIndex(partner, cells[cohort.Ref])}, {byPerson, r.person(cells)}} {
			if at, found = look.in[look.key]; found && look.key != "" && !r.seen(at) {
				break
			}
			found = false
		}
		if !found {
			id, err := r.desk.NewID()
			if err != nil {
				return err
			}
			r.rows = append(r.rows, cohort.Row{ID: id, Cohort: r.cohort.ID, Number: r.next(), Source: source, Cells: cells})
			r.touched[id] = change{cells, true}
			continue
		}
		row := &r.rows[at]
		if row.Source == source || row.Locked() {
			r.touched[row.ID] = change{}
			continue
		}
		r.touched[row.ID] = change{cells, !same(row.Cells, cells)}
		row.Source = source
	}
	if len(r.rows) > cohort.MostRows {
		var bad fault.Violations
		bad.Add("/file", "too-many-rows", "A cohort has at most %d people.", cohort.MostRows)
		return bad.Err()
	}
	return nil
}

// next is the number of a new row: after the last one.
func (r *reader) next() int {
	n := 0
	for _, row := range r.rows {
		n = max(n, row.Number)
	}
	return n + 1
}

func (r *reader) seen(at int) bool {
	_, yes := r.touched[r.rows[at].ID]
	return yes
}

func (r *reader) person(cells map[string]string) string {
	born, ok := cohort.ReadDay(cells[cohort.BirthDate])
	if !ok {
		return ""
	}
	return r.desk.Store.PersonIndex(r.cohort.Partner, cells[cohort.FirstName]+" "+cells[cohort.LastName], born)
}

// changed returns the rows that are not as they were.
func (r *reader) changed(before []cohort.Row) []cohort.Row {
	was := map[string]cohort.Row{}
	for _, row := range before {
		was[row.ID] = row
	}
	var out []cohort.Row
	for _, row := range r.rows {
		old, there := was[row.ID]
		if !there || old.Source != row.Source || old.Result != row.Result || old.Known != row.Known || !same(old.Cells, row.Cells) || !slices.Equal(old.Findings, row.Findings) {
			out = append(out, row)
		}
	}
	return out
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}
