// Package filemerge moves a service's records when two files turn out to be one person's, and gives each back when the
// merge is undone. A service lists its tables once; UndecidedColumns finds those that nobody thought of.
//
// The service's migrations make the table merge_moved (merge, tbl, record), which remembers what moved.
package filemerge

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"
)

// How says what a merge does to a table.
type How string

// What a merge does to a table.
const (
	Follows  How = "follows"  // each record goes to the file that stays, and back
	Combined How = "combined" // the two files' records become one, by code of the table's own
	Stays    How = "stays"    // the records remain with the file that they were written in
)

// Table is what a merge does to one column that names a person.
type Table struct {
	Name, Column string
	How          How
	// Key is the column by which a record that follows is found again.
	Key string
	// Team is the column with the team that works with the record, "" when the record keeps its team.
	Team string
	// Versioned records are written whole, person and all: their version grows, so that who read one before the merge
	// cannot write it back.
	Versioned bool
	// Why is the reason, where records do not follow.
	Why string
}

// Audit is every service's record of who saw and did what.
func Audit() Table {
	return Table{Name: "audit_event", Column: "person", How: Stays, Why: "what is on record is not rewritten"}
}

// Move is one merge: From becomes part of To.
type Move struct {
	Merge, From, To  string
	FromTeam, ToTeam string
}

// Follow hands the records of the tables that follow over to the file that stays, and remembers which. Doing it again
// takes what has come to the other file since.
func Follow(ctx context.Context, tx bun.IDB, m Move, tables []Table) error {
	for _, t := range tables {
		if t.How != Follows {
			continue
		}
		_, err := tx.NewRaw("INSERT INTO merge_moved (merge, tbl, record) SELECT ?, ?, ? FROM ? WHERE ? = ? ON CONFLICT DO NOTHING",
			m.Merge, t.Name, bun.Ident(t.Key), bun.Ident(t.Name), bun.Ident(t.Column), m.From).Exec(ctx)
		if err != nil {
			return fmt.Errorf("remember what moves from %s: %w", t.Name, err)
		}
		q := tx.NewUpdate().TableExpr("?", bun.Ident(t.Name)).Where("? = ?", bun.Ident(t.Column), m.From)
		if _, err := t.set(q, m.To, m.ToTeam).Exec(ctx); err != nil {
			return fmt.Errorf("move %s: %w", t.Name, err)
		}
	}
	return nil
}

// Return gives back what moved, as it is now. What was taken out meanwhile, or moved on, stays where it is.
func Return(ctx context.Context, tx bun.IDB, m Move, tables []Table) error {
	for _, t := range tables {
		if t.How != Follows {
			continue
		}
		q := tx.NewUpdate().TableExpr("?", bun.Ident(t.Name)).Where("? = ?", bun.Ident(t.Column), m.To).
			Where("? IN (SELECT record FROM merge_moved WHERE merge = ? AND tbl = ?)", bun.Ident(t.Key), m.Merge, t.Name)
		if _, err := t.set(q, m.From, m.FromTeam).Exec(ctx); err != nil {
			return fmt.Errorf("give %s back: %w", t.Name, err)
		}
		if _, err := tx.NewRaw("DELETE FROM merge_moved WHERE merge = ? AND tbl = ?", m.Merge, t.Name).Exec(ctx); err != nil {
			return fmt.Errorf("forget what moved from %s: %w", t.Name, err)
		}
	}
	return nil
}

func (t Table) set(q *bun.UpdateQuery, person, team string) *bun.UpdateQuery {
	q = q.Set("? = ?", bun.Ident(t.Column), person)
	if t.Versioned {
		q = q.Set("version = version + 1")
	}
	if t.Team != "" && team != "" {
		q = q.Set("? = ?", bun.Ident(t.Team), team)
	}
	return q
}

// mostGathered bounds how many files one is found to be made of.
const mostGathered = 50

// Gathered returns the files that became part of somebody's, also by way of another one. into tells which became part of
// any of some, in one step.
func Gathered(ctx context.Context, file string, into func(ctx context.Context, files []string) ([]string, error)) ([]string, error) {
	known, step := []string{file}, []string{file}
	for len(step) > 0 && len(known) <= mostGathered {
		found, err := into(ctx, step)
		if err != nil {
			return nil, err
		}
		step = slices.DeleteFunc(found, func(id string) bool { return slices.Contains(known, id) })
		known = append(known, step...)
	}
	return known[1:min(len(known), mostGathered+1)], nil
}

// UndecidedColumns reads an SQLite database and returns the columns that name a person and stand in no list, and the
// entries of the list that have no column or lack a reason. It is for the test of each service.
func UndecidedColumns(ctx context.Context, db bun.IDB, tables []Table) ([]string, error) {
	var found []struct{ Tbl, Col string }
	err := db.NewRaw(`
		SELECT m.name AS tbl, c.name AS col FROM sqlite_master m, pragma_table_info(m.name) c
			WHERE m.type = 'table' AND (c.name IN ('person', 'person_id', 'recipient', 'merged_into', 'kept', 'other') OR c.name LIKE '%\_person' ESCAPE '\')
		UNION SELECT m.name, f."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'person'
		ORDER BY 1, 2`).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("read the columns of all tables: %w", err)
	}
	var problems []string
	for _, f := range found {
		if !slices.ContainsFunc(tables, func(t Table) bool { return t.Name == f.Tbl && t.Column == f.Col }) {
			problems = append(problems, fmt.Sprintf("%s.%s names a person: say in the list what a merge of two files does to it", f.Tbl, f.Col))
		}
	}
	for _, t := range tables {
		known := false
		for _, f := range found {
			known = known || t.Name == f.Tbl && t.Column == f.Col
		}
		switch {
		case !known:
			problems = append(problems, fmt.Sprintf("%s.%s is in the list, but there is no such column that names a person", t.Name, t.Column))
		case t.How == Follows && t.Key == "":
			problems = append(problems, fmt.Sprintf("%s.%s follows, but nothing says by which column a record is found again", t.Name, t.Column))
		case t.How != Follows && t.Why == "":
			problems = append(problems, fmt.Sprintf("%s.%s does not follow, and nothing says why", t.Name, t.Column))
		}
	}
	return problems, nil
}
