package cohorts

import (
	"context"
	"fmt"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/store"
)

func columnAt(i int) string { return fmt.Sprintf("/columns/%d", i) }

// judge checks every row that may still change, by itself and against the others, here and in the partner's other
// cohorts. touched says what an upload or a mending brought; rows that it does not name keep their cells.
func (d *Desk) judge(ctx context.Context, c cohort.Cohort, rows []cohort.Row, touched map[string]change) error {
	parameters, err := d.parameters()
	if err != nil {
		return err
	}
	limits := cohort.Limits{AdultAge: parameters.AdultAge, TitleMaxMonths: parameters.TitleMaxMonths}
	now := make([]map[string]string, len(rows))
	refs, people := make([]string, len(rows)), make([]string, len(rows))
	look := reader{desk: d, cohort: c}
	for i, r := range rows {
		now[i] = r.Cells
		if ch, ok := touched[r.ID]; ok && ch.cells != nil {
			now[i] = ch.cells
		}
		refs[i], people[i] = d.Store.RefIndex(c.Partner, now[i][cohort.Ref]), look.person(now[i])
	}
	elsewhere, err := d.Store.Elsewhere(ctx, c.ID, filled(refs), filled(people))
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		if r.Locked() {
			continue
		}
		_, found := cohort.Check(now[i], d.Today(), limits)
		switch {
		case refs[i] != "" && slices.Index(refs, refs[i]) < i:
			found = append(found, cohort.Finding{Column: cohort.Ref, Code: cohort.RefTwice})
		case people[i] != "" && slices.Index(people, people[i]) < i:
			found = append(found, cohort.Finding{Column: cohort.LastName, Code: cohort.PersonTwice})
		case elsewhere[refs[i]] || elsewhere[people[i]]:
			found = append(found, cohort.Finding{Column: cohort.Ref, Code: cohort.OtherCohort})
		}
		ch, brought := touched[r.ID]
		switch {
		case brought && ch.cells != nil:
			r.Put(ch.cells, found, ch.changed)
		default:
			r.Recheck(found)
			if touched != nil && r.Result != cohort.Faulty && r.Version > 0 {
				r.Result = cohort.Same
			}
		}
	}
	return nil
}

func filled(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
}

// Mend replaces one person's cells, if the row is still at version. What is wrong with them is an Invalid fault with a
// pointer per column, and nothing is written.
func (d *Desk) Mend(ctx context.Context, id, rowID string, version int64, cells map[string]string) (cohort.Row, error) {
	c, err := d.loadOpen(ctx, id)
	if err != nil {
		return cohort.Row{}, err
	}
	rows, err := d.Store.CohortRows(ctx, id)
	if err != nil {
		return cohort.Row{}, err
	}
	at := slices.IndexFunc(rows, func(r cohort.Row) bool { return r.ID == rowID })
	if at < 0 {
		return cohort.Row{}, fault.New(fault.NotFound, "There is no such row.")
	}
	if rows[at].Locked() {
		return rows[at], fault.New(fault.Precondition, "The City has accepted this person: the row can no longer be changed.")
	}
	if rows[at].Version != version {
		return rows[at], fault.New(fault.Conflict, "Somebody else changed this row in the meantime.")
	}
	typed := map[string]string{}
	for _, column := range cohort.Columns() {
		if text := cohort.Tidy(cells[column.Key]); text != "" {
			typed[column.Key] = text
		}
	}
	before := slices.Clone(rows)
	if err := d.judge(ctx, c, rows, map[string]change{rowID: {typed, !same(rows[at].Cells, typed)}}); err != nil {
		return rows[at], err
	}
	for i := range rows { // what mending one row changes in another stays an upload's matter
		if i != at {
			rows[i].Result = before[i].Result
		}
	}
	if bad := violations(rows[at].Findings); len(bad) > 0 {
		return before[at], bad.Err()
	}
	c.ChangedAt = d.Now()
	_, err = d.Store.ChangeCohort(ctx, store.CohortChange{
		Cohort: c, Anyway: true, Put: []cohort.Row{rows[at]}, Entries: traced(identity.CohortWrite, id, rows[at]),
	})
	rows[at].Version++
	return rows[at], err
}

func violations(found []cohort.Finding) fault.Violations {
	var bad fault.Violations
	for _, f := range cohort.Wrong(found) {
		bad.Add("/cells/"+f.Column, f.Code, "%s: %s", f.Column, f.Code)
	}
	return bad
}

// Remove takes one person out of an open cohort.
func (d *Desk) Remove(ctx context.Context, id, rowID string) error {
	c, err := d.loadOpen(ctx, id)
	if err != nil {
		return err
	}
	f, err := d.full(ctx, c)
	if err != nil {
		return err
	}
	r, err := f.Row(rowID)
	if err != nil {
		return err
	}
	if r.Locked() {
		return fault.New(fault.Precondition, "The City has accepted this person: the row can no longer be taken out.")
	}
	rest := slices.DeleteFunc(f.Rows, func(o cohort.Row) bool { return o.ID == rowID })
	before := slices.Clone(rest)
	if err := d.judge(ctx, c, rest, nil); err != nil { // who stood twice stands once now
		return err
	}
	c.ChangedAt = d.Now()
	_, err = d.Store.ChangeCohort(ctx, store.CohortChange{
		Cohort: c, Anyway: true, Removed: []string{rowID}, Put: (&reader{rows: rest}).changed(before), Entries: traced(identity.CohortWrite, id, r),
	})
	return err
}
