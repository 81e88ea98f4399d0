package filemerge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

// records has one table that follows, keeps its team and has versions, one that follows with the team, and one that stays.
func records(t *testing.T, db *sqldb.DB) {
	t.Helper()
	for _, statement := range []string{
		"CREATE TABLE merge_moved (merge text NOT NULL, tbl text NOT NULL, record text NOT NULL, PRIMARY KEY (merge, tbl, record))",
		"CREATE TABLE note (id text PRIMARY KEY, person text NOT NULL, team text NOT NULL, version bigint NOT NULL)",
		"CREATE TABLE visit (id text PRIMARY KEY, person text NOT NULL, team text NOT NULL)",
		"CREATE TABLE history (id text PRIMARY KEY, person text NOT NULL)",
		"CREATE TABLE audit_event (id text PRIMARY KEY, person text NOT NULL)",
		"INSERT INTO note VALUES ('n1', 'kept', 'red', 1), ('n2', 'other', 'blue', 1), ('n3', 'third', 'blue', 1)",
		"INSERT INTO visit VALUES ('v1', 'other', 'blue')",
		"INSERT INTO history VALUES ('h1', 'other')",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func tables() []filemerge.Table {
	return []filemerge.Table{
		filemerge.Audit(),
		{Name: "note", Column: "person", Key: "id", How: filemerge.Follows, Versioned: true},
		{Name: "visit", Column: "person", Key: "id", Team: "team", How: filemerge.Follows},
		{Name: "history", Column: "person", How: filemerge.Stays, Why: "it is history"},
	}
}

func rows(t *testing.T, db *sqldb.DB) []string {
	t.Helper()
	var list []string
	err := db.NewRaw(`SELECT id || ' ' || person || ' ' || team || ' ' || version FROM note UNION ALL SELECT id || ' ' || person || ' ' || team FROM visit
		UNION ALL SELECT id || ' ' || person FROM history`).Scan(t.Context(), &list)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

func TestFollowAndReturn(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		records(t, db)
		m := filemerge.Move{Merge: "m", From: "other", To: "kept", FromTeam: "blue", ToTeam: "red"}
		is := func(when string, want ...string) {
			t.Helper()
			if got := rows(t, db); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", when, got, want)
			}
		}
		do := func(what func(context.Context) error) {
			t.Helper()
			if err := what(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		follow := func(ctx context.Context) error { return filemerge.Follow(ctx, db.DB, m, tables()) }
		back := func(ctx context.Context) error { return filemerge.Return(ctx, db.DB, m, tables()) }
		do(follow)
		is("merged", "h1 other", "n1 kept red 1", "n2 kept blue 2", "n3 third blue 1", "v1 kept red")
		do(follow) // nothing is left to follow
		is("merged again", "h1 other", "n1 kept red 1", "n2 kept blue 2", "n3 third blue 1", "v1 kept red")
		if _, err := db.ExecContext(t.Context(), "INSERT INTO note VALUES ('n4', 'other', 'blue', 1)"); err != nil {
			t.Fatal(err)
		}
		do(follow) // what came to the other file since
		is("followed again", "h1 other", "n1 kept red 1", "n2 kept blue 2", "n3 third blue 1", "n4 kept blue 2", "v1 kept red")
		for _, meanwhile := range []string{"DELETE FROM note WHERE id = 'n4'", "INSERT INTO note VALUES ('n5', 'kept', 'red', 1)", "UPDATE visit SET person = 'third'"} {
			if _, err := db.ExecContext(t.Context(), meanwhile); err != nil {
				t.Fatal(err)
			}
		}
		do(back) // what was written for the file that stays, and what moved on, stays
		is("taken apart", "h1 other", "n1 kept red 1", "n2 other blue 3", "n3 third blue 1", "n5 kept red 1", "v1 third red")
		do(back)
		is("taken apart again", "h1 other", "n1 kept red 1", "n2 other blue 3", "n3 third blue 1", "n5 kept red 1", "v1 third red")
		if n, err := db.NewSelect().Table("merge_moved").Count(t.Context()); n != 0 || err != nil {
			t.Errorf("%d moves are still remembered, %v", n, err)
		}
	})
}

// Two merges into one file are taken apart each for itself.
func TestTwoMergesAreApart(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		records(t, db)
		first, second := filemerge.Move{Merge: "1", From: "other", To: "kept"}, filemerge.Move{Merge: "2", From: "third", To: "kept"}
		err := errors.Join(filemerge.Follow(t.Context(), db.DB, first, tables()), filemerge.Follow(t.Context(), db.DB, second, tables()),
			filemerge.Return(t.Context(), db.DB, first, tables()))
		want := []string{"h1 other", "n1 kept red 1", "n2 other blue 3", "n3 kept blue 2", "v1 other blue"} // without a team named, each keeps its own
		if got := rows(t, db); err != nil || !slices.Equal(got, want) {
			t.Errorf("%v, %v, want %v", err, got, want)
		}
	})
}

func TestUndecidedColumns(t *testing.T) {
	db := sqldbtest.SQLite(t)
	records(t, db)
	problems := func(list []filemerge.Table) string {
		t.Helper()
		found, err := filemerge.UndecidedColumns(t.Context(), db.DB, list)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(found, "; ")
	}
	if got := problems(tables()); got != "" {
		t.Errorf("all is decided, and it says %s", got)
	}
	for name, test := range map[string]struct {
		change func([]filemerge.Table) []filemerge.Table
		want   string
	}{
		"a table that nobody thought of": {func(l []filemerge.Table) []filemerge.Table { return l[:3] }, "history.person names a person"},
		"one that is not there": {func(l []filemerge.Table) []filemerge.Table {
			return append(l, filemerge.Table{Name: "gone", Column: "person", How: filemerge.Stays, Why: "x"})
		}, "gone.person is in the list"},
		"follows without a key":  {func(l []filemerge.Table) []filemerge.Table { l[1].Key = ""; return l }, "note.person follows, but nothing says"},
		"stays without a reason": {func(l []filemerge.Table) []filemerge.Table { l[3].Why = ""; return l }, "history.person does not follow"},
	} {
		if got := problems(test.change(tables())); !strings.Contains(got, test.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestGathered(t *testing.T) {
	into := func(tree map[string][]string) func(context.Context, []string) ([]string, error) {
		return func(_ context.Context, files []string) (found []string, err error) {
			for _, f := range files {
				found = append(found, tree[f]...)
			}
			return found, nil
		}
	}
	for name, test := range map[string]struct {
		tree map[string][]string
		want []string
	}{
		"nobody":             {nil, []string{}},
		"two, one by a step": {map[string][]string{"a": {"b"}, "b": {"c"}}, []string{"b", "c"}},
		"a ring ends":        {map[string][]string{"a": {"b"}, "b": {"a", "c"}, "c": {"b"}}, []string{"b", "c"}},
	} {
		if got, err := filemerge.Gathered(t.Context(), "a", into(test.tree)); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, test.want)
		}
	}
	many := map[string][]string{}
	for n := range 1000 {
		many["a"] = append(many["a"], fmt.Sprint(n))
	}
	if got, err := filemerge.Gathered(t.Context(), "a", into(many)); err != nil || len(got) != 50 {
		t.Errorf("of a thousand %d are told of, %v", len(got), err)
	}
	broken := errors.New("broken")
	if _, err := filemerge.Gathered(t.Context(), "a", func(context.Context, []string) ([]string, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("what goes wrong is told as %v", err)
	}
}
